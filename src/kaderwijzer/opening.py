"""A citation, or an article named in a question → its place in the source that is held."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from kaderwijzer.cite.patterns import laws
from kaderwijzer.cite.query import read_query
from kaderwijzer.cite.wanted import WantedArticle
from kaderwijzer.model import (
    Article,
    Citation,
    Document,
    DocumentId,
    Paragraph,
    ParagraphId,
    Pinpoint,
    PinpointKind,
)
from kaderwijzer.read.corpus import has_pages

_ONWARD = 1  # "e.v." shows the page after the last one too
_CHAPTERS = (PinpointKind.CHAPTER, PinpointKind.PARAGRAPH)


class Opening(Enum):
    """How a citation's place was found in a held source."""

    PLACE = "place"  # the paragraphs of the page or the member that is cited
    WHOLE = "whole"  # the citation points to no place
    NO_PAGES = "no_pages"  # a page is cited, and this file has none
    NOT_THERE = "not_there"  # the page, chapter or member cited is not found in this file


@dataclass(frozen=True)
class Opened:
    """Where a citation leads: the held document and the paragraphs there.

    Without paragraphs, the passages of `document` nearest to the citation's proposition are to be
    offered, and presented as that.
    """

    document: DocumentId
    how: Opening
    paragraphs: tuple[ParagraphId, ...] = ()


def open_citation(
    citation: Citation, held: Mapping[str, DocumentId], documents: Iterable[Document]
) -> Opened | None:
    """Return the place that a citation points to; None where its source is not held."""
    source = (citation.probable or citation.id).partition(":artikel-")[0]
    name = held.get(citation.id.partition(":artikel-")[0]) or held.get(source)
    document = next((d for d in documents if d.source.entry.id == name), None)
    if document is None:
        return None
    if isinstance(citation.reference, Article):
        return _opened(
            document, _in_article(document, citation.reference.article, citation.reference.member)
        )
    if citation.pinpoint and citation.pinpoint.kind in _CHAPTERS:
        return _opened(document, _in_chapter(document, citation.pinpoint))
    pages = set(pages_of(citation.pinpoint))
    return open_pages(document, pages) if pages else Opened(document.source.entry.id, Opening.WHOLE)


def open_pages(document: Document, pages: Collection[int]) -> Opened:
    """Return the paragraphs that stand on pages of a held source, if its file prints pages."""
    if not has_pages(document.source.entry.file):
        return Opened(document.source.entry.id, Opening.NO_PAGES)
    return _opened(document, (p for p in document.paragraphs if set(p.pages) & set(pages)))


def source_of(citation: Citation) -> frozenset[str]:
    """Return the identifiers under which the source of a citation may be held: an article's law."""
    names = (citation.id, citation.probable or "")
    return frozenset(n.partition(":artikel-")[0] for n in names if n)


def open_question(
    question: str, held: Mapping[str, DocumentId], documents: Sequence[Document]
) -> tuple[Opened, ...]:
    """Return the members of held laws that a question names, in its order.

    An article without its law is one of the law that the first document is about.
    """
    own = laws().by_name.get(documents[0].source.entry.regime.law)
    found = []
    for wanted in read_query(question):
        if not isinstance(wanted, WantedArticle) or not wanted.article:
            continue
        name = held.get(wanted.law or (own.id if own else ""))
        for document in (d for d in documents if d.source.entry.id == name):
            found.append(_opened(document, _in_article(document, wanted.article, wanted.member)))
    return tuple(found)


def _opened(document: Document, found: Iterable[Paragraph]) -> Opened:
    ids = tuple(p.id for p in found)
    how = Opening.PLACE if ids else Opening.NOT_THERE
    return Opened(document.source.entry.id, how, ids)


def _in_article(document: Document, article: str, member: str | None) -> Iterator[Paragraph]:
    """Yield the member named, or every paragraph of the article where none is."""
    section = f"artikel {article}"
    for paragraph in document.paragraphs:
        if paragraph.section == section and member in (None, _member(paragraph, section)):
            yield paragraph


def _member(paragraph: Paragraph, section: str) -> str | None:
    return paragraph.id.removeprefix(f"{section}.") if paragraph.id != section else None


def _in_chapter(document: Document, pinpoint: Pinpoint) -> Iterator[Paragraph]:
    """Yield the paragraphs of a chapter or section of a report, and of those below it."""
    starts = tuple(f"{first}." for first, _ in pinpoint.ranges)
    return (p for p in document.paragraphs if f"{p.section}.".startswith(starts))


def pages_of(pinpoint: Pinpoint | None) -> Iterator[int]:
    """Yield the numbers of the pages that a pinpoint covers."""
    if pinpoint is None or pinpoint.kind is not PinpointKind.PAGE:
        return
    for first, last in pinpoint.ranges:
        if re.fullmatch(r"\d{1,5}", first) and re.fullmatch(r"\d{1,5}", last):
            until = int(last) + (_ONWARD if pinpoint.onward else 0)
            yield from range(int(first), min(until, int(first) + 500) + 1)
