"""In which of the two languages a question is asked: letters and words learnt from the corpus's own texts.

Build time counts groups of three letters and whole words in the Dutch and the English texts and questions;
a question goes to the language under which its own are likelier. Works for two words and for mixed
questions, such as Dutch ones with a term of art in English.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from kaderwijzer.model import Language

LogOdds = dict[str, float]
_MIN_COUNT = 2


def learn_language(texts: Iterable[tuple[Language, str]]) -> LogOdds:
    """Return per letter group and word the log odds that a text is Dutch (positive) or English (negative)."""
    counts: dict[Language, Counter[str]] = {language: Counter() for language in Language}
    for language, text in texts:
        counts[language].update(_groups(text))
    dutch, english = counts[Language.DUTCH], counts[Language.ENGLISH]
    groups = {g for g in dutch.keys() | english.keys() if dutch[g] + english[g] >= _MIN_COUNT}
    many = len(groups) or 1
    in_dutch, in_english = dutch.total() + many, english.total() + many
    return {
        g: round(math.log((dutch[g] + 1) / in_dutch) - math.log((english[g] + 1) / in_english), 3)
        for g in sorted(groups)
    }


def recognise_language(text: str, odds: Mapping[str, float]) -> Language:
    """Return the language of a text; Dutch where nothing tells them apart."""
    total = sum(odds.get(group, 0.0) for group in _groups(text))
    return Language.ENGLISH if total < 0 else Language.DUTCH


def _groups(text: str) -> list[str]:
    words = "".join(c if c.isalpha() else " " for c in text.lower()).split()
    groups = [f" {w} "[i : i + 3] for w in words for i in range(len(w))]
    return groups + [f"={w}=" for w in words]
