"""A question → the statement that it is about, and whether yes to the question denies the statement.

"Is it a mistake to think that we may skip the minister?" is the statement "we may skip the minister",
denied; "is it forbidden to go?" is "is it allowed to go?", denied. Which words do so is data (`frames.json`).
"""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from kaderwijzer.model import Language

_MOST_FRAMES = 4  # "Am I wrong to think it untrue that … is forbidden" has three
_SHORTEST_TYPO = 5
_NEAR_ENOUGH = 0.8


@dataclass(frozen=True)
class Frame:
    """A pattern, compiled, with what it says of the statement left over.

    It `judges` where it asks whether the statement is wrong; then it flips.
    """

    id: str
    language: Language
    flips: bool
    judges: bool
    pattern: re.Pattern[str]
    instead: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """What is left of a question when its frames are off; `denied` if yes means that it is false.

    It is `called_wrong` where nothing else denies it than being asked whether it is wrong.
    """

    text: str
    denied: bool
    called_wrong: bool
    frames: tuple[str, ...]


@lru_cache
def frames() -> tuple[Frame, ...]:
    """Return all frames, in the order in which they are tried."""
    return tuple(_frame(item) for item in _data()["patterns"])


@lru_cache
def premises() -> tuple[Frame, ...]:
    """Return the ways in which a question begins with what it takes for granted."""
    return tuple(_frame(item) for item in _data()["premises"])


def _frame(item: dict[str, Any]) -> Frame:
    return Frame(
        item["id"],
        Language(item["language"]),
        item.get("flips", False),
        item.get("judges", False),
        re.compile(r"\b" + item["pattern"].format(**_data()["words"]), re.IGNORECASE),
        item.get("instead", ""),
        tuple(item["examples"]),
        tuple(item["not_examples"]),
    )


@lru_cache
def _data() -> dict[str, Any]:
    text = resources.files("kaderwijzer.decide").joinpath("frames.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


@lru_cache
def _key_words(language: Language) -> tuple[str, ...]:
    """Return the long words for true and false: those in which a typing error would hide a frame."""
    lists = _data()["judging"][language.value]
    words = re.findall(r"\w+", " ".join(_data()["words"][name] for name in lists).lower())
    return tuple(sorted({word for word in words if len(word) >= _SHORTEST_TYPO}))


def statement(question: str, language: Language) -> Statement:
    """Take the frames off a question.

    >>> statement("Is it a mistake to think that we may go?", Language.ENGLISH)
    Statement(text='we may go?', denied=True, called_wrong=True, frames=('is-it-wrong',))
    """
    text, turned, found = question, list[bool](), []
    if _first(text, language) is None and _first(spelled := _spelled(text, language), language):
        text = spelled
    for _ in range(_MOST_FRAMES):
        hit = _first(text, language)
        if hit is None:
            break
        frame, match = hit
        kept = text[: match.start()], match.expand(frame.instead), text[match.end() :]
        text = " ".join(" ".join(kept).split()).lstrip(" ,;:.")
        turned += [frame.judges] if frame.flips else []
        found.append(frame.id)
    left = text if len(text) > 3 else question
    return Statement(left, len(turned) % 2 == 1, turned == [True], tuple(found))


def premise(question: str, language: Language) -> str | None:
    """Return what a question takes for granted, as a question of its own; None where it does not say so.

    >>> premise("Since every request must be granted, may we ever refuse?", Language.ENGLISH)
    'every request must be granted?'
    """
    for frame in premises():
        if frame.language is language and (match := frame.pattern.search(question)):
            return match["premise"].strip(" ,") + "?"
    return None


def _first(text: str, language: Language) -> tuple[Frame, re.Match[str]] | None:
    """Return the frame that matches first; the longest where two begin together."""
    hits = [
        (frame, match)
        for frame in frames()
        if frame.language is language and (match := frame.pattern.search(text))
    ]
    return min(hits, key=lambda h: (h[1].start(), -h[1].end()), default=None)


def _spelled(text: str, language: Language) -> str:
    """Mend words that are one slip away from a word that frames a question."""
    return re.sub(r"\w{5,}", lambda word: _mended(word.group(), language), text)


@lru_cache(maxsize=4096)
def _mended(word: str, language: Language) -> str:
    near = difflib.get_close_matches(word.lower(), _key_words(language), 1, _NEAR_ENOUGH)
    return near[0] if near else word
