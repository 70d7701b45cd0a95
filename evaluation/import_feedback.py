"""Feedback that the app kept → rows for a question set, to be completed by hand.

`python -m evaluation.import_feedback FILE > rows.jsonl`; what cannot be used is named, a line each, on
standard error. Whoever completes a row fills in every null from the text, takes its "feedback" away, and
puts it in a development set: the test sets hold no question that the program was seen to answer. A set with
a row whose gold is still null fails the tests.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from kaderwijzer.decide.kind import wants_yes_or_no
from kaderwijzer.model import Language

_SCHEMA = Path(__file__).with_name("feedback.schema.json")
_LONGEST = 200  # characters of a message
_ANSWERED = ("kind", "verdict", "rule", "facts", "quote", "receipt")
_OF_VERDICT = ("verdict", "disputed", "missing", "polarity", "style", "topic")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rows; return 1 where a line was left out."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.import_feedback")
    parser.add_argument("file", type=Path, help="the file that the app names below an answer")
    path = parser.parse_args(arguments).file
    try:
        rows, wrong = import_lines(path.read_bytes())
    except OSError as error:
        print(f"Error: {path}: cannot be read ({error.strerror})", file=sys.stderr)
        return 1
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
    for fault in wrong:
        print(f"{path}, {fault}; left out", file=sys.stderr)
    return 1 if wrong else 0


def import_lines(content: bytes) -> tuple[list[dict[str, Any]], list[str]]:
    """Return a row for each line of feedback, and what is wrong with the lines that give none."""
    validator = Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))
    rows, wrong = [], []
    first: dict[bytes, int] = {}
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        same = first.setdefault(line, number)
        if same != number:
            wrong.append(f"line {number}: the same as line {same}")
            continue
        try:
            rows.append(row_of(_read(line, validator), _id(line)))
        except (ValueError, RecursionError) as error:
            wrong.append(f"line {number}: {textwrap.shorten(str(error), _LONGEST)}")
    return rows, wrong


def _read(line: bytes, validator: Draft202012Validator) -> dict[str, Any]:
    """Return a line of feedback; raises ValueError where it is none."""
    said = json.loads(line.decode("utf-8"))
    fault = best_match(validator.iter_errors(said))
    if fault:
        raise ValueError(f"{fault.json_path.removeprefix('$.')}: {fault.message}")
    json.dumps(said, ensure_ascii=False).encode("utf-8")  # fails on half a character
    found: dict[str, Any] = said
    return found


def _id(line: bytes) -> str:
    """Return an identifier that the same line gets each time."""
    return f"f-{hashlib.sha256(line).hexdigest()[:8]}"


def row_of(said: dict[str, Any], id: str) -> dict[str, Any]:
    """Return feedback as a row of the kind that its question asks for; null is left to a reader."""
    own, gold = _own(said)
    return {
        "id": id,
        "lang": said["language"],
        **own,
        "question": said["question"],
        "gold": gold,
        "feedback": {
            "judged": said["judged"],
            "words": said["words"],
            "answered": {name: said[name] for name in _ANSWERED},
        },
    }


def _own(said: dict[str, Any]) -> tuple[dict[str, Any], list[Any] | None]:
    """Return what only a row of its kind has, and its gold: none at all for a refusal that was right."""
    if said["judged"] == "right" and said["verdict"] == "not_covered":
        return {"kind": None, "reason": None}, []
    if said["kind"] in ("verdict", "clarification") or _polar(said):
        return {**dict.fromkeys(_OF_VERDICT), "verdict": _confirmed(said)}, None
    return {"kind": None, "section": None}, None


def _polar(said: dict[str, Any]) -> bool:
    return wants_yes_or_no(said["question"], Language(said["language"]))


def _confirmed(said: dict[str, Any]) -> str | None:
    """Return the verdict where a reader found it right and it rests on the question alone."""
    given = any(fact["source"] == "given" for fact in said["facts"])
    if said["judged"] == "wrong" or given or said["verdict"] == "not_covered":
        return None
    verdict: str | None = said["verdict"]
    return verdict


if __name__ == "__main__":
    sys.exit(main())
