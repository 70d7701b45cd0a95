"""Documents and what was written about them ↔ plain JSON, for the index folder."""

from __future__ import annotations

from typing import Any

from kaderwijzer.model import (
    Authority,
    CleanText,
    Document,
    DocumentId,
    Entry,
    Language,
    Layout,
    Marker,
    Page,
    Paragraph,
    ParagraphId,
    ParagraphKind,
    Piece,
    Regime,
    Section,
    SectionId,
    SentenceNote,
    Source,
    Span,
)

Notes = dict[tuple[DocumentId, ParagraphId], tuple[SentenceNote, ...]]


def document_to_json(document: Document, notes: Notes) -> dict[str, Any]:
    """Return a document without its regions, with the notes on its sentences."""
    entry = document.source.entry
    return {
        "entry": {
            **{k: getattr(entry, k) for k in _PLAIN_ENTRY},
            "language": entry.language.value,
            "regime": [
                entry.regime.law,
                entry.regime.in_force_from,
                entry.regime.in_force_until,
                entry.regime.succeeded_by,
            ],
        },
        "text": document.source.text,
        "pages": [[p.number, p.start, p.end] for p in document.source.pages],
        "sections": [[s.id, s.title, s.span.start, s.span.end] for s in document.sections],
        "paragraphs": [_paragraph(p, notes.get((entry.id, p.id), ())) for p in document.paragraphs],
    }


_PLAIN_ENTRY = [
    "id",
    "file",
    "title",
    "title_en",
    "kind",
    "publisher",
    "date",
    "first_page",
    "sha256",
]  # as in the manifest


def _paragraph(paragraph: Paragraph, notes: tuple[SentenceNote, ...]) -> dict[str, Any]:
    return {
        "id": paragraph.id,
        "kind": paragraph.kind.value,
        "section": paragraph.section,
        "pages": list(paragraph.pages),
        "text": paragraph.clean.text,
        "pieces": [[p.clean, p.source, p.length] for p in paragraph.clean.pieces],
        "sentences": [[s.start, s.end] for s in paragraph.sentences],
        "markers": [[m.number, m.source.start, m.source.end, m.clean] for m in paragraph.markers],
        "notes": [[n.authority.value, n.english] for n in notes],
    }


def document_from_json(data: dict[str, Any]) -> tuple[Document, Notes]:
    """Return what `document_to_json` was given, without regions and layout."""
    entry = data["entry"]
    source = Source(
        Entry(
            **{k: entry[k] for k in _PLAIN_ENTRY},
            language=Language(entry["language"]),
            regime=Regime(*entry["regime"]),
            layout=Layout(),
        ),
        data["text"],
        tuple(Page(*p) for p in data["pages"]),
    )
    sections = tuple(Section(SectionId(i), t, Span(a, b)) for i, t, a, b in data["sections"])
    paragraphs = tuple(_read_paragraph(p) for p in data["paragraphs"])
    notes = {
        (DocumentId(entry["id"]), ParagraphId(p["id"])): tuple(
            SentenceNote(Authority(who), english) for who, english in p["notes"]
        )
        for p in data["paragraphs"]
    }
    return Document(source, sections, paragraphs, ()), notes


def _read_paragraph(data: dict[str, Any]) -> Paragraph:
    return Paragraph(
        id=ParagraphId(data["id"]),
        kind=ParagraphKind(data["kind"]),
        section=SectionId(data["section"]),
        pages=tuple(data["pages"]),
        clean=CleanText(data["text"], tuple(Piece(*p) for p in data["pieces"])),
        sentences=tuple(Span(*s) for s in data["sentences"]),
        markers=tuple(Marker(n, Span(a, b), c) for n, a, b, c in data["markers"]),
    )
