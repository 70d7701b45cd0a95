"""What is saved from the browser can be read again, and holds what the page showed."""

from __future__ import annotations

import csv
import io
import json

import pytest
from app.citations_data import listing
from app.texts import words
from playwright.sync_api import expect
from tests.browser.visiting import FACT, TABLE

from app import dossier
from kaderwijzer import checks
from kaderwijzer.answer.labels import verdict_label
from kaderwijzer.model import Kind, Language, Verdict


@pytest.fixture
def held(assistant):
    """Return the citations as the index has them."""
    return listing(assistant.index)


def saved(page, name):
    """Return the name and the content of what a button saves."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return waiting.value.suggested_filename, waiting.value.path().read_text(encoding="utf-8")


def test_the_table_of_citations_opens_in_a_spreadsheet(come, held) -> None:
    name, content = saved(come().open("citations", v="export"), "CSV")
    assert name == "kaderwijzer.csv"
    assert content.startswith("\ufeff"), "by this mark a spreadsheet knows UTF-8"
    rows = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))
    assert len(rows) == len(held.catalogue.citations) > 0


def test_the_citations_as_json(come, held) -> None:
    name, content = saved(come().open("citations", v="export"), "JSON (alle aanhalingen)")
    assert name == "kaderwijzer.json"
    data = json.loads(content)
    rows = data if isinstance(data, list) else data["citations"]
    assert len(rows) == len(held.catalogue.citations)


def test_the_sources_as_bibtex(come, held) -> None:
    name, content = saved(come().open("citations", v="export"), "BibTeX")
    assert name == "kaderwijzer.bib"
    assert content.count("\n@") + content.startswith("@") == len(held.sources) > 0


def test_the_sources_as_csl(come, held) -> None:
    name, content = saved(come().open("citations", v="export"), "CSL-JSON")
    assert name == "kaderwijzer.csl.json"
    assert len(json.loads(content)) == len(held.sources)


def test_a_guided_check_is_saved_with_its_verdict_and_its_proof(come, assistant) -> None:
    page = come().open("check", t=TABLE, **{f"f.{FACT}": "no"})
    name, content = saved(page, "Bewaar als Markdown")
    assert name == f"kaderwijzer-{TABLE}.md"
    table = assistant.tables.get(TABLE)
    assert content.startswith(f"# {table.question.nl}")
    assert f"**{verdict_label(Language.DUTCH, Verdict.YES)}**" in content
    quotes = page.locator(".kw-quote").all_inner_texts()
    assert quotes and all(f"“{quote}”" in content for quote in quotes)


# --- an answer -----------------------------------------------------------------------------------


@pytest.fixture
def answered(come, assistant):
    """Return a page with an answer whose parts to take along are unfolded, and the answer."""
    question, known = assistant.tables.get(TABLE).question.nl, {FACT: "no"}
    one = come(permissions=["clipboard-read", "clipboard-write"])
    page = one.open(q=question, **{f"f.{fact}": value for fact, value in known.items()})
    for name in ("copy", "save"):
        page.locator("summary", has_text=words("dossier", Language.DUTCH, name)).click()
    return page, assistant.ask(question, facts=known)


def test_an_answer_saved_as_json_is_verified(answered, tmp_path) -> None:
    page, given = answered
    name, content = saved(page, words("dossier", Language.DUTCH, "save_json"))
    assert name == dossier.file_name(given, "json")
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    assert checks.check_answer(file, None) == []
    data = json.loads(content)
    assert data["kind"] == Kind.VERDICT.value and data["verdict"] == Verdict.YES.value
    file.write_text(json.dumps(data | {"verdict": Verdict.NO.value}), encoding="utf-8")
    assert checks.check_answer(file, None) != []


def test_an_answer_saved_as_markdown_holds_question_and_quotes(answered) -> None:
    page, given = answered
    name, content = saved(page, words("dossier", Language.DUTCH, "save_md"))
    assert name == dossier.file_name(given, "md")
    words_of = " ".join(content.replace("\\", "").split())
    assert given.question in words_of
    assert given.quotes[0].text in words_of


def test_a_quote_is_copied_with_its_source(answered, assistant) -> None:
    page, given = answered
    box = page.locator(".st-key-copying").get_by_test_id("stCode").first
    box.hover()
    box.get_by_role("button").click()
    entry = assistant.index.documents[0].source.entry
    expect(box).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.strip() == dossier.cited(given.quotes[0], entry)
