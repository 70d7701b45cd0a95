"""`onboarding.yaml` → the reading path, the picture, who is who, the questions and the self-test.

Words between quotation marks are anchored in the framework text, verdicts come from its tables; `faults`
names all that no longer fits either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kaderwijzer.decide.apply import decide
from kaderwijzer.decide.tables import Tables
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import Anchor, Bilingual, Decision, Polarity, Template

_FILE = Path(__file__).with_name("onboarding.yaml")


@dataclass(frozen=True)
class Step:
    """A step of the reading path: why, what to read with its key words, and a table to check with."""

    id: str
    title: Bilingual
    why: Bilingual
    minutes: int
    read: tuple[Anchor, ...]
    check: str


@dataclass(frozen=True)
class Box:
    """A box of the picture, or a person or body: its name, our words about it, and where it stands."""

    name: Bilingual
    full: str | None
    says: Bilingual
    anchor: Anchor


@dataclass(frozen=True)
class Group:
    """Boxes under one name."""

    name: Bilingual
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Case:
    """A question of the self-test: a table, the facts of the case, which scenario tells them (0: none)."""

    table: str
    facts: tuple[tuple[str, str], ...]
    scenario: int


@dataclass(frozen=True)
class Onboarding:
    """All that a newcomer is shown."""

    steps: tuple[Step, ...]
    picture: tuple[Group, ...]
    who: tuple[Group, ...]
    asked: tuple[str, ...]
    test: tuple[Case, ...]


@lru_cache(maxsize=1)
def read_onboarding() -> Onboarding:
    """Read the file beside this one."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return Onboarding(
        steps=tuple(_step(**each) for each in data["steps"]),
        picture=tuple(_level(**each) for each in data["picture"]),
        who=tuple(_body(**each) for each in data["who"]),
        asked=tuple(data["asked"]),
        test=tuple(_case(**each) for each in data["test"]),
    )


def _step(
    *,
    id: str,
    title: dict[str, str],
    why: dict[str, str],
    minutes: int,
    read: list[dict[str, str]],
    check: str,
) -> Step:
    anchors = tuple(Anchor(**each) for each in read)
    return Step(id, Bilingual(**title), Bilingual(**why), minutes, anchors, check)


def _level(*, name: dict[str, str], boxes: list[dict[str, Any]]) -> Group:
    found = (
        Box(Bilingual(**b["label"]), None, Bilingual(**b["says"]), Anchor(**b["anchor"]))
        for b in boxes
    )
    return Group(Bilingual(**name), tuple(found))


def _body(*, name: dict[str, str], entries: list[dict[str, Any]]) -> Group:
    found = (
        Box(Bilingual(**e["name"]), e["full"], Bilingual(**e["role"]), Anchor(**e["anchor"]))
        for e in entries
    )
    return Group(Bilingual(**name), tuple(found))


def _case(*, table: str, facts: dict[str, str], scenario: int) -> Case:
    return Case(table, tuple(facts.items()), scenario)


def case_decided(table: Template, case: Case) -> Decision:
    """Decide a table for the facts of a case; raises QuestionError where it does not know one."""
    return decide(table, dict(case.facts), Polarity.POSITIVE)


# --- what no longer fits -----------------------------------------------------------------------


def faults(data: Onboarding, text: Mapping[str, str], tables: Tables) -> list[str]:
    """Return every anchor whose quote is not in its paragraph, and every table or case that is unknown."""
    return [*_anchor_faults(data, text), *_table_faults(data, tables)]


def _anchor_faults(data: Onboarding, text: Mapping[str, str]) -> Iterator[str]:
    anchors = [anchor for step in data.steps for anchor in step.read]
    anchors += [box.anchor for group in (*data.picture, *data.who) for box in group.boxes]
    for anchor in anchors:
        if anchor.quote not in text.get(anchor.paragraph, ""):
            yield f"not in {anchor.paragraph}: '{anchor.quote[:60]}'; copy it from the text"


def _table_faults(data: Onboarding, tables: Tables) -> Iterator[str]:
    named = [*(step.check for step in data.steps), *data.asked, *(case.table for case in data.test)]
    for table in dict.fromkeys(named):
        if table not in tables:
            yield f"there is no table {table}; name another"
    for case in data.test:
        if case.table in tables:
            yield from _case_faults(case, tables.get(case.table))


def _case_faults(case: Case, table: Template) -> Iterator[str]:
    try:
        rows = case_decided(table, case).rows
    except QuestionError as error:
        yield str(error)
        return
    if case.scenario and (len(rows) != 1 or case.scenario > len(rows[0].scenarios)):
        yield f"{case.table}: no scenario {case.scenario} for {dict(case.facts)}; choose another"
