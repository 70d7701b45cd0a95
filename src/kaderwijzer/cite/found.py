"""What the readers of citations hand to each other: a reference with its range of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kaderwijzer.model import DocumentId, LawId, Pinpoint, PinpointKind, Reference

_NAME = re.compile(r"(?P<to>tot en met|t/m|\bto\b|[-–])|[IVX]+(?:\.[ivx]+)*|\d+(?:\.\d+)*")
_ROMAN = (
    *("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    *("xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"),
)
_MAX_NAMES = 60
_RANGE = re.compile(r"(\d+)(?:\s?[-–]\s?(\d+))?")


@dataclass(frozen=True)
class Context:
    """What a text leaves unsaid: its own sections and footnotes ("fn.1"), and its law."""

    document: DocumentId
    sections: frozenset[str]
    law: LawId


@dataclass(frozen=True)
class Found:
    """One citation in a text: half-open range and what it cites."""

    start: int
    end: int
    reference: Reference
    pinpoint: Pinpoint | None


def pages(printed: str | None) -> Pinpoint | None:
    """Read a list of pages.

    >>> pages("p. 21, 22 en 25-26").ranges
    (('21', '21'), ('22', '22'), ('25', '26'))
    """
    if not printed:
        return None
    ranges = tuple((m.group(1), m.group(2) or m.group(1)) for m in _RANGE.finditer(printed))
    return Pinpoint(PinpointKind.PAGE, ranges, printed.endswith("e.v."))


def session(printed: str | None) -> str | None:
    """Write a parliamentary session in full.

    >>> session("2000/01"), session("1999–2000")
    ('2000-2001', '1999-2000')
    """
    if printed is None:
        return None
    first, last = re.split(r"\s?[-–/]\s?", printed)
    return f"{first}-{int(first) + 1}" if len(last) == 2 else f"{first}-{last}"


def section_names(printed: str) -> list[str]:
    """Write out a list of sections or footnotes.

    >>> section_names("II, IV en V"), section_names("V.ii t/m V.iv"), section_names("12-14")
    (['II', 'IV', 'V'], ['V.ii', 'V.iii', 'V.iv'], ['12', '13', '14'])
    """
    names: list[str] = []
    ranged = False
    for match in _NAME.finditer(printed):
        if match["to"]:
            ranged = True
            continue
        names += _names_between(names[-1], match.group()) if ranged else []
        names.append(match.group())
        ranged = False
    return list(dict.fromkeys(names))


def _names_between(first: str, last: str) -> list[str]:
    """Return the names between two of the same style and chapter, or nothing."""
    chapter, _, low = first.rpartition(".")
    other, _, high = last.rpartition(".")
    start, end = _value(low), _value(high)
    if chapter != other or low.isdigit() != high.isdigit() or not start < end < start + _MAX_NAMES:
        return []
    numbers = map(str, range(start + 1, end)) if low.isdigit() else _ROMAN[start : end - 1]
    names = (n.upper() if low.isupper() else n for n in numbers)
    return [f"{chapter}.{n}".lstrip(".") for n in names]


def _value(name: str) -> int:
    """Return the number that a name says; 0 for a numeral beyond those in use."""
    if name.isdigit():
        return int(name)
    return _ROMAN.index(name.lower()) + 1 if name.lower() in _ROMAN else 0
