"""A document → its citations, each with its exact place and the sentence that it supports."""

from __future__ import annotations

from collections.abc import Iterator

from kaderwijzer.cite import place
from kaderwijzer.cite.find import find
from kaderwijzer.cite.found import Context, Found
from kaderwijzer.cite.identity import address, existence, identifier, kind
from kaderwijzer.cite.labels import label
from kaderwijzer.cite.oddities import with_notes
from kaderwijzer.cite.patterns import laws
from kaderwijzer.model import Citation, Document, LawId, Paragraph, ParagraphKind

_FALLBACK = LawId("unresolved-wet")


def parse(document: Document) -> tuple[Citation, ...]:
    """Return every citation of the notes and the running text, in order of place.

    Raises nothing: what cannot be read is not a citation.
    """
    context = context_of(document)
    propositions = place.propositions(document)
    citations: list[Citation] = []
    earlier: Found | None = None
    for paragraph in document.paragraphs:
        number = place.footnote(paragraph)
        found = find(paragraph.clean.text, context, earlier if number else None)
        if number and found:
            earlier = Found(-1, 0, found[-1].reference, found[-1].pinpoint)
        supported = propositions.get(number) if number else None
        citations += _placed(document, paragraph, found, supported)
    citations.sort(key=lambda c: c.spans[0].start)
    return with_notes(tuple(citations), document)


def context_of(document: Document) -> Context:
    """Return what the text of a document leaves unsaid: its sections, its footnotes and its law."""
    entry = document.source.entry
    law = laws().by_name.get(entry.regime.law)
    sections = {str(s.id) for s in document.sections}
    notes = {str(p.id) for p in document.paragraphs if p.kind is ParagraphKind.FOOTNOTE}
    return Context(entry.id, frozenset(sections | notes), LawId(law.id) if law else _FALLBACK)


def _placed(
    document: Document, paragraph: Paragraph, found: list[Found], supported: str | None
) -> Iterator[Citation]:
    text, entry = paragraph.clean.text, document.source.entry
    for one in found:
        spans = place.spans(paragraph.clean, one.start, one.end, document.source.text)
        state, candidates = existence(one.reference)
        yield Citation(
            id=identifier(one.reference),
            kind=kind(one.reference),
            reference=one.reference,
            label=label(one.reference, one.pinpoint),
            verbatim=text[one.start : one.end],
            document=entry.id,
            page=place.page(document, spans[0].start),
            section=paragraph.section,
            footnote=place.footnote(paragraph),
            spans=spans,
            pinpoint=one.pinpoint,
            proposition=supported or place.sentence(paragraph, one.start + 1),
            url=address(one.reference, entry.date),
            existence=state,
            candidates=candidates,
        )
