"""What the readers of citations hand to each other: a reference with its range of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kaderwijzer.model import DocumentId, LawId, Pinpoint, PinpointKind, Reference

_RANGE = re.compile(r"(\d+)(?:\s?[-–]\s?(\d+))?")


@dataclass(frozen=True)
class Context:
    """What a text leaves unsaid: its own sections and the law it is about."""

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
