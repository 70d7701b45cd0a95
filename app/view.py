"""An answer → what the page shows.

Every text that is not the app's own (questions, documents, names) passes through `escape`, and reaches
the browser as HTML that holds only elements written here; none of it is read as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

import streamlit as st

from app.reading_marks import address
from app.texts import text
from kaderwijzer.answer.compose import place_label
from kaderwijzer.answer.labels import (
    banner,
    confidence_label,
    label,
    speakers_label,
)
from kaderwijzer.model import (
    Answer,
    Document,
    DocumentId,
    Kind,
    Language,
    Paragraph,
    ParagraphId,
    ParagraphKind,
    Quote,
    RefusalReason,
    Role,
    SectionId,
)

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from kaderwijzer.search.index import Index

_SHORT_HASH = 12


# --- what surrounds the answer -----------------------------------------------------------------


def title(name: str, subtitle: str) -> None:
    """Show the name of the app."""
    st.html(
        f'<h1 class="kw-title">{escape(name)}</h1><p class="kw-subtitle">{escape(subtitle)}</p>'
    )


def law_of(documents: Sequence[Document], language: Language) -> str:
    """Return which law the documents describe, and of when."""
    entries = [document.source.entry for document in documents]
    return " ".join(dict.fromkeys(banner(language, e.regime, e.date) for e in entries))


def law_line(place: DeltaGenerator, law: str) -> None:
    """Show the law in the banner."""
    place.html(f'<p class="kw-law" role="note">{escape(law)}</p>')


def sources(documents: Sequence[Document], language: Language) -> None:
    """Name the documents from which answers come."""
    english = language is Language.ENGLISH
    entries = [document.source.entry for document in documents]
    names = "; ".join(
        f"<b>{escape(e.title_en if english else e.title)}</b>, {escape(e.publisher)}"
        for e in entries
    )
    st.html(f'<p class="kw-about">{text(language, "about")} {names}.</p>')


# --- the answer --------------------------------------------------------------------------------


def asked(given: Answer) -> None:
    """Show the question as it was typed."""
    st.html(f'<h2 class="kw-asked" lang="{given.language.value}">{escape(given.question)}</h2>')


def opening(given: Answer, language: Language) -> None:
    """Show what an answer without a verdict says first, and how sure it is."""
    conclusion = escape(given.conclusion)
    st.html(
        f'<p class="kw-conclusion" lang="{given.language.value}">{conclusion}</p>'
        + confidence(given, language)
    )


def confidence(given: Answer, language: Language) -> str:
    """Return how sure an answer is, in words, and why."""
    degree = confidence_label(language, given.confidence)
    name = "confidence" if given.kind is Kind.PASSAGE else "verdict"
    why = text(language, f"{name}_{given.confidence.value}")
    return f'<p class="kw-confidence">{label(language, "sure")}: <b>{degree}</b> – {why}.</p>'


def heading(words: str, note: str = "") -> None:
    """Show the heading of a part of the answer, with a sentence below it if there is one to say."""
    below = f'<p class="kw-note">{escape(note)}</p>' if note else ""
    st.html(f'<h3 class="kw-heading">{escape(words)}</h3>{below}')


def passages(given: Answer, index: Index, language: Language) -> None:
    """Show the passages of an answer in order: what proves it, then what surrounds that."""
    headings = _headings(given, language)
    for number, each in enumerate(given.quotes or given.nearest, 1):
        words = headings.pop(each.role, None)
        if words:
            heading(*words)
        card(number, each, index, language, answers=not given.refusal)


def _headings(given: Answer, language: Language) -> dict[Role, tuple[str, ...]]:
    """Return what to write above the first passage of each role."""
    if given.refusal:
        later = given.refusal.reason is RefusalReason.LATER_LAW
        above = text(language, "nearest_later_law" if later else "nearest", law=given.regime.law)
        return {Role.CONTEXT: (above, text(language, "nearest_note"))}
    if given.kind is Kind.PASSAGE:
        return {Role.BASIS: (text(language, "passages"),)}
    proof = "proof" if given.kind is Kind.VERDICT else "proof_likeliest"
    return {Role.BASIS: (text(language, proof),), Role.CONTEXT: (text(language, "around"),)}


def receipt(given: Answer, language: Language) -> None:
    """Say what an answer was made from."""
    made = given.receipt
    words = text(
        language,
        "receipt",
        index=made.index,
        corpus=made.corpus_sha256[:_SHORT_HASH],
        version=made.version,
    )
    st.html(f'<p class="kw-receipt">{escape(words)}</p>')


def literal(words: str) -> str:
    """Return words for a place that is read as Markdown, so that they are read as typed."""
    line = re.sub(r"([\\`*_\[\]<>$~#|&])", r"\\\1", " ".join(words.split()))
    return re.sub(r"^(\d*)([-+.)])", r"\1\\\2", line)  # would begin a list


def plain(words: str) -> str:
    """Return words for a label, which Streamlit reads as Markdown with emoji and addresses as links."""
    return re.sub(r"([:@](?=\S)|www)", "\\1\u2060", literal(words))  # a word joiner, seen by nobody


# --- one passage -------------------------------------------------------------------------------


def card(
    number: int, quote: Quote, index: Index, language: Language, *, answers: bool = True
) -> None:
    """Show a passage: where it stands, who says it, its words, translation, paragraph and notes."""
    st.html("".join(_card(number, quote, index, language, answers)))


def _card(
    number: int, quote: Quote, index: Index, language: Language, answers: bool
) -> Iterator[str]:
    document = document_of(index, quote.document)
    kind = quote.role.value if answers else "nearest"
    name = text(language, "quote_number", number=number)
    yield f'<article class="kw-card kw-{kind}" aria-label="{name}">'
    yield from _heading(number, quote, document, language, answers)
    written = document.source.entry.language.value
    yield f'<blockquote class="kw-quote" lang="{written}">{escape(quote.text)}</blockquote>'
    if language is Language.ENGLISH and quote.translation not in (None, quote.text):
        yield translated(label(language, "translation"), quote.translation)
    yield from _whole_paragraph(quote, document, index, language)
    yield from _footnotes(quote, document, index, language)
    yield f"{_link(quote, language)}</article>"


def _link(quote: Quote, language: Language) -> str:
    """Return the way to a quote in the page with the whole text, which shows the framework alone."""
    if quote.title is not None:
        return ""
    first, last = quote.sentences[0] + 1, quote.sentences[-1] + 1
    marks = str(first) if first == last else f"{first}-{last}"
    href = address("read", language, p=quote.paragraph, z=marks)
    return f'<p class="kw-link"><a href="{escape(href)}">{text(language, "read_here")}</a></p>'


def _heading(
    number: int, quote: Quote, document: Document, language: Language, answers: bool
) -> Iterator[str]:
    place = place_label(language, quote)
    speaker = text(language, "speaker", speaker=speakers_label(language, quote.speakers))
    written = document.source.entry.language.value
    yield f'<p class="kw-place"><span class="kw-number">{number}</span> '
    yield f"<b>{escape(place[:1].upper() + place[1:])}</b></p>"
    titles = escape(" › ".join(_titles(document, quote.section)))
    yield f'<p class="kw-section" lang="{written}">{titles}</p>'
    chip = "" if answers else f' <span class="kw-chip">{text(language, "no_answer_chip")}</span>'
    yield f'<p class="kw-who">{speaker}{chip}</p>'


def _titles(document: Document, section: SectionId) -> list[str]:
    """Return the title of a section after that of its chapter, without which "Inleiding" says little."""
    chapter = section.split(".")[0]
    return [s.title for s in document.sections if s.id in (chapter, section)]


def translated(name: str, words: str) -> str:
    """Return a translation as HTML, under its name."""
    return f'<p class="kw-translation" lang="en"><i>{name}:</i> {escape(words)}</p>'


def _whole_paragraph(
    quote: Quote, document: Document, index: Index, language: Language
) -> Iterator[str]:
    paragraph = _paragraph(document, quote.paragraph)
    kind = "footnote" if paragraph.kind is ParagraphKind.FOOTNOTE else "paragraph"
    if quote.text == paragraph.clean.text:
        yield f'<p class="kw-who">{text(language, f"whole_{kind}")}</p>'
        return
    written = document.source.entry.language.value
    yield f"<details><summary>{text(language, f'in_{kind}')}</summary>"
    yield f'<p class="kw-paragraph" lang="{written}">{marked(paragraph, quote.sentences)}</p>'
    english = _english(index, quote.document, paragraph) if language is Language.ENGLISH else ""
    if english:
        yield translated(text(language, "paragraph_translation"), english)
    yield "</details>"


def _footnotes(quote: Quote, document: Document, index: Index, language: Language) -> Iterator[str]:
    """Yield the notes called in a quote, to be opened; a quote that is a note is shown already."""
    if quote.paragraph.startswith("fn."):
        return
    written = document.source.entry.language.value
    for number in quote.footnotes:
        note = _paragraph(document, ParagraphId(f"fn.{number}"))
        page = f"{label(language, 'page')} {note.pages[0]}"
        name = label(language, "footnote")
        yield f"<details><summary>{name.capitalize()} {number} ({page})</summary>"
        yield f'<p class="kw-paragraph" lang="{written}">{escape(note.clean.text)}</p>'
        english = _english(index, quote.document, note) if language is Language.ENGLISH else ""
        if english not in ("", note.clean.text):
            yield translated(label(language, "translation"), english)
        yield "</details>"


def marked(paragraph: Paragraph, sentences: Sequence[int]) -> str:
    """Return a paragraph as HTML with the quoted sentences in <mark> and its notes' numbers raised."""
    start = paragraph.sentences[sentences[0]].start
    end = paragraph.sentences[sentences[-1]].end
    before, quoted = _raised(paragraph, 0, start), _raised(paragraph, start, end)
    return f"{before}<mark>{quoted}</mark>{_raised(paragraph, end, len(paragraph.clean.text))}"


def _raised(paragraph: Paragraph, start: int, end: int) -> str:
    """Return a part of a paragraph, escaped, with the numbers of its notes where they are called."""
    calls = {m.clean: m.number for m in paragraph.markers if start < m.clean <= end}
    cuts = [start, *sorted(calls), end]
    return "".join(
        escape(paragraph.clean.text[a:b]) + (f"<sup>{calls[b]}</sup>" if b in calls else "")
        for a, b in pairwise(cuts)
        if a < b
    )


def _english(index: Index, document: DocumentId, paragraph: Paragraph) -> str:
    """Return the unofficial translation of a paragraph, or nothing where a sentence has none."""
    notes = index.notes.get((document, paragraph.id), ())
    sentences = [note.english for note in notes]
    return " ".join(s for s in sentences if s) if all(sentences) else ""


def document_of(index: Index, name: DocumentId) -> Document:
    """Return the document of that name."""
    return next(d for d in index.documents if d.source.entry.id == name)


def _paragraph(document: Document, name: ParagraphId) -> Paragraph:
    return next(p for p in document.paragraphs if p.id == name)
