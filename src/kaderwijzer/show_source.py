"""A held source, a page of it, or what a footnote relies on in it → its text, as it is printed there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaderwijzer.cite.labels import show_pinpoint
from kaderwijzer.cite.parse import parse
from kaderwijzer.cite.patterns import laws
from kaderwijzer.cite.query import read_query
from kaderwijzer.cite.wanted import WantedArticle, covers_page
from kaderwijzer.errors import CorpusError
from kaderwijzer.model import (
    Citation,
    CitationKind,
    Document,
    DocumentId,
    Page,
    Paragraph,
    ParagraphKind,
)
from kaderwijzer.opening import (
    Opened,
    Opening,
    open_citation,
    open_pages,
    open_question,
    pages_of,
    source_of,
)
from kaderwijzer.read.corpus import read_document
from kaderwijzer.read.manifest import held_sources, read_manifest
from kaderwijzer.sources import canonical, downloads

_NEAREST = 3


@dataclass(frozen=True)
class Shown:
    """A place of a held source, or why there is none and what is nearest to the sentence relying on it.

    `cited` is the citation that led here; `pages` are those asked for that the file has.
    """

    document: Document
    how: Opening
    asked: str | None = None
    cited: Citation | None = None
    pages: tuple[Page, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    nearest: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class _Shelf:
    """The documents of a corpus, which of them are held sources, and what the others cite."""

    documents: tuple[Document, ...]
    held: Mapping[str, DocumentId]
    citations: tuple[Citation, ...]


def show_source(
    folder: Path, name: str, *, page: int | None = None, footnote: int | None = None
) -> tuple[Shown, ...]:
    """Return what to show of a held source: a page, what a footnote cites, an article, or who cites it.

    Raises CorpusError with the way out where the source is not held, or the footnote cites another.
    """
    shelf = _shelf(folder)
    if page is None and footnote is None:
        articles = open_question(name, shelf.held, shelf.documents)
        if articles:
            return tuple(_shown(_document(o.document, shelf), o, asked=name) for o in articles)
    source = _source_named(name, shelf)
    if source not in shelf.held:
        raise CorpusError(_not_held(source))
    document = _document(shelf.held[source], shelf)
    relying = [c for c in shelf.citations if source in source_of(c)]
    if footnote is not None:
        return _for_footnote(footnote, source, relying, shelf)
    if page is not None:
        return _for_page(page, document, relying)
    return tuple(Shown(document, Opening.WHOLE, cited=c) for c in relying) or (
        Shown(document, Opening.WHOLE),
    )


def _source_named(name: str, shelf: _Shelf) -> str:
    """Return the identifier of a source; that of its law for an article."""
    for wanted in read_query(name):
        if isinstance(wanted, WantedArticle) and wanted.article:
            own = laws().by_name.get(shelf.documents[0].source.entry.regime.law)
            return wanted.law or (own.id if own else canonical(name))
    return canonical(name)


def _shelf(folder: Path) -> _Shelf:
    held = held_sources(folder)
    documents = tuple(read_document(folder, entry) for entry in read_manifest(folder))
    own = [d for d in documents if d.source.entry.id not in held.values()]
    return _Shelf(documents, held, tuple(c for d in own for c in parse(d)))


def _document(name: DocumentId, shelf: _Shelf) -> Document:
    return next(d for d in shelf.documents if d.source.entry.id == name)


def _not_held(source: str) -> str:
    add = f"'kaderwijzer sources add FILE --id {source}'"
    fetch = f"'kaderwijzer sources fetch {source}' or " if downloads(source) else ""
    return f"{source}: not held; run {fetch}{add} first"


def _for_footnote(
    footnote: int, source: str, relying: Sequence[Citation], shelf: _Shelf
) -> tuple[Shown, ...]:
    out = []
    for citation in (c for c in relying if c.footnote == footnote):
        opened = open_citation(citation, shelf.held, shelf.documents)
        if opened:
            out.append(_shown(_document(opened.document, shelf), opened, cited=citation))
    if not out:
        notes = ", ".join(map(str, sorted({c.footnote for c in relying if c.footnote}))) or "none"
        raise CorpusError(f"footnote {footnote} does not cite {source}; these do: {notes}")
    return tuple(out)


def _for_page(page: int, document: Document, relying: Sequence[Citation]) -> tuple[Shown, ...]:
    opened = open_pages(document, (page,))
    if opened.how is not Opening.NO_PAGES:
        return (_shown(document, opened, asked=f"p. {page}", numbers=(page,)),)
    covering = {c.proposition: c for c in relying if covers_page(c.pinpoint, (page, page))}
    found = (_shown(document, opened, asked=f"p. {page}", cited=c) for c in covering.values())
    return tuple(found) or (_shown(document, opened, asked=f"p. {page}"),)


def _shown(
    document: Document,
    opened: Opened,
    *,
    asked: str | None = None,
    cited: Citation | None = None,
    numbers: Sequence[int] = (),
) -> Shown:
    pinpoint = cited.pinpoint if cited else None
    wanted = set(numbers or pages_of(pinpoint))
    pages = tuple(p for p in document.source.pages if p.number in wanted)
    ids = set(opened.paragraphs)
    found = opened.how is Opening.PLACE
    return Shown(
        document,
        opened.how,
        asked or (show_pinpoint(pinpoint) if pinpoint else None),
        cited,
        pages if found else (),
        tuple(p for p in document.paragraphs if p.id in ids),
        nearest(document, cited.proposition) if cited and not found else (),
    )


def nearest(document: Document, sentence: str, count: int = _NEAREST) -> tuple[Paragraph, ...]:
    """Return the passages of a document that share most with a sentence, the nearest first."""
    from kaderwijzer.search.lexical import Analyzer, Lexical

    paragraphs = [p for p in document.paragraphs if p.kind is not ParagraphKind.FOOTNOTE]
    texts = [p.clean.text for p in paragraphs]
    scores = Lexical.build(texts, document.source.entry.language, Analyzer.STEMS).scores(sentence)
    best = sorted(range(len(texts)), key=lambda i: (-scores[i], i))[:count]
    return tuple(paragraphs[i] for i in best if scores[i] > 0)


# --- what is shown -------------------------------------------------------------------------------


def to_json(shown: Sequence[Shown]) -> dict[str, Any]:
    """Return it as plain JSON; spans are those of the held document."""
    entry = shown[0].document.source.entry
    return {
        "schema": "kaderwijzer/1",
        "document": entry.id,
        "title": entry.title,
        "file": entry.file,
        "opened": [_row(s) for s in shown],
    }


def _row(shown: Shown) -> dict[str, Any]:
    text, cited = shown.document.source.text, shown.cited
    return {
        "how": shown.how.value,
        "asked": shown.asked,
        "cited_by": cited.document if cited else None,
        "footnote": cited.footnote if cited else None,
        "proposition": cited.proposition if cited else None,
        "notes": [n.en for n in cited.notes] if cited else [],
        "pages": [
            {"page": p.number, "text": text[p.start : p.end], "span": [p.start, p.end]}
            for p in shown.pages
        ],
        "passages": [_passage(p) for p in shown.paragraphs],
        "nearest": [_passage(p) for p in shown.nearest],
    }


def _passage(paragraph: Paragraph) -> dict[str, Any]:
    pieces = paragraph.clean.pieces
    return {
        "paragraph": paragraph.id,
        "section": paragraph.section,
        "text": paragraph.clean.text,
        "spans": [[p.source, p.source + p.length] for p in pieces],
    }


def to_lines(shown: Sequence[Shown]) -> Iterator[tuple[str, str]]:
    """Yield it as lines with their style, for the terminal."""
    entry = shown[0].document.source.entry
    yield "conclusion", f"{entry.title}  [{entry.id}; {entry.file}]"
    for one in shown:
        yield from _lines(one)


def _lines(shown: Shown) -> Iterator[tuple[str, str]]:
    if shown.cited:
        yield "place", f"   {_relying(shown.cited)}"
        yield "note", f"     {shown.cited.proposition}"
        yield from (("note", f"     {note.en}") for note in shown.cited.notes)
    yield from (("note", f"   {message}") for message in _said(shown))
    text = shown.document.source.text
    for page in shown.pages:
        yield "place", f"   p. {page.number}"
        yield from (("", f"     {line}") for line in text[page.start : page.end].splitlines())
    passages = shown.nearest if shown.how is not Opening.PLACE else shown.paragraphs
    for paragraph in () if shown.pages else passages:
        yield "place", f"   {paragraph.id}"
        yield "quote", f"     {paragraph.clean.text}"
    yield "space", ""


def _relying(cited: Citation) -> str:
    where = f"footnote {cited.footnote}" if cited.footnote else f"section {cited.section}"
    pinpoint = show_pinpoint(cited.pinpoint) if cited.pinpoint else ""
    place = cited.label if cited.kind is CitationKind.STATUTE else pinpoint
    return f"{where} (p. {cited.page}){f' relies on {place}' if place else ''}"


def _said(shown: Shown) -> Iterator[str]:
    """Yield what there is to say about the way in which a place was found, or was not."""
    entry, asked = shown.document.source.entry, shown.asked
    if shown.how is Opening.NO_PAGES:
        kind = Path(entry.file).suffix[1:].upper()
        yield (
            f"This {kind} file has no page numbers, so {asked} cannot be opened in it; "
            "the PDF has them ('sources add FILE.pdf --id … --replace')."
        )
    elif shown.how is Opening.NOT_THERE:
        pages = shown.document.source.pages
        paged = asked and asked.startswith("p. ") and len(pages) > 0
        range = f" (it has p. {pages[0].number}-{pages[-1].number})" if paged else ""
        yield f"{asked or 'The place cited'} is not found in this file{range}."
    elif shown.how is Opening.WHOLE and shown.nearest:
        yield "The citation points to no page."
    if shown.nearest:
        yield "Nearest in this document to the sentence relying on it:"
