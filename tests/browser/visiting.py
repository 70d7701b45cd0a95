"""What a visitor of the app does: open a page at an address, wait until it is shown, and look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, WebSocket

TABLE = "support-consent"  # a decision table with one fact
FACT = "contributes_own_investigation"
PARAGRAPH = "IV.6"
# A question that gets a verdict and states its fact, and one that is asked back.
DECIDED = (
    "Een bevriende dienst vraagt ons een koerier te schaduwen; voor onze eigen onderzoeken levert het "
    "niets op. Moet de minister dit vooraf goedkeuren?"
)
ASKED_BACK = "Moet de minister akkoord gaan met de ondersteuning?"
# Each page in the states in which it looks different: its name in the address, and what else is there.
STATES: tuple[tuple[str, dict[str, str]], ...] = (
    ("ask", {}),
    ("ask", {"q": "Mag een buitenlandse dienst zelfstandig in Nederland opereren?"}),
    ("ask", {"q": DECIDED}),
    ("ask", {"q": ASKED_BACK}),
    ("ask", {"q": "Wat is de derde landregel?"}),
    ("ask", {"q": "Geldt dat ook onder de Wiv 2017?"}),
    ("check", {}),
    ("check", {"t": TABLE}),
    ("check", {"t": TABLE, f"f.{FACT}": "no"}),
    ("read", {}),
    ("read", {"p": PARAGRAPH, "z": "1"}),
    ("read", {"p": "fn.38", "t": "1"}),
    ("read", {"find": "minister"}),
    ("read", {"p": "nowhere"}),
    ("citations", {}),
    ("citations", {"cite": "25 877, nr. 8"}),
    ("citations", {"cite": "art. 59 lid 5"}),
    ("citations", {"v": "statute"}),
    ("citations", {"v": "odd"}),
    ("citations", {"v": "picture"}),
    ("citations", {"v": "export"}),
    ("start", {}),
    ("start", {"part": "picture"}),
    ("start", {"part": "terms"}),
    ("start", {"part": "who"}),
    ("start", {"part": "asked"}),
    ("start", {"part": "test", "answers": "ynd"}),
    ("reliability", {}),
)
NAMES = [" ".join([page, *state.values()])[:40] for page, state in STATES]
ALL = [page for page, state in STATES if not state]  # each page as it is first shown
_DONE = "() => document.querySelector('[data-test-script-state=notRunning]')"


@dataclass
class Visitor:
    """One visitor with a browser profile of his own, and every address that it asked for."""

    context: BrowserContext
    home: str
    requests: list[str] = field(default_factory=list)

    def open(self, page: str = "ask", /, **state: str) -> Page:
        """Return a new page at an address, once it is shown; `ask` stands at the root."""
        tab = self.context.new_page()
        go(tab, f"{self.home}/{address(page, state)}")
        return tab


def visitor(browser: Browser, home: str, **profile: object) -> Visitor:
    """Return a new visitor; the profile is what Playwright's `new_context` takes."""
    options: dict[str, object] = {"locale": "nl-NL", "viewport": {"width": 1280, "height": 900}}
    context = browser.new_context(**{**options, **profile})  # type: ignore[arg-type]
    made = Visitor(context, home)
    context.on("request", lambda request: _note(made, request))
    context.on("page", lambda page: page.on("websocket", lambda socket: _note(made, socket)))
    return made


def _note(made: Visitor, asked: Request | WebSocket) -> None:
    made.requests.append(asked.url)


def address(page: str, state: dict[str, str]) -> str:
    """Return the end of the address of a page in a state."""
    return ("" if page == "ask" else page) + (f"?{urlencode(state)}" if state else "")


def go(page: Page, url: str) -> None:
    """Go to an address and wait until the page there is shown."""
    page.goto(url)
    shown(page)


def shown(page: Page) -> None:
    """Wait until the app has nothing left to show after a page was opened or loaded anew."""
    expect(page.locator(".kw-law")).to_be_visible()
    rested(page)
    page.wait_for_function("() => document.fonts.ready.then(() => true)")


def rested(page: Page) -> None:
    """Wait until a page that began to change has changed to its end."""
    page.wait_for_function(_DONE)
    expect(page.locator("[data-stale=true], [data-testid=stSkeleton]")).to_have_count(0)


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter, and wait until its answer stands there."""
    page.get_by_test_id("stForm").first.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")
    answered(page, question)


def answered(page: Page, question: str) -> None:
    """Wait until the answer to a question is shown to its end."""
    expect(page.locator(".kw-asked")).to_have_text(question)
    expect(page.locator(".kw-receipt")).to_be_visible()
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def unfold(page: Page) -> None:
    """Open all that is folded, so that its inside is looked at too."""
    page.evaluate("() => document.querySelectorAll('details').forEach(it => { it.open = true; })")


def outside(requests: list[str]) -> list[str]:
    """Return the addresses that are not on this machine.

    >>> outside(["http://localhost:1/a", "ws://localhost:1/b", "data:image/png,x", "https://a.example"])
    ['https://a.example']
    """
    inline = ("data", "blob")
    parts = [(url, urlsplit(url)) for url in requests]
    return [u for u, p in parts if p.scheme not in inline and p.hostname != "localhost"]


def said(page: Page) -> str:
    """Return what an answer says: verdict, conclusion, passages."""
    parts = page.locator(".kw-verdict, .kw-conclusion, .kw-card .kw-place, .kw-quote")
    return "\n".join(parts.all_inner_texts())
