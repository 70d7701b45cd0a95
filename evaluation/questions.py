"""Evaluation questions: what was asked, and which characters of which document answer it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "questions"
SETS = ("open-development", "open-test")
Gold = tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True)
class Question:
    """A question with its gold: every group must be found, in a group one alternative suffices."""

    id: str
    language: str
    kind: str
    section: str
    text: str
    gold: Gold
    reason: str | None

    @property
    def answerable(self) -> bool:
        """Whether the corpus answers it."""
        return bool(self.gold)


def read_questions(name: str) -> list[Question]:
    """Read one set, such as "open-test"."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_question(json.loads(line)) for line in lines if line.strip()]


def _question(row: dict) -> Question:  # type: ignore[type-arg]
    gold = tuple(tuple((a, b) for a, b in group) for group in row["gold"])
    return Question(
        row["id"],
        row["lang"],
        row["kind"],
        row.get("section", ""),
        row["question"],
        gold,
        row.get("reason"),
    )
