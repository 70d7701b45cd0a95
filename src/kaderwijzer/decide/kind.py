"""Whether a question wants yes or no, or passages: read off how its last sentence begins."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib import resources

from kaderwijzer.decide.frames import statement
from kaderwijzer.model import Language

Lists = dict[str, frozenset[str]]
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_CLAUSES = re.compile(r"[,;:–—]|\s-\s")
# The frames that put up a statement for checking, which is no question at all.
_PUT_UP = ("stelling", "statement")


@lru_cache
def _lists(language: Language) -> Lists:
    """Return the words of a language; question words of both, since questions mix them."""
    data = json.loads(
        resources.files("kaderwijzer.decide").joinpath("kinds.json").read_text("utf-8")
    )
    lists = {name: frozenset(words) for name, words in data[language.value].items()}
    return lists | {"open": frozenset(w for each in Language for w in data[each.value]["open"])}


def wants_yes_or_no(text: str, language: Language) -> bool:
    """Tell whether a question is to be answered with yes or no.

    >>> wants_yes_or_no("When data arrive unasked, may we use them?", Language.ENGLISH)
    True
    >>> wants_yes_or_no("When is there a direct interest?", Language.ENGLISH)
    False
    """
    lists = _lists(language)
    sentences = _SENTENCES.split(text.strip())
    asked = next((s for s in reversed(sentences) if s.endswith("?")), sentences[-1])
    clauses = [w for c in _CLAUSES.split(asked) if (w := re.findall(r"[\w'’]+", c.lower()))]
    verbs_first = [words[0] in lists["verbs"] for words in clauses]
    if not clauses or verbs_first[0] or clauses[-1][-1] in lists["tags"]:
        return bool(clauses)
    put_up = any(frame in _PUT_UP for frame in statement(text, language).frames)
    if put_up and not _opens(clauses[0], lists, verb_elsewhere=False):
        return True
    if any(_opens(words, lists, verb_elsewhere=any(verbs_first)) for words in clauses):
        return False
    return any(verbs_first) or (asked.endswith("?") and not _tells(clauses[0], lists))


def _opens(words: list[str], lists: Lists, *, verb_elsewhere: bool) -> bool:
    """Tell whether a clause begins with a question word, maybe behind "op grond van" and the like."""
    behind = next((w for w in words if w not in lists["before"]), "")
    return behind in lists["open"] and not (verb_elsewhere and behind in lists["also_conjunction"])


def _tells(words: list[str], lists: Lists) -> bool:
    """Tell whether a clause tells us to do something: "geef …", but not "geef je …?"."""
    return words[0] in lists["tell"] and not (len(words) > 1 and words[1] in lists["subjects"])
