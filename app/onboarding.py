"""The page "Onboarding": a first hour with the framework, and what a newcomer looks up.

Which part is shown, which steps were read, what was searched and answered stands in the address.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app import lesson, selftest, view
from app.onboarding_data import Box, Group, Onboarding, Step, read_onboarding
from app.texts import words
from kaderwijzer.model import Anchor, Language, Term

if TYPE_CHECKING:
    from kaderwijzer.assistant import Assistant
    from kaderwijzer.decide.tables import Tables

_STYLE = Path(__file__).with_name("onboarding.css")
_PARTS = ("path", "picture", "terms", "who", "asked", "test")
_PART = "part"  # the names of what the address keeps
_DONE = "done"
_TERM = "term"


def page(language: Language, assistant: Assistant) -> None:
    """Show the part of the page that the address names, the reading path where it names none."""
    st.html(_STYLE)
    text = lesson.opened_text(assistant, language)
    title, intro = (words(lesson.PAGE, language, name) for name in ("title", "intro"))
    st.html(f'<h2 class="kw-asked">{escape(title)}</h2><p class="kw-about">{escape(intro)}</p>')
    if text is None:
        st.info(words(lesson.PAGE, language, "no_text"))
        return
    for name in (_DONE, selftest.ANSWERS):  # also while another part is shown, for a reload
        lesson.remembered(name)
    part = _part(text)
    st.html(f'<h3 class="kw-heading">{escape(text.say(f"part_{part}"))}</h3>')
    _show(part, text, assistant.tables)


def _show(part: str, text: lesson.Text, tables: Tables) -> None:
    data = read_onboarding()
    if part == "path":
        _path(text, data.steps, tables)
    elif part == "picture":
        _picture(text, data.picture)
    elif part == "terms":
        _terms(text)
    elif part == "who":
        _who(text, data.who)
    elif part == "asked":
        _asked(text, data, tables)
    else:
        selftest.show(text, data, tables)


def _part(text: lesson.Text) -> str:
    """Return the part that the address names, after offering the others."""
    named = lesson.remembered(_PART)
    part = named if named in _PARTS else _PARTS[0]
    lesson.remember(_PART, part)
    key = f"start-part-{text.language.value}"  # its words are the browser's values
    st.session_state[key] = part
    st.pills(
        text.say("choose_part"),
        _PARTS,
        format_func=lambda each: text.say(f"part_{each}"),
        key=key,
        required=True,
        on_change=lambda: lesson.remember(_PART, st.session_state[key]),
    )
    return part


# --- the reading path --------------------------------------------------------------------------


def _path(text: lesson.Text, steps: Sequence[Step], tables: Tables) -> None:
    done = [step.id for step in steps if step.id in lesson.remembered(_DONE).split(",")]
    minutes = sum(step.minutes for step in steps)
    left = sum(step.minutes for step in steps if step.id not in done)
    st.html(f"<p>{escape(text.say('path_intro', steps=len(steps), minutes=minutes))}</p>")
    progress = text.say("progress", done=len(done), steps=len(steps), minutes=left)
    st.progress(len(done) / len(steps), text=progress)
    following = next((step.id for step in steps if step.id not in done), None)
    for number, step in enumerate(steps, 1):
        _step(text, number, step, tables, read=step.id in done, opened=step.id == following)
    if following is None:
        st.html(f'<p role="status"><b>{escape(text.say("path_done"))}</b></p>')


def _step(
    text: lesson.Text, number: int, step: Step, tables: Tables, *, read: bool, opened: bool
) -> None:
    name = "step_read" if read else "step"
    title = text.say(name, number=number, title=_plain(text, step), minutes=step.minutes)
    with st.expander(title, expanded=opened):
        st.html("".join(_step_html(text, step, tables)))
        key = f"done-{step.id}"
        st.session_state[key] = read
        st.checkbox(text.say("step_done", number=number), key=key, on_change=_tick, args=(step.id,))


def _plain(text: lesson.Text, step: Step) -> str:
    title = step.title.nl if text.language is Language.DUTCH else step.title.en
    return view.plain(title)


def _step_html(text: lesson.Text, step: Step, tables: Tables) -> Iterator[str]:
    yield f"<p><b>{escape(text.say('why'))}</b> {text.own(step.why)}</p>"
    yield f'<h4 class="kw-heading">{escape(text.say("to_read"))}</h4>'
    for anchor in step.read:
        yield from lesson.paragraph(text, anchor)
    table = tables.get(step.check)
    yield f'<h4 class="kw-heading">{escape(text.say("check"))}</h4>'
    yield f"<p>{text.own(table.question)}</p>"
    yield f"<details><summary>{escape(text.say('answer'))}</summary>"
    for row in table.rows:
        yield from lesson.outcome(text, table, row)
    yield "</details>"


def _tick(step: str) -> None:
    done = [each for each in lesson.remembered(_DONE).split(",") if each and each != step]
    if st.session_state[f"done-{step}"]:
        done.append(step)
    lesson.remember(_DONE, ",".join(done))


# --- the picture -------------------------------------------------------------------------------


def _picture(text: lesson.Text, levels: Sequence[Group]) -> None:
    st.html(f"<p>{escape(text.say('picture_intro'))}</p>" + "".join(_levels(text, levels)))
    st.html("".join(_in_words(text, levels)))


def _levels(text: lesson.Text, levels: Sequence[Group]) -> Iterator[str]:
    """Yield the framework as levels of boxes from top to bottom: a list, so that it reads as one."""
    yield f'<ol class="kw-map" aria-label="{escape(text.say("part_picture"))}">'
    for level in levels:
        yield f'<li><h4 class="kw-level">{text.own(level.name)}</h4><ul>'
        for box in level.boxes:
            yield f'<li class="kw-box"><b>{text.own(box.name)}</b><p>{text.own(box.says)}</p>'
            yield from _cited(text, box.anchor)
            yield "</li>"
        yield "</ul></li>"
    yield "</ol>"


def _in_words(text: lesson.Text, levels: Sequence[Group]) -> Iterator[str]:
    yield f"<details><summary>{escape(text.say('picture_words'))}</summary><p>"
    for level in levels:
        names = "; ".join(text.own(box.name) for box in level.boxes)
        yield f"<b>{text.own(level.name)}</b> {names}. "
    yield "</p></details>"


def _cited(text: lesson.Text, anchor: Anchor) -> Iterator[str]:
    yield f"<details><summary>{escape(lesson.place_name(text, anchor.paragraph))}</summary>"
    yield from lesson.cited(text, anchor)
    yield "</details>"


# --- glossary, who is who, what everybody asks -------------------------------------------------


def _terms(text: lesson.Text) -> None:
    typed = st.text_input(
        text.say("search_terms"), key=_TERM, bind="query-params", autocomplete="off"
    )
    found = found_terms(text.index.terms, typed or "", text.language)
    count = text.say("terms_found", found=len(found), all=len(text.index.terms))
    st.html(f'<p class="kw-note" role="status">{escape(count)}</p>')
    if found:
        st.html('<dl class="kw-terms">' + "".join(_term(text, each) for each in found) + "</dl>")


def found_terms(terms: Sequence[Term], typed: str, language: Language) -> list[Term]:
    """Return the terms in which all typed words occur, in the order of the language's alphabet."""
    wanted = typed.casefold().split()
    dutch = language is Language.DUTCH
    hits = [term for term in terms if all(word in _searched(term) for word in wanted)]
    return sorted(hits, key=lambda term: (term.dutch if dutch else term.english).casefold())


def _searched(term: Term) -> str:
    names = (term.dutch, term.english, *term.dutch_also, *term.english_also)
    return " ".join((*names, term.explained_dutch, term.explained_english)).casefold()


def _term(text: lesson.Text, term: Term) -> str:
    pair = [("nl", term.dutch, term.explained_dutch), ("en", term.english, term.explained_english)]
    if text.language is Language.ENGLISH:
        pair.reverse()
    (_, name, explained), (other, also, _) = pair
    quoted = "".join(_cited(text, Anchor(term.paragraph, term.quote)))
    return (
        f'<div><dt><b>{escape(name)}</b> – <span lang="{other}">{escape(also)}</span></dt>'
        f"<dd><p>{escape(explained)}</p>{quoted}</dd></div>"
    )


def _who(text: lesson.Text, groups: Sequence[Group]) -> None:
    st.html(f"<p>{escape(text.say('who_intro'))}</p>")
    for group in groups:
        body = "".join(_body(text, box) for box in group.boxes)
        name = f'<h4 class="kw-heading">{text.own(group.name)}</h4>'
        st.html(f'{name}<dl class="kw-terms">{body}</dl>')


def _body(text: lesson.Text, box: Box) -> str:
    full = f' – <span lang="nl">{escape(box.full)}</span>' if box.full else ""
    quoted = "".join(_cited(text, box.anchor))
    return (
        f"<div><dt><b>{text.own(box.name)}</b>{full}</dt>"
        f"<dd><p>{text.own(box.says)}</p>{quoted}</dd></div>"
    )


def _asked(text: lesson.Text, data: Onboarding, tables: Tables) -> None:
    st.html(f"<p>{escape(text.say('asked_intro'))}</p>")
    for number, name in enumerate(data.asked, 1):
        table = tables.get(name)
        rows = "".join(part for row in table.rows for part in lesson.outcome(text, table, row))
        title = f"{number}. {text.own(table.question)}"
        st.html(f'<section><h4 class="kw-heading">{title}</h4>{rows}</section>')
