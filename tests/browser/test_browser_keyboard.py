"""Without a mouse: the order of the Ask page, where the focus is, and choosing a fact."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.browser.visiting import FACT, TABLE, answered

# What has the focus: its own name, or the words in it.
_FOCUSED = """() => {
  const it = document.activeElement;
  if (it.matches("body")) return "";
  if (it.matches("main, [data-testid=stMain]")) return "main";
  const name = it.getAttribute("aria-label") || it.closest("[role=radiogroup]")?.getAttribute("aria-label");
  return (name || it.innerText || "").split("\\n").at(-1).trim();
}"""
# How the focused element and what surrounds it look, with and without the focus.
_LOOKS = """async () => {
  const it = document.activeElement, near = [it, it.parentElement, it.parentElement.parentElement,
    it.nextElementSibling, it.previousElementSibling, ...it.children].filter(Boolean);
  const look = () => near.map(e => { const s = getComputedStyle(e); return [s.outlineStyle,
    s.outlineWidth, s.boxShadow, s.backgroundColor, s.borderTopColor, s.textDecorationLine].join(); });
  const settle = () => new Promise(done => setTimeout(done, 400));
  await settle(); const on = look(); it.blur(); await settle(); const off = look();
  it.focus({focusVisible: true});
  return on.some((each, n) => each !== off[n]);
}"""
MENU = ["Vraag", "Beslishulp", "Tekst", "Vindplaatsen", "Inwerken", "Betrouwbaarheid"]


def stops(page, count):
    """Return what has the focus after each press of Tab."""
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(page.evaluate(_FOCUSED))
    return found


def test_tab_goes_through_the_first_page_in_reading_order(come) -> None:
    page = come().open()
    examples = page.locator(".st-key-examples button").all_inner_texts()
    order = [*MENU, "Taal", "Uw vraag", "Stel de vraag", "Voorbeeldvragen", *examples]
    found = stops(page, len(order) + 2)
    assert [name for name in found if name in order] == order
    assert found[0] == "Skip to main content"


def test_tab_reaches_the_question_the_button_the_switch_and_the_proof_in_order(
    come, assistant
) -> None:
    table = assistant.tables.get(TABLE)
    page = come().open(q=table.question.nl)
    page.get_by_role("textbox", name="Uw vraag").focus()
    fact = next(fact for fact in table.facts if fact.id == FACT)
    order = [
        "Stel de vraag",
        "Voorbeeldvragen",
        fact.ask.nl,
        "Doorloop deze rechtsvraag stap voor stap",
        "In de hele alinea",
        "Lees dit in de hele tekst",
    ]
    assert stops(page, len(order)) == order


def tab_to(page, name) -> None:
    """Press Tab until something has the focus."""
    for _ in range(40):
        if page.evaluate(_FOCUSED) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}")


def test_the_way_from_page_to_answer_needs_no_mouse(come, assistant) -> None:
    table = assistant.tables.get(TABLE)
    page = come().open()
    tab_to(page, "Uw vraag")
    page.keyboard.type(table.question.nl)
    page.keyboard.press("Enter")
    answered(page, table.question.nl)
    word = page.locator(".kw-word").inner_text()
    tab_to(page, table.facts[0].ask.nl)
    page.keyboard.press("ArrowUp")
    expect(page.locator(".kw-word")).not_to_have_text(word)
    assert f"f.{FACT}=" in page.url


def test_what_has_the_focus_looks_different(come, assistant) -> None:
    page = come().open(q=assistant.tables.get(TABLE).question.nl)
    seen, unseen = [], []
    for _ in range(16):
        page.keyboard.press("Tab")
        if name := page.evaluate(_FOCUSED):
            (seen if page.evaluate(_LOOKS) else unseen).append(name)
    assert unseen == []
    assert {*MENU, "main", "Uw vraag", "Stel de vraag", table_fact(assistant)} <= set(seen)


def table_fact(assistant):
    return assistant.tables.get(TABLE).facts[0].ask.nl


def test_the_list_of_sources_works_without_the_table(come) -> None:
    page = come().open("citations")
    page.get_by_role("combobox").focus()
    page.keyboard.type("25 877")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-testid=stDataFrame]")).to_have_count(0)
    assert "source=" in page.url
