"""The page "Guided check": a legal question, its facts one at a time, and the verdict as it settles.

The address holds the legal question (`t`) and what was answered (`f.<fact>`), in the order answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

import kaderwijzer
from app import facts, verdict, view
from app.facts import UNKNOWN
from app.texts import text, words
from kaderwijzer.answer.compose import place_label
from kaderwijzer.answer.conclude import in_language
from kaderwijzer.answer.labels import label, verdict_label
from kaderwijzer.decide.apply import decide
from kaderwijzer.model import Decision, Fact, Language, Polarity, Template

if TYPE_CHECKING:
    from kaderwijzer.assistant import Assistant

_TABLE = "t"  # its name in the address
_EXAMPLES = 3  # ways to say a value of a fact that are shown below it

_word = partial(words, "guided")


@dataclass(frozen=True)
class _Check:
    """A legal question with what was answered so far, and what its table decides by that."""

    table: Template
    answered: dict[str, str]
    decision: Decision


def page(language: Language, assistant: Assistant) -> None:
    """Let the visitor choose a legal question and answer its facts; show verdict, path and proof."""
    st.html(
        f'<h2 class="kw-asked">{text(language, "page_check")}</h2>'
        f'<p class="kw-about">{_word(language, "about")}</p>'
    )
    offered = _offered(assistant, language)
    if not offered:
        st.info(_word(language, "none"))
        return
    chosen = _choice(offered, language)
    if chosen is None:
        return
    check = _check(assistant.tables.get(chosen))
    _facts(check, language)
    _verdict(check, assistant, language)
    _path(check, language)
    _proof(check, assistant, language)
    _saving(check, assistant, language)


# --- choosing a legal question -----------------------------------------------------------------


def _offered(assistant: Assistant, language: Language) -> dict[str, str]:
    """Return the legal questions by id: those with facts first, each group in the order of the text."""
    document = verdict.home(assistant.index)
    if document is None:
        return {}
    section_of = {str(paragraph.id): paragraph.section for paragraph in document.paragraphs}
    order = {section.id: number for number, section in enumerate(document.sections)}
    found = []
    for table in map(assistant.tables.get, assistant.tables):
        section = section_of[table.rows[0].anchors[0].paragraph]
        title = in_language(table.title, language)
        place = (not table.facts, order.get(section, -1), title, table.id)
        found.append((place, _named(section, title, len(table.facts), language)))
    return {place[-1]: name for place, name in sorted(found)}


def _named(section: str, title: str, facts: int, language: Language) -> str:
    count = "" if not facts else _word(language, "fact" if facts == 1 else "facts", number=facts)
    return " · ".join(part for part in (section, title, count) if part)


def _choice(offered: Mapping[str, str], language: Language) -> str | None:
    named = st.query_params.get(_TABLE)
    st.session_state["guided-table"] = named if named in offered else None
    chosen: str | None = st.selectbox(
        _word(language, "choose"),
        tuple(offered),
        index=None,
        format_func=lambda each: offered[each],
        key="guided-table",
        placeholder=_word(language, "placeholder"),
        filter_mode="contains",  # keeps the order: those with facts first
        on_change=_chosen,
    )
    return chosen


def _chosen() -> None:
    facts.put({})
    table = st.session_state["guided-table"]
    if table:
        st.query_params[_TABLE] = table
    else:
        st.query_params.pop(_TABLE, None)


def _check(table: Template) -> _Check:
    """Return a table with the answers in the address that it knows."""
    values = {fact.id: {UNKNOWN, *(value.id for value in fact.values)} for fact in table.facts}
    answered = {f: v for f, v in facts.in_address().items() if v in values.get(f, ())}
    return _Check(table, answered, decide(table, _known(answered), Polarity.POSITIVE))


def _known(answered: Mapping[str, str]) -> dict[str, str]:
    return {fact: value for fact, value in answered.items() if value != UNKNOWN}


# --- facts, one at a time ----------------------------------------------------------------------


def _facts(check: _Check, language: Language) -> None:
    """Show what was answered, to be changed, and the fact to answer next."""
    question = escape(in_language(check.table.question, language))
    st.html(f'<h3 class="kw-heading">{question}</h3>')
    by_id = {fact.id: fact for fact in check.table.facts}
    to_answer = _next(check)
    shown = [by_id[f] for f in check.answered] + ([to_answer] if to_answer else [])
    for number, fact in enumerate(shown, 1):
        st.html(f'<p class="kw-step">{_step(number, check, language)}</p>')
        key = f"guided-{check.table.id}-{fact.id}"
        facts.switch(fact, key, check.answered.get(fact.id), _help(fact, language), language)
    if check.answered:
        st.button(_word(language, "again"), key="again", on_click=facts.put, args=({},))


def _next(check: _Check) -> Fact | None:
    """Return the fact that settles most of those not answered, as long as the verdict is open."""
    asked = (missing.id for missing in check.decision.missing if missing.id not in check.answered)
    name = next(asked, None)
    return next((fact for fact in check.table.facts if fact.id == name), None)


def _step(number: int, check: _Check, language: Language) -> str:
    return _word(language, "step", number=number, most=len(check.table.facts))


def _help(fact: Fact, language: Language) -> list[str]:
    """Return per value the words by which people say so."""
    return [
        _word(
            language,
            "said",
            words=_joined(v.dutch_cues if language is Language.DUTCH else v.english_cues),
        )
        for v in fact.values
    ]


def _joined(cues: Sequence[str]) -> str:
    return "; ".join(cues[:_EXAMPLES])


# --- verdict and proof -------------------------------------------------------------------------


def _verdict(check: _Check, assistant: Assistant, language: Language) -> None:
    settled = check.decision.verdict
    reasons = (verdict.beyond(why, settled, language) for why in _why(check, language))
    inside = "".join(f'<p class="kw-conclusion">{escape(reason)}</p>' for reason in reasons)
    verdict.box(settled, inside, language)
    verdict.positions(check.decision.rows, assistant.index, language)


def _why(check: _Check, language: Language) -> list[str]:
    """Return the conclusions of the rows that settle a verdict, or what is open."""
    if not check.decision.missing:
        conclusions = (in_language(row.conclusion, language) for row in check.decision.rows)
        return list(dict.fromkeys(conclusions))
    if _next(check):
        return [_word(language, "open")]
    asked = "; ".join(in_language(missing.ask, language) for missing in check.decision.missing)
    return [_word(language, "still_open", facts=asked)]


def _proof(check: _Check, assistant: Assistant, language: Language) -> None:
    view.heading(text(language, "proof"))
    for number, quote in enumerate(verdict.proof(check.decision.rows, assistant.index), 1):
        view.card(number, quote, assistant.index, language)


# --- the path ----------------------------------------------------------------------------------


def _path(check: _Check, language: Language) -> None:
    """Draw the questions of a table as a tree, with the way that was taken marked."""
    if not check.table.facts:
        return
    view.heading(_word(language, "tree"), _word(language, "tree_note"))
    st.html(
        f'<div class="kw-tree">{"".join(_node(check.table, {}, check.answered, language))}</div>'
    )


def _node(
    table: Template, here: Mapping[str, str], taken: Mapping[str, str] | None, language: Language
) -> Iterator[str]:
    """Yield what stands at a place of the tree: the verdict, or the next fact with its branches.

    `here` is what was answered on the way to this place; `taken` all that was answered, where the
    visitor came by this place, else None.
    """
    decision = decide(table, _known(here), Polarity.POSITIVE)
    open_ones = [missing.id for missing in decision.missing if missing.id not in here]
    if not open_ones:
        yield _leaf(decision, taken is not None, language)
        return
    name = next((f for f in taken or () if f in open_ones), open_ones[0])
    fact = next(fact for fact in table.facts if fact.id == name)
    yield f"<p>{escape(in_language(fact.ask, language))}</p><ul>"
    for value, named in _branches(fact, taken, language):
        on = taken if taken and taken.get(name) == value else None
        mark = f' <span class="kw-chip">{_word(language, "taken")}</span>' if on else ""
        yield f'<li class="{"kw-taken" if on else "kw-branch"}"><b>{escape(named)}</b>{mark}'
        yield from _node(table, {**here, name: value}, on, language)
        yield "</li>"
    yield "</ul>"


def _branches(
    fact: Fact, taken: Mapping[str, str] | None, language: Language
) -> Iterator[tuple[str, str]]:
    """Yield the values of a fact; "unknown" is a branch where it was answered."""
    yield from ((value.id, in_language(value.label, language)) for value in fact.values)
    if taken and taken.get(fact.id) == UNKNOWN:
        yield UNKNOWN, words("ask", language, "unknown")


def _leaf(decision: Decision, taken: bool, language: Language) -> str:
    here = f' <span class="kw-chip">{_word(language, "here")}</span>' if taken else ""
    return f"<p>{verdict.signed(decision.verdict, language)}{here}</p>"


# --- saving ------------------------------------------------------------------------------------


def _saving(check: _Check, assistant: Assistant, language: Language) -> None:
    st.download_button(
        _word(language, "save"),
        "\n".join(_markdown(check, assistant, language)),
        file_name=f"kaderwijzer-{check.table.id}.md",
        mime="text/markdown",
        on_click="ignore",
    )
    st.caption(_word(language, "print"))


def _markdown(check: _Check, assistant: Assistant, language: Language) -> Iterator[str]:
    """Yield the check as lines of Markdown: question, facts, verdict, proof, what it was made from."""
    index = assistant.index
    yield f"# {view.literal(in_language(check.table.question, language))}\n"
    yield f"> {view.literal(view.law_of(index.documents, language))}\n"
    yield f"**{verdict_label(language, check.decision.verdict)}**\n"
    yield from (f"{view.literal(why)}\n" for why in _why(check, language))
    for fact in check.table.facts:
        values = {value.id: in_language(value.label, language) for value in fact.values}
        given = values.get(check.answered.get(fact.id, UNKNOWN), words("ask", language, "unknown"))
        yield f"- {view.literal(in_language(fact.ask, language))} {view.literal(given)}"
    yield f"\n## {text(language, 'proof')}\n"
    for number, quote in enumerate(verdict.proof(check.decision.rows, index), 1):
        yield f"{number}. “{view.literal(quote.text)}” ({view.literal(place_label(language, quote))})\n"
        if language is Language.ENGLISH and quote.translation:
            yield f"   {label(language, 'translation')}: {view.literal(quote.translation)}\n"
    yield text(
        language,
        "receipt",
        index=index.name,
        corpus=index.settings.corpus_sha256,
        version=kaderwijzer.__version__,
    )
