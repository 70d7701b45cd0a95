"""Whether quotes hold the gold passages, by characters; and intervals around the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.questions import Gold, Question

Spans = Sequence[tuple[int, int]]
_SAMPLES = 2000
_SEED = 20150610


@dataclass(frozen=True)
class Row:
    """What became of one question; spans per quote, best first. A refusal has no quotes."""

    question: Question
    kind: str
    reason: str | None
    quotes: tuple[tuple[tuple[int, int], ...], ...]
    confidence: str


def characters(spans: Iterable[tuple[int, int]]) -> set[int]:
    """Return the characters of spans, each once."""
    return {i for start, end in spans for i in range(start, end)}


def holds(quotes: Sequence[Spans], alternatives: Spans) -> bool:
    """Tell whether some quote and some alternative share at least half of the shorter of the two."""
    for start, end in alternatives:
        gold = set(range(start, end))
        for quote in quotes:
            own = characters(quote)
            if 2 * len(own & gold) >= min(len(own), len(gold)):
                return True
    return False


def found(row: Row, first: int) -> bool:
    """Tell whether the first so many quotes hold every group of the gold."""
    return all(holds(row.quotes[:first], group) for group in row.question.gold)


def span_scores(row: Row, first: int) -> tuple[float, float]:
    """Return precision and recall by characters, each group by its best-covered alternative."""
    quoted = characters(span for quote in row.quotes[:first] for span in quote)
    gold = characters(_best_alternatives(row.question.gold, quoted))
    shared = len(quoted & gold)
    return (shared / len(quoted) if quoted else 0.0), shared / len(gold)


def _best_alternatives(gold: Gold, quoted: set[int]) -> list[tuple[int, int]]:
    return [max(group, key=lambda g: len(set(range(*g)) & quoted)) for group in gold]


@dataclass(frozen=True)
class Figure:
    """A mean over so many questions with its 95 % interval by bootstrap over questions."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] (n = {self.count})"


def figure(values: Sequence[float]) -> Figure | None:
    """Return the mean of values with its interval; None without values."""
    if not values:
        return None
    array = np.asarray(values, float)
    picks = np.random.default_rng(_SEED).integers(0, len(array), (_SAMPLES, len(array)))
    low, high = np.percentile(array[picks].mean(axis=1), [2.5, 97.5])
    return Figure(float(array.mean()), float(low), float(high), len(array))


def mean_over(rows: Iterable[Row], measure: Callable[[Row], float]) -> Figure | None:
    """Return the figure of a measure over rows."""
    return figure([float(measure(row)) for row in rows])
