"""A phone, and a page enlarged to 400 %: nothing needs scrolling sideways, nothing is cut off."""

from __future__ import annotations

import pytest
from tests.browser.visiting import NAMES, STATES, unfold

# 1280 by 1024 enlarged to 400 % is 320 by 256 (WCAG 2.1, 1.4.10).
WINDOWS = {"phone": (390, 844), "400 %": (320, 256)}
# Boxes with words that end outside the window, those left out that stand in a box that scrolls.
_CUT = """() => {
  const wide = document.documentElement.clientWidth;
  const scrolls = e => e && (/auto|scroll/.test(getComputedStyle(e).overflowX)
    && e.scrollWidth > e.clientWidth || scrolls(e.parentElement));
  const words = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const out = e => { const b = e.getBoundingClientRect();
    return b.width > 1 && b.height > 1 && (b.right > wide + 1 || b.left < -1); };
  return [...document.querySelectorAll("[data-testid=stMain] *")]
    .filter(e => words(e) && out(e) && !scrolls(e)).map(e => e.innerText.slice(0, 60));
}"""
_SIDEWAYS = """() => [document.documentElement, document.body,
  document.querySelector("[data-testid=stMain]")].map(e => e.scrollWidth - e.clientWidth)"""
# The part of the height that is taken by what stays in sight while the page scrolls.
_TAKEN = """() => {
  document.querySelector("[data-testid=stMain]").scrollTo(0, 700);
  const law = document.querySelector(".kw-law").getBoundingClientRect();
  return Math.max(0, law.bottom) / innerHeight;
}"""


@pytest.fixture(params=WINDOWS.values(), ids=WINDOWS.keys())
def small(come, request):
    width, height = request.param
    return come(viewport={"width": width, "height": height})


@pytest.mark.parametrize(("at", "state"), STATES, ids=NAMES)
def test_no_page_is_wider_than_the_window(small, at, state) -> None:
    for language in ("nl", "en"):
        page = small.open(at, **state, lang=language)
        unfold(page)
        assert page.evaluate(_SIDEWAYS) == [0, 0, 0]
        assert page.evaluate(_CUT) == []
        page.close()


def test_what_stays_in_sight_leaves_room_to_read(small) -> None:
    page = small.open("reliability")
    assert page.evaluate(_TAKEN) < 0.34


def test_the_menu_is_reached_on_a_phone(small) -> None:
    page = small.open()
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").get_by_text("Beslishulp").click()
    page.get_by_role("combobox").wait_for()
    assert "/check" in page.url
