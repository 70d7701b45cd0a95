"""A question → what it takes for granted: "Since every request must be granted, may we ever refuse?".

The premise is read as a question of its own; where the text says no to it, the answer says so and still
answers what is asked. Which words introduce a premise is data (`premises.json`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from kaderwijzer.model import Language


@dataclass(frozen=True)
class Opening:
    """A pattern, compiled, by which a question begins with a premise."""

    id: str
    language: Language
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@lru_cache
def openings() -> tuple[Opening, ...]:
    """Return all patterns."""
    text = resources.files("kaderwijzer.decide").joinpath("premises.json").read_text("utf-8")
    return tuple(
        Opening(
            item["id"],
            Language(item["language"]),
            re.compile(item["pattern"], re.IGNORECASE),
            tuple(item["examples"]),
            tuple(item["not_examples"]),
        )
        for item in json.loads(text)["patterns"]
    )


def premise(question: str, language: Language) -> str | None:
    """Return what a question takes for granted, as a question of its own; None where it does not.

    >>> premise("Since every request must be granted, may we ever refuse?", Language.ENGLISH)
    'every request must be granted?'
    """
    for opening in openings():
        if opening.language is language and (match := opening.pattern.search(question)):
            return match["premise"].strip(" ,") + "?"
    return None
