"""The app, run by Streamlit's own test harness over a fake assistant: no index, no model."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
from tests.app import app_fakes


def _script() -> None:
    from app.main import run
    from tests.app import app_fakes

    run(load=app_fakes.load, build=app_fakes.build)


@pytest.fixture
def visit() -> Callable[..., AppTest]:
    """Return a function that visits a page at an address (`q`, `lang`) and returns what it shows.

    `at` is the page's name in the address.
    """
    st.cache_resource.clear()
    app_fakes.state.__init__()

    def go(at: str = "ask", /, **address: str) -> AppTest:
        test = AppTest.from_function(_script, default_timeout=30)
        test._page_hash = calc_hash(at)
        for name, value in address.items():
            test.query_params[name] = value
        return test.run()

    return go


def html(shown: AppTest) -> str:
    """Return all HTML on the page, the style sheet left out."""
    bodies = [element.proto.body for element in shown.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


class Elements(HTMLParser):
    """The elements of a piece of HTML, their attributes, and its text."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(body)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data):
        self.text += data
