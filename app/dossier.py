"""An answer to take along: its quotes with their source to copy, and the whole as a file.

A file is made when its button is clicked, not before.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app import view
from app.texts import text, words
from kaderwijzer.answer.compose import place_label
from kaderwijzer.answer.dossier import dossier
from kaderwijzer.answer.dossier_docx import dossier_docx
from kaderwijzer.answer.labels import date_label
from kaderwijzer.answer.render import to_json
from kaderwijzer.model import Answer, Entry, Language, Quote
from kaderwijzer.pipeline import today

if TYPE_CHECKING:
    from kaderwijzer.assistant import Assistant
    from kaderwijzer.search.index import Index

_INSTALL = "python -m pip install 'python-docx>=1.2,<2'"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class File:
    """A way to save an answer: the ending of its file, its kind, and what makes its content."""

    ending: str
    mime: str
    make: Callable[[], str | bytes]


# --- quotes to copy ------------------------------------------------------------------------------


def copying(given: Answer, index: Index, language: Language) -> None:
    """Show each quote of an answer as text to copy, its source below it."""
    if not given.quotes:
        return
    st.html(Path(__file__).with_name("dossier.css"))
    with st.expander(words("dossier", language, "copy")).container(key="copying"):
        _note("copy_note", language)
        for number, quote in enumerate(given.quotes, 1):
            st.html(f'<p class="kw-note">{text(language, "quote_number", number=number)}</p>')
            entry = view.document_of(index, quote.document).source.entry
            st.code(cited(quote, entry), language=None, wrap_lines=True)


def cited(quote: Quote, entry: Entry) -> str:
    """Return a quote between quotation marks and, on a line of its own, its source as jurists cite it."""
    own = quote.text.startswith("“") or quote.text.endswith("”")  # a block quote brings its marks
    return f"{quote.text if own else f'“{quote.text}”'}\n{_source(quote, entry)}."


def _source(quote: Quote, entry: Entry) -> str:
    """Return where a quote stands, in Dutch, as its document is."""
    place = place_label(Language.DUTCH, quote)
    if quote.paragraph.startswith("artikel "):
        return place.replace("artikel", "art.", 1)
    if quote.title is not None:  # the place of another document begins with its title
        return place
    return f"{entry.publisher}, {entry.title}, {date_label(Language.DUTCH, entry.date)}, {place}"


def _note(name: str, language: Language) -> None:
    st.html(f'<p class="kw-note">{escape(words("dossier", language, name))}</p>')


# --- files ---------------------------------------------------------------------------------------


def saving(given: Answer, assistant: Assistant, language: Language) -> None:
    """Offer an answer as a dossier to read and as data to verify."""
    with st.expander(words("dossier", language, "save")):
        _note("save_note", language)
        with st.container(horizontal=True):
            for file in files(given, assistant, today()):
                st.download_button(
                    words("dossier", language, f"save_{file.ending}"),
                    file.make,
                    file_name=file_name(given, file.ending),
                    mime=file.mime,
                    key=f"save-{file.ending}",
                    on_click="ignore",
                )
        _note("verify", language)
        st.code(f"kaderwijzer check {file_name(given, 'json')}", language=None, wrap_lines=True)
        if not docx_installed():
            _note("no_docx", language)
            st.code(_INSTALL, language=None, wrap_lines=True)


def file_name(given: Answer, ending: str) -> str:
    """Return the name under which an answer is saved, which holds no word of its question."""
    return f"kaderwijzer-{given.id}.{ending}"


def files(given: Answer, assistant: Assistant, day: str) -> list[File]:
    """Return the ways to save an answer on a day (ISO), of which none is made yet."""
    name = assistant.names(given)
    found = [
        File("md", "text/markdown", partial(dossier, given, day, name)),
        File("json", "application/json", partial(_data, given, day)),
    ]
    if docx_installed():
        found.insert(1, File("docx", _DOCX, partial(dossier_docx, given, day, name)))
    return found


@cache
def docx_installed() -> bool:
    """Tell whether a dossier can be made as DOCX; looked for once, since looking reads many folders."""
    return find_spec("docx") is not None


def _data(given: Answer, day: str) -> str:
    return json.dumps(to_json(given, day), ensure_ascii=False, indent=1) + "\n"
