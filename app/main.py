"""Entry of the app: what surrounds every page. Run it with `kaderwijzer app`.

The address holds the state: `lang` is the language of the page, `q` the question.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app import ask, view
from app.opening import build_index, load_index, opened
from app.texts import language_of, text
from kaderwijzer.model import Language

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from app.opening import Build, Load
    from kaderwijzer.assistant import Assistant

_HERE = Path(__file__).parent


def run(load: Load = load_index, build: Build = build_index) -> None:
    """Show the app; `load` and `build` are what it calls to open and to make the index."""
    language = _language()
    st.set_page_config(
        page_title=f"{text(language, 'title')} – {text(language, 'page_ask')}",
        page_icon=str(_HERE / "icon.svg"),
        layout="centered",
    )
    st.html(_HERE / "style.css")
    _top(language)
    law = st.container(key="law").empty()
    view.law_line(law, text(language, "law"))
    assistant = opened(language, load, build)
    view.law_line(law, view.law_of(assistant.index.documents, language))
    st.navigation([_ask_page(language, assistant)], position="top").run()


def _ask_page(language: Language, assistant: Assistant) -> StreamlitPage:
    return st.Page(
        lambda: ask.page(language, assistant),
        title=text(language, "page_ask"),
        url_path="ask",  # the name it would have if another page stood at /
        default=True,
    )


def _language() -> Language:
    """Return the language chosen on the page, else that of the address, else the browser's."""
    if "language" not in st.session_state:
        named = st.query_params.get("lang")
        known = named in {each.value for each in Language}
        st.session_state.language = Language(named) if known else language_of(st.context.locale)
    chosen: Language = st.session_state.language
    if st.query_params.get("lang") != chosen.value:
        st.query_params["lang"] = chosen.value
    return chosen


def _top(language: Language) -> None:
    with st.container(
        key="top", horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
    ):
        view.title(text(language, "title"), text(language, "subtitle"))
        st.segmented_control(
            text(language, "choose_language"),
            tuple(Language),
            format_func=lambda each: text(each, "language_name"),
            key="language",
            required=True,
            label_visibility="collapsed",
        )


if __name__ == "__main__":
    run()
