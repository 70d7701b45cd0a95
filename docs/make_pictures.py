"""Take the pictures of the README, and of every page in both languages, both themes and on a phone.

    python -m docs.make_pictures FOLDER

Needs the extra `browser`, Chromium and a built index. The pictures of the README alone:
    python -m docs.make_pictures docs/pictures --readme
"""

from __future__ import annotations

import argparse
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from app.texts import examples
from tests.browser.serving import open_browser, running_app
from tests.browser.visiting import ALL, PARAGRAPH, STATES, address, go, rested, visitor

from kaderwijzer.model import Language

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_WIDE, _PHONE = 1100, 390
_HIGHEST = 8000
_GUIDED = {
    "t": "support-conditions-met",
    "f.written_request": "yes",
    "f.minister_consent": "unknown",
}
# The pictures of the README: their name, the page, its state, and the height of the picture.
_README = (
    ("ask", "ask", {"q": "Valt deze samenwerking onder artikel 59 leden 2 tot en met 6?"}, 1700),
    ("guided", "check", _GUIDED, 2400),
)
# How each page is shown where it is shown once; what is not named here is shown as it first is.
_ONCE = {"check": _GUIDED, "read": {"p": PARAGRAPH, "z": "1"}}
_LOOKS = tuple(product(("light", "dark", "phone"), ("nl", "en")))
_SOME_LOOKS = (("light", "nl"), ("dark", "en"), ("phone", "nl"))


def take(page: Page, file: Path) -> None:
    """Save a picture of what a page shows, without the mark of the focus."""
    page.evaluate("() => document.activeElement?.blur()")
    page.screenshot(path=file, animations="disabled")
    print(file)


def readme_pictures(browser: Browser, home: str, folder: Path) -> None:
    """Take the pictures of the README."""
    for name, at, state, height in _README:
        one = visitor(browser, home, viewport={"width": _WIDE, "height": height})
        take(one.open(at, **state, lang="nl"), folder / f"{name}.png")
        one.context.close()


def page_pictures(browser: Browser, home: str, folder: Path) -> None:
    """Take a picture of every page in both languages and both themes, and as a phone shows it."""
    for (look, language), at in product(_LOOKS, ALL):
        state = {"q": examples(Language(language))[0]} if at == "ask" else _ONCE.get(at, {})
        url = f"{home}/{address(at, {**state, 'lang': language})}"
        _picture(browser, url, look, folder / f"{at}-{language}-{look}.png")


def state_pictures(browser: Browser, home: str, folder: Path) -> None:
    """Take pictures of every state in which a page looks different."""
    for (look, language), (number, (at, state)) in product(_SOME_LOOKS, enumerate(STATES, 1)):
        url = f"{home}/{address(at, {**state, 'lang': language})}"
        _picture(browser, url, look, folder / f"state-{number}-{at}-{language}-{look}.png")


def _picture(browser: Browser, url: str, look: str, file: Path) -> None:
    theme = "dark" if look == "dark" else "light"
    size = {"width": _PHONE if look == "phone" else _WIDE, "height": 900}
    context = visitor(browser, "", viewport=size, color_scheme=theme).context
    page = context.new_page()
    go(page, url)
    _grow(page, size["width"])
    take(page, file)
    context.close()


def _grow(page: Page, width: int) -> None:
    """Make the window as high as what it shows, so that the picture holds all of it."""
    main = page.get_by_test_id("stMain")
    height: int = main.evaluate("main => main.scrollHeight + main.getBoundingClientRect().top")
    page.set_viewport_size({"width": width, "height": min(int(height), _HIGHEST)})
    rested(page)


def main() -> None:
    """Take all pictures into the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--readme", action="store_true", help="the README's pictures only")
    parser.add_argument("--states", action="store_true", help="every state of every page too")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with running_app() as home, open_browser() as browser:
        readme_pictures(browser, home, options.folder)
        if not options.readme:
            page_pictures(browser, home, options.folder)
        if options.states:
            state_pictures(browser, home, options.folder)


if __name__ == "__main__":
    main()
