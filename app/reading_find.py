"""Words searched for → the paragraphs of a document in which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.reading_text import english
from kaderwijzer.model import Document, Paragraph

if TYPE_CHECKING:
    from kaderwijzer.search.index import Index

_LONGEST = 200  # of what is typed, in characters
_BEFORE, _AFTER = 90, 160  # of what is shown around a word
_PAGE = re.compile(r"(?:p\.?|pp\.?|blz\.?|bladzijde|pagina|page)\s*(\d+)", re.IGNORECASE)
_NOTE = re.compile(r"(?:voetnoot|noot|vn\.?|fn\.?|footnote|note)\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """A paragraph that was found: a piece of it, and the language of that piece."""

    paragraph: Paragraph
    piece: str
    language: str


def pattern(query: str) -> re.Pattern[str] | None:
    """Return what marks the words of a query; words between quotation marks belong together.

    >>> pattern('"derde land" dienst').findall("Een dienst in een derde  land.")
    ['dienst', 'derde  land']
    """
    terms = sorted(_terms(query), key=len, reverse=True)
    return re.compile("|".join(terms), re.IGNORECASE) if terms else None


def _terms(query: str) -> list[str]:
    """Return the words of a query as patterns."""
    found = re.findall(r'["“”„]([^"“”„]+)["“”„]|([^\s"“”„]+)', query[:_LONGEST])
    terms = (" ".join((phrase or word).split()) for phrase, word in found)
    return [r"\s+".join(map(re.escape, term.split())) for term in terms if term]


def hits(query: str, document: Document, index: Index) -> Iterator[Hit]:
    """Yield the paragraphs that a query names by place, or else those that hold all of its words."""
    named = list(_named(query.strip(), document))
    if named:
        written = document.source.entry.language.value
        yield from (Hit(p, _start(p.clean.text), written) for p in named)
        return
    terms = [re.compile(term, re.IGNORECASE) for term in _terms(query)]
    for paragraph in document.paragraphs if terms else ():
        yield from _hit(paragraph, terms, document, index)


def _named(query: str, document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs of a page ("p. 12"), a note ("voetnoot 12") or a number ("IV.6")."""
    page, note = _PAGE.fullmatch(query), _NOTE.fullmatch(query)
    for paragraph in document.paragraphs:
        names = {paragraph.id.casefold()}
        on_page = page and int(page[1]) in paragraph.pages
        if on_page or names & {query.casefold(), f"fn.{int(note[1])}" if note else ""}:
            yield paragraph


def _hit(
    paragraph: Paragraph, terms: list[re.Pattern[str]], document: Document, index: Index
) -> Iterator[Hit]:
    """Yield a paragraph at most once, by its own words or else by those of its translation."""
    written = document.source.entry.language.value
    for text, language in (
        (paragraph.clean.text, written),
        (english(index, document, paragraph), "en"),
    ):
        found = [term.search(text) for term in terms]
        if all(found):
            first = min(match.start() for match in found if match)
            yield Hit(paragraph, _around(text, first), language)
            return


def _around(text: str, at: int) -> str:
    """Return the words around a place, whole ones, with dots where something is left out."""
    start = text.rfind(" ", 0, max(0, at - _BEFORE)) + 1 if at > _BEFORE else 0
    end = text.find(" ", at + _AFTER)
    piece = text[start : end if end >= 0 else len(text)]
    return f"{'… ' if start else ''}{piece}{' …' if end >= 0 else ''}"


def _start(text: str) -> str:
    return _around(text, 0)
