"""Questions that other hands answered from the text and filed under tables: what the tables must say."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kaderwijzer.model import Polarity

FOLDER = Path(__file__).parents[2] / "evaluation" / "training" / "questions"


@dataclass(frozen=True)
class Filed:
    id: str
    table: str
    polarity: Polarity
    facts: tuple[tuple[str, str], ...]
    verdict: str


@cache
def filed() -> tuple[Filed, ...]:
    return tuple(_rows())


def _rows() -> Iterator[Filed]:
    for name in ("strangers", "filed"):
        for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["table"]:
                facts = tuple(sorted(row["facts"].items()))
                polarity = Polarity(row["polarity"])
                yield Filed(row["id"], row["table"], polarity, facts, row["verdict"])
