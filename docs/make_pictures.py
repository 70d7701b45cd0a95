"""Take the pictures of the README and one of every page in both languages and both themes.

    python -m docs.make_pictures FOLDER

Needs the extra `browser`, Chromium and a built index. The pictures of the README alone:
    python -m docs.make_pictures docs/pictures --readme
"""

from __future__ import annotations

import argparse
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.serving import open_browser, running_app
from tests.browser.visiting import ALL, PARAGRAPH, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_WIDE = 1100
_GUIDED = {
    "t": "support-conditions-met",
    "f.written_request": "yes",
    "f.minister_consent": "unknown",
}
# The pictures of the README: their name, the page, its state, and the height of the picture.
_README = (
    ("ask", "ask", {"q": "Valt deze samenwerking onder artikel 59 leden 2 tot en met 6?"}, 1900),
    ("guided", "check", _GUIDED, 2400),
)
# How each page is shown where it is shown once; what is not named here is shown as it first is.
_STATES = {
    "ask": {"q": "Moet de minister akkoord gaan met de ondersteuning?"},
    "check": _GUIDED,
    "read": {"p": PARAGRAPH, "z": "1"},
}


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
    """Take a picture of every page in both languages and both themes."""
    for theme, language, at in product(("light", "dark"), ("nl", "en"), ALL):
        one = visitor(browser, home, viewport={"width": _WIDE, "height": 1500}, color_scheme=theme)
        page = one.open(at, **_STATES.get(at, {}), lang=language)
        take(page, folder / f"{at}-{language}-{theme}.png")
        one.context.close()


def main() -> None:
    """Take all pictures into the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--readme", action="store_true", help="the README's pictures only")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with running_app() as home, open_browser() as browser:
        readme_pictures(browser, home, options.folder)
        if not options.readme:
            page_pictures(browser, home, options.folder)


if __name__ == "__main__":
    main()
