"""Logging in: asked only where it is set up; then nothing is opened for who is not logged in."""

from __future__ import annotations

import pytest
import streamlit as st
from app.texts import text, words
from streamlit import config
from streamlit.testing.v1 import AppTest
from tests.app import app_fakes
from tests.app.conftest import _script, html

from kaderwijzer.errors import IndexProblem
from kaderwijzer.model import Language

QUESTION = "Wat is dit?"
SETTINGS = {"auth": {"redirect_uri": "http://localhost:8501/oauth2callback"}}


@pytest.fixture
def come(visit):
    """Return a function that asks a question as someone, over secrets; `visit` lays the stage."""

    def go(user: dict, secrets: dict, language: str = "nl") -> AppTest:
        visit()
        test = AppTest.from_function(_script, default_timeout=30)
        test.user, test.secrets = user, secrets
        test.query_params["q"], test.query_params["lang"] = QUESTION, language
        return test.run()

    return go


@pytest.fixture
def secrets_file(tmp_path):
    """Return a file that this installation reads its secrets from, not there yet."""
    before = config.get_option("secrets.files")
    path = tmp_path / "secrets.toml"
    config.set_option("secrets.files", [str(path)])
    yield path
    config.set_option("secrets.files", before)
    st.secrets._reset()


def shut(shown: AppTest) -> bool:
    """Tell whether nothing of a page is shown."""
    assert not shown.exception
    return not shown.text_input and QUESTION not in html(shown) and not shown.get("download_button")


@pytest.mark.parametrize("secrets", [{}, {"other": {"key": "x"}}])
def test_nobody_logs_in_where_that_is_not_set_up(come, secrets):
    shown = come({}, secrets)
    assert not shut(shown) and f">{QUESTION}</h2>" in html(shown)
    assert words("login", Language.DUTCH, "log_in") not in [each.label for each in shown.button]


def test_without_a_secrets_file_nobody_logs_in(come, secrets_file):
    assert not shut(come({}, {}))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("user", [{}, {"is_logged_in": False}, {"is_logged_in": "yes"}])
def test_who_is_not_logged_in_sees_only_the_way_in(come, user, language):
    shown = come({"email": "a@b.nl", **user}, SETTINGS, language.value)
    assert shut(shown)
    assert words("login", language, "needed") in html(shown)
    assert [each.label for each in shown.button] == [words("login", language, "log_in")]


@pytest.mark.parametrize(("logged_in", "errors"), [(False, 0), (True, 1)])
def test_the_index_is_not_opened_for_who_is_not_logged_in(come, logged_in, errors):
    shown = come({"is_logged_in": logged_in}, SETTINGS)
    app_fakes.state.opening = IndexProblem("no index")
    st.cache_resource.clear()
    assert len(shown.run().error) == errors


def test_who_is_logged_in_sees_the_page_and_their_name_as_plain_text(come):
    name = "<b>Ans</b> **de Vries**"
    shown = come({"is_logged_in": True, "name": name, "email": "a@b.nl"}, SETTINGS)
    assert not shut(shown)
    assert words("login", Language.DUTCH, "who", person=name) in [each.value for each in shown.text]
    assert name not in html(shown)


def test_who_logs_out_sees_nothing_more(come):
    shown = come({"is_logged_in": True, "email": "a@b.nl"}, SETTINGS)
    shown.button(key="log-out").click().run()
    assert shut(shown)


def test_settings_that_lack_something_are_named(come):
    shown = come({"is_logged_in": False}, SETTINGS)
    shown.button(key="log-in").click().run()
    assert shut(shown)
    assert [each.value for each in shown.error] == [words("login", Language.DUTCH, "failed")]
    assert [each.value for each in shown.caption] == [text(Language.DUTCH, "failure_said")]


@pytest.mark.parametrize("said", ["[auth\n", '[auth]\nredirect_uri = "half'])
def test_where_the_settings_are_damaged_nobody_gets_in(come, secrets_file, said):
    shown = come({}, {})
    assert not shut(shown)
    secrets_file.write_text(said, encoding="utf-8")
    shown.run()
    assert shut(shown)
    assert [each.value for each in shown.error] == [words("login", Language.DUTCH, "failed")]
