"""The questions that the reading model learns from, as examples with their table, polarity and facts.

Phrasings and canonical questions stand in the tables themselves. `training/questions/strangers.jsonl` was
written from the text alone and filed under tables afterwards, `filed.jsonl` by writers who saw canonical
questions, `turned.jsonl` by writers who turned a stranger's question round with as few words as they could,
since words alone do not tell which way round a question asks, `framed.jsonl` by writers who put one up as a
statement to check, twice, with either answer. What is marked `held_back` is not learnt: on
it weights and thresholds are chosen (`train_reading.py`). What `teaches` facts states them in words far from
the tables' own; only the heads of facts learn from it (`train_facts.py`). No evaluation set is read here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kaderwijzer.decide.frames import statement
from kaderwijzer.model import Language, OutsideQuestion, Polarity, Template

QUESTIONS = Path(__file__).parent / "training" / "questions"
_ALIKE = Path(__file__).parent / "training" / "alike.yaml"
_FILES = {"stranger": "strangers", "turned": "turned", "framed": "framed", "filed": "filed"}
# How often an example of each kind is seen in an epoch: those by strangers are worth most.
_TIMES = {
    "phrasing": 1,
    "canonical": 2,
    "stranger": 4,
    "turned": 3,
    "framed": 3,
    "filed": 2,
    "outside": 2,
}


@dataclass(frozen=True)
class Example:
    """A statement (a question with its frames off) and how it is to be read; no table if not covered.

    `negative` is the polarity of the statement itself, `denied` whether the frames turned it round;
    `also` are tables that would do as well; `row` is the line it came from, for measuring.
    """

    text: str
    language: Language
    denied: bool
    table: int | None
    negative: bool
    facts: dict[str, str]
    also: tuple[int, ...]
    times: int
    row: dict[str, Any] | None


def examples(
    templates: Sequence[Template], outside: Sequence[OutsideQuestion]
) -> tuple[list[Example], list[Example]]:
    """Return the examples to learn from, and those held back."""
    number = {template.id: n for n, template in enumerate(templates)}
    learnt = [*_of_tables(templates), *_outside(outside)]
    held_back: list[Example] = []
    for row in rows():
        if row.get("held_back"):
            held_back.append(_of_row(row, number))
        elif "teaches" not in row:
            learnt.append(_of_row(row, number))
    return learnt, held_back


def stating_facts(templates: Sequence[Template]) -> list[Example]:
    """Return the examples of tables with facts, those that teach nothing else included; none held back."""
    number = {template.id: n for n, template in enumerate(templates)}
    of_rows = (_of_row(row, number) for row in rows() if not row.get("held_back"))
    return [
        example
        for example in (*_of_tables(templates), *of_rows)
        if example.table is not None and templates[example.table].facts
    ]


def rows() -> Iterator[dict[str, Any]]:
    """Yield all questions that strangers wrote, turned, framed or filed under tables, each with its `by`."""
    for by, name in _FILES.items():
        for line in (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield {"by": by, **json.loads(line)}


@lru_cache
def alike() -> dict[str, frozenset[str]]:
    """Return per table the tables that ask so nearly the same that a question fits each of them."""
    groups: list[list[str]] = yaml.safe_load(_ALIKE.read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for group in groups:
        for table in group:
            found.setdefault(table, set()).update(group)
    return {table: frozenset(others) for table, others in found.items()}


def right_tables(row: dict[str, Any]) -> list[str]:
    """Return the tables under which a question may be filed; its own first."""
    named = [row["table"], *row.get("also", ())]
    near = sorted(other for table in named for other in alike().get(table, ()))
    return list(dict.fromkeys([*named, *near]))


def _of_tables(templates: Sequence[Template]) -> Iterator[Example]:
    number = {table.id: n for n, table in enumerate(templates)}
    for n, table in enumerate(templates):
        also = tuple(number[other] for other in alike().get(table.id, ()) if other != table.id)
        for phrasing in table.phrasings:
            asked = phrasing.asked
            facts = dict(asked.facts)
            yield _example(
                "phrasing", phrasing.text, phrasing.language, n, asked.polarity, facts, also
            )
        for both, polarity in (
            (table.question, Polarity.POSITIVE),
            (table.opposite, Polarity.NEGATIVE),
        ):
            yield _example("canonical", both.nl, Language.DUTCH, n, polarity, {}, also)
            yield _example("canonical", both.en, Language.ENGLISH, n, polarity, {}, also)


def _outside(questions: Sequence[OutsideQuestion]) -> Iterator[Example]:
    for question in questions:
        yield _example("outside", question.text, question.language, None, Polarity.POSITIVE, {})


def _of_row(row: dict[str, Any], number: dict[str, int]) -> Example:
    polarity = Polarity(row["polarity"] or "positive")
    table = number[row["table"]] if row["table"] else None
    also = tuple(number[name] for name in right_tables(row)[1:]) if row["table"] else ()
    language = Language(row["lang"])
    return _example(row["by"], row["question"], language, table, polarity, row["facts"], also, row)


def _example(
    kind: str,
    question: str,
    language: Language,
    table: int | None,
    polarity: Polarity,
    facts: dict[str, str],
    also: tuple[int, ...] = (),
    row: dict[str, Any] | None = None,
) -> Example:
    bare = statement(question, language)
    negative = (polarity is Polarity.NEGATIVE) ^ bare.denied
    return Example(
        bare.text, language, bare.denied, table, negative, facts, also, _TIMES[kind], row
    )
