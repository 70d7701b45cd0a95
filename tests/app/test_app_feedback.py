"""What a reader says of an answer: kept as one line in a file that is named, and nowhere else."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import platformdirs
import pytest
from app.feedback import JUDGEMENTS, append, feedback_file, record
from jsonschema import Draft202012Validator
from tests.app import app_fakes
from tests.app.app_fakes import HOSTILE, passage
from tests.app.conftest import html

from kaderwijzer.model import Language

ROOT = Path(__file__).resolve().parents[2]
RECEIPT = {
    "corpus_sha256": "c" * 64,
    "rules_sha256": "r" * 64,
    "index": "build-fake",
    "version": "0.0",
}


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Return the file that receives feedback, in a folder that is not there yet."""
    path = tmp_path / "new" / "feedback.jsonl"
    monkeypatch.setenv("KADERWIJZER_FEEDBACK", str(path))
    return path


def judge(shown, judged, words=""):
    """Choose, write, and click."""
    (choice,) = [each for each in shown.segmented_control if each.key.startswith("feedback")]
    if judged:
        choice.set_value(judged)
    shown.text_area[0].set_value(words)
    (button,) = [b for b in shown.button if b.label in ("Oordeel bewaren", "Keep this judgement")]
    return button.click().run()


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# --- what is kept --------------------------------------------------------------------------------


def test_a_line_holds_what_was_asked_answered_and_said(visit, kept):
    shown = visit(q="Mag het ondertekend?", lang="nl", **{"f.urgent": "no"})
    judge(shown, "wrong", "  Zie hoofdstuk II.\nEn verder.  ")
    first = passage("I.1", range(1, 2))
    assert lines(kept) == [
        {
            "schema": "kaderwijzer-feedback/1",
            "judged": "wrong",
            "words": "Zie hoofdstuk II.\nEn verder.",
            "question": "Mag het ondertekend?",
            "language": "nl",
            "kind": "verdict",
            "verdict": "no",
            "facts": [
                {"id": "signed", "value": "yes", "source": "stated"},
                {"id": "urgent", "value": "no", "source": "given"},
            ],
            "rule": "brief-mag",
            "quote": {
                "document": "brief",
                "paragraph": "I.1",
                "page": 9,
                "spans": [[s.start, s.end] for s in first.spans],
            },
            "receipt": RECEIPT,
        }
    ]


@pytest.mark.parametrize(
    ("question", "kind", "verdict", "quoted"),
    [
        ("Wat is dit?", "passage", None, True),
        ("Is dit dubbel?", "clarification", None, True),
        ("Hoe zit het later?", "refusal", "not_covered", False),
        ("???", "refusal", "not_covered", False),
    ],
)
def test_an_answer_without_a_verdict_can_be_judged_too(
    visit, kept, question, kind, verdict, quoted
):
    judge(visit(q=question, lang="nl"), "right")
    (line,) = lines(kept)
    assert (line["kind"], line["verdict"], line["rule"]) == (kind, verdict, None)
    assert (line["quote"] is not None) is quoted and line["question"] == question


@pytest.mark.parametrize("judged", JUDGEMENTS)
@pytest.mark.parametrize("question", ["Mag het kaal?", "Wat is dit?", "Is dit dubbel?", "???"])
def test_what_is_kept_is_what_the_evaluation_reads(judged, question):
    schema = json.loads((ROOT / "evaluation/feedback.schema.json").read_text(encoding="utf-8"))
    line = record(app_fakes.FakeAssistant().ask(question), judged, "")
    assert list(Draft202012Validator(schema).iter_errors(line)) == []


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_are_kept_as_typed(visit, kept, typed):
    shown = judge(visit(q=f"Wat is {typed}?", lang="nl"), "right", f"{typed}\n\u2028{typed}")
    assert kept.read_bytes().count(b"\n") == 1
    (line,) = lines(kept)
    assert line["words"] == f"{typed}\n\u2028{typed}" and line["question"] == f"Wat is {typed}?"
    assert not shown.markdown and not shown.exception


# --- the form ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "said"),
    [("nl", ("Bewaard. Dank u wel.", "niets verzonden")), ("en", ("Kept. Thank you.", "is sent"))],
)
def test_the_file_is_named_before_and_the_form_is_empty_after(visit, kept, lang, said):
    shown = visit(q="Wat is dit?", lang=lang)
    assert f"<b>{kept}</b>" in html(shown) and said[1] in html(shown)
    judge(shown, "wrong_passage", "anders")
    assert [each.value for each in shown.success] == [said[0]]
    assert shown.text_area[0].value == "" and shown.segmented_control[1].value is None
    assert not shown.run().success  # said once
    judge(shown, "right")
    assert [(each["judged"], each["words"]) for each in lines(kept)] == [
        ("wrong_passage", "anders"),
        ("right", ""),
    ]


def test_looking_keeps_nothing(visit, kept):
    shown = visit(q="Mag het ondertekend?", lang="nl")
    shown.radio[1].set_value("yes").run()
    assert not kept.parent.exists()


def test_without_a_choice_nothing_is_kept_and_nothing_is_lost(visit, kept):
    shown = judge(visit(q="Wat is dit?", lang="nl"), None, "mijn woorden")
    assert [each.value for each in shown.warning] == [
        "Kies eerst of het antwoord juist is. Er is nog niets bewaard."
    ]
    assert shown.text_area[0].value == "mijn woorden" and not kept.parent.exists()


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_lost(visit, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("KADERWIJZER_FEEDBACK", str(tmp_path / "file" / "feedback.jsonl"))
    shown = judge(visit(q="Wat is dit?", lang="en"), "wrong", "my words")
    (error,) = shown.error
    assert error.value.startswith("The judgement could not be kept.")
    assert str(tmp_path) in shown.text[-1].value
    assert shown.text_area[0].value == "my words" and shown.segmented_control[1].value == "wrong"


def test_another_question_begins_with_an_empty_form(visit, kept):
    shown = visit(q="Wat is dit?", lang="nl")
    shown.text_area[0].set_value("half").run()
    judge(shown, "right", "heel")
    shown.text_input[0].set_value("Mag het kaal?")
    shown.button[0].click().run()
    assert shown.text_area[0].value == "" and not shown.success
    assert len(lines(kept)) == 1


def test_the_judgements_have_words_in_both_languages(visit, kept):
    for language, expected in (
        (Language.DUTCH, ["juist", "onjuist", "juist, maar met de verkeerde passage"]),
        (Language.ENGLISH, ["right", "wrong", "right, but with the wrong passage"]),
    ):
        shown = visit(q="Wat is dit?", lang=language.value)
        options = [re.sub(r"\W*$", "", o.content) for o in shown.segmented_control[1].proto.options]
        assert options == expected


# --- the file ------------------------------------------------------------------------------------


def test_the_file_lies_among_the_users_data_unless_another_is_named(monkeypatch, tmp_path):
    monkeypatch.delenv("KADERWIJZER_FEEDBACK", raising=False)
    assert feedback_file() == platformdirs.user_data_path("kaderwijzer") / "feedback.jsonl"
    monkeypatch.setenv("KADERWIJZER_FEEDBACK", str(tmp_path / "mine"))
    assert feedback_file() == tmp_path / "mine"


def test_lines_of_many_at_once_stay_whole(tmp_path):
    path = tmp_path / "feedback.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: append(path, {"n": n, "words": "é" * 5000}), range(100)))
    assert sorted(line["n"] for line in lines(path)) == list(range(100))


def test_a_line_that_does_not_fit_on_the_disk_leaves_nothing_behind(tmp_path):
    resource = pytest.importorskip("resource")
    path = tmp_path / "feedback.jsonl"
    append(path, {"n": 1})
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 10, hard))
    try:
        with pytest.raises(OSError, match="no room on the disk"):
            append(path, {"words": "x" * 100})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    append(path, {"n": 2})
    assert [line["n"] for line in lines(path)] == [1, 2]
