"""BM25 over words and over letter groups; the only file that knows bm25s and the stemmer.

Stemmed words find the words of the question; groups of three to five letters find parts of compound
words and words with typing errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

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


def terms(text: str, language: Language, analyzer: Analyzer) -> list[str]:
    """Return the terms of a text, in order, with repetitions."""
    words = _WORD.findall(text.lower())
    if analyzer is Analyzer.GROUPS:
        return [group for word in words for group in _groups(word)]
    stop, stem = _stop_words(language), _stem(language)
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


class Lexical:
    """A BM25 index over texts of one language, cut by one analyzer."""

    def __init__(self, bm25: Any, language: Language, analyzer: Analyzer) -> None:
        self._bm25 = bm25
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
        return cls(bm25, language, analyzer)

    @classmethod
    def load(cls, folder: Path, language: Language, analyzer: Analyzer) -> Lexical:
        """Load what `save` wrote; arrays and JSON only."""
        import bm25s

        return cls(bm25s.BM25.load(str(folder)), language, analyzer)

    def save(self, folder: Path) -> None:
        """Write the index as arrays and JSON."""
        self._bm25.save(str(folder), show_progress=False)

    def scores(self, text: str) -> NDArray[np.float32]:
        """Return the BM25 score of every indexed text, shape (texts,)."""
        found = list(dict.fromkeys(terms(text, self.language, self.analyzer)))
        if not found:  # nothing but stop words
            return np.zeros(self._bm25.scores["num_docs"], np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(found)
        return scores
