"""Texts → the stems they share, for the rules that compare what two passages are about."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{5,}")
_STEM = 6


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the longer words of a text.

    >>> sorted(stems("Verstrekken van gegevens")) == sorted(stems("verstrekking van een gegeven"))
    True
    """
    return frozenset(w[:_STEM].lower() for w in _WORD.findall(text))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the part of the stems of both that they share, from 0 to 1."""
    return len(one & other) / len(one | other) if one | other else 0.0
