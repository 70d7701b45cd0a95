"""Paragraphs of a document → HTML for the page "Read": text, notes, translation, rules and sources.

Every text that is not the app's own passes through `escape`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from app.reading_marks import address, anchor, marked, marked_words
from app.texts import words
from kaderwijzer.answer.labels import label
from kaderwijzer.model import (
    Cited,
    Document,
    Language,
    Paragraph,
    ParagraphId,
    ParagraphKind,
    Section,
    SectionId,
)

if TYPE_CHECKING:
    from kaderwijzer.search.index import Index


@dataclass(frozen=True)
class Rule:
    """A decision table as it is named beside a paragraph."""

    id: str
    title: str
    question: str


@dataclass(frozen=True)
class Here:
    """The paragraph that a link leads to, and the sentences to mark in it (from 0; none for all)."""

    paragraph: ParagraphId
    sentences: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shelf:
    """What a section is shown from: the text, what was written about it, what rests on it."""

    index: Index
    language: Language
    rules: Mapping[str, Sequence[Rule]]
    notes: Mapping[int, Paragraph]
    translated: bool = False
    here: Here | None = None
    find: re.Pattern[str] | None = None
    query: str = ""

    @property
    def document(self) -> Document:
        """Return the framework itself, not the sources that are held beside it."""
        return self.index.documents[0]


def footnotes(document: Document) -> dict[int, Paragraph]:
    """Return the notes of a document by their number."""
    notes = (p for p in document.paragraphs if p.kind is ParagraphKind.FOOTNOTE)
    return {int(p.id.removeprefix("fn.")): p for p in notes}


def english(index: Index, document: Document, paragraph: Paragraph) -> str:
    """Return the unofficial translation of a paragraph, or nothing where a sentence has none."""
    notes = index.notes.get((document.source.entry.id, paragraph.id), ())
    sentences = [note.english for note in notes]
    return " ".join(s for s in sentences if s) if all(sentences) else ""


# --- a section -----------------------------------------------------------------------------------


def section_html(section: Section, page: int, paragraphs: Sequence[Paragraph], shelf: Shelf) -> str:
    """Return a section: its heading, and its paragraphs with a line where a page begins."""
    return "".join(_section(section, page, paragraphs, shelf))


def _section(
    section: Section, page: int, paragraphs: Sequence[Paragraph], shelf: Shelf
) -> Iterator[str]:
    written = shelf.document.source.entry.language.value
    link = escape(address("read", shelf.language, s=section.id))
    yield f'<h3 class="kw-section-title" id="{anchor("s." + section.id)}">'
    yield f'<a href="{link}">{escape(section.id)}</a> '
    yield f'<span lang="{written}">{escape(section.title)}</span></h3>'
    for paragraph in paragraphs:
        if paragraph.pages[0] != page or paragraph is paragraphs[0]:
            page = paragraph.pages[0]
            yield f'<p class="kw-page">{words("read", shelf.language, "page", number=page)}</p>'
        yield from _article(paragraph, shelf)


def _article(paragraph: Paragraph, shelf: Shelf) -> Iterator[str]:
    """Yield a paragraph with its notes beside it and, below, what rests on it and what it cites."""
    called = _called(paragraph, shelf)
    arrived = shelf.here is not None and shelf.here.paragraph == paragraph.id
    state = ' kw-here" aria-current="true' if arrived else ""
    yield f'<article class="kw-par{state}" id="{anchor(paragraph.id)}" tabindex="-1" '
    yield f'aria-label="{escape(words("read", shelf.language, "paragraph", id=paragraph.id))}">'
    yield from _line(paragraph, shelf, arrived)
    yield f'<div class="kw-beside{" kw-three" if shelf.translated else ""}">'
    yield _text(paragraph, shelf)
    if shelf.translated:
        yield _translation(paragraph, shelf)
    yield from _notes(paragraph, called, shelf)
    yield "</div>"
    yield from _rules(paragraph, shelf)
    yield from _cited(paragraph, called, shelf)
    yield "</article>"


def _line(paragraph: Paragraph, shelf: Shelf, arrived: bool) -> Iterator[str]:
    """Yield the line above a paragraph: its number, which is its link, and whether a link led here."""
    link = escape(address("read", shelf.language, p=paragraph.id))
    name = words("read", shelf.language, "link", id=paragraph.id)
    pages = "–".join(dict.fromkeys(map(str, (paragraph.pages[0], paragraph.pages[-1]))))
    yield f'<p class="kw-line"><a href="{link}" title="{escape(name)}" aria-label="{escape(name)}">'
    yield f"{escape(paragraph.id)}</a> <span>{label(shelf.language, 'page')} {pages}</span>"
    if paragraph.kind is ParagraphKind.BLOCK_QUOTE:
        yield f" <span>{words('read', shelf.language, 'block_quote')}</span>"
    if arrived:
        yield f' <b class="kw-arrived">◀ {words("read", shelf.language, "here")}</b>'
    yield "</p>"


def _text(paragraph: Paragraph, shelf: Shelf) -> str:
    written = shelf.document.source.entry.language.value
    quoted = paragraph.kind is ParagraphKind.BLOCK_QUOTE
    tag = "blockquote" if quoted else "p"
    inner = marked(paragraph, _ranges(paragraph, shelf), shelf.language)
    return f'<{tag} class="kw-text" lang="{written}">{inner}</{tag}>'


def _translation(paragraph: Paragraph, shelf: Shelf) -> str:
    text = english(shelf.index, shelf.document, paragraph)
    if not text:
        return f'<p class="kw-gloss">{words("read", shelf.language, "untranslated")}</p>'
    name = label(shelf.language, "translation")
    inner = marked_words(text, shelf.find)
    return f'<p class="kw-gloss"><i>{name}:</i> <span lang="en">{inner}</span></p>'


def _notes(paragraph: Paragraph, called: Sequence[Paragraph], shelf: Shelf) -> Iterator[str]:
    if not called:
        return
    name = escape(words("read", shelf.language, "notes", id=paragraph.id))
    yield f'<aside class="kw-notes" aria-label="{name}">'
    for note in called:
        yield from _note(note, shelf)
    yield "</aside>"


def _note(note: Paragraph, shelf: Shelf) -> Iterator[str]:
    written = shelf.document.source.entry.language.value
    arrived = shelf.here is not None and shelf.here.paragraph == note.id
    state = ' kw-here" aria-current="true' if arrived else ""
    number = note.id.removeprefix("fn.")
    link = escape(address("read", shelf.language, p=note.id))
    name = f"{label(shelf.language, 'footnote')} {number}"
    yield f'<div class="kw-fn{state}" id="{anchor(note.id)}" tabindex="-1"><p lang="{written}">'
    yield f'<a href="{link}" aria-label="{escape(name)}">{escape(number)}</a> '
    yield f"{marked(note, _ranges(note, shelf), shelf.language)}</p>"
    if arrived:
        yield f'<p class="kw-arrived"><b>◀ {words("read", shelf.language, "here")}</b></p>'
    text = english(shelf.index, shelf.document, note) if shelf.translated else ""
    if text not in ("", note.clean.text):
        yield f'<p class="kw-gloss" lang="en">{marked_words(text, shelf.find)}</p>'
    yield "</div>"


# --- below a paragraph ---------------------------------------------------------------------------


def _rules(paragraph: Paragraph, shelf: Shelf) -> Iterator[str]:
    """Yield the legal questions whose answers are proven by this paragraph."""
    ids = (paragraph.id, *(note.id for note in _called(paragraph, shelf)))
    found = list(dict.fromkeys(rule for id in ids for rule in shelf.rules.get(id, ())))
    if not found:
        return
    yield f"<details><summary>{words('read', shelf.language, 'rules', count=len(found))}</summary>"
    yield '<ul class="kw-list">'
    for rule in found:
        check = escape(address("check", shelf.language, t=rule.id))
        ask = escape(address("./", shelf.language, q=rule.question))
        yield f'<li><a href="{check}">{escape(rule.title)}</a><br>{escape(rule.question)} '
        yield f'<a href="{ask}">{words("read", shelf.language, "ask")}</a></li>'
    yield "</ul></details>"


def _cited(paragraph: Paragraph, called: Sequence[Paragraph], shelf: Shelf) -> Iterator[str]:
    """Yield the sources that a paragraph cites, in its notes or in its own words."""
    found = {(s.id, s.label, note): (s, note) for s, note in cited_in(paragraph, called, shelf)}
    if not found:
        return
    yield f"<details><summary>{words('read', shelf.language, 'cites', count=len(found))}</summary>"
    yield '<ul class="kw-list">'
    for source, note in found.values():
        link = escape(address("citations", shelf.language, source=source.id))
        where = f"{label(shelf.language, 'footnote')} {note}" if note else ""
        where = where or words("read", shelf.language, "in_text")
        held = f" – {words('read', shelf.language, 'held')}" if source.held else ""
        yield f'<li><a href="{link}">{escape(source.label)}</a> ({where}){held}</li>'
    yield "</ul></details>"


def cited_in(
    paragraph: Paragraph, called: Sequence[Paragraph], shelf: Shelf
) -> Iterator[tuple[Cited, int | None]]:
    """Yield what a paragraph cites, each with the note in which it does, in order."""
    numbers = {int(note.id.removeprefix("fn.")) for note in called}
    pieces = paragraph.clean.pieces
    start, end = pieces[0].source, pieces[-1].source + pieces[-1].length
    own = shelf.document.source.entry.id
    for source in shelf.index.cited:
        if source.document != own:
            continue
        inside = source.footnote is None and start <= source.spans[0].start < end
        if inside or source.footnote in numbers:
            yield source, source.footnote


def _called(paragraph: Paragraph, shelf: Shelf) -> list[Paragraph]:
    numbers = dict.fromkeys(m.number for m in paragraph.markers)
    return [shelf.notes[n] for n in numbers if n in shelf.notes]


# --- marking -------------------------------------------------------------------------------------


def _ranges(paragraph: Paragraph, shelf: Shelf) -> list[tuple[int, int]]:
    """Return what to mark: the words searched for, and the sentences that a link leads to.

    A link that names no sentence leads to the words; without any, it marks the whole paragraph.
    """
    text, here = paragraph.clean.text, shelf.here
    found = [m.span() for m in shelf.find.finditer(text)] if shelf.find else []
    if here is not None and here.paragraph == paragraph.id:
        chosen = [s for n, s in enumerate(paragraph.sentences) if n in here.sentences]
        if chosen or not found:
            found += [(s.start, s.end) for s in chosen or paragraph.sentences]
    return found


def sections_within(document: Document, name: str) -> list[SectionId]:
    """Return a section with those below it, by their numbers."""
    return [s.id for s in document.sections if f"{s.id}.".startswith(f"{name}.")]
