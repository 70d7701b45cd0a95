"""The pattern files → compiled patterns, read on first use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

_FRAGMENT = re.compile(r"<<(\w+)>>")


@dataclass(frozen=True)
class Pattern:
    """One form of citation, with what it must and must not find."""

    name: str
    reads: str
    regex: re.Pattern[str]
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Law:
    """A law with its names, the first of which is used in labels."""

    id: str
    names: tuple[str, ...]
    foreign: bool


@dataclass(frozen=True)
class Laws:
    """All laws that have a name here, and the pattern that finds a name behind an article."""

    by_name: Mapping[str, Law]
    by_id: Mapping[str, Law]
    countries: Mapping[str, str]
    named: re.Pattern[str]
    described: re.Pattern[str]
    foreign: re.Pattern[str]


def read_data(name: str) -> Any:
    """Return the content of a YAML file of this package."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files("kaderwijzer.cite").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=loader)


def expand(pattern: str, fragments: Mapping[str, str]) -> str:
    """Put fragments in a pattern until none is left.

    >>> expand("a<<b>>", {"b": "<<c>>!", "c": "d"})
    'ad!'
    """
    while _FRAGMENT.search(pattern):
        pattern = _FRAGMENT.sub(lambda m: fragments[m.group(1)], pattern)
    return pattern


@lru_cache
def citation_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of patterns.yaml in order of precedence."""
    data = read_data("patterns")
    fragments: dict[str, str] = data["fragments"]
    return tuple(_pattern(p["name"], p, fragments) for p in data["patterns"])


@lru_cache
def statute_pieces() -> Mapping[str, Pattern]:
    """Return the pieces of a statute reference by name."""
    data = read_data("statutes")
    fragments: dict[str, str] = data["fragments"]
    return {name: _pattern(name, p, fragments) for name, p in data["pieces"].items()}


@lru_cache
def ordinals() -> Mapping[str, int]:
    """Return numbers by their Dutch ordinal, "eerste" being 1."""
    words: Sequence[str] = read_data("statutes")["ordinals"]
    return {word: i for i, word in enumerate(words, 1)}


def _pattern(name: str, data: Mapping[str, Any], fragments: Mapping[str, str]) -> Pattern:
    pieces = data["regex"]
    joined = pieces if isinstance(pieces, str) else "".join(pieces)
    return Pattern(
        name,
        data.get("reads", name),
        re.compile(expand(joined, fragments)),
        tuple(data["examples"]),
        tuple(data["not_examples"]),
        tuple(data.get("words", ())),
    )


@lru_cache
def laws() -> Laws:
    """Return the laws of laws.yaml."""
    data = read_data("laws")
    all_laws = [Law(x["id"], tuple(x["names"]), False) for x in data["laws"]]
    all_laws += [Law(x["id"], tuple(x["names"]), True) for x in data["foreign"]]
    by_name = {v: law for law in all_laws for name in law.names for v in _variants(name)}
    by_name |= {name: law for law in all_laws for name in law.names}
    names = "|".join(re.escape(n) for n in sorted(by_name, key=len, reverse=True))
    of = r",?\s(?:van\s(?:de\s|het\s)?|of\s(?:the\s)?)?"
    countries: dict[str, str] = data["countries"]
    return Laws(
        by_name,
        {law.id: law for law in all_laws},
        countries,
        # The laws of the Caribbean Netherlands carry the names of ours with "BES" behind them.
        re.compile(rf"{of}(?P<law>{names})(?!\w|\sBES)(?:\svan\s\d{{1,2}}\s[a-z]+\s\d{{4}})?"),
        re.compile(_described(data["law_words"])),
        re.compile(
            rf",?\svan\s(?:de|het)\s(?P<country>{'|'.join(countries)})\s"
            r"(?P<law>[A-Z][\w-]*(?:\s(?:de|la|du|of|the|and|[A-Z][\w-]*|(?<=de la )\w+))*"
            r"|(?:grond)?wet(?:boek)?\b(?:\svan\s\d{1,2}\s[a-z]+\s\d{4})?)"
        ),
    )


def _variants(name: str) -> Iterator[str]:
    """Yield how a short name is written too.

    >>> list(_variants("Wiv 2002")), list(_variants("Grondwet"))
    (['WIV 2002', 'Wiv2002', 'WIV2002', 'wiv 2002'], [])
    """
    short = re.fullmatch(r"[A-Z][a-z]{2}(?P<year>\s\d{4})?", name)
    if short:
        glued = name.replace(" ", "")
        yield from (name.upper(), *([glued, glued.upper()] if short["year"] else []), name.lower())


def _described(words: Mapping[str, Sequence[str]]) -> str:
    """Return the pattern of a law that has no entry here, by the words that its name is made of."""
    begin, small, stop = ("|".join(words[key]) for key in ("begin", "small", "stop"))
    word = rf"(?:[A-Z][\w-]*|(?:{small})\b(?=\s(?!(?:{stop})\b)\w)|\d{{4}}\b|(?!(?:{stop})\b)[a-z]{{5,}})"
    long = rf"van\s(?:de|het)\s(?P<law>(?:{begin})\b(?:\s{word}){{1,9}})"
    short = r"(?:van\s(?:de|het)\s)?(?P<short>[A-Z][a-z]{2,}(?:wet|besluit)(?:\s\d{4})?(?:\sBES)?)"
    return rf",?\s(?:{long}|{short}|van\s(?P<that>die\swet|dat\swetboek))(?!\w)"
