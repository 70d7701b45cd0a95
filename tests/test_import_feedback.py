"""Feedback becomes rows for a question set; what cannot be used is named, one message a line."""

import json
from pathlib import Path
from typing import Any

import pytest
from evaluation.import_feedback import import_lines, main
from evaluation.questions import FOLDER, _question

SETS = {"open": "open-development", "verdict": "verdict-development"}
SAID: dict[str, Any] = {
    "schema": "kaderwijzer-feedback/1",
    "judged": "right",
    "words": "",
    "question": "Mag de MIVD de derde landregel hanteren?",
    "language": "nl",
    "kind": "verdict",
    "verdict": "yes",
    "facts": [{"id": "agreed", "value": "yes", "source": "stated"}],
    "rule": "third-party-rule",
    "quote": {"document": "framework", "paragraph": "V.i.2", "page": 16, "spans": [[10, 20]]},
    "receipt": {"corpus_sha256": "c", "rules_sha256": "r", "index": "build", "version": "1"},
}
GIVEN = [{"id": "agreed", "value": "yes", "source": "given"}]
NOTHING = {"kind": "refusal", "verdict": "not_covered", "rule": None, "quote": None, "facts": []}
OPEN = {"kind": "passage", "verdict": None, "rule": None, "facts": []}
DUTCH, ENGLISH = "Wat is quid pro quo?", "What is the third party rule?"


def line(**changed: Any) -> bytes:
    return json.dumps({**SAID, **changed}).encode()


def row(**changed: Any) -> dict[str, Any]:
    (made,), wrong = import_lines(line(**changed) + b"\n")
    assert wrong == []
    return made


def names_of(name: str, *, answerable: bool) -> list[str]:
    """Return the names in the rows of a set, in order."""
    rows = (FOLDER / f"{SETS[name]}.jsonl").read_text(encoding="utf-8").splitlines()
    (names,) = {tuple(r) for r in map(json.loads, rows) if bool(r["gold"]) is answerable}
    return list(names)


@pytest.mark.parametrize(
    ("changed", "name", "answerable"),
    [
        ({}, "verdict", True),
        ({"kind": "clarification", "verdict": None, "rule": None}, "verdict", True),
        ({**OPEN, "question": DUTCH}, "open", True),
        ({**OPEN, "question": ENGLISH, "language": "en"}, "open", True),
        ({**NOTHING}, "open", False),
        ({**NOTHING, "judged": "wrong"}, "verdict", True),
        ({**NOTHING, "judged": "wrong", "question": DUTCH}, "open", True),
    ],
)
def test_a_row_has_what_the_rows_of_its_set_have(
    changed: dict[str, Any], name: str, answerable: bool
) -> None:
    made = row(**changed)
    assert list(made) == [*names_of(name, answerable=answerable), "feedback"]
    assert made["gold"] == (None if answerable else [])
    assert made["question"] == changed.get("question", SAID["question"])
    assert made["lang"] == changed.get("language", "nl")


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, "yes"),
        ({"verdict": "depends"}, "depends"),
        ({"judged": "wrong_passage", "verdict": "no"}, "no"),
        ({"judged": "wrong"}, None),
        ({"facts": GIVEN}, None),
        ({**NOTHING, "judged": "wrong_passage"}, None),
    ],
)
def test_a_verdict_is_taken_over_only_where_a_reader_found_it_right_on_the_question_alone(
    changed: dict[str, Any], verdict: str | None
) -> None:
    assert row(**changed)["verdict"] == verdict


def test_all_else_is_left_to_whoever_completes_the_row() -> None:
    made = row(words="Zie <b>p. 3</b>")
    assert {name for name, value in made.items() if value is None} == {
        *("disputed", "missing", "polarity", "style", "topic", "gold"),
    }
    assert made["feedback"] == {
        "judged": "right",
        "words": "Zie <b>p. 3</b>",
        "answered": {n: SAID[n] for n in ("kind", "verdict", "rule", "facts", "quote", "receipt")},
    }


def test_a_completed_row_can_be_read_and_one_without_gold_cannot() -> None:
    made = row(**OPEN, question=DUTCH)
    with pytest.raises(TypeError):
        _question(made)
    completed = {**made, "kind": "plain", "section": "II.vi", "gold": [[[10, 20]]]}
    assert _question(completed).gold == (((10, 20),),)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (b"{", "line 2: Expecting property name"),
        (b"\xff\xfe", "line 2: 'utf-8' codec can't decode"),
        (b"[]", "line 2: $: [] is not of type 'object'"),
        (b"[" * 100_000, "line 2: "),
        (line(judged="maybe"), "line 2: judged: 'maybe' is not one of ['right', 'wrong', 'wr"),
        (line(schema="kaderwijzer-feedback/2"), "line 2: schema: 'kaderwijzer-feedback/1' was"),
        (line(question=" "), "line 2: question: ' ' does not match"),
        (line(language="fr"), "line 2: language: 'fr' is not one of ['nl', 'en']"),
        (line(stranger=1), "line 2: $: Additional properties are not allowed ('stranger'"),
        (line(quote={"page": 1}), "line 2: quote: "),
        (line(words="\ud800"), "line 2: 'utf-8' codec can't encode"),
        (json.dumps({"schema": "kaderwijzer-feedback/1"}).encode(), "line 2: $: 'judged' is a re"),
        (line(judged="wrong"), "line 2: the same as line 1"),
    ],
)
def test_a_bad_line_gives_one_message_and_the_rest_goes_on(bad: bytes, message: str) -> None:
    rows, wrong = import_lines(b"\n".join([line(judged="wrong"), bad, b"", line(words="x")]))
    assert [made["feedback"]["judged"] for made in rows] == ["wrong", "right"]
    (fault,) = wrong
    assert fault.startswith(message) and len(fault) < 220 and "\n" not in fault


def test_identifiers_are_the_same_each_time_and_differ() -> None:
    content = b"\n".join(line(words=str(n)) for n in range(20))
    names = [[made["id"] for made in import_lines(content)[0]] for _ in range(2)]
    assert names[0] == names[1] and len(set(names[0])) == 20


def test_the_command_prints_rows_and_names_what_it_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_bytes(line(words="één") + b"\n{\n")
    assert main([str(path)]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["feedback"]["words"] == "één" and "één" in out
    assert err.startswith(f"{path}, line 2: ") and err.endswith("; left out\n")
    path.write_bytes(line() + b"\n")
    assert main([str(path)]) == 0 and capsys.readouterr().err == ""


def test_a_file_that_is_not_there_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.startswith(f"Error: {tmp_path / 'none'}: cannot be read")
