"""The page "Ask": a question, and the passages that answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app import view
from app.texts import examples, text
from kaderwijzer.model import Language

if TYPE_CHECKING:
    from kaderwijzer.assistant import Assistant

_QUESTION = "q"  # its name in the address


def page(language: Language, assistant: Assistant) -> None:
    """Show the question box, and below it the answer or questions to start with."""
    view.sources(assistant.index.documents, language)
    question = _question(language)
    with st.expander(text(language, "examples"), expanded=not question.strip()):
        _examples(language)
    if not question.strip():
        return
    # The question's own language is recognised: it need not be the language of the page.
    view.answer(assistant.ask(question), assistant.index, language)


def _question(language: Language) -> str:
    row = st.form("asking", border=False).container(horizontal=True, vertical_alignment="bottom")
    with row:
        question = st.text_input(
            text(language, "question"),
            key=_QUESTION,
            bind="query-params",
            placeholder=text(language, "placeholder"),
            autocomplete="off",
        )
        st.form_submit_button(text(language, "ask"), type="primary")
    return question or ""


def _examples(language: Language) -> None:
    with st.container(key="examples", gap=None):
        for number, example in enumerate(examples(language)):
            st.button(
                example,
                key=f"example-{language.value}-{number}",
                on_click=_take,
                args=(example,),
                type="tertiary",
            )


def _take(question: str) -> None:
    st.session_state[_QUESTION] = question
