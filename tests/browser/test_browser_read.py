"""The text page: arriving by a link, and footnotes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.visiting import PARAGRAPH, shown

WINDOWS = [(1280, 900), (390, 844), (320, 256)]
# What lies on top at the first line of the paragraph that a link leads to.
_ON_TOP = """() => {
  const here = document.querySelector(".kw-here"), box = here.getBoundingClientRect();
  return here.contains(document.elementFromPoint(box.left + box.width / 2, box.top + 6));
}"""


def sentence(assistant):
    """Return the first sentence of the paragraph."""
    document = assistant.index.documents[0]
    paragraph = next(p for p in document.paragraphs if p.id == PARAGRAPH)
    return paragraph.clean.text.split(". ")[0]


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_a_link_scrolls_to_its_paragraph_and_marks_the_sentence(come, assistant, width, height):
    page = come(viewport={"width": width, "height": height}).open("read", p=PARAGRAPH, z="1")
    here = page.locator(".kw-here")
    expect(here).to_be_focused()
    expect(here).to_be_in_viewport()
    assert page.evaluate(_ON_TOP), "the paragraph begins below what stays in sight"
    assert here.locator("mark").inner_text().startswith(sentence(assistant))
    assert page.locator(".kw-here mark").count() == page.locator(".kw-text mark").count() == 1


def test_a_reload_scrolls_there_again(come) -> None:
    page = come().open("read", p=PARAGRAPH, z="1")
    expect(page.locator(".kw-here")).to_be_focused()
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    expect(page.locator(".kw-here")).not_to_be_in_viewport()
    page.reload()
    shown(page)
    expect(page.locator(".kw-here")).to_be_in_viewport()


def test_a_hit_leads_to_its_paragraph_with_the_words_marked(come) -> None:
    page = come().open("read")
    page.get_by_role("textbox", name="Zoek in de hele tekst").fill("quid pro quo")
    page.keyboard.press("Enter")
    hit = page.locator(".kw-hits a").first
    name = hit.inner_text()
    assert "find=quid" in page.url
    hit.click()
    expect(page.locator(".kw-here")).to_be_in_viewport()
    expect(page.locator(".kw-here")).to_contain_text(name)
    marked = {words.lower() for words in page.locator(".kw-here mark").all_inner_texts()}
    assert marked == {"quid", "pro", "quo"}


def test_the_number_of_a_note_leads_to_the_note(come) -> None:
    page = come(viewport={"width": 390, "height": 844}).open("read", p=PARAGRAPH)
    expect(page.locator(".kw-here")).to_be_focused()
    call = page.locator(".kw-here sup a").first
    number = call.inner_text()
    call.click()
    expect(page.locator(f"[id='p-fn.{number}']")).to_be_in_viewport()
