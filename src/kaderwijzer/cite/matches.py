"""Citations → sources with their occurrences; footnotes and sections → what they rely on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kaderwijzer.cite import place
from kaderwijzer.cite.gathered import Catalogue
from kaderwijzer.cite.identity import address, existence, identifier
from kaderwijzer.cite.labels import label, natural_key
from kaderwijzer.cite.readings import Face, reading
from kaderwijzer.cite.wanted import WantedFootnote, WantedSection
from kaderwijzer.model import (
    Citation,
    CitationId,
    CitationKind,
    Document,
    Existence,
    Kamerstuk,
    Occurrence,
    PaperPart,
    Paragraph,
    Reference,
    Section,
    SourceMatch,
    Span,
)

__all__ = [
    "footnote_matches",
    "group",
    "in_natural_order",
    "occurrence",
    "reading",
    "section_matches",
]


def group(faces: Iterable[Face], catalogue: Catalogue) -> tuple[SourceMatch, ...]:
    """Gather citations by the source they are read as, in order of first place."""
    grouped: dict[CitationId, list[Face]] = {}
    for citation, reference in faces:
        grouped.setdefault(identifier(reference), []).append((citation, reference))
    return tuple(_match(name, members, catalogue) for name, members in grouped.items())


def in_natural_order(matches: Iterable[SourceMatch]) -> tuple[SourceMatch, ...]:
    """Sort sources by kind and number."""
    kinds = list(CitationKind)
    return tuple(sorted(matches, key=lambda m: (kinds.index(m.kind), natural_key(m.id))))


def _match(name: CitationId, faces: list[Face], catalogue: Catalogue) -> SourceMatch:
    first, reference = faces[0]
    dates = {d.source.entry.id: d.source.entry.date for d in catalogue.documents}
    state, candidates = existence(reference)
    return SourceMatch(
        id=name,
        kind=first.kind,
        label=label(_whole(reference, faces)),
        url=first.url
        if reference == first.reference
        else address(reference, dates.get(first.document, "")),
        held=name in catalogue.held,
        existence=state,
        candidates=candidates,
        notes=tuple(dict.fromkeys(n for c, _ in faces for n in c.notes)),
        occurrences=tuple(dict.fromkeys(occurrence(c) for c, _ in faces)),
    )


def _whole(reference: Reference, faces: list[Face]) -> Reference:
    """A source is labelled with its session, and as the paper itself rather than its attachment."""
    if not isinstance(reference, Kamerstuk):
        return reference
    papers = [c.reference for c, _ in faces if isinstance(c.reference, Kamerstuk)]
    session = reference.session or next((p.session for p in papers if p.session), None)
    part = PaperPart.REPRINT if reference.part is PaperPart.REPRINT else PaperPart.PAPER
    return replace(reference, session=session, part=part)


def occurrence(citation: Citation) -> Occurrence:
    """Return the place of a citation."""
    return Occurrence(
        document=citation.document,
        footnote=citation.footnote,
        page=citation.page,
        section=citation.section,
        text=citation.verbatim,
        spans=citation.spans,
        pinpoint=citation.pinpoint,
        proposition=citation.proposition,
        as_printed=citation.id,
        notes=citation.notes,
    )


def footnote_matches(wanted: WantedFootnote, catalogue: Catalogue) -> Iterator[SourceMatch]:
    """Yield a footnote and every source in it, document by document: the corpus's own text first."""
    for document in catalogue.documents:
        name = document.source.entry.id
        for paragraph in document.paragraphs:
            if place.footnote(paragraph) == wanted.number:
                first = document is catalogue.documents[0]
                pointing = _pointing(CitationId(f"{name}#{paragraph.id}"), catalogue)
                yield _footnote(document, paragraph, "" if first else f" ({name})", pointing)
        inside = (
            c for c in catalogue.citations if (c.document, c.footnote) == (name, wanted.number)
        )
        yield from group(((c, reading(c)) for c in inside), catalogue)


def _footnote(
    document: Document, paragraph: Paragraph, whose: str, pointing: Sequence[Citation]
) -> SourceMatch:
    number = place.footnote(paragraph) or 0
    clean = paragraph.clean
    spans = place.spans(clean, 0, len(clean.text), document.source.text)
    name = CitationId(f"{document.source.entry.id}#{paragraph.id}")
    at = Occurrence(
        document.source.entry.id,
        number,
        paragraph.pages[0],
        paragraph.section,
        clean.text,
        spans,
        None,
        place.propositions(document).get(number, ""),
        name,
    )
    places = (at, *(occurrence(c) for c in pointing))
    return _passage(name, CitationKind.FOOTNOTE, f"voetnoot {number}{whose}", places)


def _pointing(name: CitationId, catalogue: Catalogue) -> list[Citation]:
    """Return the references to a section or footnote, as printed or as probably meant."""
    return [c for c in catalogue.citations if name in (c.id, c.probable)]


def section_matches(wanted: WantedSection, catalogue: Catalogue) -> Iterator[SourceMatch]:
    """Yield a section with the references to it, then every source that it relies on."""
    for document in catalogue.documents:
        for section in document.sections:
            if section.id == wanted.section:
                yield _section(document, section, catalogue)
                yield from _relied_on(document, section, catalogue)


def _section(document: Document, section: Section, catalogue: Catalogue) -> SourceMatch:
    entry, span = document.source.entry, section.span
    name = CitationId(f"{entry.id}#{section.id}")
    printed = " ".join(document.source.text[span.start : span.end].split())
    heading = Occurrence(
        entry.id,
        None,
        place.page(document, span.start),
        section.id,
        printed,
        (Span(span.start, span.end),),
        None,
        "",
        name,
    )
    pointing = _pointing(name, catalogue)
    word = "paragraaf" if "." in section.id else "hoofdstuk"
    found = _passage(
        name,
        CitationKind.SECTION,
        f"{word} {section.id}, {section.title}",
        (heading, *(occurrence(c) for c in pointing)),
    )
    return replace(found, notes=tuple(dict.fromkeys(n for c in pointing for n in c.notes)))


def _relied_on(
    document: Document, section: Section, catalogue: Catalogue
) -> tuple[SourceMatch, ...]:
    inside = (
        c
        for c in catalogue.citations
        if c.document == document.source.entry.id
        and f"{c.section}.".startswith(f"{section.id}.")
        and c.kind is not CitationKind.SECTION
    )
    return group(((c, reading(c)) for c in inside), catalogue)


def _passage(
    name: CitationId, kind: CitationKind, shown: str, at: tuple[Occurrence, ...]
) -> SourceMatch:
    return SourceMatch(name, kind, shown, None, True, Existence.KNOWN, (), (), at)
