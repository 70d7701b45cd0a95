"""The app's own words in both languages, from `texts.json`."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from kaderwijzer.model import Language


@lru_cache
def _all() -> dict[str, Any]:
    texts: dict[str, Any] = json.loads(
        Path(__file__).with_name("texts.json").read_text(encoding="utf-8")
    )
    return texts


def text(language: Language, name: str, **values: object) -> str:
    """Return a label or sentence, with its {names} filled in."""
    words: str = _all()[language.value][name]
    return words.format(**values)


@lru_cache
def _page_words(page: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads(
        (Path(__file__).parent / "words" / f"{page}.json").read_text(encoding="utf-8")
    )
    return words


def words(page: str, language: Language, name: str, **values: object) -> str:
    """Return a label or sentence of one page, from `words/<page>.json`, with its {names} filled in."""
    template: str = _page_words(page)[language.value][name]
    return template.format(**values)


def examples(language: Language) -> tuple[str, ...]:
    """Return questions to start with."""
    return tuple(_all()["examples"][language.value])


def language_of(locale: str | None) -> Language:
    """Return the app's language for a browser's; Dutch, as the text is, where none is known.

    >>> language_of("en-GB"), language_of("nl-BE"), language_of("fr"), language_of(None)
    (<Language.ENGLISH: 'en'>, <Language.DUTCH: 'nl'>, <Language.ENGLISH: 'en'>, <Language.DUTCH: 'nl'>)
    """
    dutch = not locale or locale.lower().split("-")[0] == Language.DUTCH.value
    return Language.DUTCH if dutch else Language.ENGLISH
