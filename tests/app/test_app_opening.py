"""Opening the index: the law in sight from the start, failures in a sentence, a button that builds."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
import streamlit as st
from app.opening import load_index
from app.texts import text
from streamlit.testing.v1 import AppTest
from tests.app import app_fakes
from tests.app.conftest import _script, html

from kaderwijzer.answer.labels import banner
from kaderwijzer.errors import (
    AnchorError,
    CorpusError,
    IndexProblem,
    KaderwijzerError,
    ModelError,
    StaleIndex,
)
from kaderwijzer.model import Language
from kaderwijzer.read.manifest import read_manifest

PROJECT = Path(__file__).parents[2]
FAILURES = [
    (IndexProblem, "failure_index"),
    (StaleIndex, "failure_stale"),
    (ModelError, "failure_model"),
    (CorpusError, "failure_corpus"),
    (AnchorError, "failure_corpus"),
    (KaderwijzerError, "failure_other"),
]


def visit_failing(visit, error, **address):
    shown = visit(**address)
    app_fakes.state.opening = error
    st.cache_resource.clear()
    return shown.run()


@pytest.mark.parametrize(("kind", "name"), FAILURES)
@pytest.mark.parametrize("language", list(Language))
def test_a_failure_is_a_sentence_and_a_button(visit, kind, name, language):
    said = "wat **er** <b>is</b>; run 'kaderwijzer build'"
    shown = visit_failing(visit, kind(said), lang=language.value)
    assert [error.value for error in shown.error] == [text(language, name)]
    assert [words.value for words in shown.text] == [said]  # plain text, not Markdown
    assert [button.label for button in shown.button] == [text(language, "build")]
    assert not shown.exception and not shown.text_input


def test_what_is_open_is_left_out_of_the_search_for_garbage():
    before = gc.get_freeze_count()
    made = []  # a fake index; a list can be part of a cycle, so garbage is looked for in it
    try:
        assert load_index(lambda: made) is made
        assert gc.get_freeze_count() > before
        assert not any(each is made for each in gc.get_objects())
    finally:
        gc.unfreeze()


def test_the_law_is_in_sight_also_where_opening_fails(visit):
    shown = visit_failing(visit, IndexProblem("no index"), lang="en")
    assert text(Language.ENGLISH, "law") in html(shown)


def test_the_button_builds_and_the_question_of_the_address_is_answered(visit):
    shown = visit_failing(visit, IndexProblem("no index"), lang="nl", q="Wat is dit?")
    shown.button[0].click().run()
    assert app_fakes.state.built == ["index"]
    assert not shown.error and not shown.exception
    assert ">Wat is dit?</h2>" in html(shown)


def test_a_build_that_fails_says_why_and_can_be_tried_again(visit):
    shown = visit_failing(visit, StaleIndex("stale"), lang="nl")
    app_fakes.state.building = CorpusError("brief.txt: not UTF-8 text")
    shown.button[0].click().run()
    assert [error.value for error in shown.error] == [
        text(Language.DUTCH, "failure_stale"),
        text(Language.DUTCH, "failure_corpus"),
    ]
    assert [words.value for words in shown.text] == [
        "stale",
        "Reading **the** corpus",
        "brief.txt: not UTF-8 text",
    ]
    assert shown.status[0].label == text(Language.DUTCH, "building_failed")
    app_fakes.state.building = None
    shown.button[0].click().run()
    assert app_fakes.state.built == ["index"] and not shown.error


def test_the_index_is_opened_once_for_all_visitors(visit):
    visit()
    app_fakes.state.opening = IndexProblem("opened again")
    second = AppTest.from_function(_script, default_timeout=30).run()
    assert not second.error and second.text_input


def test_every_page_opens_the_index_and_says_where_that_fails(visit):
    shown = visit("check", lang="en")
    app_fakes.state.opening = IndexProblem("no index")
    st.cache_resource.clear()
    shown.run()
    assert [error.value for error in shown.error] == [text(Language.ENGLISH, "failure_index")]
    shown.button[0].click().run()
    assert not shown.error and "Guided check" in html(shown)


@pytest.mark.parametrize("language", list(Language))
def test_the_law_named_before_opening_is_that_of_the_manifest(language):
    entries = read_manifest(PROJECT / "corpus")
    assert {banner(language, e.regime, e.date) for e in entries} == {text(language, "law")}


def test_the_law_named_after_opening_is_that_of_the_documents(visit):
    shown = visit(lang="en")
    assert "Wet &lt;i&gt;X&lt;/i&gt; 2001 as described on 7 June 2005" in html(shown)
    assert text(Language.ENGLISH, "law") not in html(shown)


@pytest.mark.parametrize(
    "line",
    [
        "gatherUsageStats = false",
        'address = "localhost"',
        'fileWatcherType = "none"',
        'toolbarMode = "minimal"',
        "showErrorLinks = false",
    ],
)
def test_the_app_is_local_and_private(line):
    assert line in (PROJECT / ".streamlit" / "config.toml").read_text().splitlines()


@pytest.mark.parametrize("name", ["style.css", "icon.svg"])
def test_nothing_is_fetched_from_elsewhere(name):
    words = (PROJECT / "app" / name).read_text().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert words and not any(part in words for part in ("http", "@import", "url(", "//"))
