"""Asking, correcting a fact, and coming back by a link."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.visiting import FACT, STATES, TABLE, answered, ask, go, rested, said, shown

from kaderwijzer.answer.labels import verdict_label
from kaderwijzer.model import Language, Verdict


@pytest.fixture
def question(assistant):
    """Return a question whose verdict hangs on one fact."""
    asked = assistant.tables.get(TABLE).question.nl
    assert assistant.ask(asked).judged.verdict is Verdict.DEPENDS
    return asked


def choose(page, assistant, value) -> None:
    """Choose a value of the fact by its name, as a screen reader says it."""
    values = {each.id: each.label.nl for each in assistant.tables.get(TABLE).facts[0].values}
    page.get_by_role("radio", name=values[value]).check(force=True)


def word(verdict):
    return verdict_label(Language.DUTCH, verdict)


def test_a_question_gets_an_answer_with_its_proof(come, assistant, question) -> None:
    page = come().open()
    ask(page, question)
    expected = assistant.ask(question)
    expect(page.locator(".kw-word")).to_contain_text(word(expected.judged.verdict))
    assert page.locator(".kw-quote").all_inner_texts() == [q.text for q in expected.quotes]
    assert all(q.text in _paragraphs(assistant) for q in expected.quotes)


def _paragraphs(assistant):
    return "\n".join(p.clean.text for d in assistant.index.documents for p in d.paragraphs)


def test_the_button_asks_as_enter_does(come, question) -> None:
    page = come().open()
    page.get_by_role("textbox", name="Uw vraag").fill(question)
    page.get_by_role("button", name="Stel de vraag").click()
    answered(page, question)


def test_an_example_is_asked_by_a_click(come) -> None:
    page = come().open()
    example = page.locator(".st-key-examples button").first
    words = example.inner_text()
    example.click()
    answered(page, words)
    expect(page.get_by_role("textbox", name="Uw vraag")).to_have_value(words)


def test_a_switch_changes_the_verdict_and_a_reload_keeps_it(come, assistant, question) -> None:
    page = come().open(q=question)
    settled = {value: assistant.ask(question, facts={FACT: value}) for value in ("no", "yes")}
    assert settled["no"].judged.verdict is not settled["yes"].judged.verdict
    for value in ("no", "yes"):
        choose(page, assistant, value)
        expect(page.locator(".kw-word")).to_contain_text(word(settled[value].judged.verdict))
        rested(page)
        before = said(page)
    page.reload()
    shown(page)
    assert said(page) == before
    assert f"f.{FACT}=yes" in page.url
    assert page.get_by_test_id("stRadio").get_by_role("radio").nth(0).is_checked()


def test_a_link_shows_another_visitor_the_same_answer(come, assistant, question) -> None:
    here = come().open(q=question)
    choose(here, assistant, "no")
    expect(here.locator(".kw-said").first).to_contain_text("Door u gekozen.")
    there = come().open()
    go(there, here.url)
    assert said(there) == said(here)
    expect(there.locator(".kw-said").first).to_contain_text("Door u gekozen.")


def test_after_going_back_the_question_is_one_click_away(come) -> None:
    # Streamlit drops what stands behind a page in the address when one goes to another and back.
    page = come().open(q="derde landregel")
    page.get_by_role("link", name="Beslishulp").click()
    expect(page.locator(".kw-asked")).to_have_text("Beslishulp")
    page.go_back()
    page.locator("summary", has_text="Eerder gevraagd in dit bezoek").click()
    page.locator(".st-key-history").get_by_role("button", name="derde landregel").click()
    answered(page, "derde landregel")


def test_an_answer_leads_to_its_paragraph(come, question) -> None:
    page = come().open(q=question)
    quote = page.locator(".kw-quote").first.inner_text()
    page.locator(".kw-card").first.get_by_role("link", name="Lees dit in de hele tekst").click()
    expect(page.locator(".kw-here")).to_be_in_viewport()
    assert " ".join(page.locator(".kw-here mark").all_inner_texts()).split() == quote.split()


def test_a_refusal_says_why(come, assistant) -> None:
    asked = next(s["q"] for _, s in STATES if "2017" in s.get("q", ""))
    page = come().open(q=asked)
    expect(page.locator(".kw-verdict")).to_contain_text(assistant.ask(asked).conclusion)
    expect(page.get_by_test_id("stMain")).to_contain_text("Zij beantwoorden haar niet.")


def test_what_was_asked_is_kept_in_this_visit_only(come, question) -> None:
    one = come()
    page = one.open()
    ask(page, question)
    ask(page, "derde landregel")
    history = page.locator(".st-key-history button")
    assert history.all_text_contents() == ["derde landregel", question]
    assert one.open().locator(".st-key-history").count() == 0
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert question not in kept and "landregel" not in kept
