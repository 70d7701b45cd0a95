"""Dutch and English on every page: by the browser, by the address, by the switch."""

from __future__ import annotations

import pytest
from app.texts import text
from playwright.sync_api import expect
from tests.browser.visiting import ALL, shown

from kaderwijzer.model import Language

DUTCH, ENGLISH = Language.DUTCH, Language.ENGLISH


def in_language(page, language, at) -> None:
    """Fail where the page, its menu or the title of the window is not in a language."""
    expect(page.locator(".kw-subtitle")).to_have_text(text(language, "subtitle"))
    expect(page.locator(".kw-law")).to_contain_text(text(language, "law")[:20])
    names = [text(language, f"page_{each}") for each in ALL]
    expect(page.get_by_test_id("stTopNavLink")).to_have_text(names)
    expect(page).to_have_title(f"Kaderwijzer – {text(language, f'page_{at}')}")
    assert f"lang={language.value}" in page.url


@pytest.mark.parametrize("at", ALL)
def test_the_switch_works_on_every_page_and_a_reload_keeps_it(come, at) -> None:
    page = come().open(at)
    in_language(page, DUTCH, at)
    page.get_by_role("radio", name="English").or_(
        page.get_by_role("button", name="English")
    ).click()
    in_language(page, ENGLISH, at)
    page.reload()
    shown(page)
    in_language(page, ENGLISH, at)


@pytest.mark.parametrize(
    ("locale", "language"), [("nl-BE", DUTCH), ("en-GB", ENGLISH), ("fr-FR", ENGLISH)]
)
def test_a_first_visit_is_in_the_language_of_the_browser(come, locale, language) -> None:
    in_language(come(locale=locale).open(), language, "ask")


def test_the_address_says_more_than_the_browser(come) -> None:
    in_language(come(locale="en-GB").open("read", lang="nl"), DUTCH, "read")


def test_the_language_goes_along_to_another_page(come) -> None:
    page = come(locale="nl-NL").open(lang="en")
    page.get_by_test_id("stTopNavLink").get_by_text(text(ENGLISH, "page_citations")).click()
    expect(page.get_by_role("textbox")).to_be_visible()
    in_language(page, ENGLISH, "citations")


def test_two_visitors_read_in_their_own_language(come) -> None:
    one, other = come(locale="nl-NL").open(), come(locale="en-GB").open()
    in_language(one, DUTCH, "ask")
    in_language(other, ENGLISH, "ask")
    one.reload()
    shown(one)
    in_language(one, DUTCH, "ask")


def test_every_page_of_the_menu_is_visited() -> None:
    from app.main import PAGES

    assert [address for _, address in PAGES] == ALL
