"""How long a visitor waits for an answer in the browser: alone, and as one of twenty at once.

    python -m benchmarks.users

The time runs in the page, from the key Enter to the end of the answer; it holds the browser's own work,
and all browsers run on this machine too. Needs the extra `browser`, Chromium and a built index.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from tests.browser.serving import open_browser, running_app
from tests.browser.visiting import visitor

import kaderwijzer

if TYPE_CHECKING:
    from playwright.sync_api import Page

USERS = 20
_WATCH = """question => {
  let start = 0;
  document.addEventListener("keydown", () => { start = performance.now(); }, {once: true});
  window.waited = new Promise(done => {
    const look = () => {
      const asked = document.querySelector(".kw-asked"), end = document.querySelector(".kw-receipt");
      const rest = document.querySelector("[data-test-script-state=notRunning]");
      if (start && rest && end && asked?.textContent === question) done(performance.now() - start);
    };
    new MutationObserver(look).observe(document, {subtree: true, childList: true,
      attributes: true, characterData: true});
  });
}"""


def together(pages: Sequence[Page], asked: Sequence[str]) -> list[float]:
    """Return how many milliseconds each visitor waits when all send their question at once."""
    for page, question in zip(pages, asked, strict=True):
        page.get_by_test_id("stForm").first.get_by_role("textbox").fill(question)
        page.evaluate(_WATCH, question)
    for page in pages:
        page.keyboard.press("Enter")
    return [page.evaluate("() => window.waited") for page in pages]


def alone(page: Page, asked: Sequence[str]) -> list[float]:
    """Return how long one visitor waits for each of the questions in turn."""
    return [took for question in asked for took in together([page], [question])]


def main() -> None:
    """Print both medians and the longest waits."""
    tables = kaderwijzer.load().tables
    asked = [tables.get(name).question.nl for name in tables][: 2 * USERS]
    with running_app() as home, open_browser() as browser:
        first = visitor(browser, home).open()
        alone(first, asked[-2:])  # the model is warm in both
        one = alone(first, asked[:USERS])
        pages = [visitor(browser, home).open() for _ in range(USERS)]
        many = together(pages, asked[USERS : 2 * USERS])
    for name, took in (("one visitor", one), (f"{USERS} at once", many)):
        print(f"{name}: median {median(took):.0f} ms, longest {max(took):.0f} ms")


if __name__ == "__main__":
    main()
