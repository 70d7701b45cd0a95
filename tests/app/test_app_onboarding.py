"""The page "Onboarding": its anchors and tables hold, and its parts stand in the address."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from app.onboarding import found_terms
from app.onboarding_data import Case, case_decided, faults, read_onboarding
from app.texts import _page_words, words
from streamlit.testing.v1 import AppTest
from tests.app.app_fakes import HOSTILE, document
from tests.app.conftest import Elements, html

from kaderwijzer.decide.tables import Tables
from kaderwijzer.decide.template import tables_json
from kaderwijzer.model import Anchor, Bilingual, Language, Verdict
from kaderwijzer.read.corpus import read_corpus

PROJECT = Path(__file__).parents[2]
PARTS = ("path", "picture", "terms", "who", "asked", "test")
OURS = {
    *("a", "b", "blockquote", "dd", "details", "div", "dl", "dt", "h2", "h3", "h4", "i", "li"),
    *("mark", "ol", "p", "section", "span", "summary", "sup", "ul"),
}
OUR_ATTRIBUTES = {"aria-hidden", "aria-label", "class", "href", "lang", "role"}
DATA = read_onboarding()


@cache
def assistant() -> SimpleNamespace:
    """Return the framework, its glossary and the decision tables, without a model or an index."""
    corpus = read_corpus(PROJECT / "corpus")
    notes, terms = corpus.annotations.notes, corpus.annotations.terms
    index = SimpleNamespace(documents=corpus.documents, notes=notes, terms=terms)
    return SimpleNamespace(index=index, tables=Tables(tables_json()))


def hostile() -> SimpleNamespace:
    """Return an assistant whose glossary, translations and tables are full of markup."""
    real = assistant()
    bad = " ".join(HOSTILE)
    terms = tuple(
        replace(t, dutch=bad, english=bad, explained_dutch=bad, explained_english=bad)
        for t in real.index.terms[:2]
    )
    notes = {k: tuple(replace(n, english=bad) for n in v) for k, v in real.index.notes.items()}
    index = SimpleNamespace(documents=real.index.documents, notes=notes, terms=terms)
    both = Bilingual(bad, bad)

    def get(name):
        table = real.tables.get(name)
        rows = (replace(r, conclusion=both, scenarios=(both, both, both)) for r in table.rows)
        return replace(table, question=both, rows=tuple(rows))

    return SimpleNamespace(index=index, tables=SimpleNamespace(get=get))


def elsewhere() -> SimpleNamespace:
    """Return an assistant whose index does not hold the framework."""
    return SimpleNamespace(index=SimpleNamespace(documents=(document(),), notes={}, terms=()))


def _script(language: str, source: str) -> None:
    from tests.app import test_app_onboarding

    from app import onboarding
    from kaderwijzer.model import Language

    onboarding.page(Language(language), getattr(test_app_onboarding, source)())


def visit(language: str = "nl", source: str = "assistant", **address: str) -> AppTest:
    test = AppTest.from_function(_script, args=(language, source), default_timeout=60)
    for name, value in address.items():
        test.query_params[name] = value
    return test.run()


def one(shown: AppTest, name: str) -> str | None:
    """Return a value of the address."""
    value = shown.query_params.get(name)
    return value[0] if isinstance(value, list) else value


# --- the data ----------------------------------------------------------------------------------


@cache
def text() -> dict[str, str]:
    framework = assistant().index.documents[0]
    return {p.id: p.clean.text for p in framework.paragraphs}


def test_every_quote_stands_in_its_paragraph_and_every_table_exists():
    assert faults(DATA, text(), assistant().tables) == []


def test_a_quote_that_is_not_in_the_text_and_a_table_that_is_not_there_are_named():
    step = replace(DATA.steps[0], read=(Anchor("I.1", "niet expliciet geregeld"),), check="nothing")
    case = Case("third-party-receipt-aivd", (("source_consent", "maybe"),), 1)
    wrong = replace(DATA, steps=(step,), test=(case, Case("support-consent", (), 1)))
    first, second, third, fourth = faults(wrong, text(), assistant().tables)
    assert first == "not in I.1: 'niet expliciet geregeld'; copy it from the text"
    assert second == "there is no table nothing; name another"
    assert "no fact source_consent=maybe" in third
    assert fourth == "support-consent: no scenario 1 for {}; choose another"


def test_the_path_is_about_an_hour_at_the_pace_of_a_careful_reader():
    assert 8 <= len(DATA.steps) <= 10
    assert 50 <= sum(step.minutes for step in DATA.steps) <= 70
    for step in DATA.steps:
        count = sum(len(text()[anchor.paragraph].split()) for anchor in step.read)
        assert 90 <= count / step.minutes <= 150, step.id


def test_the_path_goes_through_every_chapter():
    chapters = [a.paragraph.split(".")[0] for step in DATA.steps for a in step.read]
    assert set(chapters) == {"I", "II", "III", "IV", "V", "VI"}
    assert len(chapters) == len({a.paragraph for step in DATA.steps for a in step.read})


@pytest.mark.parametrize("step", DATA.steps, ids=lambda step: step.id)
def test_what_a_step_asks_is_answered_by_what_it_lets_read(step):
    (row,) = assistant().tables.get(step.check).rows
    assert row.anchors[0].paragraph in [anchor.paragraph for anchor in step.read]


def test_ten_questions_are_asked_and_ten_are_tested_with_every_verdict():
    assert len(set(DATA.asked)) == len({case.table for case in DATA.test}) == 10
    found = [case_decided(assistant().tables.get(c.table), c).verdict for c in DATA.test]
    assert min(found.count(verdict) for verdict in Verdict) >= 2


def test_own_words_are_complete_and_are_no_markup():
    both = _page_words("onboarding")
    assert both["nl"].keys() == both["en"].keys()
    for language in both.values():
        for name, said in language.items():
            assert said.strip() and not re.search(r"[<>*_`$\[\]&]|:\w+:", said), name


# --- the page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_reached_by_its_address(language, part):
    shown = visit(language, part=part)
    assert not shown.exception and not shown.markdown
    heading = words("onboarding", Language(language), f"part_{part}")
    assert f'<h3 class="kw-heading">{heading}</h3>' in html(shown)
    found = Elements(html(shown))
    assert found.tags <= OURS and found.attributes <= OUR_ATTRIBUTES
    assert one(shown, "part") == part


@pytest.mark.parametrize("part", ["", "elsewhere", "<b>"])
def test_an_unknown_part_is_the_reading_path(part):
    assert one(visit(part=part), "part") == "path"


def test_choosing_a_part_puts_it_in_the_address():
    shown = visit()
    shown.pills[0].set_value("who").run()
    assert one(shown, "part") == "who"
    assert "Minister van Defensie" in html(shown)


@pytest.mark.parametrize("part", PARTS)
def test_headings_go_down_one_level_at_a_time(part):
    levels = [int(n) for n in re.findall(r"<h(\d)", html(visit(part=part)))]
    assert levels[0] == 2
    assert all(b <= a + 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_index_without_the_framework_says_so(language):
    shown = visit(language, "elsewhere")
    assert not shown.exception
    assert [info.value for info in shown.info] == [
        words("onboarding", Language(language), "no_text")
    ]


@pytest.mark.parametrize("part", PARTS)
def test_hostile_words_are_shown_as_written(part):
    shown = visit("en", "hostile", part=part, answers="yyyyyyyyyy")
    assert not shown.exception and not shown.markdown
    found = Elements(html(shown))
    assert found.tags <= OURS and found.attributes <= OUR_ATTRIBUTES
    assert HOSTILE[0] in found.text


# --- the reading path --------------------------------------------------------------------------


def test_the_path_shows_why_what_and_a_check_with_its_answer():
    shown = visit()
    assert shown.expander[0].label == "Stap 1: Wat deze tekst is – 3\N{NO-BREAK SPACE}minuten"
    assert len(shown.expander) == len(shown.checkbox) == 10
    page = html(shown)
    assert "<mark>De samenwerking met buitenlandse inlichtingen" in page
    assert "aan het woord: de wetsgeschiedenis" in page
    assert 'href="read?p=II.i.1&amp;z=2-2&amp;lang=nl"' in page
    table = assistant().tables.get("duty-of-care-head")
    assert table.question.nl in page and table.rows[0].anchors[0].quote in page


def test_the_translation_goes_with_the_english_page():
    assert "Unofficial translation:" in html(visit("en"))
    assert "Onofficiële vertaling" not in html(visit("nl"))


def test_progress_stands_in_the_address():
    shown = visit(done="what,rights,unknown")
    assert [box.value for box in shown.checkbox][:4] == [True, False, True, False]
    assert shown.expander[0].label == "✓ Stap 1: Wat deze tekst is – gelezen"
    assert [box.proto.expanded for box in shown.expander][:3] == [False, True, False]
    shown.checkbox[1].check().run()
    assert set(one(shown, "done").split(",")) == {"what", "rights", "unknown", "care"}
    shown.checkbox[0].uncheck().run()
    assert set(one(shown, "done").split(",")) == {"rights", "unknown", "care"}


def test_progress_and_answers_stay_when_another_page_left_them_out_of_the_address():
    shown = visit(done="what", answers="-y", part="who")
    del shown.query_params["done"], shown.query_params["answers"], shown.query_params["part"]
    shown.run()
    assert (one(shown, "done"), one(shown, "answers"), one(shown, "part")) == ("what", "-y", "who")


def test_the_last_step_leads_to_the_self_test():
    done = ",".join(step.id for step in DATA.steps)
    assert words("onboarding", Language.DUTCH, "path_done") in html(visit(done=done))
    assert words("onboarding", Language.DUTCH, "path_done") not in html(visit())


# --- glossary, who is who, questions -----------------------------------------------------------


def test_the_picture_goes_from_article_59_to_the_suggestions():
    page = html(visit(part="picture"))
    levels = re.findall(r'kw-level">(.*?)</h4>', page)
    assert levels == [group.name.nl for group in DATA.picture]
    assert page.index("Artikel 59 lid 1") < page.index("Artikel 36") < page.index("1. Criteria")
    assert "De plaat in woorden" in page


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("third party rule", "derde partijregel"), ("WEDERKERIGHEID", "quid pro quo"), ("", "MIVD")],
)
def test_terms_are_found_in_both_languages(typed, expected):
    found = found_terms(assistant().index.terms, typed, Language.DUTCH)
    assert expected in [term.dutch for term in found]
    assert [t.dutch.casefold() for t in found] == sorted(t.dutch.casefold() for t in found)


def test_the_search_stands_in_the_address():
    shown = visit(part="terms", term="zusterdienst xyz")
    assert shown.text_input[0].value == "zusterdienst xyz"
    assert "0 van" in html(shown) and "<dl" not in html(shown)
    shown.text_input[0].set_value("mandaat").run()
    assert "<b>mandaat</b>" in html(shown) and "<b>persona non grata</b>" not in html(shown)


def test_the_ten_questions_show_every_case_with_its_verdict_and_quote():
    page = Elements(html(visit("en", part="asked"))).text
    for name in DATA.asked:
        table = assistant().tables.get(name)
        assert table.question.en in page
        for row in table.rows:
            assert row.conclusion.en in page and row.anchors[0].quote in page
    assert "positions differ" in page


# --- the self-test -----------------------------------------------------------------------------


def answers_of(right: bool) -> str:
    letters = {Verdict.YES: "y", Verdict.NO: "n", Verdict.DEPENDS: "d"}
    due = (case_decided(assistant().tables.get(c.table), c).verdict for c in DATA.test)
    other = {"y": "n", "n": "d", "d": "y"}
    return "".join(letters[v] if right else other[letters[v]] for v in due)


def test_the_self_test_begins_without_answers():
    shown = visit(part="test")
    assert [each.value for each in shown.radio] == [None] * 10
    assert "Uitslag" not in html(shown) and not shown.button
    assert "kw-judged" not in html(shown)


def test_an_answer_is_judged_with_its_conclusion_and_quote():
    shown = visit(part="test")
    shown.radio[5].set_value(Verdict.YES).run()
    page = html(shown)
    row = assistant().tables.get("third-party-receipt-aivd").rows[1]
    assert "Niet goed." in page and row.conclusion.nl in page and row.anchors[0].quote in page
    assert one(shown, "answers") == "-----y"
    assert "0 goed van de 1 beantwoorde vragen (10 in totaal)" in page
    assert 'href="read?p=V.iv.8' in page and "stap 8 van het leespad" in page
    shown.radio[5].set_value(Verdict.NO).run()
    assert "Goed." in html(shown) and "Lees opnieuw" not in html(shown)
    assert one(shown, "answers") == "-----n"


def test_what_depends_shows_every_case():
    shown = visit(part="test", answers="---d")
    assert "Een feit dat niet is gegeven, maakt het verschil:" in html(shown)
    for row in assistant().tables.get("data-basis-36-or-59-2").rows:
        assert row.conclusion.nl in html(shown)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_all_right_and_all_wrong(language):
    good = html(visit(language, part="test", answers=answers_of(right=True)))
    assert words("onboarding", Language(language), "test_all_right") in good
    bad = html(visit(language, part="test", answers=answers_of(right=False)))
    again = bad.split(words("onboarding", Language(language), "test_read_again"))[1]
    assert 8 <= again.count("<li>") <= 14


@pytest.mark.parametrize("answers", ["zzz", "y" * 50, "<b>", "-"])
def test_a_strange_address_is_no_failure(answers):
    shown = visit(part="test", answers=answers)
    assert not shown.exception


def test_starting_again_empties_answers_and_address():
    shown = visit(part="test", answers="yy")
    shown.button[0].click().run()
    assert [each.value for each in shown.radio] == [None] * 10
    assert one(shown, "answers") is None


def test_the_style_fetches_nothing_from_elsewhere():
    style = (PROJECT / "app" / "onboarding.css").read_text()
    assert style and not any(part in style for part in ("http", "@import", "url(", "//"))
