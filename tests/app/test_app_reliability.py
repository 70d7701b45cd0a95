"""The page "How good is it": every figure of the baseline, its interval, and what it was measured on."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from app.figures import Figure, figures, made_with, tables
from app.reliability import _share
from app.texts import _page_words, words
from streamlit.testing.v1 import AppTest
from tests.app.app_fakes import HOSTILE, document
from tests.app.conftest import Elements, html

from kaderwijzer.model import Language
from kaderwijzer.search.index import Settings

EVALUATION = Path(__file__).parents[2] / "evaluation"
OURS = {
    *("b", "br", "caption", "dd", "div", "dl", "dt", "h2", "h3", "li", "p", "small", "span"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
}
OUR_ATTRIBUTES = {"aria-label", "class", "lang", "role", "scope", "tabindex"}
REPORT = """# Report

Version 9.9, Python 3.12, corpus `aaaa`, model `bbbb`.

## open-test

| figure | value | interval | questions |
|---|---|---|---|
| recall of first five, nl | 0.912 | 0.846 to 0.967 | 91 |
| recall of first five, en | 0.957 | 0.913 to 0.989 | 92 |
| depends right | 0.700 | 0.500 to 0.900 | 20 |

## By kind of question (test)

| kind | found in first five | questions |
|---|---|---|
| plain | 43 | 44 |
"""
BASELINE = {
    "open-test": {
        "recall of first five, nl": 0.9121,
        "recall of first five, en": 0.9565,
        "depends right": 0.6,
        "a figure of later": 0.25,
    }
}
SVG = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>\n'


def assistant(corpus: str = "aaaa", model: str = "bbbb") -> SimpleNamespace:
    settings = Settings(5, "0.1", corpus + "0" * 60, "<b>model</b>", model + "0" * 60, "t" * 64)
    index = SimpleNamespace(documents=(document(),), settings=settings, name="build-<i>fake</i>")
    return SimpleNamespace(index=index)


def _script(language: str, folder: str, corpus: str) -> None:
    from pathlib import Path

    from app.reliability import page
    from tests.app.test_app_reliability import assistant

    from kaderwijzer.model import Language

    page(Language(language), assistant(corpus), Path(folder))


def visit(folder: Path, language: str = "nl", corpus: str = "aaaa") -> AppTest:
    return AppTest.from_function(
        _script, args=(language, str(folder), corpus), default_timeout=60
    ).run()


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    """Return a folder with a baseline, a report and a plot."""
    (tmp_path / "baseline.json").write_text(json.dumps(BASELINE))
    (tmp_path / "report.md").write_text(REPORT)
    (tmp_path / "plots").mkdir()
    (tmp_path / "plots" / "kinds.svg").write_text(SVG)
    return tmp_path


def rows(shown: AppTest) -> list[list[str]]:
    """Return the cells of all rows of tables, as text."""
    found = re.findall(r"<tr>(.*?)</tr>", html(shown), re.DOTALL)
    return [[Elements(c).text for c in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in found]


# --- reading the files -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("recall of first five, nl", 0.9121, ("recall of first five", "nl", 0.846, 0.967, 91)),
        ("recall of first five, en", 0.9565, ("recall of first five", "en", 0.913, 0.989, 92)),
        ("depends right", 0.7004, ("depends right", "", 0.5, 0.9, 20)),
        # the report is of another run: its interval is not of this value
        ("depends right", 0.6, ("depends right", "", None, None, None)),
        ("not in the report, en", 0.1, ("not in the report", "en", None, None, None)),
    ],
)
def test_a_figure_takes_its_interval_from_the_report(key, value, expected):
    (found,) = figures("open-test", {key: value}, [REPORT])
    assert (found.name, found.language, found.low, found.high, found.count) == expected
    assert found.value == value


def test_a_figure_of_another_set_has_another_interval():
    (found,) = figures("verdict-test", {"depends right": 0.7}, [REPORT])
    assert found == Figure("depends right", "", 0.7)


@pytest.mark.parametrize("value", ["0.5", None, True, [0.5], {"value": "x"}])
def test_what_is_no_number_is_no_figure(value):
    assert figures("open-test", {"depends right": value}, [REPORT]) == []


def test_an_entry_may_hold_its_own_interval():
    entry = {"value": 0.5, "low": 0.25, "high": 0.75, "count": 8}
    assert figures("x", {"right, en": entry}, []) == [Figure("right", "en", 0.5, 0.25, 0.75, 8)]
    assert figures("x", {"right": {"value": 0.5}}, []) == [Figure("right", "", 0.5)]


def test_tables_stand_under_their_headings():
    first, second = tables(REPORT)
    assert (first.title, first.measures) == ("open-test", True)
    assert (second.title, second.measures) == ("By kind of question (test)", False)
    assert second.rows == (("plain", "43", "44"),)


@pytest.mark.parametrize(
    "written", ["", "no table", "| a | b |", "| a | b |\n|---|---|\n", "|\n|\n|"]
)
def test_half_a_table_is_none(written):
    assert [table for table in tables(written) if table.rows and table.head != ("",)] == []


def test_what_it_was_measured_with():
    made = made_with(REPORT)
    assert made and (made.corpus, made.model) == ("aaaa", "bbbb")
    assert made_with("nothing") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0\xa0%"), (0.0045, "0\xa0%"), (0.912, "91\xa0%"), (1, "100\xa0%"), (1.5, "1.5")],
)
def test_shares_are_percentages(value, expected):
    assert _share(value) == expected


# --- the page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_figures_stand_with_interval_and_number_per_language(measured, language):
    shown = visit(measured, language)
    assert not shown.exception
    head, recall, whole, depends, later, *_ = rows(shown)
    own = Language(language)
    columns = [words("reliability", own, f"column {c}") for c in ("nl", "en", "")]
    assert head[1:] + whole[1:] == columns
    assert recall[0].startswith(words("reliability", own, "figure recall of first five"))
    assert [cell[:4] for cell in recall[1:]] == ["91\xa0%", "96\xa0%"]
    assert "85\xa0%" in recall[1] and "91 " in recall[1].split("97\xa0%")[1]
    assert depends[1:] == ["60\xa0%"]  # no interval: that of the report is of another value
    assert later == ["a figure of later", "25\xa0%"]


def test_the_test_set_comes_before_the_one_used_for_tuning(measured):
    both = {"open-development": {"x": 0.1}, "open-test": {"x": 0.2}}
    (measured / "baseline.json").write_text(json.dumps(both))
    captions = re.findall(r"<caption>(.*?)</caption>", html(visit(measured)))
    sets = [
        words("reliability", Language.DUTCH, f"set open-{name}") for name in ("test", "development")
    ]
    assert captions[:2] == [f"{name} – beide talen samen" for name in sets]


def test_other_tables_of_the_report_can_be_opened(measured):
    shown = visit(measured, "en")
    assert [each.label for each in shown.expander] == ["By kind of question"]
    assert ["plain", "43", "44"] in rows(shown)


@pytest.mark.parametrize(
    ("corpus", "name"), [("aaaa", "measured_same"), ("abcd", "measured_other")]
)
def test_figures_of_another_text_or_model_are_named_as_such(measured, corpus, name):
    said = words("reliability", Language.DUTCH, name, corpus="aaaa", model="bbbb")
    assert said in html(visit(measured, corpus=corpus))


def test_plots_have_words_instead(measured):
    (image,) = visit(measured, "en").get("image")
    assert image.proto.imgs[0].alt.startswith("Bar chart:")
    assert "right passage" in image.proto.imgs[0].caption


@pytest.mark.parametrize("written", [None, "", "[]", "{", '{"open-test": 3}'])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_figures_the_page_says_so_and_shows_the_rest(tmp_path, written, language):
    if written is not None:
        (tmp_path / "baseline.json").write_text(written)
    shown = visit(tmp_path, language)
    assert not shown.exception and not shown.get("image")
    own = Language(language)
    assert words("reliability", own, "no_figures") in html(shown)
    assert words("reliability", own, "limit_1") in html(shown)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_law_versions_and_hashes(measured, language):
    page = Elements(html(visit(measured, language))).text
    assert "Wet <i>X</i> 2001" in page and document().source.entry.sha256 in page
    assert "aaaa" + "0" * 60 in page and "t" * 64 in page and "build-<i>fake</i> (5)" in page
    assert ("7 juni 2005" if language == "nl" else "7 June 2005") in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_hostile_files_are_shown_as_written(measured, language):
    bad = " ".join(HOSTILE).replace("|", "")
    (measured / "baseline.json").write_text(json.dumps({bad: {bad: 0.5, f"{bad}, nl": 0.25}}))
    (measured / "report.md").write_text(
        f"## {bad}\n\n| {bad} | b |\n|---|---|\n| {bad} | {bad} |\n"
    )
    shown = visit(measured, language)
    assert not shown.exception and not shown.markdown
    found = Elements(html(shown))
    assert found.tags <= OURS and found.attributes <= OUR_ATTRIBUTES
    assert HOSTILE[0] in found.text


def test_headings_go_down_one_level_at_a_time(measured):
    levels = [int(n) for n in re.findall(r"<h(\d)", html(visit(measured)))]
    assert levels[0] == 2 and all(b <= a + 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("project", [False, True])
def test_no_two_tables_have_the_same_name(measured, project, language):
    page = html(visit(EVALUATION if project else measured, language))
    names = re.findall(r'role="region" tabindex="0" aria-label="(.*?)"', page)
    assert len(names) > 2 and len(set(names)) == len(names)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_project_s_own_tables_are_named_in_words(language):
    shown = visit(EVALUATION, language)
    ours = {
        name
        for key, name in _page_words("reliability")[language].items()
        if key.startswith("table ")
    }
    assert {each.label for each in shown.expander} <= ours


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_project_s_own_figures_are_all_shown_and_in_words(language):
    shown = visit(EVALUATION, language)
    assert not shown.exception
    baseline = json.loads((EVALUATION / "baseline.json").read_text())
    page = html(shown)
    for name, values in baseline.items():
        named = {re.sub(", (nl|en)$", "", key) for key in values}
        assert words("reliability", Language(language), f"set {name}") in page
        for figure in named:
            said = words("reliability", Language(language), f"figure {figure}")
            assert Elements(page).text.count(said) >= 1, figure
    plots = sorted(path.stem for path in (EVALUATION / "plots").glob("*.svg"))
    assert len(shown.get("image")) == len(plots)
    assert all(words("reliability", Language(language), f"alt {name}") for name in plots)


def test_own_words_are_complete_and_are_no_markup():
    both = _page_words("reliability")
    assert both["nl"].keys() == both["en"].keys()
    for language in both.values():
        for name, said in language.items():
            assert said.strip() and not re.search(r"[<>*_`$\[\]&]|:\w+:", said), name
