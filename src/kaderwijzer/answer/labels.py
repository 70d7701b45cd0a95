"""Our own words in both languages, from `labels.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any

from kaderwijzer.model import Authority, Confidence, Language, RefusalReason, Regime, Verdict

_MONTHS = {
    Language.DUTCH: (
        "januari februari maart april mei juni juli augustus september oktober november december"
    ),
    Language.ENGLISH: (
        "January February March April May June July August September October November December"
    ),
}


@lru_cache
def _all() -> dict[str, Any]:
    text = resources.files("kaderwijzer.answer").joinpath("labels.json").read_text("utf-8")
    labels: dict[str, Any] = json.loads(text)
    return labels


def label(language: Language, name: str, **values: object) -> str:
    """Return a label or sentence, with its {names} filled in."""
    text: str = _all()[language.value][name]
    return text.format(**values)


def authority_label(language: Language, authority: Authority) -> str:
    """Return who speaks, in words."""
    return str(_all()[language.value]["authority"][authority.value])


def speakers_label(language: Language, speakers: Iterable[Authority]) -> str:
    """Return all who speak, in words and in order."""
    return ", ".join(authority_label(language, speaker) for speaker in speakers)


def confidence_label(language: Language, confidence: Confidence) -> str:
    """Return a degree of confidence in words."""
    return str(_all()[language.value]["confidence"][confidence.value])


def verdict_label(language: Language, verdict: Verdict) -> str:
    """Return a verdict in words."""
    return str(_all()[language.value]["verdict"][verdict.value])


def wrong_label(language: Language, verdict: Verdict) -> str:
    """Return yes or no to whether a statement is wrong, in words that leave no doubt what is wrong."""
    return str(_all()[language.value]["verdict_wrong"][verdict.value])


def reason_label(language: Language, reason: RefusalReason) -> str:
    """Return the reason of a refusal in words."""
    return str(_all()[language.value]["reason"][reason.value])


def date_label(language: Language, iso: str) -> str:
    """Return an ISO date as people write it.

    >>> date_label(Language.ENGLISH, "2015-06-10")
    '10 June 2015'
    """
    year, month, day = iso.split("-")
    return f"{int(day)} {_MONTHS[language].split()[int(month) - 1]} {year}"


def banner(language: Language, regime: Regime, as_of: str) -> str:
    """Return the sentence that says which law the answer is about, and that it is no advice."""
    ended = ""
    if regime.in_force_until and regime.succeeded_by:
        ended = label(
            language,
            "banner_ended",
            until=date_label(language, regime.in_force_until),
            successor=regime.succeeded_by,
        )
    date = date_label(language, as_of)
    return " ".join(label(language, "banner", law=regime.law, date=date, ended=ended).split())
