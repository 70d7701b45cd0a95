"""Many questions from a file: order, bad lines, and a result that is whole or not there."""

import json
from pathlib import Path
from typing import Any

import pytest

from kaderwijzer.assistant import Assistant
from kaderwijzer.batch import ask_batch
from kaderwijzer.errors import KaderwijzerError

QUESTIONS = [
    "Wanneer is sprake van een direct belang?",
    "What is the third party rule?",
    "Wat houdt quid pro quo in?",
    "How do I bake pancakes?",
]


def written(path: Path, *lines: object) -> Path:
    text = "".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines)
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_two_hundred_lines_in_order(
    assistant: Assistant, tmp_path: Path, answer_schema: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [{"id": f"q{n}", "question": QUESTIONS[n % 4]} for n in range(200)]
    source, target = written(tmp_path / "in.jsonl", *lines), tmp_path / "out.jsonl"
    assert ask_batch(assistant, source, target) == 0
    answers = read(target)
    assert [a["id"] for a in answers] == [f"q{n}" for n in range(200)]
    assert [a["question"] for a in answers] == [line["question"] for line in lines]
    assert [a["kind"] for a in answers[:4]] == ["passage", "passage", "passage", "refusal"]
    assert all(answer_schema.is_valid(answer) for answer in answers)
    assert answers[0]["quotes"] == answers[4]["quotes"]
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("200 lines answered, 0 of them with an error")


GOOD = {"id": "good", "question": QUESTIONS[0]}


@pytest.mark.parametrize(
    ("line", "id", "error"),
    [
        ("{", None, "Expecting property name"),
        ('"just text"', None, "no JSON object"),
        ("[1, 2]", None, "no JSON object"),
        ("null", None, "no JSON object"),
        ({"id": 7}, 7, "'question' is missing"),
        ({"id": "x", "question": None}, "x", "'question' is missing or no text"),
        ({"id": "x", "question": ["a"]}, "x", "'question' is missing or no text"),
        ({"id": "x", "question": "a", "lang": "fr"}, "x", "'lang' is not nl or en"),
        ({"id": "x", "question": "a", "lang": ["nl"]}, "x", "'lang' is not nl or en"),
        ({"id": "x", "question": "a", "facts": "b=c"}, "x", "'facts' is no object"),
        ("[" * 100_000, None, "recursion"),
    ],
)
def test_a_bad_line_gives_an_error_object_and_the_rest_goes_on(
    assistant: Assistant, tmp_path: Path, line: object, id: object, error: str
) -> None:
    source, target = written(tmp_path / "in.jsonl", GOOD, line, GOOD), tmp_path / "out.jsonl"
    ask_batch(assistant, source, target)
    first, bad, last = read(target)
    assert (bad["schema"], bad["id"], bad["line"]) == ("kaderwijzer/1", id, 2)
    assert bad["error"].startswith("line 2: ")
    assert error in bad["error"]
    assert first["quotes"] == last["quotes"] != []


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b'{"question": "What is the third party rule?"}', "passage"),
        (b'\xef\xbb\xbf{"question": "What is the third party rule?"}\r\n', "passage"),  # with BOM
        (b'{"question": ""}', "refusal"),
        (b'{"question": "\\u0000"}', "refusal"),
        (b'{"question": "half a pair: \\ud800"}', "refusal"),
        (b'{"question": "\xff"}', None),
        (b"\x00\x01", None),
    ],
)
def test_odd_bytes(assistant: Assistant, tmp_path: Path, raw: bytes, kind: str | None) -> None:
    (tmp_path / "in.jsonl").write_bytes(raw)
    ask_batch(assistant, tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    (answer,) = read(tmp_path / "out.jsonl")
    assert answer.get("kind") == kind
    assert ("error" in answer) is (kind is None)
    if kind:
        assert answer["id"] == "1"  # a line without an id has its number


def test_half_a_surrogate_pair_is_written_as_an_escape(
    assistant: Assistant, tmp_path: Path
) -> None:
    source = written(tmp_path / "in.jsonl", r'{"id": "a", "question": "what \ud800 is"}', GOOD)
    ask_batch(assistant, source, tmp_path / "out.jsonl")
    odd, good = read(tmp_path / "out.jsonl")
    assert odd["question"] == "what \ud800 is"
    assert odd["refusal"]["reason"] == "unreadable"
    assert good["quotes"]


def test_empty_lines_are_passed_over(assistant: Assistant, tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", "", GOOD, "   ", GOOD, "")
    ask_batch(assistant, source, tmp_path / "out.jsonl")
    assert [a["id"] for a in read(tmp_path / "out.jsonl")] == ["good", "good"]


def test_language_and_facts_of_a_line(assistant: Assistant, tmp_path: Path) -> None:
    asked = {"question": "Must the minister consent to tailing a courier for Norway?", "lang": "en"}
    lines = [
        {"id": 1, **asked, "facts": {"contributes_own_investigation": "no"}},
        {"id": 2, **asked, "facts": {"a": "b"}},
    ]
    ask_batch(assistant, written(tmp_path / "in.jsonl", *lines), tmp_path / "out.jsonl")
    known, unknown = read(tmp_path / "out.jsonl")
    assert (known["id"], known["language"], known["verdict"]) == ("1", "en", "yes")
    assert "knows a=b" in unknown["error"]


class Dying:
    """An assistant whose machine breaks down at the second question."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant, self.asked = assistant, 0

    def ask(self, *arguments: Any, **options: Any) -> Any:
        self.asked += 1
        if self.asked == 2:
            raise MemoryError
        return self.assistant.ask(*arguments, **options)


def test_a_batch_that_breaks_off_leaves_the_old_answers(
    assistant: Assistant, tmp_path: Path
) -> None:
    source, target = written(tmp_path / "in.jsonl", GOOD, GOOD, GOOD), tmp_path / "out.jsonl"
    target.write_text("old")
    with pytest.raises(MemoryError):
        ask_batch(Dying(assistant), source, target)  # type: ignore[arg-type]
    assert target.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


@pytest.mark.parametrize(
    ("source", "target", "error"),
    [
        ("none.jsonl", "out.jsonl", "no such file"),
        (".", "out.jsonl", "no such file"),
        ("in.jsonl", "none/out.jsonl", "cannot be written"),
        ("in.jsonl", ".", "cannot be written"),
    ],
)
def test_files_that_cannot_be_used(
    assistant: Assistant, tmp_path: Path, source: str, target: str, error: str
) -> None:
    written(tmp_path / "in.jsonl", GOOD)
    with pytest.raises(KaderwijzerError, match=error):
        ask_batch(assistant, tmp_path / source, tmp_path / target)
    assert [p.name for p in tmp_path.iterdir()] == ["in.jsonl"]
