"""The page "Guided check": a legal question, its facts one at a time, the verdict, the way to it."""

from __future__ import annotations

import re

import pytest
from app.guided import _Check, _markdown
from app.main import PAGES
from app.texts import text
from app.view import plain
from tests.app import app_fakes
from tests.app.app_fakes import _ALL, HOSTILE
from tests.app.conftest import Elements, html
from tests.app.test_app_ask import assert_only_ours, verdict

from kaderwijzer.decide.apply import decide
from kaderwijzer.decide.template import combinations, template_of
from kaderwijzer.model import Language, Polarity

TABLE = template_of(app_fakes.TABLES[0])


@pytest.fixture
def check(visit):
    app_fakes.state.tabled = True

    def go(**address):
        return visit("check", **address)

    return go


def tree(shown):
    (body,) = re.findall(r'<div class="kw-tree">(.*?)</div>', html(shown), re.DOTALL)
    return body


# --- choosing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "title", "placeholder"),
    [
        ("nl", "Beslishulp", "Kies of zoek een rechtsvraag"),
        ("en", "Guided check", "Choose or search a legal question"),
    ],
)
def test_it_opens_with_the_legal_questions_those_with_facts_first(check, lang, title, placeholder):
    shown = check(lang=lang)
    assert not shown.exception
    assert f">{title}</h2>" in html(shown) and "kw-verdict" not in html(shown)
    first, second = shown.selectbox[0].options
    assert first.startswith("I · Mag de brief") and second == f"I · Kalme brief {lang.upper()}"
    assert first.endswith("2 feiten" if lang == "nl" else "2 facts")
    assert shown.selectbox[0].proto.placeholder == placeholder


def test_choosing_puts_the_question_in_the_address_and_asks_one_fact(check):
    shown = check(lang="nl")
    shown.selectbox[0].set_value("brief-mag").run()
    assert shown.query_params["t"] == "brief-mag"
    assert [radio.value for radio in shown.radio] == [None]
    assert verdict(shown) == "? Dat hangt ervan af"
    assert "Feit 1 van ten hoogste 2" in html(shown)


def test_a_question_without_facts_is_settled_at_once(check):
    shown = check(lang="en", t="brief-kalm")
    assert verdict(shown) == "✓ Yes"
    assert not shown.radio and "kw-tree" not in html(shown)
    assert "Proof from the text" in html(shown) and "De eerste zin staat er kalm." in html(shown)


@pytest.mark.parametrize("named", ["unheard", "", "<script>", "../brief-mag"])
def test_an_unknown_question_in_the_address_is_none(check, named):
    shown = check(lang="nl", t=named)
    assert not shown.exception and shown.selectbox[0].value is None
    assert "kw-verdict" not in html(shown)


def test_another_question_forgets_the_facts(check):
    shown = check(lang="nl", t="brief-mag", **{"f.signed": "yes"})
    shown.selectbox[0].set_value("brief-kalm").run()
    assert "f.signed" not in shown.query_params and shown.query_params["t"] == "brief-kalm"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_without_the_text_of_the_tables_it_says_so(visit, lang):
    shown = visit("check", lang=lang)
    assert not shown.exception and len(shown.info) == 1 and not shown.selectbox


# --- answering ---------------------------------------------------------------------------------


def test_facts_are_asked_one_at_a_time_until_the_verdict_settles(check):
    shown = check(lang="nl", t="brief-mag")
    shown.radio[0].set_value("yes").run()
    assert [radio.value for radio in shown.radio] == ["yes", None]
    shown.radio[1].set_value("yes").run()
    assert verdict(shown) == "✓ Ja"
    assert len(shown.radio) == 2 and shown.query_params["f.urgent"] == "yes"
    shown.radio[0].set_value("no").run()
    assert verdict(shown) == "✕ Nee"


def test_what_no_longer_matters_is_not_asked(check):
    shown = check(lang="nl", t="brief-mag", **{"f.signed": "no"})
    assert verdict(shown) == "✕ Nee" and len(shown.radio) == 1


def test_unknown_is_an_answer(check):
    shown = check(lang="en", t="brief-mag")
    shown.radio[0].set_value("unknown").run()
    shown.radio[1].set_value("unknown").run()
    assert verdict(shown) == "? It depends" and len(shown.radio) == 2
    assert "The verdict depends on what is not known yet: Getekend" in html(shown)


def test_each_value_shows_the_words_by_which_people_say_it(check):
    shown = check(lang="nl", t="brief-mag")
    assert shown.radio[0].proto.captions[0].startswith("zoals: ondertekend; ")
    assert shown.radio[0].proto.captions[2] == ""


@pytest.mark.parametrize("facts", list(combinations(TABLE)), ids=str)
def test_a_link_shows_the_verdict_of_the_table(check, facts):
    shown = check(lang="en", t="brief-mag", **{f"f.{name}": value for name, value in facts})
    decision = decide(TABLE, dict(facts), Polarity.POSITIVE)
    assert verdict(shown).lower().endswith(decision.verdict.value)
    (row,) = decision.rows
    assert row.conclusion.en in Elements(html(shown)).text


def test_a_fact_in_the_address_that_the_table_does_not_know_is_left_out(check):
    address = {"f.signed": "maybe", "f.other": "yes", "f.urgent": "yes"}
    shown = check(lang="nl", t="brief-mag", **address)
    assert [radio.value for radio in shown.radio] == ["yes", None]
    assert not shown.exception


def test_it_can_begin_again(check):
    shown = check(lang="nl", t="brief-mag", **{"f.signed": "no"})
    shown.button(key="again").click().run()
    assert "f.signed" not in shown.query_params and shown.query_params["t"] == "brief-mag"
    assert [radio.value for radio in shown.radio] == [None]


def test_switching_language_keeps_question_and_facts(check):
    shown = check(lang="nl", t="brief-mag", **{"f.signed": "no"})
    shown.segmented_control[0].set_value(Language.ENGLISH).run()
    assert verdict(shown) == "✕ No" and shown.selectbox[0].value == "brief-mag"


# --- path, proof, saving -----------------------------------------------------------------------


def test_the_tree_shows_every_way_and_marks_the_one_taken(check):
    body = tree(check(lang="nl", t="brief-mag", **{"f.signed": "yes", "f.urgent": "no"}))
    assert body.count("<li") == 4 and body.count("kw-taken") == 2
    assert body.count("gekozen") == 2 and body.count("uitkomst") == 1
    words = Elements(body).text
    assert words.index("Getekend") < words.index("Spoed?")
    assert body.count("kw-is-no") == 2 and body.count("kw-is-yes") == 1


def test_the_tree_follows_the_order_in_which_was_answered(check):
    words = Elements(tree(check(lang="nl", t="brief-mag", **{"f.urgent": "yes"}))).text
    assert words.index("Spoed?") < words.index("Getekend")


def test_unknown_is_a_branch_where_it_was_answered(check):
    body = tree(check(lang="en", t="brief-mag", **{"f.signed": "unknown"}))
    assert body.count("not said or not known") == 1
    assert 'kw-taken"><b>not said or not known' in body


def test_the_proof_is_that_of_the_rows_that_may_apply(check):
    shown = check(lang="nl", t="brief-mag", **{"f.signed": "no"})
    cards = re.findall(r"<article.*?</article>", html(shown), re.DOTALL)
    assert len(cards) == 1 and "De eerste zin staat er kalm." in cards[0]
    assert "Hoofdstuk I (p. 9)" in cards[0]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nl", ("**Nee**", "## Bewijs uit de tekst")), ("en", ("**No**", "## Proof from the text"))],
)
def test_a_check_is_saved_as_markdown(check, lang, words):
    shown = check(lang=lang, t="brief-mag", **{"f.signed": "no"})
    (button,) = shown.get("download_button")
    assert button.proto.label == ("Bewaar als Markdown" if lang == "nl" else "Save as Markdown")
    made = _Check(TABLE, {"signed": "no"}, decide(TABLE, {"signed": "no"}, Polarity.POSITIVE))
    lines = "\n".join(_markdown(made, app_fakes.FakeAssistant(tabled=True), Language(lang)))
    assert all(word in lines for word in words)
    assert "“De eerste zin staat er kalm.”" in lines and "build-fake" in lines and "c" * 64 in lines
    assert not re.search(r"(?<!\\)[`$\[\]<]", lines)


# --- nothing written is run --------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_hostile_table_is_shown_as_written(check, lang):
    shown = check(lang=lang, t="brief-mag", **{"f.signed": "yes"})
    found = Elements(html(shown))
    assert all(written in found.text for written in HOSTILE)
    assert_only_ours(shown)


@pytest.mark.parametrize("written", [*HOSTILE, _ALL, "1. a", "- a", "www.x.nl", "a@b.nl"])
def test_labels_read_as_typed(written):
    bare = plain(written).replace("\u2060", "")
    assert re.sub(r"\\(.)", r"\1", bare) == written
    assert not re.search(r"(?<!\\)[*_`$\[\]<>]|:\w+:|\w://|www\.|\w@\w|^\d+\.|^-", plain(written))


@pytest.mark.parametrize("language", list(Language))
def test_every_page_has_a_name(language):
    names = [text(language, f"page_{address}") for _, address in PAGES]
    assert len(set(names)) == len(names) == 6
