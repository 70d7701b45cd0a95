"""The page "Read": the whole framework, a section at a time, and a search in all of it.

The address holds the state: `s` the section, `p` the paragraph that a link leads to, `z` its sentences to
mark (from 1, as 2 or 2-3), `find` the words searched for, `t` whether the translation is shown.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app import view
from app.reading_find import Hit, hits, pattern
from app.reading_marks import address, anchor, marked_words
from app.reading_text import (
    Here,
    Rule,
    Shelf,
    footnotes,
    section_html,
    sections_within,
)
from app.texts import words
from kaderwijzer.answer.labels import label
from kaderwijzer.cite.place import page as page_at
from kaderwijzer.model import Document, Language, ParagraphKind, SectionId

if TYPE_CHECKING:
    from kaderwijzer.assistant import Assistant

_FIND = "find"  # its name in the address
_MOST = 100  # hits on one page
# Constant but for the digits, by which the browser knows that a new link was followed.
_SCROLL = """<script>/* {mark} */
(function look(left) {{
  const there = document.querySelector(".kw-here");
  if (!there) {{ if (left) setTimeout(look, 100, left - 1); return; }}
  there.scrollIntoView({{block: "start"}});
  there.focus({{preventScroll: true}});
}})(30);
</script>"""


def page(language: Language, assistant: Assistant) -> None:
    """Show the text: a section of it, or where the words searched for stand."""
    index = assistant.index
    st.html(Path(__file__).with_name("reading.css"))
    _title(index.documents[0], language)
    rules = _rules(index.name, language, assistant)
    shelf = Shelf(index, language, rules, footnotes(index.documents[0]))
    query = _search(language)
    shelf = replace(shelf, query=query, find=pattern(query))
    here = _here(shelf.document)
    if query and not here and not _asked_section(shelf.document):
        _found(shelf)
        return
    _section(shelf, here)


def _title(document: Document, language: Language) -> None:
    entry = document.source.entry
    own = escape(entry.title_en if language is Language.ENGLISH else entry.title)
    st.html(
        f'<h2 class="kw-asked">{words("read", language, "heading")}</h2>'
        f'<p class="kw-about"><b>{own}</b>, {escape(entry.publisher)}. '
        f"{words('read', language, 'about')}</p>"
    )


# --- what the address asks for -------------------------------------------------------------------


def _here(document: Document) -> Here | None:
    """Return the paragraph that the address leads to, if the text has it."""
    name = st.query_params.get("p", "")
    for paragraph in document.paragraphs:
        if paragraph.id == name:
            return Here(paragraph.id, _sentences(st.query_params.get("z", "")))
    return None


def _sentences(written: str) -> tuple[int, ...]:
    """Read which sentences to mark, as positions from 0.

    >>> _sentences("2-3"), _sentences("1"), _sentences("x")
    ((1, 2), (0,), ())
    """
    match = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3}))?", written)
    return tuple(range(int(match[1]) - 1, int(match[2] or match[1]))) if match else ()


def _asked_section(document: Document) -> SectionId | None:
    name = st.query_params.get("s")
    return next((s.id for s in document.sections if s.id == name), None)


def _home(here: Here, document: Document) -> SectionId:
    """Return the section in which a paragraph stands; a note stands where it is called."""
    callers = {f"fn.{m.number}": p.section for p in document.paragraphs for m in p.markers}
    own = {p.id: p.section for p in document.paragraphs}
    return callers.get(here.paragraph) or own[here.paragraph]


def _go(section: SectionId) -> None:
    st.query_params.pop("p", None)
    st.query_params.pop("z", None)
    st.query_params["s"] = section


# --- controls ------------------------------------------------------------------------------------


def _search(language: Language) -> str:
    row = st.form("finding", border=False).container(horizontal=True, vertical_alignment="bottom")
    with row:
        query = st.text_input(
            words("read", language, "find"),
            key=_FIND,
            bind="query-params",
            placeholder=words("read", language, "find_hint"),
            autocomplete="off",
        )
        st.form_submit_button(words("read", language, "find_button"), on_click=_leave_section)
    return (query or "").strip()


def _leave_section() -> None:
    """Forget the section: a new search looks through all of them."""
    for name in ("p", "z", "s"):
        st.query_params.pop(name, None)


def _choose(shelf: Shelf, shown: SectionId) -> None:
    """Let a section be chosen; the address says which one is."""
    names = {s.id: f"{s.id}  {s.title}" for s in shelf.document.sections}
    st.session_state["read-section"] = shown
    st.selectbox(
        words("read", shelf.language, "section"),
        tuple(names),
        format_func=lambda name: names[name],
        key="read-section",
        on_change=lambda: _go(st.session_state["read-section"]),
    )


def _translated(language: Language) -> bool:
    """Return whether to show the translation: as the address says, else in English alone."""
    usual = language is Language.ENGLISH
    st.session_state["read-translation"] = st.query_params.get("t", str(int(usual))) == "1"
    return st.toggle(
        words("read", language, "translation"),
        key="read-translation",
        on_change=lambda: st.query_params.update(t=str(int(st.session_state["read-translation"]))),
    )


def _contents(shelf: Shelf) -> None:
    """Show the table of contents, each line a link with the page on which the section begins."""
    document, chosen = shelf.document, shelf.language
    written = document.source.entry.language.value
    lines = []
    for section in document.sections:
        depth = section.id.count(".")
        link = escape(address("read", chosen, s=section.id))
        where = f"{label(chosen, 'page')} {page_at(document, section.span.start)}"
        lines.append(
            f'<li class="kw-depth-{min(depth, 2)}"><a href="{link}">{escape(section.id)} '
            f'<span lang="{written}">{escape(section.title)}</span></a> <span>{where}</span></li>'
        )
    name = words("read", chosen, "contents")
    first = not (set(st.query_params) & {"s", "p", _FIND})
    with st.expander(name, expanded=first):
        st.html(f'<nav aria-label="{name}"><ul class="kw-contents">{"".join(lines)}</ul></nav>')


# --- what is shown -------------------------------------------------------------------------------


def _section(shelf: Shelf, here: Here | None) -> None:
    document = shelf.document
    asked = _asked_section(document)
    section = asked or (_home(here, document) if here else document.sections[0].id)
    if here and _home(here, document) not in sections_within(document, section):
        section = _home(here, document)
    _missing(shelf, here, asked)
    if shelf.query:
        name = words("read", shelf.language, "all_hits", words=view.plain(shelf.query))
        st.button(name, key="read-hits", on_click=_leave_section, type="tertiary")
    _contents(shelf)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choose(shelf, section)
        translated = _translated(shelf.language)
    shelf = replace(shelf, here=here, translated=translated)
    if here:
        _arrived(here, shelf.language)
    for name in sections_within(document, section):
        _one(name, shelf)
    _turn(section, shelf)
    if here:
        mark = hashlib.sha256(repr(here).encode()).hexdigest()[:12]
        # No words of others are in it: digits and a constant.
        st.html(_SCROLL.format(mark=mark), unsafe_allow_javascript=True)


def _one(name: SectionId, shelf: Shelf) -> None:
    document = shelf.document
    section = next(s for s in document.sections if s.id == name)
    called = {f"fn.{m.number}" for p in document.paragraphs for m in p.markers}
    own = [p for p in document.paragraphs if p.section == name and p.id not in called]
    st.html(section_html(section, page_at(document, section.span.start), own, shelf))


def _missing(shelf: Shelf, here: Here | None, asked: SectionId | None) -> None:
    """Say so where the address names a paragraph or section that the text does not have."""
    wrong = [] if here else [st.query_params.get("p", "")]
    wrong += [] if asked else [st.query_params.get("s", "")]
    for name in filter(None, wrong):
        said = escape(words("read", shelf.language, "missing", place=name[:80]))
        st.html(f'<p class="kw-alert" role="alert">{said}</p>')


def _arrived(here: Here, language: Language) -> None:
    """Offer the way to the marked paragraph for who reads without scripts, and say how it works."""
    link = escape(anchor(here.paragraph))
    name = escape(words("read", language, "go", id=here.paragraph))
    how = words("read", language, "how")
    st.html(f'<p class="kw-note"><a href="#{link}">{name}</a> – {how}</p>')


def _turn(section: SectionId, shelf: Shelf) -> None:
    """Offer the section before and after what is shown."""
    document = shelf.document
    filled = {p.section for p in document.paragraphs}
    leaves = [s.id for s in document.sections if s.id in filled]
    shown = [n for n, name in enumerate(leaves) if name in sections_within(document, section)]
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for name, number in (("before", shown[0] - 1), ("after", shown[-1] + 1)):
            if 0 <= number < len(leaves):
                st.button(
                    words("read", shelf.language, name),
                    key=f"read-{name}",
                    on_click=_go,
                    args=(leaves[number],),
                )


def _found(shelf: Shelf) -> None:
    """Show where the words searched for stand, in all sections."""
    found = list(islice(hits(shelf.query, shelf.document, shelf.index), _MOST + 1))
    name = "found_more" if len(found) > _MOST else "found" if found else "found_none"
    said = escape(words("read", shelf.language, name, count=len(found[:_MOST]), words=shelf.query))
    items = "".join(_hit(hit, shelf) for hit in found[:_MOST])
    st.html(f'<p role="status" class="kw-note">{said}</p><ol class="kw-hits">{items}</ol>')
    st.button(words("read", shelf.language, "clear"), key="read-clear", on_click=_forget)


def _hit(hit: Hit, shelf: Shelf) -> str:
    paragraph = hit.paragraph
    link = escape(address("read", shelf.language, p=paragraph.id, find=shelf.query))
    note = paragraph.kind is ParagraphKind.FOOTNOTE
    number = paragraph.id.removeprefix("fn.")
    name = f"{label(shelf.language, 'footnote')} {number}" if note else paragraph.id
    where = f"{label(shelf.language, 'page')} {paragraph.pages[0]}"
    own = hit.language == shelf.document.source.entry.language.value
    said = "" if own else f"<i>{label(shelf.language, 'translation')}:</i> "
    return (
        f'<li><a href="{link}">{escape(name)}</a> <span class="kw-who">{where}</span><br>{said}'
        f'<span lang="{hit.language}">{marked_words(hit.piece, shelf.find)}</span></li>'
    )


def _forget() -> None:
    st.session_state[_FIND] = ""


@st.cache_resource(show_spinner=False)
def _rules(index: str, language: Language, _assistant: Assistant) -> Mapping[str, Sequence[Rule]]:
    """Return per paragraph the decision tables whose rows are proven by it."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for id in _assistant.tables:
        table = _assistant.tables.get(id)
        title, question = (getattr(both, language.value) for both in (table.title, table.question))
        rule = Rule(id, title, question)
        for name in dict.fromkeys(a.paragraph for row in table.rows for a in row.anchors):
            found[name].append(rule)
    return dict(found)
