"""Facts as switches. Those that were set stand in the address as `f.<fact>=<value>`.

The verdict is made anew from the question and these facts each time, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from app import view
from app.reading_marks import address
from app.texts import words
from app.verdict import in_words
from kaderwijzer.answer.conclude import in_language
from kaderwijzer.model import Answer, Fact, FactSource, KnownFact, Language, Template

UNKNOWN = "unknown"  # the value of a fact that is not known
_IN_ADDRESS = "f."


def in_address() -> dict[str, str]:
    """Return the facts that were set, in the order in which they were."""
    named = {name: st.query_params[name] for name in st.query_params}
    return {n.removeprefix(_IN_ADDRESS): v for n, v in named.items() if n.startswith(_IN_ADDRESS)}


def put(facts: Mapping[str, str]) -> None:
    """Set these facts and no other."""
    for name in in_address():
        del st.query_params[_IN_ADDRESS + name]
    for name, value in facts.items():
        st.query_params[_IN_ADDRESS + name] = value


def switch(
    fact: Fact, key: str, current: str | None, captions: Sequence[str], language: Language
) -> None:
    """Show a fact as a choice between its values and "not known"; choosing sets it in the address."""
    labels = {value.id: in_language(value.label, language) for value in fact.values}
    labels[UNKNOWN] = words("ask", language, "unknown")
    st.session_state[key] = current  # what the verdict rests on, whatever was clicked before
    st.radio(
        view.plain(in_language(fact.ask, language)),
        tuple(labels),
        index=None,
        format_func=lambda value: view.plain(labels[value]),
        captions=[*map(view.plain, captions), ""],
        key=key,
        on_change=_choose,
        args=(fact.id, key),
    )


def _choose(fact: str, key: str) -> None:
    st.query_params[_IN_ADDRESS + fact] = st.session_state[key]


def switches(given: Answer, table: Template, language: Language) -> None:
    """Show the facts of a table as read or as set, and what each value of the missing ones would give."""
    if not table.facts:
        return
    judged = given.judged
    note = words("ask", language, "facts_missing") if judged.missing else ""
    view.heading(words("ask", language, "facts"), note)
    known = {fact.id: fact for fact in judged.facts}
    for fact in table.facts:
        here = known.get(fact.id)
        current = here.value if here else UNKNOWN
        switch(
            fact, f"ask-{table.id}-{fact.id}", current, _outcomes(given, fact, language), language
        )
        st.html(f'<p class="kw-said">{escape(_said(here, language))}</p>')
    if in_address():
        st.button(words("ask", language, "undo"), key="undo", on_click=put, args=({},))
    now = {f"{_IN_ADDRESS}{fact.id}": fact.value for fact in judged.facts}
    href = address("check", language, t=table.id, **now)
    st.html(
        f'<p class="kw-link"><a href="{escape(href)}">{words("ask", language, "guided")}</a></p>'
    )


def read(known: Mapping[str, str], table: Template, language: Language) -> None:
    """Show the facts that were read from a question, where there are any."""
    said = "; ".join(
        f"{in_language(fact.ask, language)} {in_language(value.label, language)}"
        for fact in table.facts
        for value in fact.values
        if known.get(fact.id) == value.id
    )
    if said:
        st.html(
            f'<p class="kw-said">{escape(words("ask", language, "read_facts", facts=said))}</p>'
        )


def _outcomes(given: Answer, fact: Fact, language: Language) -> list[str]:
    """Return per value of a fact the verdict that it would give, where that is open."""
    changes = next((dict(m.changes) for m in given.judged.missing if m.id == fact.id), {})
    return [
        words("ask", language, "gives", verdict=in_words(changes[value.id], language))
        if value.id in changes
        else ""
        for value in fact.values
    ]


def _said(fact: KnownFact | None, language: Language) -> str:
    """Return how a fact is known, with the words of the question that say so."""
    if fact is None:
        return words("ask", language, "open")
    if fact.source is FactSource.STATED and fact.evidence:
        return words("ask", language, "stated", words=fact.evidence)
    return words("ask", language, "given" if fact.source is FactSource.GIVEN else "inferred")
