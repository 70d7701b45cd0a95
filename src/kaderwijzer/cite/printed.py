"""Printed numbers, pages and parts of papers → values; shared by the readers of papers and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaderwijzer.cite.found import pages
from kaderwijzer.model import Kamerstuk, PaperPart, Pinpoint, PinpointKind

Match = re.Match[str]
_MAX_NUMBERS = 50
_WORD = re.compile(r"^(?:n[ro]|N[rR])[sS]?(?:\.\s?|\s|(?=\d))")
_NUMBER = re.compile(
    r"([0-9]+[a-zA-D]?|[A-Z]{1,2})(?:(?:\s?[-–]\s?|\st/m\s|\stot\sen\smet\s)(\d+))?"
)
_ATTACHED = Pinpoint(PinpointKind.ATTACHMENT)


def numbers(printed: str) -> Iterator[str]:
    """Yield the numbers of a list of them, ranges written out.

    >>> list(numbers("nrs. 1-3 en 58a"))
    ['1', '2', '3', '58a']
    """
    for first, last in _NUMBER.findall(_WORD.sub("", printed)):
        if last and first.isdigit() and int(first) < int(last) < int(first) + _MAX_NUMBERS:
            yield from map(str, range(int(first), int(last) + 1))
        else:
            yield first.lower() if first[0].isdigit() else first


def digits(printed: str) -> str:
    """Return the digits of a dossier.

    >>> digits("25 877")
    '25877'
    """
    return re.sub(r"\D", "", printed)


def part(match: Match) -> PaperPart:
    """Return which part of a paper a match names, the paper itself if none."""
    word = match["part"] or match["part_after_comma"]
    return PaperPart(word) if word else PaperPart.PAPER


def paper_pinpoint(match: Match, paper: Kamerstuk) -> Pinpoint | None:
    """Return the pages of a match; without pages an attachment is itself the place."""
    attached = _ATTACHED if paper.part is PaperPart.ATTACHMENT else None
    return pages(match["pages"]) or attached
