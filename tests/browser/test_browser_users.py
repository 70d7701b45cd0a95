"""Twenty visitors at once on one process: each sees the own question and the right answer to it."""

from __future__ import annotations

from itertools import islice

from playwright.sync_api import expect
from tests.browser.visiting import answered

USERS = 20


def test_twenty_at_once_see_their_own_answers(come, assistant) -> None:
    asked = [assistant.tables.get(name).question.nl for name in islice(assistant.tables, USERS)]
    assert len(set(asked)) == USERS
    pages = [come().open() for _ in asked]
    for page, question in zip(pages, asked, strict=True):
        page.get_by_role("textbox", name="Uw vraag").fill(question)
    for page in pages:  # all are sent before the first answer is looked at
        page.keyboard.press("Enter")
    for page, question in zip(pages, asked, strict=True):
        _right(page, question, asked, assistant.ask(question))


def _right(page, question, asked, expected) -> None:
    answered(page, question)
    assert page.locator(".kw-quote").all_inner_texts() == [
        quote.text for quote in expected.quotes or expected.nearest
    ]
    if expected.judged.rule:
        expect(page.locator(".kw-read-as")).to_contain_text(expected.judged.rule.reading)
    others = set(asked) - {question, *(r.reading for r in expected.judged.readings)}
    text = page.get_by_test_id("stMain").inner_text()
    assert [other for other in others if other in text] == []
