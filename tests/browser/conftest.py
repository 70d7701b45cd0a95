"""The app in a real browser: skipped where there is no Playwright or no Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.serving import chromium, open_browser, running_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.browser.visiting import Visitor

    from kaderwijzer.assistant import Assistant

HERE = Path(__file__).parent
WAIT = 20_000  # milliseconds until what never comes is given up; nothing is measured by it
_INSTALLED = all(map(find_spec, ("playwright", "axe_playwright_python")))


class _Missing(pytest.Module):
    """A file of tests that cannot be read here."""

    def collect(self) -> Iterator[pytest.Item]:
        pytest.skip(
            "Playwright or axe is not installed; run `make browser`", allow_module_level=True
        )


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> _Missing | None:
    """Skip the files of this folder where what they import is not there."""
    return None if _INSTALLED else _Missing.from_parent(parent, path=module_path)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests of this folder, and no other, reach this machine by a socket."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.allow_hosts(["localhost", "127.0.0.1", "::1"]))


@pytest.fixture(scope="session")
def home(index_for_tests: None) -> Iterator[str]:
    """Return the address of the app, started once for all tests."""
    if chromium() is None:
        pytest.skip("no Chromium on this machine; install it or name it in CHROMIUM")
    with running_app() as address:
        yield address


@pytest.fixture(scope="session")
def browser(home: str) -> Iterator[Browser]:
    from playwright.sync_api import expect

    expect.set_options(timeout=WAIT)
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def assistant(index_for_tests: None) -> Assistant:
    """Return what the app asks, to compare with what it shows."""
    import kaderwijzer

    return kaderwijzer.load()


@pytest.fixture
def come(browser: Browser, home: str) -> Iterator[Callable[..., Visitor]]:
    """Return a function that makes a visitor; whatever they do, no request may leave this machine."""
    from tests.browser.visiting import outside, visitor

    made: list[Visitor] = []

    def another(**profile: object) -> Visitor:
        one = visitor(browser, home, **profile)
        one.context.set_default_timeout(WAIT)
        made.append(one)
        return one

    yield another
    for one in made:
        one.context.close()
    assert outside([url for one in made for url in one.requests]) == []
