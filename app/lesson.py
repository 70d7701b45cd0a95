"""Paragraphs, tables and quotes as HTML for the pages that teach; every text passes through `escape`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from app import verdict, view
from app.reading_marks import address
from app.texts import words
from kaderwijzer.answer.conclude import in_language
from kaderwijzer.answer.labels import label, speakers_label
from kaderwijzer.decide.template import DOCUMENT, anchored
from kaderwijzer.model import Anchor, Bilingual, Document, Language, Paragraph, Row, Template

if TYPE_CHECKING:
    from kaderwijzer.assistant import Assistant
    from kaderwijzer.search.index import Index

PAGE = "onboarding"  # whose words these are


@dataclass(frozen=True)
class Text:
    """The framework text as a page shows it, in the language of the page."""

    language: Language
    document: Document
    index: Index

    def say(self, name: str, **values: object) -> str:
        """Return a label or sentence of the page."""
        return words(PAGE, self.language, name, **values)

    def own(self, both: Bilingual) -> str:
        """Return our words of one language, escaped."""
        return escape(in_language(both, self.language))

    def paragraph(self, name: str) -> Paragraph:
        """Return a paragraph by its id."""
        return next(p for p in self.document.paragraphs if p.id == name)


def opened_text(assistant: Assistant, language: Language) -> Text | None:
    """Return the text of the framework, or None where the index does not hold it."""
    index = assistant.index
    found = (d for d in index.documents if d.source.entry.id == DOCUMENT)
    document = next(found, None)
    return Text(language, document, index) if document else None


# --- what the address keeps --------------------------------------------------------------------


def remembered(name: str) -> str:
    """Return a value of the address; one that another page left out of it is put back."""
    kept = f"remembered-{name}"
    value: str = st.query_params.get(name) or st.session_state.get(kept, "")
    remember(name, value)
    return value


def remember(name: str, value: str) -> None:
    """Keep a value in the address, and for when this page is opened again."""
    st.session_state[f"remembered-{name}"] = value
    if value and st.query_params.get(name) != value:
        st.query_params[name] = value
    elif not value and name in st.query_params:
        del st.query_params[name]


# --- the text ----------------------------------------------------------------------------------


def place(text: Text, name: str, sentences: Sequence[int] = ()) -> str:
    """Return where a paragraph stands, linked to the page with the text: "paragraaf V.vi (p. 22)"."""
    marked = f"{sentences[0] + 1}-{sentences[-1] + 1}" if sentences else ""
    target = escape(address("read", text.language, p=name, z=marked))
    return f'<a class="kw-link" href="{target}">{escape(place_name(text, name))}</a>'


def place_name(text: Text, name: str) -> str:
    """Return where a paragraph stands, in words."""
    paragraph = text.paragraph(name)
    pages = "-".join(str(page) for page in dict.fromkeys(paragraph.pages))
    if name.startswith("fn."):
        kind, number = "footnote", name.removeprefix("fn.")
    else:
        kind, number = "section" if "." in paragraph.section else "chapter", paragraph.section
    return f"{label(text.language, kind)} {number} ({label(text.language, 'page')} {pages})"


def paragraph(text: Text, anchor: Anchor) -> Iterator[str]:
    """Yield a paragraph to be opened: where it stands, who speaks, its words with the key ones marked."""
    own = text.paragraph(anchor.paragraph)
    yield f'<details class="kw-read"><summary>{_summary(text, own)}</summary>'
    sentences = anchored(anchor, own)
    marked = view.marked(own, sentences)
    yield f'<p class="kw-paragraph" lang="{_written(text)}">{marked}</p>'
    yield from _translated(text, own, range(len(own.sentences)))
    yield f'<p class="kw-who">{place(text, own.id, sentences)}</p></details>'


def _summary(text: Text, own: Paragraph) -> str:
    notes = text.index.notes.get((text.document.source.entry.id, own.id), ())
    speakers = speakers_label(text.language, dict.fromkeys(note.authority for note in notes))
    name = f"<b>{escape(own.id)}</b>, {escape(place_name(text, own.id))}"
    return f"{name} – {escape(text.say('speaks', who=speakers))}" if speakers else name


def cited(text: Text, anchor: Anchor) -> Iterator[str]:
    """Yield a verbatim quote with its place, and its translation on the English page."""
    yield f'<blockquote class="kw-quote" lang="{_written(text)}">{escape(anchor.quote)}</blockquote>'
    own = text.paragraph(anchor.paragraph)
    sentences = anchored(anchor, own)
    yield from _translated(text, own, sentences)
    yield f'<p class="kw-who">{place(text, own.id, sentences)}</p>'


def _translated(text: Text, own: Paragraph, sentences: Iterable[int]) -> Iterator[str]:
    """Yield the translation of whole sentences, where each has one."""
    notes = text.index.notes.get((text.document.source.entry.id, own.id), ())
    english = [notes[n].english for n in sentences if n < len(notes)]
    if text.language is Language.ENGLISH and english and all(english):
        name = label(text.language, "translation")
        said = escape(" ".join(filter(None, english)))
        yield f'<p class="kw-translation" lang="en"><i>{name}:</i> {said}</p>'


def _written(text: Text) -> str:
    return text.document.source.entry.language.value


# --- a table -----------------------------------------------------------------------------------


def outcome(text: Text, table: Template, row: Row) -> Iterator[str]:
    """Yield a row: for which facts, the verdict in word and shape, the conclusion, and its proof."""
    yield '<div class="kw-outcome">'
    yield from _condition(text, table, row)
    yield f'<p class="kw-says">{verdict.signed(row.verdict, text.language)}'
    if row.disputed:
        yield f' <span class="kw-chip">{escape(text.say("disputed"))}</span>'
    yield f"</p><p>{text.own(row.conclusion)}</p>"
    yield f"<details><summary>{escape(text.say('proof'))}</summary>"
    for anchor in dict.fromkeys(row.anchors):
        yield from cited(text, anchor)
    yield "</details></div>"


def _condition(text: Text, table: Template, row: Row) -> Iterator[str]:
    """Yield the facts of a row as question and answer."""
    when = dict(row.when)
    for fact in table.facts:
        for value in fact.values:
            if when.get(fact.id) == value.id:
                ask, said = text.own(fact.ask), text.own(value.label)
                yield f'<p class="kw-when">{ask} <b>{said}</b></p>'
