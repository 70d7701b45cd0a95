"""Whether a question lies within what the corpus answers.

A question that names later law is refused by name. For the rest a small logistic model weighs how near
the question lies to written questions that the corpus answers and to written questions that it does
not (`scope.json`; trained by `evaluation/train_scope.py`, plain numbers).
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from kaderwijzer.answer.labels import label
from kaderwijzer.model import Confidence, Language, Neighbours, Reading, RefusalReason, Signals

MAX_CHARACTERS = 2000
_MIN_KNOWN = 0.45
SIGNALS = ("inside", "outside", "dense", "stems", "groups")


@dataclass(frozen=True)
class Judgement:
    """The reason to refuse, or None; and how sure it is that the corpus answers the question."""

    refuse: RefusalReason | None
    confidence: Confidence
    probability_outside: float


@lru_cache
def _data() -> dict[str, Any]:
    text = resources.files("kaderwijzer.answer").joinpath("scope.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def unreadable(text: str, known: Mapping[str, float], language: Language) -> str | None:
    """Return why a text cannot be read as a question, or None."""
    stripped = text.strip()
    if not stripped:
        return label(language, "unreadable_empty")
    if len(stripped) > MAX_CHARACTERS:
        return label(language, "unreadable_long", length=len(stripped), limit=MAX_CHARACTERS)
    if any(
        unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") and not c.isspace() for c in stripped
    ):
        return label(language, "unreadable_binary")
    words = re.findall(r"[^\W\d_]+", stripped.lower())
    groups = [f" {w} "[i : i + 3] for w in words for i in range(len(w))]
    share = sum(g in known for g in groups) / len(groups) if groups else 0.0
    return None if share >= _MIN_KNOWN else label(language, "unreadable_words")


def judge(
    text: str,
    neighbours: Neighbours,
    reasons: Sequence[RefusalReason],
    signals: Signals | None = None,
    likeliest: Reading | None = None,
) -> Judgement:
    """Judge a question; `reasons` are those of all outside questions, by position.

    `signals` are what the reading model says of a yes/no question, `likeliest` is how it is then read; with
    them goes a limit of its own.
    """
    data = _data()
    if any(re.search(pattern, text, re.IGNORECASE) for pattern in data["later_law"]):
        return Judgement(RefusalReason.LATER_LAW, Confidence.HIGH, 1.0)
    if not neighbours.nearest_outside:  # a corpus without written questions: nothing to judge by
        return Judgement(None, Confidence.LOW, 0.5)
    probability = probability_outside(neighbours, data["model"])
    limit = data["refuse_from"]
    if signals is not None and likeliest is not None:
        probability = _with_reader(probability, belongs(signals, likeliest), data["reader"])
        limit = data["reader"]["refuse_from"]
    if probability >= limit and not _known(neighbours, data):
        return Judgement(_reason(neighbours, reasons), Confidence.MEDIUM, probability)
    high = probability <= data["sure_below"]
    return Judgement(None, Confidence.HIGH if high else _unsure(probability), probability)


def _known(neighbours: Neighbours, data: Mapping[str, Any]) -> bool:
    """Tell whether a question is almost word for word like one that the corpus answers.

    One a little less so counts too where it is clearly less like any that the corpus does not answer.
    """
    inside, outside = neighbours.inside, neighbours.outside
    if inside >= max(data["same_from"], outside):
        return True
    return bool(inside >= max(data["like_from"], outside + data["clearer_by"]))


def belongs(signals: Signals, likeliest: Reading) -> dict[str, float]:
    """Return by name what the reading model says for a question's belonging to the text.

    Whether it looks like such questions, how near the nearest table is and how clear it is which way round
    it asks: what the text does not answer is hard to read.
    """
    return {
        "inside": signals.inside,
        "nearest": max(signals.topics),
        "turn": likeliest.turn,
    }


def _with_reader(
    probability: float, said: Mapping[str, float], weights: Mapping[str, float]
) -> float:
    """Return the probability of lying outside after hearing the reading model too."""
    odds = math.log(max(probability, 1e-9) / max(1 - probability, 1e-9))
    total = weights["intercept"] + weights["neighbours"] * odds
    total -= sum(weights[name] * value for name, value in said.items())
    return 1 / (1 + math.exp(-total))


def refuse_from() -> float:
    """Return the probability of lying outside from which a question is refused."""
    return float(_data()["refuse_from"])


def _unsure(probability: float) -> Confidence:
    return Confidence.MEDIUM if probability < 0.5 else Confidence.LOW


def probability_outside(neighbours: Neighbours, model: Mapping[str, float]) -> float:
    """Return the probability that the corpus does not answer the question."""
    total = model["intercept"] + sum(model[s] * float(getattr(neighbours, s)) for s in SIGNALS)
    return 1 / (1 + math.exp(-total))


def _reason(neighbours: Neighbours, reasons: Sequence[RefusalReason]) -> RefusalReason:
    """Return the most frequent reason among the nearest outside questions; the nearest wins a tie.

    A question that lies nearer to one that the text answers is on its subject, at least.
    """
    if neighbours.inside >= neighbours.outside:  # on a subject of the text, then
        return RefusalReason.NOT_IN_TEXT
    near = [reasons[i] for i in neighbours.nearest_outside]
    counts = Counter(near)
    return max(near, key=lambda r: (counts[r], -near.index(r)))
