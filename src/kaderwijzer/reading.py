"""A place in a document (paragraph, section, page, footnote) → its text, verbatim, with who says it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kaderwijzer.answer.labels import authority_label, banner
from kaderwijzer.answer.quote import quote
from kaderwijzer.answer.render import SCHEMA, quote_to_json
from kaderwijzer.cite.place import page as page_at
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import (
    Corpus,
    Document,
    Language,
    Paragraph,
    ParagraphKind,
    Role,
    Section,
    SentenceNote,
)
from kaderwijzer.read.cleaning import source_spans
from kaderwijzer.read.corpus import has_pages

_LONGEST = 100
_PAGE = re.compile(r"(?:(?:p|pag|blz)\.?|pagina|page|bladzijde)?\s*([0-9]{1,5})", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?:fn|noot|note|voetnoot|footnote)\.?\s*([0-9]{1,5})", re.IGNORECASE)
_SORT = re.compile(
    r"(?:§|paragraaf|paragraph|section|hoofdstuk|chapter|alinea)\s*(?=\S)", re.IGNORECASE
)


@dataclass(frozen=True)
class Place:
    """What stands at a place: `kind` is "section", "paragraph", "page" or "footnote"."""

    kind: str
    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[Paragraph, ...] = ()
    section: Section | None = None


def read_place(corpus: Corpus, place: str, document: str | None = None) -> dict[str, Any]:
    """Return the text at a place of a document (the first of the corpus, if none is named), as JSON.

    A section brings its own paragraphs, and the names of the sections below it; a page brings every
    paragraph that stands on it, whole. The footnotes that these call are given apart.

    Raises QuestionError, saying which places there are, where there is no such document or place.
    """
    chosen = _document(corpus, document)
    entry = chosen.source.entry
    found = find_place(chosen, place)
    section = found.section
    return {
        "schema": SCHEMA,
        "place": place,
        "kind": found.kind,
        "document": entry.id,
        "title": entry.title,
        "heading": section.title if section else None,
        "passages": [_passage(corpus, chosen, p) for p in found.paragraphs],
        "footnotes": [_passage(corpus, chosen, p) for p in found.footnotes],
        "sections_below": [
            {"section": s.id, "heading": s.title, "page": page_at(chosen, s.span.start)}
            for s in (chosen.sections if section else ())
            if section and s.id.startswith(f"{section.id}.")
        ],
        "called_by": _called_by(chosen, found),
        "notice": banner(Language.ENGLISH, entry.regime, entry.date),
    }


def find_place(document: Document, place: str) -> Place:
    """Return what stands at a place, as people write it: "IV.6", "section V.vi", "p. 14", "noot 36".

    Raises QuestionError, saying which places there are, where there is none.
    """
    written = " ".join(place.split())
    if not written or len(written) > _LONGEST:
        raise QuestionError(f"a place has 1 to {_LONGEST} characters; {_places(document)}")
    if match := _PAGE.fullmatch(written):
        return _page(document, int(match[1]))
    if match := _FOOTNOTE.fullmatch(written):
        return _footnote(document, int(match[1]))
    return _named(document, _SORT.sub("", written, count=1).rstrip(".").casefold())


def _document(corpus: Corpus, name: str | None) -> Document:
    found = [d for d in corpus.documents if name in (None, d.source.entry.id)]
    if not found:
        known = ", ".join(d.source.entry.id for d in corpus.documents)
        raise QuestionError(
            f"'{str(name)[:_LONGEST]}' is no document of the corpus; name one of: {known}"
        )
    return found[0]


def _page(document: Document, number: int) -> Place:
    if not has_pages(document.source.entry.file):
        raise QuestionError(f"this document prints no pages; {_places(document)}")
    if number not in {page.number for page in document.source.pages}:
        raise QuestionError(f"there is no page {number}; {_places(document)}")
    here = [p for p in document.paragraphs if number in p.pages]
    running = tuple(p for p in here if p.kind is not ParagraphKind.FOOTNOTE)
    printed = {p.id for p in here if p.kind is ParagraphKind.FOOTNOTE}
    return Place("page", running, tuple(_footnotes(document, running, printed)))


def _footnote(document: Document, number: int) -> Place:
    found = tuple(p for p in document.paragraphs if p.id == f"fn.{number}")
    if not found:
        raise QuestionError(f"there is no footnote {number}; {_places(document)}")
    return Place("footnote", found)


def _named(document: Document, name: str) -> Place:
    """Return a section or, where none has this name, a paragraph."""
    for section in document.sections:
        if section.id.casefold() == name:
            own = [p for p in document.paragraphs if p.section == section.id]
            running = tuple(p for p in own if p.kind is not ParagraphKind.FOOTNOTE)
            return Place("section", running, tuple(_footnotes(document, running)), section)
    found = tuple(p for p in document.paragraphs if p.id.casefold() == name)
    if not found:
        raise QuestionError(f"there is no section or paragraph '{name}'; {_places(document)}")
    return Place("paragraph", found, tuple(_footnotes(document, found)))


def _footnotes(
    document: Document, paragraphs: Sequence[Paragraph], printed: Collection[str] = ()
) -> Iterator[Paragraph]:
    """Yield the footnotes that paragraphs call, and those printed beside them, in their order."""
    wanted = {f"fn.{m.number}" for p in paragraphs for m in p.markers} | set(printed)
    return (p for p in document.paragraphs if p.id in wanted)


def _places(document: Document) -> str:
    """Return in words which places a document has."""
    sections = ", ".join(s.id for s in document.sections) or "no sections"
    notes = [p.id.removeprefix("fn.") for p in document.paragraphs if p.id.startswith("fn.")]
    pages = document.source.pages if has_pages(document.source.entry.file) else ()
    parts = [f"it has sections {sections}"]
    parts += [f"pages {pages[0].number} to {pages[-1].number}"] if pages else []
    parts += [f"footnotes {notes[0]} to {notes[-1]}"] if notes else []
    return "; ".join(parts)


# --- what is shown -------------------------------------------------------------------------------


def _passage(corpus: Corpus, document: Document, paragraph: Paragraph) -> dict[str, Any]:
    """Return a whole paragraph in the form of an answer's quotes, and sentence by sentence."""
    entry = document.source.entry
    notes = corpus.annotations.notes.get((entry.id, paragraph.id), ())
    first, last = paragraph.sentences[0], paragraph.sentences[-1]
    whole = quote(
        document,
        paragraph,
        range(len(paragraph.sentences)),
        notes,
        role=Role.CONTEXT,
        spans=source_spans(paragraph.clean, first.start, last.end, document.source.text),
        main=document is corpus.documents[0],
        paged=has_pages(entry.file),
    )
    shown = quote_to_json(whole, Language.ENGLISH)
    del shown["role"]
    notes = notes or (SentenceNote(whole.authority, None),) * len(paragraph.sentences)
    return {**shown, "kind": paragraph.kind.value, "sentences": list(_sentences(paragraph, notes))}


def _sentences(paragraph: Paragraph, notes: Sequence[SentenceNote]) -> Iterator[dict[str, Any]]:
    for span, note in zip(paragraph.sentences, notes, strict=True):
        yield {
            "text": paragraph.clean.text[span.start : span.end],
            "speaker": authority_label(Language.ENGLISH, note.authority),
            "translation": note.english,
        }


def _called_by(document: Document, found: Place) -> list[dict[str, Any]]:
    """Return where a footnote is called."""
    if found.kind != "footnote":
        return []
    number = int(found.paragraphs[0].id.removeprefix("fn."))
    return [
        {"paragraph": p.id, "section": p.section, "page": page_at(document, m.source.start)}
        for p in document.paragraphs
        for m in p.markers
        if m.number == number
    ]
