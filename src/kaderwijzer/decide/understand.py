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
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from kaderwijzer.decide.apply import decide
from kaderwijzer.decide.tables import Tables
from kaderwijzer.model import (
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

_CANDIDATES = 8
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
        "run 'python -m evaluation.train_reader', 'train_facts' and 'train_wording', then "
        "'kaderwijzer build' and 'python -m evaluation.train_reading', and commit what they write"
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
        if chances[best] < min(limits["stated_from"], limits["inferred_from"]):
            continue
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


def _said(head: str, said: frozenset[str]) -> bool:
    """Tell whether a word is said, also as part of a longer or shorter one: "zelf", "zelfstandig"."""
    return head in said or any(
        min(len(head), len(other)) >= _SHORTEST_PART
        and (head.startswith(other) or other.startswith(head))
        for other in said
    )


@lru_cache(4096)  # the same cues are held against every question
def _heads(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in re.findall(r"\w{3,}", text.lower()))


def decision_of(reading: Reading, tables: Tables) -> Decision:
    """Return what is decided on a question when it is read so."""
    facts = {fact.id: fact.value for fact in reading.facts}
    return decide(tables.get(reading.template), facts, reading.polarity)


def verdict_of(reading: Reading, tables: Tables) -> Verdict:
    """Return the verdict that a question gets when it is read so."""
    return decision_of(reading, tables).verdict
