"""The page "How good is it": the measured figures with their plots, the limits, and what this was made from.

Figures come from `evaluation/baseline.json`, their intervals and numbers of questions from the reports
beside it; every figure that stands there is shown, also one this page has no words for.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

import kaderwijzer
from app import view
from app.figures import Figure, Table, figures, made_with, tables
from app.texts import words
from kaderwijzer.answer.labels import banner, date_label
from kaderwijzer.model import Document, Language

if TYPE_CHECKING:
    from kaderwijzer.assistant import Assistant
    from kaderwijzer.search.index import Settings

_PAGE = "reliability"
_TOLD = ("README.md", "history.md")  # texts that tell how it was made, not reports
_EVALUATION = Path(__file__).resolve().parents[1] / "evaluation"
_STYLE = Path(__file__).with_name("onboarding.css")
_LIMITS = 7
_LANGUAGES = tuple(each.value for each in Language)
_BOTH = ""  # the column of a figure that no language is named for


def page(language: Language, assistant: Assistant, evaluation: Path = _EVALUATION) -> None:
    """Show how good the answers are, and what that was measured on."""
    st.html(_STYLE)
    title, intro = (escape(_say(language, name)) for name in ("title", "intro"))
    st.html(f'<h2 class="kw-asked">{title}</h2><p class="kw-about">{intro}</p>')
    _figures(language, evaluation, assistant.index.settings)
    _plots(language, evaluation / "plots")
    _limits(language)
    _law(language, assistant.index.documents)
    _made_from(language, assistant)


def _say(language: Language, name: str, **values: object) -> str:
    return words(_PAGE, language, name, **values)


def _named(language: Language, name: str, otherwise: str) -> str:
    """Return our words for a name in a file, or the name itself where we have none."""
    try:
        return _say(language, name)
    except KeyError:
        return otherwise


def _heading(language: Language, name: str) -> None:
    view.heading(_say(language, name))


# --- the figures -------------------------------------------------------------------------------


def _figures(language: Language, folder: Path, settings: Settings) -> None:
    _heading(language, "figures")
    baseline = _read_json(folder / "baseline.json")
    files = (path for path in sorted(folder.glob("*.md")) if path.name not in _TOLD)
    reports = [path.read_text(encoding="utf-8") for path in files]
    if not baseline:
        st.html(f"<p>{escape(_say(language, 'no_figures'))}</p>")
        return
    st.html(f"<p>{escape(_say(language, 'how_to_read'))}</p>")
    _same_version(language, reports, settings)
    for name, values in sorted(baseline.items(), key=lambda item: not item[0].endswith("test")):
        _set(language, name, figures(name, values, reports))
    others = [table for report in reports for table in tables(report) if not table.measures]
    for table in _shown(others):
        with st.expander(view.plain(_named(language, f"table {table.title}", table.title))):
            st.html("".join(_plain_table(table)))


def _read_json(path: Path) -> dict[str, dict[str, Any]]:
    """Return the figures by set of questions; nothing where the file is missing or not such a file."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    sets = data.items() if isinstance(data, dict) else ()
    return {name: values for name, values in sets if isinstance(values, dict)}


def _same_version(language: Language, reports: Iterable[str], settings: Settings) -> None:
    """Say on which text and model the figures were measured, and whether those are in use now."""
    measured = next((found for report in reports if (found := made_with(report))), None)
    if measured is None:
        return
    same = settings.corpus_sha256.startswith(measured.corpus)
    same = same and settings.model_fingerprint.startswith(measured.model)
    name = "measured_same" if same else "measured_other"
    said = _say(language, name, corpus=measured.corpus, model=measured.model)
    st.html(f'<p class="kw-note">{"" if same else "<b>!</b> "}{escape(said)}</p>')


def _set(language: Language, name: str, found: Sequence[Figure]) -> None:
    """Show the figures of one set of questions: those per language, then those over both."""
    title = _named(language, f"set {name}", name)
    whole = f"{title} – {_say(language, f'column {_BOTH}').lower()}"
    for named, columns in ((title, _LANGUAGES), (whole, (_BOTH,))):
        own = [figure for figure in found if figure.language in columns]
        if own:
            st.html("".join(_set_html(language, named, columns, own)))


def _set_html(
    language: Language, title: str, columns: Sequence[str], found: Sequence[Figure]
) -> Iterator[str]:
    names = [_say(language, "figure"), *(_say(language, f"column {each}") for each in columns)]
    yield from _opened(title, names)
    for name in dict.fromkeys(figure.name for figure in found):
        own = {figure.language: figure for figure in found if figure.name == name}
        cells = "".join(f"<td>{_cell(language, own.get(column))}</td>" for column in columns)
        yield f'<tr><th scope="row">{_explained(language, name)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _explained(language: Language, name: str) -> str:
    why = _named(language, f"why {name}", "")
    small = f"<small>{escape(why)}</small>" if why else ""
    return escape(_named(language, f"figure {name}", name)) + small


def _cell(language: Language, figure: Figure | None) -> str:
    """Return a figure with its interval and number of questions; a dash where there is none.

    Where all questions came out alike, resampling them gives no interval.
    """
    if figure is None:
        return "–"
    value = f"<b>{escape(_share(figure.value))}</b>"
    if figure.low is not None and figure.high is not None and figure.low < figure.high:
        between = _say(language, "between", low=_share(figure.low), high=_share(figure.high))
        value += f"<small>{escape(between)}</small>"
    if figure.count is not None:
        value += f"<small>{escape(_say(language, 'questions', count=figure.count))}</small>"
    return value


def _share(value: float) -> str:
    r"""Return a share as a percentage; another number as it is.

    >>> _share(0.912), _share(12.5)
    ('91\xa0%', '12.5')
    """
    return f"{value * 100:.0f}\N{NO-BREAK SPACE}%" if 0 <= value <= 1 else f"{value:g}"


def _opened(title: str, head: Sequence[str]) -> Iterator[str]:
    cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    yield f'<div class="kw-scroll" role="region" tabindex="0" aria-label="{escape(title)}">'
    yield f'<table class="kw-table"><caption>{escape(title)}</caption>'
    yield f"<thead><tr>{cells}</tr></thead><tbody>"


def _shown(found: Iterable[Table]) -> Iterator[Table]:
    """Yield tables once each, a second one under a title with its columns in its name.

    A report may repeat what stands in a file of its own.
    """
    titles = set()
    for table in {(table.title, table.rows): table for table in found}.values():
        again = table.title in titles
        titles.add(table.title)
        columns = " / ".join(table.head[:2])
        yield replace(table, title=f"{table.title}: {columns}") if again else table


def _plain_table(table: Table) -> Iterator[str]:
    """Yield a table of a report as it stands there, in English."""
    yield '<div lang="en">'
    yield from _opened(table.title, table.head)
    for first, *rest in table.rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody></table></div></div>"


def _plots(language: Language, folder: Path) -> None:
    plots = sorted(folder.glob("*.svg"))
    if not plots:
        return
    _heading(language, "plots")
    st.html(f"<p>{escape(_say(language, 'plots_note'))}</p>")
    for plot in plots:
        caption = _named(language, f"plot {plot.stem}", plot.stem)
        alt = _named(language, f"alt {plot.stem}", caption)
        drawn = plot.read_text(encoding="utf-8")
        st.image(
            drawn[drawn.index("<svg") :], caption=view.plain(caption), width="stretch", alt=alt
        )


# --- limits, law, versions ---------------------------------------------------------------------


def _limits(language: Language) -> None:
    _heading(language, "limits")
    items = (f"<li>{escape(_say(language, f'limit_{n}'))}</li>" for n in range(1, _LIMITS + 1))
    st.html(f"<ul>{''.join(items)}</ul>")


def _law(language: Language, documents: Iterable[Document]) -> None:
    _heading(language, "law")
    st.html("".join(_document(language, document) for document in documents))


def _document(language: Language, document: Document) -> str:
    entry = document.source.entry
    title = entry.title_en if language is Language.ENGLISH else entry.title
    dated = _say(language, "dated", date=date_label(language, entry.date))
    law = banner(language, entry.regime, entry.date)
    return (
        f"<p><b>{escape(title)}</b>, {escape(entry.publisher)}. {escape(dated)} {escape(law)}<br>"
        f'SHA-256: <span class="kw-hash">{escape(entry.sha256)}</span></p>'
    )


def _made_from(language: Language, assistant: Assistant) -> None:
    _heading(language, "versions")
    settings, name = assistant.index.settings, assistant.index.name
    made = {
        "version": f"{kaderwijzer.__version__} ({settings.version})",
        "python": platform.python_version(),
        "index": f"{name} ({settings.format})",
        "corpus": settings.corpus_sha256,
        "tables": settings.tables_sha256,
        "model": settings.model_choice,
        "fingerprint": settings.model_fingerprint,
    }
    rows = (
        f"<div><dt>{escape(_say(language, f'made {key}'))}</dt>"
        f'<dd class="kw-hash">{escape(value)}</dd></div>'
        for key, value in made.items()
    )
    st.html(f'<dl class="kw-terms">{"".join(rows)}</dl>')
