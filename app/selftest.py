"""The self-test: cases from the decision tables, answered by the tables, with what to read again.

The answers stand in the address as one letter a question: y, n, d, or - where none is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import streamlit as st

from app import lesson, verdict
from app.onboarding_data import Case, Onboarding, case_decided
from kaderwijzer.answer.labels import verdict_label
from kaderwijzer.decide.tables import Tables
from kaderwijzer.model import Row, Template, Verdict

_LETTERS = {"y": Verdict.YES, "n": Verdict.NO, "d": Verdict.DEPENDS}
_NAMES = {each: letter for letter, each in _LETTERS.items()}
_NONE = "-"
ANSWERS = "answers"  # their name in the address


def show(text: lesson.Text, data: Onboarding, tables: Tables) -> None:
    """Show the questions, after each answer whether it is right and why, and at the end the result."""
    st.html(f"<p>{escape(text.say('test_intro', count=len(data.test)))}</p>")
    given = [_question(text, n, case, tables) for n, case in enumerate(data.test, 1)]
    if any(given):
        _result(text, data, tables, given)
        st.button(text.say("test_again"), key="test-again", on_click=_start_again)


# --- one question ------------------------------------------------------------------------------


def _question(text: lesson.Text, number: int, case: Case, tables: Tables) -> Verdict | None:
    table = tables.get(case.table)
    st.html("".join(_asked(text, number, table, case)))
    key = _key(text, number)
    st.session_state[key] = _in_address(number)
    chosen: Verdict | None = st.radio(
        text.say("test_answer", number=number),
        tuple(_NAMES),
        index=None,
        format_func=lambda each: verdict_label(text.language, each),
        key=key,
        horizontal=True,
        on_change=_keep,
        args=(number, key),
    )
    if chosen:
        st.html("".join(_judged(text, table, case, chosen)))
    return chosen


def _asked(text: lesson.Text, number: int, table: Template, case: Case) -> Iterator[str]:
    yield f'<h4 class="kw-heading">{escape(text.say("test_number", number=number))}</h4>'
    if case.scenario:
        (row,) = case_decided(table, case).rows
        yield f'<p class="kw-case">{text.own(row.scenarios[case.scenario - 1])}</p>'
    yield f"<p><b>{text.own(table.question)}</b></p>"


def _judged(text: lesson.Text, table: Template, case: Case, chosen: Verdict) -> Iterator[str]:
    """Yield whether an answer is right, and the rows that say so."""
    decision = case_decided(table, case)
    due, rows = decision.verdict, decision.rows
    word = text.say("test_right" if chosen is due else "test_wrong")
    yield f'<div class="kw-judged" role="status"><p><b>{escape(word)}</b>'
    if len(rows) > 1:
        yield f" {escape(text.say('test_due'))} {verdict.signed(due, text.language)}</p>"
        yield f"<p>{escape(text.say('test_open'))}"
    yield "</p>"
    for row in rows:
        yield from lesson.outcome(text, table, row)
    yield "</div>"


# --- the result --------------------------------------------------------------------------------


def _result(
    text: lesson.Text, data: Onboarding, tables: Tables, given: Sequence[Verdict | None]
) -> None:
    pairs = [(case, answer) for case, answer in zip(data.test, given, strict=True) if answer]
    wrong = [c for c, answer in pairs if answer is not case_decided(tables.get(c.table), c).verdict]
    st.html(f'<h4 class="kw-heading">{escape(text.say("test_result"))}</h4>')
    score = text.say("test_score", right=len(pairs) - len(wrong), given=len(pairs), all=len(given))
    st.html(f'<p role="status"><b>{escape(score)}</b></p>')
    if wrong:
        again = dict.fromkeys(a for case in wrong for a in to_read_again(text, data, tables, case))
        items = "".join(f"<li>{each}</li>" for each in again)
        st.html(f"<p>{escape(text.say('test_read_again'))}</p><ul>{items}</ul>")
    elif all(given):
        st.html(f"<p>{escape(text.say('test_all_right'))}</p>")


def to_read_again(text: lesson.Text, data: Onboarding, tables: Tables, case: Case) -> Iterator[str]:
    """Yield as HTML the sections on which the answer to a case rests, with the step that reads them."""
    for row in case_decided(tables.get(case.table), case).rows:
        yield from (_section(text, data, name) for name in _first_places(row))


def _first_places(row: Row) -> list[str]:
    """Return the paragraph of the first quote; of all quotes where positions differ."""
    anchors = row.anchors if row.disputed else row.anchors[:1]
    return list(dict.fromkeys(anchor.paragraph for anchor in anchors))


def _section(text: lesson.Text, data: Onboarding, name: str) -> str:
    section = text.paragraph(name).section
    steps = (
        n
        for n, step in enumerate(data.steps, 1)
        if any(_in(text, a.paragraph, section) for a in step.read)
    )
    number = next(steps, None)
    step = f" – {escape(text.say('test_step', number=number))}" if number else ""
    return f"{lesson.place(text, name)}{step}"


def _in(text: lesson.Text, paragraph: str, section: str) -> bool:
    return text.paragraph(paragraph).section == section


# --- the address -------------------------------------------------------------------------------


def _in_address(number: int) -> Verdict | None:
    letters = lesson.remembered(ANSWERS)
    return _LETTERS.get(letters[number - 1 : number])


def _key(text: lesson.Text, number: int) -> str:
    """Return the key of a question's choice: one per language, as its words are the browser's values."""
    return f"test-{text.language.value}-{number}"


def _keep(number: int, key: str) -> None:
    letters = list(lesson.remembered(ANSWERS).ljust(number, _NONE))
    letters[number - 1] = _NAMES[st.session_state[key]]
    lesson.remember(ANSWERS, "".join(letters))


def _start_again() -> None:
    lesson.remember(ANSWERS, "")
