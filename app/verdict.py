"""A verdict → what the page shows: word and shape, readings, positions, proof, sources relied on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

import streamlit as st

from app import view
from app.texts import text, words
from kaderwijzer.answer.compose import place_label
from kaderwijzer.answer.conclude import capitalised
from kaderwijzer.answer.labels import label, reason_label, speakers_label, verdict_label
from kaderwijzer.answer.quote import quote
from kaderwijzer.decide.apply import decide
from kaderwijzer.decide.template import DOCUMENT, anchored
from kaderwijzer.model import (
    Alternative,
    Answer,
    Cited,
    Document,
    Language,
    ParagraphId,
    Polarity,
    Quote,
    RefusalReason,
    Role,
    Row,
    Template,
    Verdict,
)
from kaderwijzer.read.cleaning import source_spans
from kaderwijzer.search.index import Index

_SIGNS = {Verdict.YES: "✓", Verdict.NO: "✕", Verdict.DEPENDS: "?", None: "–"}


# --- word and shape ----------------------------------------------------------------------------


def in_words(verdict: Verdict, language: Language) -> str:
    """Return a verdict as sign and word, for a label."""
    return f"{_SIGNS[verdict]} {verdict_label(language, verdict)}"


def signed(verdict: Verdict | None, language: Language, word: str = "") -> str:
    """Return a verdict as HTML: a sign in a shape of its own, and a word; None is "not in this text"."""
    if not word:
        word = verdict_label(language, verdict) if verdict else label(language, "not_covered")
    return (
        f'<span class="kw-signed kw-is-{verdict.value if verdict else "none"}">'
        f'<span class="kw-sign" aria-hidden="true"><span>{_SIGNS[verdict]}</span></span> '
        f"<b>{escape(word)}</b></span>"
    )


def box(verdict: Verdict | None, inside: str, language: Language, word: str = "") -> None:
    """Show a verdict in large, with what belongs to it (HTML) below the word."""
    kind = verdict.value if verdict else "none"
    st.html(
        f'<div class="kw-verdict kw-box-{kind}" role="status">'
        f'<p class="kw-word">{signed(verdict, language, word)}</p>{inside}</div>'
    )


def decided(given: Answer, language: Language) -> None:
    """Show the verdict of an answer, why, how sure it is, and as which question it was read."""
    rule, written = given.judged.rule, given.language.value
    conclusion = beyond(given.conclusion, given.judged.verdict, given.language)
    inside = f'<p class="kw-conclusion" lang="{written}">{escape(conclusion)}</p>'
    inside += view.confidence(given, language)
    if rule:
        reading = f'<span lang="{written}">{escape(rule.reading)}</span>'
        inside += f'<p class="kw-read-as">{label(language, "read_as")}: {reading}</p>'
    box(given.judged.verdict, inside, language)


def beyond(conclusion: str, verdict: Verdict | None, written: Language) -> str:
    """Return a conclusion without the verdict that it begins with: that stands above it in large.

    >>> beyond("Nee, niet op deze grond. De wet eist dat.", Verdict.NO, Language.DUTCH)
    'Niet op deze grond. De wet eist dat.'
    """
    word = verdict_label(written, verdict) if verdict else ""
    if verdict and conclusion.startswith((f"{word}. ", f"{word}, ")):
        return capitalised(conclusion[len(word) + 2 :])
    return conclusion


def refused(given: Answer, language: Language) -> None:
    """Show that there is no answer, and why."""
    assert given.refusal is not None
    no_answer = text(language, "no_answer")
    unreadable = given.refusal.reason is RefusalReason.UNREADABLE
    reason = reason_label(language, given.refusal.reason)
    inside = (
        f'<p class="kw-reason"><b>{no_answer}</b> – {reason}</p>'
        f'<p lang="{given.language.value}">{escape(given.refusal.explanation)}</p>'
    )
    box(None, inside, language, no_answer if unreadable else "")


# --- readings and positions --------------------------------------------------------------------


def reading(option: Alternative, written: Language, language: Language) -> None:
    """Show a way to read a question, with the verdict that it would get."""
    st.html(
        f'<div class="kw-reading"><p lang="{written.value}">{escape(option.reading)}</p>'
        f"<p>{signed(option.verdict, language)}</p></div>"
    )


def disputed(given: Answer, table: Template, index: Index, language: Language) -> None:
    """Show both positions where the text reports more than one on what the answer rests on."""
    known = {fact.id: fact.value for fact in given.judged.facts}
    positions(decide(table, known, Polarity.POSITIVE).rows, index, language)


def positions(rows: Iterable[Row], index: Index, language: Language) -> None:
    """Show the quotes of the rows that are disputed, with who says each of them."""
    rows = [row for row in rows if row.disputed]
    if rows:
        items = "".join(_position(q, index, language) for q in proof(rows, index))
        st.html(
            f'<div class="kw-disputed" role="note"><p><b>{words("ask", language, "disputed")}</b> '
            f"{label(language, 'disputed')}</p><ul>{items}</ul></div>"
        )


def _position(said: Quote, index: Index, language: Language) -> str:
    speaker = speakers_label(language, said.speakers)
    where = f"{speaker[:1].upper()}{speaker[1:]}, {place_label(language, said)}"
    written = view.document_of(index, said.document).source.entry.language.value
    english = said.translation if language is Language.ENGLISH else None
    below = view.translated(label(language, "translation"), english) if english else ""
    return (
        f'<li><b>{escape(where)}</b>: <span lang="{written}">{escape(said.text)}</span>{below}</li>'
    )


# --- proof and sources -------------------------------------------------------------------------


def home(index: Index) -> Document | None:
    """Return the document that the tables are about, or nothing where the corpus is without it."""
    return next((d for d in index.documents if d.source.entry.id == DOCUMENT), None)


def proof(rows: Iterable[Row], index: Index) -> list[Quote]:
    """Return the whole sentences that prove rows of a table, in order and each passage once."""
    document = home(index)
    if document is None:
        return []
    return list(dict.fromkeys(_proving(rows, document, index)))


def _proving(rows: Iterable[Row], document: Document, index: Index) -> Iterator[Quote]:
    paragraphs = {paragraph.id: paragraph for paragraph in document.paragraphs}
    for anchor in (anchor for row in rows for anchor in row.anchors):
        paragraph = paragraphs[ParagraphId(anchor.paragraph)]
        numbers = anchored(anchor, paragraph)
        sentences = range(numbers[0], numbers[-1] + 1)
        start, end = paragraph.sentences[numbers[0]].start, paragraph.sentences[numbers[-1]].end
        yield quote(
            document,
            paragraph,
            sentences,
            index.notes.get((document.source.entry.id, paragraph.id), ()),
            role=Role.BASIS,
            spans=source_spans(paragraph.clean, start, end, document.source.text),
        )


def sources(given: Answer, language: Language) -> None:
    """Show the sources on which the passages of an answer rely; addresses as text, not as links."""
    if given.citations:
        items = "".join(_source(source, language) for source in given.citations)
        name = words("ask", language, "sources", number=len(given.citations))
        st.html(f'<details class="kw-sources"><summary>{name}</summary><ul>{items}</ul></details>')


def _source(source: Cited, language: Language) -> str:
    held = words("ask", language, "held" if source.held else "not_held")
    noted = "" if source.footnote is None else f" ({label(language, 'footnote')} {source.footnote})"
    address = f'<br><span class="kw-address">{escape(source.url)}</span>' if source.url else ""
    return f"<li><b>{escape(source.label)}</b>{noted} – {held}{address}</li>"
