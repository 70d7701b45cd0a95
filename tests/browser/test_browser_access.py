"""Every page in both languages and both themes against the rules of axe-core."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.visiting import NAMES, STATES, unfold

GRAVE = {"serious", "critical"}


def faults(page):
    """Return rule, selector and element of every grave fault; none is excepted."""
    found = Axe().run(page).response["violations"]
    return [
        (rule["id"], node["target"], node["html"][:200])
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("at", "state"), STATES, ids=NAMES)
def test_no_page_has_a_grave_fault(come, at, state, theme) -> None:
    one = come(color_scheme=theme)
    for language in ("nl", "en"):
        page = one.open(at, **state, lang=language)
        unfold(page)
        assert faults(page) == []


def test_a_fault_is_found_in_both_themes(come) -> None:
    for theme in ("light", "dark"):
        page = come(color_scheme=theme).open()
        main = page.get_by_test_id("stMain")
        main.evaluate("it => it.insertAdjacentHTML('beforeend', '<img src=favicon.png>')")
        faint = "<p style='color: #888; background: #777'>words</p>"
        main.evaluate("(it, faint) => it.insertAdjacentHTML('beforeend', faint)", faint)
        assert {rule for rule, *_ in faults(page)} == {"image-alt", "color-contrast"}


def test_the_dark_theme_is_dark(come) -> None:
    light, dark = (shade(come(color_scheme=theme).open()) for theme in ("light", "dark"))
    assert min(light) > 200 > 60 > max(dark)


def shade(page):
    """Return red, green and blue of the ground of a page."""
    ground = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    return [int(part) for part in re.findall(r"\d+", page.evaluate(ground))[:3]]
