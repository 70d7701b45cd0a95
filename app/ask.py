"""The page "Ask": a question, its verdict with the facts as switches, and the passages that prove it.

The address holds the question (`q`) and the facts that were set (`f.<fact>`). What was asked before is
kept in the memory of this visit only.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from app import dossier, facts, feedback, verdict, view
from app.reading_marks import address
from app.texts import examples, text, words
from kaderwijzer.answer.compose import only_way_round
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import Answer, Kind, Language

if TYPE_CHECKING:
    from kaderwijzer.assistant import Assistant

_QUESTION = "q"  # its name in the address
_ANSWERED = "answered"  # the question that the facts in the address belong to
_HISTORY = "history"
_REMEMBERED = 20


def page(language: Language, assistant: Assistant) -> None:
    """Show the question box, and below it the answer or questions to start with."""
    view.sources(assistant.index.documents, language)
    question = _question(language)
    with st.expander(text(language, "examples"), expanded=not question.strip()):
        _examples(language)
    if question.strip():
        _answer(question, language, assistant)
    else:
        _newcomer(language)
    _history(language)


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
        st.form_submit_button(text(language, "ask"), type="primary", on_click=_submitted)
    return question or ""


def _submitted() -> None:
    """Forget the facts that were set when another question is asked."""
    if st.session_state[_QUESTION] != st.session_state.get(_ANSWERED):
        facts.put({})


def _examples(language: Language) -> None:
    with st.container(key="examples", gap=None):
        for number, example in enumerate(examples(language)):
            _offer(example, f"example-{language.value}-{number}")


def _newcomer(language: Language) -> None:
    """Show a newcomer, who has nothing to ask yet, the way to the reading path."""
    new, link = (words("ask", language, name) for name in ("newcomer", "newcomer_link"))
    href = escape(address("start", language))
    st.html(f'<p class="kw-link">{escape(new)} <a href="{href}">{escape(link)}</a></p>')


def _take(question: str, known: Mapping[str, str]) -> None:
    st.session_state[_QUESTION] = question
    facts.put(known)


# --- the answer --------------------------------------------------------------------------------


def _answer(question: str, language: Language, assistant: Assistant) -> None:
    # The question's own language is recognised: it need not be the language of the page.
    known = facts.in_address()
    st.session_state[_ANSWERED] = question
    try:
        given = assistant.ask(question, facts=known)
    except QuestionError:
        st.warning(words("ask", language, "facts_not_known"))
        st.button(words("ask", language, "undo"), key="undo", on_click=facts.put, args=({},))
        given, known = assistant.ask(question), {}
    _remember(question, known)
    view.asked(given)
    _opening(given, language, assistant)
    view.passages(given, assistant.index, language)
    verdict.sources(given, language)
    dossier.copying(given, assistant.index, language)
    dossier.saving(given, assistant, language)
    feedback.asking(given, language)
    view.receipt(given, language)


def _opening(given: Answer, language: Language, assistant: Assistant) -> None:
    """Show what comes before the passages: verdict and facts, readings, refusal or a line."""
    if given.kind is Kind.REFUSAL:
        verdict.refused(given, language)
        _instead(given, language)
    elif given.kind is Kind.VERDICT and given.judged.rule:
        table = assistant.tables.get(given.judged.rule.id)
        verdict.decided(given, language)
        verdict.disputed(given, table, assistant.index, language)
        facts.switches(given, table, language)
    else:
        view.opening(given, language)
        _readings(given, language, assistant)


def _instead(given: Answer, language: Language) -> None:
    """Offer questions that the text does answer, where one of them may have been meant."""
    assert given.refusal is not None
    if given.refusal.instead:
        st.caption(words("ask", language, "instead"))
        with st.container(key="instead", gap=None):
            for number, option in enumerate(given.refusal.instead):
                known = {fact.id: fact.value for fact in option.facts}
                _offer(option.reading, f"instead-{number}", known)


def _offer(question: str, key: str, known: Mapping[str, str] | None = None) -> None:
    """Show a question that is asked, with facts that are known, when it is chosen."""
    label = view.plain(question[:250])
    st.button(label, key=key, on_click=_take, args=(question, known or {}), type="tertiary")


def _readings(given: Answer, language: Language, assistant: Assistant) -> None:
    """Show the readings; choosing one asks its question with the facts that were read for it."""
    if only_way_round(given.judged.readings):
        st.caption(words("ask", language, "way_round"))
    for number, option in enumerate(given.judged.readings, 1):
        verdict.reading(option, given.language, language)
        known = {fact.id: fact.value for fact in option.facts}
        facts.read(known, assistant.tables.get(option.rule), language)
        st.button(
            words("ask", language, "choose", number=number),
            key=f"reading-{number}",
            on_click=_take,
            args=(option.reading, known),
        )


# --- what was asked in this visit --------------------------------------------------------------


def _remember(question: str, known: Mapping[str, str]) -> None:
    """Put a question with its facts first in the memory of this visit."""
    asked: dict[str, dict[str, str]] = st.session_state.get(_HISTORY, {})
    others = [(q, f) for q, f in asked.items() if q != question]
    st.session_state[_HISTORY] = dict([(question, dict(known)), *others][:_REMEMBERED])


def _history(language: Language) -> None:
    asked: dict[str, dict[str, str]] = st.session_state.get(_HISTORY, {})
    if not asked:
        return
    with st.expander(words("ask", language, "history", number=len(asked))):
        st.caption(words("ask", language, "history_note"))
        with st.container(key="history", gap=None):
            for number, (question, known) in enumerate(asked.items()):
                _offer(question, f"history-{number}", known)
        st.button(words("ask", language, "forget"), key="forget", on_click=_forget)


def _forget() -> None:
    """Forget all questions but the one on the page, which is remembered when it is shown again."""
    st.session_state[_HISTORY] = {}
