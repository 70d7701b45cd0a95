"""An answer to take along: quotes with their source to copy, and files that are made on demand."""

from __future__ import annotations

import io
import json
import re
import sys
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from app.dossier import cited, docx_installed, file_name, files
from app.texts import _page_words
from tests.app import app_fakes
from tests.app.app_fakes import HOSTILE, document, passage
from tests.app.conftest import html

from kaderwijzer.answer.compose import Frame, compose_verdict
from kaderwijzer.answer.quote import quote
from kaderwijzer.answer.render import to_json
from kaderwijzer.checks import check_answer
from kaderwijzer.decide.apply import decide
from kaderwijzer.decide.template import anchored, read_templates
from kaderwijzer.model import Confidence, Language, Polarity, Reading, Receipt, Role
from kaderwijzer.read.cleaning import source_spans

TODAY = "2026-11-26"
COPY = "Een citaat kopiëren met zijn bron"
QUESTIONS = {
    "verdict": "Mag het ondertekend?",
    "passage": "Wat is dit?",
    "clarification": "Is dit dubbel?",
    "refusal": "Hoe zit het later?",
    "unreadable": "???",
}


def made(question, ending, **facts):
    """Return the content of a file of an answer."""
    assistant = app_fakes.FakeAssistant()
    given = assistant.ask(question, facts=facts)
    (file,) = [f for f in files(given, assistant, TODAY) if f.ending == ending]
    return file.make()


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize(
    ("lang", "labels"),
    [
        ("nl", ["Markdown", "Tekstverwerker (DOCX)", "JSON, om later na te gaan"]),
        ("en", ["Markdown", "Word processor (DOCX)", "JSON, to be verified later"]),
    ],
)
def test_every_answer_is_offered_as_files_of_which_none_is_made_yet(visit, question, lang, labels):
    shown = visit(q=question, lang=lang)
    assert [each.label for each in shown.download_button] == labels
    for each in shown.download_button:
        assert each.proto.deferred_file_id and not each.proto.url
        assert each.proto.ignore_rerun


def test_without_an_answer_there_is_nothing_to_save_or_to_copy(visit):
    shown = visit()
    assert not shown.download_button and not shown.code


@pytest.mark.parametrize("typed", HOSTILE)
def test_the_name_of_a_file_holds_nothing_of_the_question(visit, typed):
    shown = visit(q=f"Wat is {typed}?", lang="nl")
    assert shown.code[-1].value == "kaderwijzer check kaderwijzer-id.json"
    given = app_fakes.FakeAssistant().ask(typed)
    assert file_name(replace(given, id="0f3a"), "md") == "kaderwijzer-0f3a.md"


def test_the_markdown_says_the_facts_in_words(visit):
    content = made("Mag het ondertekend?", "md", urgent="no")
    assert content.startswith("# Dossier bij een vraag\n")
    assert "**Spoed? NL:** no, \\*zo\\* NL (opgegeven bij de vraag)" in content
    assert "26 november 2026" in content


def test_the_markdown_says_what_each_value_of_an_open_fact_would_give():
    line = next(
        each for each in made("Mag het ondertekend?", "md").splitlines() if "Spoed?" in each
    )
    assert "\\*zo\\* NL: ja" in line and "\\*zo\\* NL: nee" in line


def test_the_docx_holds_question_and_facts():
    content = made("Mag het ondertekend?", "docx", urgent="no")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        body = parts.read("word/document.xml").decode()
    assert "Mag het ondertekend?" in body and "no, *zo* NL (opgegeven" in body


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_json_is_the_answer(question):
    given = app_fakes.FakeAssistant().ask(question)
    assert json.loads(made(question, "json")) == to_json(given, TODAY)


def test_where_docx_is_not_installed_it_is_said_how_to_install_it(visit, monkeypatch, request):
    request.addfinalizer(docx_installed.cache_clear)
    install = "python -m pip install 'python-docx>=1.2,<2'"
    with_docx = visit(q="Wat is dit?", lang="en")
    assert install not in [each.value for each in with_docx.code]
    monkeypatch.setitem(sys.modules, "docx", None)
    docx_installed.cache_clear()
    shown = visit(q="Wat is dit?", lang="en")
    labels = [each.label for each in shown.download_button]
    assert labels == ["Markdown", "JSON, to be verified later"]
    assert shown.code[-1].value == install
    assert "needs a package that is not installed here" in html(shown)
    project = Path(__file__).resolve().parents[2] / "pyproject.toml"
    wanted = tomllib.loads(project.read_text())["project"]["optional-dependencies"]["docx"]
    assert install.endswith(f"'{wanted[0]}'")


# --- verifying what was saved --------------------------------------------------------------------


class _RealTables(app_fakes.FakeAssistant):
    """Answers by a real table about the real text."""

    def __init__(self, framework):
        super().__init__()
        self._framework = framework
        self._table = next(t for t in read_templates() if t.id == "support-consent")
        self.tables = {self._table.id: self._table}

    def ask(self, question, *, facts=None):
        decision = decide(self._table, {}, Polarity.POSITIVE)
        reading = Reading(self._table.id, Polarity.POSITIVE, (), 0.9)
        entry = self._framework.source.entry
        receipt = Receipt("c" * 64, "r" * 64, "build", "1.0")
        frame = Frame("real", question, Language.DUTCH, entry.regime, entry.date, receipt)
        proof = [self._quote(anchor) for row in decision.rows for anchor in row.anchors]
        return compose_verdict(frame, self._table, reading, decision, proof, (), Confidence.HIGH)

    def _quote(self, anchor):
        paragraph = next(p for p in self._framework.paragraphs if p.id == anchor.paragraph)
        numbers = anchored(anchor, paragraph)
        sentences = range(numbers[0], numbers[-1] + 1)
        start, end = paragraph.sentences[numbers[0]].start, paragraph.sentences[numbers[-1]].end
        text = self._framework.source.text
        spans = source_spans(paragraph.clean, start, end, text)
        return quote(self._framework, paragraph, sentences, (), role=Role.BASIS, spans=spans)


@pytest.fixture
def saved(framework, tmp_path):
    """Return the saved JSON of a verdict on the framework text, as a file."""
    assistant = _RealTables(framework)
    given = assistant.ask("Mag dat zonder de minister?")
    (file,) = [f for f in files(given, assistant, TODAY) if f.ending == "json"]
    path = tmp_path / file_name(given, "json")
    path.write_bytes(file.make().encode())
    return path


def test_a_saved_answer_is_verified(saved, corpus_folder):
    assert len(json.loads(saved.read_text(encoding="utf-8"))["quotes"]) >= 2
    assert check_answer(saved, str(corpus_folder)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"verdict": "depends"', '"verdict": "yes"', "table support-consent says depends"),
        ("toestemming", "instemming", "not whole sentences of that place"),
    ],
)
def test_a_saved_answer_that_was_changed_is_found_out(saved, corpus_folder, old, new, fault):
    content = saved.read_text(encoding="utf-8")
    assert old in content
    saved.write_text(content.replace(old, new), encoding="utf-8")
    assert any(fault in each for each in check_answer(saved, str(corpus_folder)))


# --- quotes to copy ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_quote_can_be_copied_with_its_source_in_dutch(visit, lang):
    shown = visit(q="Mag het kaal?", lang=lang)
    entry = document().source.entry
    assert (COPY if lang == "nl" else "Copy a quote with its source") in [
        each.label for each in shown.expander
    ]
    first, second, _check = [each.value for each in shown.code]
    where = f"{entry.publisher}, {entry.title}, 7 juni 2005, hoofdstuk I (p. 9)."
    assert first == f"“{passage('I.1', range(1, 2)).text}”\n{where}"
    assert second == f"“{passage('I.2', range(1)).text}”\n{where}"
    assert not any(each.language not in ("", "plaintext", None) for each in shown.code)


def test_a_note_is_cited_as_a_note():
    shown = cited(passage("fn.1", range(1)), document().source.entry)
    assert shown.endswith(", 7 juni 2005, voetnoot 1 (p. 9).")


def test_a_block_quote_keeps_its_own_quotation_marks():
    own = replace(passage("I.1", range(1)), text="“Zo staat het er.”")
    assert cited(own, document().source.entry).startswith("“Zo staat het er.”\n")


def test_another_document_is_cited_by_its_own_title():
    other = replace(passage("I.1", range(1)), title="Kamerstukken II 1997/98, 25 877, nr. 3")
    source = cited(other, document().source.entry).split("\n")[1]
    assert source == "Kamerstukken II 1997/98, 25 877, nr. 3, hoofdstuk I (p. 9)."


def test_an_article_is_cited_as_a_jurist_does():
    law = replace(passage("I.1", range(1)), paragraph="artikel 59.5", title="De wet")
    source = cited(law, document().source.entry).split("\n")[1]
    assert source == f"art. 59 lid 5 {law.regime.law}."


@pytest.mark.parametrize("question", ["Hoe zit het later?", "???"])
def test_a_refusal_has_nothing_to_quote(visit, question):
    shown = visit(q=question, lang="nl")
    assert [each.value for each in shown.code] == ["kaderwijzer check kaderwijzer-id.json"]
    offered = [each.label for each in shown.expander]
    assert "Dit antwoord bewaren" in offered and COPY not in offered


@pytest.mark.parametrize("written", HOSTILE)
def test_a_hostile_document_is_copied_as_written(visit, written):
    shown = visit(q="Wat is dit?", lang="nl")
    quoted = [each.value for each in shown.code[:-1]]
    assert len(quoted) == 3 and all(
        written in each for each in quoted
    )  # in the title of the source
    assert not shown.markdown and not shown.exception


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("page", ["dossier", "feedback"])
def test_own_words_are_complete_and_are_no_markup(language, page):
    said = _page_words(page)
    assert said["nl"].keys() == said["en"].keys()
    for name, words in said[language.value].items():
        assert words.strip() and not re.search(r"[<>*`$\[\]&]|:\w+:", words), name
