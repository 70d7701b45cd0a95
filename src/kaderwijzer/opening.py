"""A citation → the place in the held source to which it points, as far as the file can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

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


class Opening(Enum):
    """How a citation's place was found in a held source."""

    PLACE = "place"  # the paragraphs of the page or the member that is cited
    WHOLE = "whole"  # the citation points to no place
    NO_PAGES = "no_pages"  # a page is cited, and this file has none
    NOT_THERE = "not_there"  # the page or member cited is not in this file


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
        return _opened(document, _in_article(document, citation.reference))
    pages = sorted(_pages(citation.pinpoint))
    if not pages:
        return Opened(document.source.entry.id, Opening.WHOLE)
    if not has_pages(document.source.entry.file):
        return Opened(document.source.entry.id, Opening.NO_PAGES)
    return _opened(document, (p for p in document.paragraphs if set(p.pages) & set(pages)))


def _opened(document: Document, found: Iterable[Paragraph]) -> Opened:
    ids = tuple(p.id for p in found)
    how = Opening.PLACE if ids else Opening.NOT_THERE
    return Opened(document.source.entry.id, how, ids)


def _in_article(document: Document, article: Article) -> Iterator[Paragraph]:
    """Yield the member cited, or every paragraph of the article where it names none."""
    section = f"artikel {article.article}"
    for paragraph in document.paragraphs:
        if paragraph.section == section and article.member in (None, _member(paragraph, section)):
            yield paragraph


def _member(paragraph: Paragraph, section: str) -> str | None:
    return paragraph.id.removeprefix(f"{section}.") if paragraph.id != section else None


def _pages(pinpoint: Pinpoint | None) -> Iterator[int]:
    """Yield the numbers of the pages that a pinpoint covers."""
    if pinpoint is None or pinpoint.kind is not PinpointKind.PAGE:
        return
    for first, last in pinpoint.ranges:
        if re.fullmatch(r"\d{1,5}", first) and re.fullmatch(r"\d{1,5}", last):
            until = int(last) + (_ONWARD if pinpoint.onward else 0)
            yield from range(int(first), min(until, int(first) + 500) + 1)
