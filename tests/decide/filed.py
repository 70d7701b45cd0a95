"""Questions that other hands answered from the text and filed under tables: what the tables must say."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from evaluation.reading_data import rows

from kaderwijzer.model import Polarity


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
    for row in rows():
        if row["table"]:
            facts = tuple(sorted(row["facts"].items()))
            polarity = Polarity(row["polarity"])
            yield Filed(row["id"], row["table"], polarity, facts, row["verdict"])
