"""Readings of a question → how sure its verdict is, and what becomes of them when facts are given.

A verdict is given when it is sure enough; else its likeliest readings are offered. Weights and thresholds
are plain numbers in `reading.json`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kaderwijzer.decide.tables import Tables
from kaderwijzer.decide.understand import heads, settings, verdict_of
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import (
    Confidence,
    FactSource,
    KnownFact,
    Reading,
    Signals,
    Template,
    Verdict,
)

# Given for a fact, it takes away what was read from the question.
UNKNOWN = "unknown"
_FEWEST_OPTIONS, _MOST_OPTIONS = 2, 3
_SMALLEST = 1e-3
# How near a table must be, in log odds, to be named where a question is refused: what the text knows
# nothing of stays below. And how likely its reading must be to be offered instead.
_NEAR_ENOUGH = 6.0
_WORTH_OFFERING = 0.2
_MOST_OFFERED = 2


@dataclass(frozen=True)
class Confident:
    """How sure a verdict is; None where it is not sure enough: then `options` say between what."""

    degree: Confidence | None
    options: tuple[tuple[Template, Reading, Verdict], ...]


def verdict_chance(
    read: Sequence[Reading], tables: Tables, outside: float
) -> tuple[Verdict, float]:
    """Return the likeliest reading's verdict and the chance that it is right.

    `outside` is the probability that the text does not answer the question.
    """
    return verdict_of(read[0], tables), _chance(doubts(read, tables, outside))


def _chance(found: Mapping[str, float]) -> float:
    """Return how likely a verdict is right, by a logistic model over doubts (`reading.json`)."""
    weights = settings()["trust"]
    total = weights["intercept"] + sum(weights[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-total))


def doubts(read: Sequence[Reading], tables: Tables, outside: float) -> dict[str, float]:
    """Return what the chance of a right verdict is judged by, by name; log probabilities but one.

    How all readings that give it add up, how clear its polarity and facts are, how likely the text
    answers it, and (0 or 1) whether it hinges on an open fact. A verdict is right when each step is, so
    the chances multiply and their logarithms add up; log odds, which never level off, did worse.
    """
    verdict = verdict_of(read[0], tables)
    return {
        "same_verdict": math.log(max(_same_verdict(read, tables), _SMALLEST)),
        "turn": -math.log1p(math.exp(-read[0].turn)),
        "told": math.log(max(read[0].told, _SMALLEST)),
        "inside": math.log(max(1 - outside, _SMALLEST)),
        "depends": float(verdict is Verdict.DEPENDS),
    }


def _same_verdict(read: Sequence[Reading], tables: Tables) -> float:
    """Return the chance of all readings that give the likeliest reading's verdict."""
    verdict = verdict_of(read[0], tables)
    return sum(r.probability for r in read if verdict_of(r, tables) is verdict)


def confident(
    read: Sequence[Reading], tables: Tables, outside: float, *, given: bool = False
) -> Confident:
    """Judge whether a verdict is sure enough to be given, and how sure; else between which readings.

    "It depends" misleads less than a wrong yes or no, so it need not be as sure. Who has `given` facts has
    accepted the reading, so the verdict is given however sure it is.
    """
    found, limits = doubts(read, tables, outside), settings()["sure"]
    # A toss-up between readings never gives a verdict, whatever else is clear.
    toss_up = math.exp(found["same_verdict"]) < limits["least_chance"]
    verdict, chance = verdict_of(read[0], tables), 0.0 if toss_up else _chance(found)
    if chance >= limits["high_from"]:
        return Confident(Confidence.HIGH, ())
    if chance >= limits["depends_from" if verdict is Verdict.DEPENDS else "verdict_from"]:
        return Confident(Confidence.MEDIUM, ())
    if given:
        return Confident(Confidence.LOW, ())
    return Confident(None, tuple(_options(read, tables)))


def _options(read: Sequence[Reading], tables: Tables) -> list[tuple[Template, Reading, Verdict]]:
    """Return the two or three likeliest readings that are worth telling apart."""
    least = read[0].probability * settings()["sure"]["worth_asking"]
    worth = [
        (tables.get(reading.template), reading, verdict_of(reading, tables))
        for n, reading in enumerate(read)
        if n < _FEWEST_OPTIONS or reading.probability >= least
    ]
    return worth[:_MOST_OPTIONS]


def near_table(signals: Signals) -> str | None:
    """Return the table nearest to a question, where it is near enough for the text to be about that."""
    best = max(range(len(signals.topics)), key=signals.topics.__getitem__)
    return heads().tables[best] if signals.topics[best] >= _NEAR_ENOUGH else None


def worth_offering(read: Sequence[Reading], signals: Signals) -> list[Reading]:
    """Return at most two readings of a refused question that may have been meant."""
    near = dict(zip(heads().tables, signals.topics, strict=True))
    return [
        reading
        for reading in read[:_MOST_OFFERED]
        if reading.probability >= _WORTH_OFFERING and near[reading.template] >= _NEAR_ENOUGH
    ]


def with_given(read: Sequence[Reading], given: Mapping[str, str], tables: Tables) -> list[Reading]:
    """Return the readings whose tables know the given facts, with these set or, as `UNKNOWN`, unset.

    Raises QuestionError, naming the facts of the likeliest reading, where no table knows them.
    """
    if not given:
        return list(read)
    knowing = [reading for reading in read if _knows(tables.get(reading.template), given)]
    if not knowing:
        likeliest = tables.get(read[0].template)
        known = "; ".join(f"{f.id}={'|'.join(v.id for v in f.values)}" for f in likeliest.facts)
        named = ", ".join(f"{name}={value}" for name, value in given.items())
        raise QuestionError(
            f"no reading of the question knows {named}; "
            f"the likeliest one ({likeliest.id}) knows: {known or 'no facts'}"
        )
    total = sum(reading.probability for reading in knowing)
    return [_given(reading, given, total) for reading in knowing]


def _knows(table: Template, given: Mapping[str, str]) -> bool:
    values = {fact.id: {UNKNOWN, *(value.id for value in fact.values)} for fact in table.facts}
    return all(value in values.get(name, ()) for name, value in given.items())


def _given(reading: Reading, given: Mapping[str, str], total: float) -> Reading:
    kept = [fact for fact in reading.facts if fact.id not in given]
    added = [
        KnownFact(name, value, FactSource.GIVEN, "")
        for name, value in given.items()
        if value != UNKNOWN
    ]
    probability = reading.probability / total
    return replace(reading, facts=(*kept, *added), probability=probability, told=1.0)
