"""A statement and what the reading model says of it → the ways to read the question, likeliest first.

Three steps, each measured by itself: which table (topic), which way round (polarity), which facts. The
frames of a question ("is it a mistake to think …") are taken off before the model reads it and turn the
polarity round afterwards. Thresholds and weights are plain numbers in `reading.json`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any

from kaderwijzer.decide.apply import decide
from kaderwijzer.decide.tables import Tables
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import (
    Confidence,
    Decision,
    Fact,
    FactSource,
    FactValue,
    KnownFact,
    Language,
    Polarity,
    Reading,
    Signals,
    Template,
    Verdict,
)

# Given for a fact, it takes away what was read from the question.
UNKNOWN = "unknown"
_CANDIDATES = 8
_FEWEST_OPTIONS, _MOST_OPTIONS = 2, 3
_SMALLEST = 1e-3
_SHORTEST_PART = 4
_WITHOUT = re.compile(r"\b(?:zonder|without)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Heads:
    """What each position of the model's signals stands for; a fact's last slot is "not said"."""

    tables: tuple[str, ...]
    slots: dict[tuple[str, str], tuple[int, tuple[str, ...]]]


@lru_cache
def heads() -> Heads:
    """Return the list of heads of the reading model (`heads.json`, written when it is trained)."""
    data = json.loads(
        resources.files("kaderwijzer.decide").joinpath("heads.json").read_text("utf-8")
    )
    slots, start = {}, 0
    for table, fact, values in data["facts"]:
        slots[table, fact] = start, tuple(values)
        start += len(values) + 1
    return Heads(tuple(data["tables"]), slots)


def stale_heads(templates: Sequence[Template]) -> list[str]:
    """Return what the reading model does not know of the tables, or knows otherwise."""
    known = heads()
    facts = {
        (template.id, fact.id): tuple(value.id for value in fact.values)
        for template in templates
        for fact in template.facts
    }
    if tuple(t.id for t in templates) == known.tables and facts == {
        name: values for name, (_, values) in known.slots.items()
    }:
        return []
    return [
        "the reading model was trained for other tables or facts; "
        "run 'python -m evaluation.train_reader' and commit what it writes"
    ]


@lru_cache
def settings() -> dict[str, Any]:
    """Return weights and thresholds, chosen on held-back questions by `evaluation/train_reading.py`."""
    text = resources.files("kaderwijzer.decide").joinpath("reading.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def readings(
    question: str,
    language: Language,
    signals: Signals,
    denied: bool,
    found: Mapping[str, float],
    tables: Tables,
) -> list[Reading]:
    """Return the likeliest readings of a question, best first; their probabilities add up to at most 1.

    `found` says per table how well its proof was found by searching (z-score); `denied` whether frames
    that were taken off turn the question round.
    """
    chances = topic_chances(signals, found)
    order = sorted(range(len(chances)), key=lambda n: (-chances[n], n))[:_CANDIDATES]
    made = [
        reading
        for number in order
        for reading in _both_ways(
            number, chances[number], question, language, signals, denied, tables
        )
    ]
    return sorted(made, key=lambda reading: -reading.probability)


def topic_chances(signals: Signals, found: Mapping[str, float]) -> list[float]:
    """Return per table, in the order of the heads, how likely it is that the question asks it."""
    weights = settings()["topic"]
    scores = [
        weights["model"] * topic + weights["search"] * found.get(table, 0.0)
        for table, topic in zip(heads().tables, signals.topics, strict=True)
    ]
    return _softmax(scores)


def _softmax(scores: Sequence[float]) -> list[float]:
    best = max(scores)
    odds = [math.exp(score - best) for score in scores]
    total = sum(odds)
    return [odd / total for odd in odds]


def _both_ways(
    number: int,
    chance: float,
    question: str,
    language: Language,
    signals: Signals,
    denied: bool,
    tables: Tables,
) -> list[Reading]:
    table = tables.get(heads().tables[number])
    turn = signals.polarities[number]
    negative = 1 / (1 + math.exp(-settings()["polarity"]["scale"] * turn))
    if denied:
        negative = 1 - negative
    facts = known_facts(table, question, language, signals, settings()["facts"])
    told = min((max(_fact_chances(table, fact, signals)) for fact in table.facts), default=1.0)
    ways = ((Polarity.NEGATIVE, negative), (Polarity.POSITIVE, 1 - negative))
    return [Reading(table.id, p, facts, chance * share, abs(turn), told) for p, share in ways]


def _fact_chances(table: Template, fact: Fact, signals: Signals) -> list[float]:
    """Return the chance of each value of a fact and, last, that it is not said."""
    start, values = heads().slots[table.id, fact.id]
    return _softmax(signals.facts[start : start + len(values) + 1])


def known_facts(
    table: Template,
    question: str,
    language: Language,
    signals: Signals,
    limits: Mapping[str, float],
) -> tuple[KnownFact, ...]:
    """Return the facts of a table that a question states, with the words that say so.

    A fact for which no words stand out must be all but certain: it is inferred, not stated.
    """
    found = []
    for fact in table.facts:
        chances = _fact_chances(table, fact, signals)
        best = max(range(len(fact.values)), key=lambda n: chances[n])
        words = evidence(question, fact.values[best], language)
        source = FactSource.STATED if words else FactSource.INFERRED
        if chances[best] >= limits["stated_from" if words else "inferred_from"]:
            found.append(KnownFact(fact.id, fact.values[best].id, source, words))
    return tuple(found)


def evidence(question: str, value: FactValue, language: Language) -> str:
    """Return the clause of a question that shares most with the words by which people state a fact."""
    cues = value.dutch_cues if language is Language.DUTCH else value.english_cues
    clauses = [clause.strip(" ,;:.?!–-") for clause in re.split(r"[,;:.?!–]", question)]
    scored = [(max(_shared(clause, cue) for cue in cues), clause) for clause in clauses if clause]
    best, clause = max(scored, default=(0.0, ""), key=lambda s: s[0])
    return clause if best >= settings()["facts"]["evidence_from"] else ""


def _shared(clause: str, cue: str) -> float:
    """Return which share of a cue's words stands in a clause; longer words, which say more, count more.

    None does where the clause says "without" and the cue does not: "without a letter" states no letter.
    """
    if _WITHOUT.search(clause) and not _WITHOUT.search(cue):
        return 0.0
    said, wanted = _heads(clause), _heads(cue)
    total = sum(map(len, wanted))
    return sum(len(head) for head in wanted if _said(head, said)) / total if total else 0.0


def _said(head: str, said: set[str]) -> bool:
    """Tell whether a word is said, also as part of a longer or shorter one: "zelf", "zelfstandig"."""
    return head in said or any(
        min(len(head), len(other)) >= _SHORTEST_PART
        and (head.startswith(other) or other.startswith(head))
        for other in said
    )


def _heads(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w{3,}", text.lower())}


def decision_of(reading: Reading, tables: Tables) -> Decision:
    """Return what is decided on a question when it is read so."""
    facts = {fact.id: fact.value for fact in reading.facts}
    return decide(tables.get(reading.template), facts, reading.polarity)


def verdict_of(reading: Reading, tables: Tables) -> Verdict:
    """Return the verdict that a question gets when it is read so."""
    return decision_of(reading, tables).verdict


# --- how sure ------------------------------------------------------------------------------------


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
