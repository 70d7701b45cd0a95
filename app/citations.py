"""The page "Citations": looking a citation up, the catalogue of sources, and what is odd in it.

The address holds the state: `cite` what is looked up, `source` the source shown, `v` the view chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app.citations_data import (
    Listing,
    articles,
    chapter_ids,
    chapters,
    find_source,
    held_text,
    listing,
    odd,
    times,
)
from app.citations_text import (
    odd_html,
    picture_html,
    picture_words,
    said,
    source_html,
    statute_html,
    suggestions_html,
)
from app.texts import words
from kaderwijzer.cite import export
from kaderwijzer.cite.lookup import look_up
from kaderwijzer.model import Language, LookUpStatus, SourceMatch

if TYPE_CHECKING:
    from kaderwijzer.assistant import Assistant
    from kaderwijzer.search.index import Index

_CITE = "cite"  # its name in the address
_TABLE = "citations-table"
_OPEN = "citations-open"
_VIEW = "citations-view"


def page(language: Language, assistant: Assistant) -> None:
    """Show the look-up, and below it what was found, a source, or the catalogue."""
    index = assistant.index
    st.html(Path(__file__).with_name("citations.css"))
    st.html(
        f'<h2 class="kw-asked">{words("citations", language, "heading")}</h2>'
        f'<p class="kw-about">{words("citations", language, "about")}</p>'
    )
    found = _listing(index.name, index)
    query = _query(language)
    source = st.query_params.get("source")
    if source:
        _one_source(source, found, index, language)
    elif query:
        _looked_up(query, found, language)
    else:
        _views(found, language)


@st.cache_resource(show_spinner=False)
def _listing(name: str, _index: Index) -> Listing:
    """Read the citations of an index once for all visitors."""
    return listing(_index)


# --- looking up ----------------------------------------------------------------------------------


def _query(language: Language) -> str:
    row = st.form("citing", border=False).container(horizontal=True, vertical_alignment="bottom")
    with row:
        query = st.text_input(
            words("citations", language, "look_up"),
            key=_CITE,
            bind="query-params",
            placeholder=words("citations", language, "hint"),
            autocomplete="off",
        )
        st.form_submit_button(
            words("citations", language, "look_up_button"), on_click=_leave, type="primary"
        )
    return (query or "").strip()


def _leave() -> None:
    """Leave the page of a source."""
    st.query_params.pop("source", None)


def _looked_up(query: str, of: Listing, language: Language) -> None:
    result = look_up(query, of.catalogue)
    if result.status is not LookUpStatus.FOUND:
        said_so = said(result.explanation, language)
        st.html(f'<p class="kw-alert" role="status">{said_so}</p>')
    for match in result.matches:
        st.html(source_html(match, of, language, whole=len(result.matches) == 1))
    if result.suggestions:
        name = "corrections" if result.status is LookUpStatus.FOUND else "suggestions"
        st.html(suggestions_html(result.suggestions, language, name))
    _back(language)


def _back(language: Language) -> None:
    st.button(words("citations", language, "back"), key="citations-back", on_click=_to_all)


def _to_all() -> None:
    _leave()
    st.session_state[_CITE] = ""


# --- one source ----------------------------------------------------------------------------------


def _one_source(name: str, of: Listing, index: Index, language: Language) -> None:
    _back(language)
    match = find_source(name, of)
    if name in articles(of):
        st.html(statute_html(of, language, only=name))
    elif match is None:
        unknown = escape(words("citations", language, "unknown", id=name[:80]))
        st.html(f'<p class="kw-alert" role="alert">{unknown}</p>')
    else:
        st.html(source_html(match, of, language, whole=True))
        _held(match, of, index, language)


def _held(match: SourceMatch, of: Listing, index: Index, language: Language) -> None:
    """Show the places of a held source to which the text points."""
    for document, texts in held_text(match, of, index) if match.held else ():
        written = document.source.entry.language.value
        body = "".join(f'<p lang="{written}">{escape(t)}</p>' for t in texts)
        title = escape(document.source.entry.title)
        name = words("citations", language, "held_text")
        st.html(f'<h3 class="kw-heading">{name}</h3><p class="kw-who">{title}</p>{body}')


# --- the catalogue -------------------------------------------------------------------------------


def _views(of: Listing, language: Language) -> None:
    shown: dict[str, Callable[[Listing, Language], None]] = {
        "sources": _sources,
        "statute": _statute,
        "odd": _odd,
        "picture": _picture,
        "export": _export,
    }
    asked = st.query_params.get("v", "")
    st.session_state[_VIEW] = asked if asked in shown else "sources"
    chosen = st.segmented_control(
        words("citations", language, "view"),
        tuple(shown),
        format_func=lambda name: words("citations", language, f"view_{name}"),
        key=_VIEW,
        required=True,
        on_change=lambda: st.query_params.update(v=st.session_state[_VIEW]),
    )
    shown[chosen or "sources"](of, language)


def _sources(of: Listing, language: Language) -> None:
    found = of.sources
    counts = words(
        "citations",
        language,
        "sources_count",
        count=len(found),
        times=sum(map(times, found)),
        held=sum(m.held for m in found),
    )
    how = words("citations", language, "sources_how")
    st.html(f'<p class="kw-note">{counts} {how}</p>')
    _chooser(found, language)
    st.dataframe(
        _columns(found, of, language),
        hide_index=True,
        key=_TABLE,
        on_select=lambda: _take_row(found),
        selection_mode="single-row",
        column_config={
            words("citations", language, "column_chapters"): st.column_config.Column(width=120)
        },
        alt=words("citations", language, "sources_alt"),
    )


def _columns(
    found: tuple[SourceMatch, ...], of: Listing, language: Language
) -> dict[str, list[object]]:
    """Return the catalogue by column; cells are shown as text."""

    def name(column: str) -> str:
        return words("citations", language, f"column_{column}")

    ids = chapter_ids(of.document)
    cited = [chapters(m, of.document) for m in found]
    held = [words("citations", language, "yes" if m.held else "no") for m in found]
    return {
        name("label"): [m.label for m in found],
        name("kind"): [words("citations", language, f"kind_{m.kind.value}") for m in found],
        name("times"): [times(m) for m in found],
        name("chapters"): [", ".join(c for c in ids if c in count) for count in cited],
        name("held"): list(held),
        name("address"): [m.url or "–" for m in found],
        name("id"): [m.id for m in found],
    }


def _take_row(found: tuple[SourceMatch, ...]) -> None:
    rows = st.session_state[_TABLE].selection.rows
    if rows:
        st.query_params["source"] = found[rows[0]].id


def _chooser(found: tuple[SourceMatch, ...], language: Language) -> None:
    """Offer the sources as a list too, for who works without a mouse."""
    labels = {m.id: m.label for m in found}
    st.selectbox(
        words("citations", language, "open"),
        tuple(labels),
        index=None,
        format_func=lambda id: labels[id],
        placeholder=words("citations", language, "open_hint"),
        key=_OPEN,
        on_change=_take_choice,
    )


def _take_choice() -> None:
    if st.session_state[_OPEN]:
        st.query_params["source"] = st.session_state[_OPEN]


def _statute(of: Listing, language: Language) -> None:
    about = words("citations", language, "statute_about")
    st.html(f'<p class="kw-note">{about}</p>{statute_html(of, language)}')


def _odd(of: Listing, language: Language) -> None:
    found = odd(of)
    name = "odd_about" if found else "odd_none"
    st.html(
        f'<p class="kw-note">{words("citations", language, name)}</p>'
        + odd_html(found, of, language)
    )


def _picture(of: Listing, language: Language) -> None:
    about = words("citations", language, "picture_about")
    st.html(f'<p class="kw-note">{about}</p>{picture_html(of, language)}')
    st.html(picture_words(of, language))


def _export(of: Listing, language: Language) -> None:
    st.html(f'<p class="kw-note">{words("citations", language, "export_about")}</p>')
    citations, held = of.catalogue.citations, of.catalogue.held
    # With a byte order mark, by which spreadsheets know that it is UTF-8.
    table = export.to_csv(citations, language, held).encode("utf-8-sig")
    files: tuple[tuple[str, str, str | bytes, str], ...] = (
        ("csv", "csv", table, "text/csv"),
        ("json", "json", export.to_json_text(citations, language), "application/json"),
        ("bibtex", "bib", export.to_bibtex(of.catalogue), "application/x-bibtex"),
        ("csl", "csl.json", export.to_csl_json(of.catalogue), "application/json"),
    )
    for name, ending, data, kind in files:
        st.download_button(
            words("citations", language, f"export_{name}"),
            data,
            file_name=f"kaderwijzer.{ending}",
            mime=kind,
            key=f"export-{name}",
            on_click="ignore",
        )
