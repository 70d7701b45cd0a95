"""Nothing leaves this machine, and nothing that is typed or linked is run."""

from __future__ import annotations

import pytest
from app.texts import words
from playwright.sync_api import expect
from tests.browser.visiting import NAMES, STATES, ask, outside

from kaderwijzer.model import Language

ELSEWHERE = "elsewhere.example"
HOSTILE = (
    "<img src=x onerror='window.run=1'>",
    "<script>window.run=1</script>",
    f"</p><a class=hostile href=https://{ELSEWHERE}>hier</a>",
    f"[hier](https://{ELSEWHERE}) https://{ELSEWHERE} www.{ELSEWHERE}",
    f"![x](https://{ELSEWHERE}/x.png) :material/home: :red[x] $x^2$",
    "\"><svg class=hostile onload='window.run=1'>",
    "{{7*7}} ${7*7} `rm` %s {question}",
)
FIELDS = (
    ("ask", "q"), ("ask", "lang"), ("ask", "f.x"), ("check", "t"), ("check", "f.x"), ("read", "find"),
    ("read", "p"), ("read", "s"), ("read", "z"), ("citations", "cite"), ("citations", "source"),
    ("citations", "v"), ("start", "part"), ("start", "term"), ("start", "done"), ("start", "answers"),
)  # fmt: skip
_MADE = f".hostile, [onerror], [onload], [href*='{ELSEWHERE}'], [src*='{ELSEWHERE}'], .katex"


def unharmed(page) -> None:
    """Fail where something typed became an element, or ran."""
    assert page.locator(_MADE).count() == 0
    assert page.evaluate("() => window.run") is None
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_every_request_goes_to_this_machine(come) -> None:
    one = come()
    for page, state in STATES:
        for language in ("nl", "en"):
            one.open(page, **state, lang=language).close()
    assert outside(one.requests) == []
    kinds = [url.split(":")[0] for url in one.requests]
    assert kinds.count("ws") >= 2 * len(STATES), "the recorder hears what the app itself sends"
    assert any(url.endswith(".woff2") for url in one.requests), "fonts come from here too"


def test_the_recorder_hears_a_request_to_elsewhere(browser, home) -> None:
    from tests.browser.visiting import visitor

    one = visitor(browser, home)
    page = one.open()
    page.evaluate(f"() => fetch('https://{ELSEWHERE}/').catch(() => 0)")
    assert outside(one.requests) == [f"https://{ELSEWHERE}/"]
    one.context.close()


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_in_the_question_box_is_shown_and_never_run(come, typed) -> None:
    page = come().open()
    ask(page, f"derde landregel {typed}")
    page.locator("summary", has_text="Eerder gevraagd").click()
    expect(page.locator(".st-key-history")).to_be_visible()
    unharmed(page)


def test_hostile_remarks_on_an_answer_are_kept_and_never_run(come) -> None:
    page = come().open(q="derde landregel")
    page.locator("summary", has_text=words("feedback", Language.DUTCH, "heading")).click()
    page.get_by_text(words("feedback", Language.DUTCH, "right"), exact=True).click()
    page.get_by_role("textbox", name=words("feedback", Language.DUTCH, "words")).fill(
        " ".join(HOSTILE)
    )
    page.get_by_role("button", name=words("feedback", Language.DUTCH, "keep")).click()
    expect(page.get_by_text(words("feedback", Language.DUTCH, "kept"))).to_be_visible()
    unharmed(page)


@pytest.mark.parametrize(("at", "name"), FIELDS)
def test_a_hostile_link_runs_nothing(come, at, name) -> None:
    asked = {"q": "derde landregel"} if at == "ask" else {}
    unharmed(come().open(at, **{**asked, name: " ".join(HOSTILE)}))


def test_all_states_have_a_name_of_their_own() -> None:
    assert len(set(NAMES)) == len(STATES)
