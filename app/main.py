"""Entry of the app: what surrounds every page. Run it with `kaderwijzer app`.

The address holds the state: `lang` is the language of the page, the rest belongs to the page itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app import login, view
from app.opening import build_index, load_index, opened
from app.texts import language_of, text
from app.turns import TURNS
from kaderwijzer.model import Language

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from app.opening import Build, Load

_HERE = Path(__file__).parent
# In the order of the menu: the module of a page, and its name in the address; the first stands at /.
PAGES = (
    ("ask", "ask"),
    ("guided", "check"),
    ("reading", "read"),
    ("citations", "citations"),
    ("onboarding", "start"),
    ("reliability", "reliability"),
)


def run(load: Load = load_index, build: Build = build_index) -> None:
    """Show the app; `load` and `build` are what it calls to open and to make the index."""
    language = _language()

    def show(module: str) -> None:
        assistant = opened(language, load, build)
        with TURNS:
            view.law_line(law, view.law_of(assistant.index.documents, language))
            import_module(f"app.{module}").page(language, assistant)

    chosen = st.navigation(_pages(language, show), position="top")
    _head(language, chosen.title)
    login.require(language)
    law = st.container(key="law").empty()
    view.law_line(law, text(language, "law"))
    chosen.run()


def _pages(language: Language, show: Callable[[str], None]) -> list[StreamlitPage]:
    return [
        st.Page(
            partial(show, module),
            title=text(language, f"page_{address}"),
            url_path=address,
            default=(module, address) == PAGES[0],
        )
        for module, address in PAGES
    ]


def _head(language: Language, page: str) -> None:
    st.set_page_config(
        page_title=f"{text(language, 'title')} – {page}",
        page_icon=str(_HERE / "icon.svg"),
        layout="centered",
    )
    st.html(_HERE / "style.css")
    _top(language)


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
