"""What people type → one spelling: Dutch key words, no capitals, typing errors in key words mended.

Numbers are never mended: 25 887 may be another dossier than 25 877.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from kaderwijzer.cite.patterns import laws, ordinals, read_data

_NUMBERS = {
    word: str(i)
    for i, word in enumerate(
        ["een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"], 1
    )
}
_SHORT, _LONG = 5, 7
_MAX_MENDED = 12
_WORD = re.compile(r"[^\W\d_]+\.?|§")
_GLUED = re.compile(
    r"(?<![^\W\d_])(fn|noot|voetnoot|footnote|art|artikel|nr|p|blz|rapport|lid|wiv)\.?(?=\d)"
)
_GLUED_BEHIND = re.compile(r"(?<=\d)(lid|leden|sub|onder|nr\.?|p\.?)(?=[\s\d])")
# "artikel 40 en 41" is a list, though its first word is singular; "lid 5 of article 59" is turned.
_LISTED = re.compile(r"\bartikel (?=\d+[a-z]?(?:, \d+[a-z]?)* (?:en|and) \d)")
_NUMBERED = re.compile(r"\b(\d{1,2})(?:e|de|ste) lid\b|\blid ([a-z]+)\b|\b([a-z]+) lid\b")
_LETTER_APART = re.compile(r"\b(nr\. \d{1,4}) ([a-d])(?=$|,| p\.)")
_TURNED = re.compile(r"\blid (\d+[a-z]?),? (?:(?:van|of) (?:the )?)?(artikel \d+[a-z]?)\b")


def plain(query: str) -> str:
    """Return a query without capitals, quotes and superfluous space.

    >>> plain("  “Nr. 58a” ")
    'nr. 58a'
    """
    text = unicodedata.normalize("NFKC", query).casefold()
    text = re.sub(r"[\"“”„‘’'?!\[\]{}<>|*]", " ", text).replace("kst_", "kst-")
    text = re.sub(r"(?<=\d)_(?=\d)", "-", text)
    return " ".join(text.split())


def in_key_words(text: str) -> str:
    """Return a plain query with its key words in the one spelling that the forms know.

    >>> in_key_words("artikle 59 leden 2")
    'artikel 59 lid 2'
    """
    text = _GLUED_BEHIND.sub(r" \1", _GLUED.sub(r"\1 ", text)).replace("§", " § ")
    text = re.sub(r"\bparliamentary papers?\b", "kamerstukken", text)
    mended = 0

    def spell(match: re.Match[str]) -> str:
        nonlocal mended
        word = match.group()
        known = _spellings().get(word.rstrip("."))
        if known is None and len(word) >= _SHORT and mended < _MAX_MENDED:
            mended += 1
            known = _nearest(word.rstrip("."))
        return known or word

    text = _WORD.sub(spell, text)
    text = re.sub(r"\b(artikel \d+\w*),? (?:paragraaf|onder) (?=\d)", r"\1 lid ", text)
    text = _LETTER_APART.sub(r"\1\2", _NUMBERED.sub(_member, " ".join(text.split())))
    text = _TURNED.sub(r"\2 lid \1", _LISTED.sub("artikelen ", text))
    return " ".join(_law_last(_with_law_names(" ".join(text.split()))).split())


def _member(match: re.Match[str]) -> str:
    """Write "5e lid", "lid vijf" and "vijfde lid" as "lid 5"; leave other words before "lid" alone."""
    number = match[1] or _NUMBERS.get(match[2] or "") or ordinals().get(match[3] or "")
    return f"lid {number}" if number else match.group()


@lru_cache
def _spellings() -> Mapping[str, str]:
    words: dict[str, list[str]] = read_data("queries")["words"]
    return {variant: word for word, variants in words.items() for variant in variants}


def _nearest(word: str) -> str | None:
    """Return the key word that a word with a typing error probably is."""
    for variant, key in _spellings().items():
        if len(variant) < _SHORT or (variant[:1] != word[:1] and variant[1:2] != word[1:2]):
            continue
        allowed = 2 if min(len(word), len(variant)) >= _LONG else 1
        if abs(len(word) - len(variant)) <= allowed and distance(word, variant) <= allowed:
            return key
    return None


def distance(one: str, other: str) -> int:
    """Return how many letters to add, drop, change or swap with a neighbour.

    >>> distance("artikle", "artikel")
    1
    """
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other)


def _with_law_names(text: str) -> str:
    """Give the names of laws their capitals back, which the reader of articles needs."""
    names = {name.casefold(): name for name in laws().by_name}
    return _law_pattern().sub(lambda m: names[m.group()], text)


def _law_last(text: str) -> str:
    """Put a law that stands before its article behind it, where the reader of articles looks.

    >>> _law_last("Wiv 2002 artikel 59 lid 5")
    'artikel 59 lid 5 Wiv 2002'
    """
    return _law_first_pattern().sub(r"\2 \1", text)


@lru_cache
def _law_first_pattern() -> re.Pattern[str]:
    names = sorted(laws().by_name, key=len, reverse=True)
    return re.compile(rf"^({'|'.join(map(re.escape, names))}),? (artikel(?:en)? \d.*)$")


@lru_cache
def _law_pattern() -> re.Pattern[str]:
    names = sorted((n.casefold() for n in laws().by_name), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?!\w)")
