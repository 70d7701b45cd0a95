"""BM25 over words and over letter groups; the only file that knows bm25s and the stemmer.

Stemmed words find the words of the question; groups of three to five letters find parts of compound
words and words with typing errors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kaderwijzer.model import Language

_STEMMERS = {Language.DUTCH: "dutch", Language.ENGLISH: "english"}
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SHORTEST, _LONGEST = 3, 5
_NO_TERM = "\0"


class Analyzer(Enum):
    """How a text is cut into terms."""

    STEMS = "stems"
    GROUPS = "groups"


def terms(
    text: str,
    language: Language,
    analyzer: Analyzer,
    stop_words: frozenset[str] | None = None,
) -> list[str]:
    """Return the terms of a text, in order, with repetitions; None for bm25s's own stop words."""
    words = _WORD.findall(text.lower())
    if analyzer is Analyzer.GROUPS:
        return [group for word in words for group in _groups(word)]
    stop = _stop_words(language) if stop_words is None else stop_words
    stem = _stem(language)
    return [stem(word) for word in words if word not in stop and len(word) > 1]


def _groups(word: str) -> list[str]:
    padded = f" {word} "
    return [
        padded[i : i + n]
        for n in range(_SHORTEST, _LONGEST + 1)
        for i in range(len(padded) - n + 1)
    ]


@lru_cache
def _stop_words(language: Language) -> frozenset[str]:
    from bm25s.stopwords import STOPWORDS_DUTCH, STOPWORDS_EN

    words = {Language.DUTCH: STOPWORDS_DUTCH, Language.ENGLISH: STOPWORDS_EN}[language]
    return frozenset(words)


@lru_cache
def _stem(language: Language) -> Callable[[str], str]:
    import Stemmer

    stem: Callable[[str], str] = Stemmer.Stemmer(_STEMMERS[language]).stemWord
    return stem


@dataclass(frozen=True)
class _Stored:
    """What bm25s made: per term a slice of text numbers and of their scores."""

    scores: NDArray[np.float32]
    texts: NDArray[np.int32]
    starts: NDArray[np.int64]
    terms: dict[str, int]
    count: int
    stop_words: frozenset[str]


class Lexical:
    """A BM25 index over texts of one language, cut by one analyzer.

    bm25s makes the index. Asking sums the stored scores of the question's terms, which is all that is
    left to do then, and spares a fifth of a second of importing.
    """

    def __init__(self, stored: _Stored, language: Language, analyzer: Analyzer) -> None:
        self._stored = stored
        self.language = language
        self.analyzer = analyzer

    @classmethod
    def build(cls, texts: Sequence[str], language: Language, analyzer: Analyzer) -> Lexical:
        """Index the texts; a text's number is its position."""
        import bm25s

        bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        found = [terms(text, language, analyzer) for text in texts]
        # bm25s cannot index no terms at all, as where a corpus has no text in this language.
        bm25.index(found if any(found) else [[_NO_TERM]], show_progress=False)
        scores, numbers, starts = (bm25.scores[name] for name in ("data", "indices", "indptr"))
        stop_words = _stop_words(language)
        stored = _Stored(scores, numbers, starts, bm25.vocab_dict, len(texts), stop_words)
        return cls(stored, language, analyzer)

    @classmethod
    def load(cls, folder: Path, language: Language, analyzer: Analyzer) -> Lexical:
        """Load what `save` wrote."""
        with np.load(folder / "scores.npz", allow_pickle=False) as arrays:
            scores, texts, starts = (arrays[name] for name in ("scores", "texts", "starts"))
        words = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        stop_words = frozenset(words["stop_words"])
        stored = _Stored(scores, texts, starts, words["terms"], words["texts"], stop_words)
        return cls(stored, language, analyzer)

    def save(self, folder: Path) -> None:
        """Write the index as arrays and JSON."""
        stored = self._stored
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(
            folder / "scores.npz", scores=stored.scores, texts=stored.texts, starts=stored.starts
        )
        stop_words = sorted(stored.stop_words)
        words = {"terms": stored.terms, "texts": stored.count, "stop_words": stop_words}
        (folder / "terms.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")

    def scores(self, text: str) -> NDArray[np.float32]:
        """Return the BM25 score of every indexed text, shape (texts,)."""
        stored = self._stored
        found = dict.fromkeys(terms(text, self.language, self.analyzer, stored.stop_words))
        known = [stored.terms[term] for term in found if term in stored.terms]
        if not known:
            return np.zeros(stored.count, np.float32)
        slices = [slice(stored.starts[n], stored.starts[n + 1]) for n in known]
        texts = np.concatenate([stored.texts[s] for s in slices])
        weights = np.concatenate([stored.scores[s] for s in slices])
        return np.bincount(texts, weights, stored.count).astype(np.float32)
