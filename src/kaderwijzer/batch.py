"""Many questions from a file, one JSON object a line, answered in order by one process."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from kaderwijzer.answer.render import SCHEMA, to_json
from kaderwijzer.assistant import Assistant
from kaderwijzer.errors import KaderwijzerError, QuestionError
from kaderwijzer.model import Language
from kaderwijzer.pipeline import facts_from, today

Line = dict[str, Any]
# Answers a line, given the identifier that the answer is to carry.
Answering = Callable[[Line, str], Line]


def ask_batch(assistant: Assistant, source: Path, target: Path) -> int:
    """Answer a file of questions."""
    return run_batch(lambda line, id: _answer(assistant, line, id), source, target)


def run_batch(answering: Answering, source: Path, target: Path) -> int:
    """Answer every line of `source` into `target`; a bad line gives an error object, in its place."""
    if not source.is_file():
        raise KaderwijzerError(f"{source}: no such file; name a file with one question a line")
    if target.is_dir() or not target.parent.is_dir():
        raise KaderwijzerError(f"{target}: cannot be written; name a file in a folder that exists")
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        count, bad = _write(temporary, _answers(answering, source))
        temporary.replace(target)
    except OSError as error:
        raise KaderwijzerError(
            f"{error.filename}: {error.strerror}; name files that can be read and written"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    print(f"{count} lines answered, {bad} of them with an error: {target}", file=sys.stderr)
    return 0


def _write(path: Path, answers: Iterable[dict[str, Any]]) -> tuple[int, int]:
    """Write the answers and return how many there are, and how many are errors."""
    count = bad = 0
    # Half a surrogate pair cannot be encoded; as a backslash escape it is still valid JSON.
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
        for answer in answers:
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            count += 1
            bad += "error" in answer
    return count, bad


def _answers(answering: Answering, source: Path) -> Iterator[dict[str, Any]]:
    with source.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            if raw.strip():
                yield answer_line(answering, raw, number)


def answer_line(answering: Answering, raw: bytes, number: int) -> dict[str, Any]:
    """Return the answer to one line, or an object with `error` that says what is wrong with it."""
    identifier: Any = None
    try:
        line = json.loads(raw.decode("utf-8-sig"))
        if not isinstance(line, dict):
            raise QuestionError('the line is no JSON object; write {"id": …, …}')
        identifier = line.get("id")
        return answering(line, str(line["id"]) if "id" in line else str(number))
    except (ValueError, KaderwijzerError, RecursionError) as error:
        message = f"line {number}: {error}"
        return {"schema": SCHEMA, "id": identifier, "line": number, "error": message}


def _answer(assistant: Assistant, line: Line, id: str) -> Line:
    question, facts = line.get("question"), line.get("facts") or {}
    if not isinstance(question, str):
        raise QuestionError("'question' is missing or no text")
    if not isinstance(facts, dict):
        raise QuestionError("'facts' is no object of fact and value")
    if line.get("lang") not in (None, "nl", "en"):
        raise QuestionError("'lang' is not nl or en")
    language = Language(line["lang"]) if line.get("lang") else None
    answer = assistant.ask(
        question,
        language=language,
        facts=facts_from([f"{k}={v}" for k, v in facts.items()]),
        id=id,
    )
    return to_json(answer, today())
