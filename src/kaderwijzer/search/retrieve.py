"""A question → every sentence of the corpus with a score, and its nearest written questions.

Each way of searching (an engine over a kind of key) gives every sentence the score of its best key;
these are made comparable as z-scores over all sentences and summed with fixed weights. Ties go to the
earlier sentence, so the same question always gives the same order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from kaderwijzer.model import KeyKind, Language, Neighbours
from kaderwijzer.search.index import KINDS, LANGUAGES, Index, KeyTable
from kaderwijzer.search.lexical import Analyzer

Floats = NDArray[np.float32]
Weights = Mapping[str, float]
DENSE = "dense"
_NEAREST = 10


@lru_cache
def default_weights() -> dict[str, float]:
    """Return the weight of each way of searching, `<engine>/<kind>`, chosen on the development set."""
    text = resources.files("kaderwijzer.search").joinpath("fusion.json").read_text("utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return weights


@dataclass(frozen=True)
class Found:
    """What a question found: a score per sentence (higher is nearer), and its neighbours."""

    scores: Floats
    neighbours: Neighbours


class Retriever:
    """Scores the sentences of an index; holds no state that a question changes."""

    def __init__(self, index: Index, weights: Weights | None = None) -> None:
        self._index = index
        self._weights = default_weights() if weights is None else weights
        self._owners = _owners(index.keys)
        self._of_kind = {k: np.flatnonzero(index.keys.kinds == n) for n, k in enumerate(KINDS)}
        self._of_language = {
            language: np.flatnonzero(index.keys.languages == n)
            for n, language in enumerate(LANGUAGES)
        }

    def find(self, text: str, vector: Floats, language: Language, added: Sequence[str]) -> Found:
        """Score every sentence for a question: its vector, its words and words added to them."""
        by_engine = self.scores_by_engine(text, vector, language)
        neighbours = self.neighbours(by_engine, language)
        if added:
            for analyzer in Analyzer:
                more = self._lexical(" ".join([text, *added]), analyzer, language)
                by_engine[analyzer.value] = more
        return Found(self._fused(by_engine), neighbours)

    def scores_by_engine(self, text: str, vector: Floats, language: Language) -> dict[str, Floats]:
        """Return per engine the score of every key."""
        scores = {DENSE: self._index.dense.scores(vector)}
        for analyzer in Analyzer:
            scores[analyzer.value] = self._lexical(text, analyzer, language)
        return scores

    def _lexical(self, text: str, analyzer: Analyzer, language: Language) -> Floats:
        """Score the keys of the question's language; keys of the other language get nothing."""
        scores = np.zeros(len(self._index.keys.kinds), np.float32)
        own = self._of_language[language]
        scores[own] = self._index.lexical[language, analyzer].scores(text)[: len(own)]
        return scores

    def _fused(self, by_engine: Mapping[str, Floats]) -> Floats:
        total = np.zeros(len(self._index.units), np.float64)
        for name, weight in self._weights.items():
            engine, kind = name.split("/")
            if weight:
                total += weight * _standardised(self._best(by_engine[engine], KeyKind(kind)))
        return np.round(total, 6).astype(np.float32)

    def _best(self, scores: Floats, kind: KeyKind) -> Floats:
        """Return per sentence the best score of its keys of a kind; the lowest where it has none."""
        keys, units, starts = self._owners[kind]
        if not len(keys):
            return np.zeros(len(self._index.units), np.float32)
        maxima = np.maximum.reduceat(scores[keys], starts)
        best = np.full(len(self._index.units), maxima.min(), np.float32)
        best[units] = maxima
        return best

    def neighbours(
        self,
        by_engine: Mapping[str, Floats],
        language: Language,
        hidden: frozenset[int] = frozenset(),
    ) -> Neighbours:
        """Return the nearest written questions, passing over `hidden` keys (by number)."""
        inside, outside = self._of_kind[KeyKind.QUESTION], self._of_kind[KeyKind.OUTSIDE]
        if hidden:
            inside = np.setdiff1d(inside, list(hidden))
            outside = np.setdiff1d(outside, list(hidden))
        if not (len(inside) and len(outside)):
            return Neighbours(1.0, 0.0, 0.0, 0.0, 0.0, ())
        own = self._index.keys.languages == LANGUAGES.index(language)
        inside_own, outside_own = inside[own[inside]], outside[own[outside]]
        dense = by_engine[DENSE]
        stems, groups = by_engine[Analyzer.STEMS.value], by_engine[Analyzer.GROUPS.value]
        order = np.argsort(-dense[outside], kind="stable")[:_NEAREST]
        return Neighbours(
            inside=float(dense[inside].max()),
            outside=float(dense[outside].max()),
            dense=_outside_share(dense[inside], dense[outside]),
            stems=_outside_share(stems[inside_own], stems[outside_own]),
            groups=_outside_share(groups[inside_own], groups[outside_own]),
            nearest_outside=tuple(int(i) for i in order),
        )


Owners = dict[KeyKind, tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]]


def _owners(table: KeyTable) -> Owners:
    """Return per kind its keys sorted by sentence, the sentences, and where each one's keys begin."""
    owners: Owners = {}
    for number, kind in enumerate(KINDS):
        chosen = table.kinds[table.pair_keys] == number
        keys, units = table.pair_keys[chosen], table.pair_units[chosen]
        order = np.lexsort((keys, units))
        present, starts = np.unique(units[order], return_index=True)
        owners[kind] = keys[order], present, starts
    return owners


def _outside_share(inside: Floats, outside: Floats) -> float:
    """Return which share of the nearest written questions lies outside the corpus."""
    best = np.concatenate([np.sort(inside)[-_NEAREST:], np.sort(outside)[-_NEAREST:]])
    is_outside = np.arange(len(best)) >= min(_NEAREST, len(inside))
    return float(is_outside[np.argsort(-best, kind="stable")[:_NEAREST]].mean())


def _standardised(scores: Floats) -> NDArray[np.float64]:
    values = scores.astype(np.float64)
    spread = values.std()
    standardised: NDArray[np.float64] = (values - values.mean()) / spread if spread else values * 0
    return standardised


def ranked(scores: Floats) -> list[int]:
    """Return the sentences from best to worst; equal scores in the order of the text."""
    order: list[int] = np.argsort(-scores, kind="stable").tolist()
    return order
