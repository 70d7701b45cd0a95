"""Words of a question → the words that the source uses for them, from the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kaderwijzer.model import Language, Term


class Glossary:
    """Finds terms in questions by any of their names, as whole words."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._names: dict[Language, dict[str, set[str]]] = {language: {} for language in Language}
        for term in terms:
            self._add(Language.DUTCH, term.dutch, term.dutch_also)
            self._add(Language.ENGLISH, term.english, term.english_also)
        self._longest = max(
            (len(n.split()) for names in self._names.values() for n in names), default=0
        )

    def _add(self, language: Language, name: str, others: Iterable[str]) -> None:
        for other in (name, *others):
            self._names[language].setdefault(_plain(other), set()).add(name)

    def added_words(self, text: str, language: Language) -> list[str]:
        """Return the source's terms for what the question calls otherwise, in alphabetical order."""
        words = _plain(text).split()
        names = self._names[language]
        found: set[str] = set()
        for size in range(1, self._longest + 1):
            for start in range(len(words) - size + 1):
                found |= names.get(" ".join(words[start : start + size]), set())
        return sorted(name for name in found if _plain(name) not in _plain(text))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
