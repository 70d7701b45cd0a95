"""The figures of the evaluation, read from its accepted baseline and the tables of its reports.

A baseline is `{set: {figure: value}}`; a report has a table `figure | value | interval | questions` under
a heading that names the set. What a file does not say is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_MEASURES = ("figure", "value", "interval", "questions")
_LANGUAGE = re.compile(r"(?P<name>.+), (?P<language>nl|en)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_MADE = re.compile(r"corpus\s+`(?P<corpus>[0-9a-f]+)`,\s+model\s+`(?P<model>[0-9a-f]+)`")


@dataclass(frozen=True)
class Figure:
    """A measured figure: for which language (empty: not one), its value, 95 % interval and questions."""

    name: str
    language: str
    value: float
    low: float | None = None
    high: float | None = None
    count: int | None = None


@dataclass(frozen=True)
class Table:
    """A table of a report; `measures` where it lists figures with intervals."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def measures(self) -> bool:
        """Tell whether this is a table of figures."""
        return self.head == _MEASURES


@dataclass(frozen=True)
class Made:
    """The beginnings of the hashes of the text and the model that were measured."""

    corpus: str
    model: str


def figures(name: str, values: Mapping[str, Any], reports: Iterable[str]) -> list[Figure]:
    """Return the figures of one set, with interval and count where a report has them.

    >>> figures("test", {"recall, nl": {"value": 0.5, "low": 0.4, "high": 0.6, "count": 20}}, [])
    [Figure(name='recall', language='nl', value=0.5, low=0.4, high=0.6, count=20)]
    """
    reported = _reported(name, reports)
    found = (_figure(key, value, reported.get(key, ())) for key, value in values.items())
    return [figure for figure in found if figure]


def _figure(key: str, value: Any, row: Sequence[str]) -> Figure | None:
    """Return a figure; None where its value is no number. The report's interval must be of that value."""
    if isinstance(value, Mapping):
        return _detailed(key, value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    named = _LANGUAGE.fullmatch(key)
    name, language = (named["name"], named["language"]) if named else (key, "")
    numbers = [float(n) for cell in row for n in _NUMBER.findall(cell)]
    if len(numbers) != 4 or abs(numbers[0] - value) > 0.001:
        return Figure(name, language, float(value))
    _, low, high, count = numbers
    return Figure(name, language, float(value), low, high, int(count))


def _detailed(key: str, value: Mapping[str, Any]) -> Figure | None:
    """Return a figure whose entry in the baseline holds its own interval and count."""
    parts = [value.get(part) for part in ("value", "low", "high", "count")]
    if any(isinstance(part, bool) or not isinstance(part, int | float) for part in parts):
        return _figure(key, value.get("value"), ())
    return _figure(key, parts[0], [str(part) for part in parts])


def _reported(name: str, reports: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return per figure the other cells of its row, from the tables under the heading of its set."""
    own = (t for report in reports for t in tables(report) if t.measures and t.title == name)
    return {row[0]: row[1:] for table in own for row in table.rows}


def made_with(report: str) -> Made | None:
    """Return what a report says it was measured with."""
    found = _MADE.search(report)
    return Made(found["corpus"], found["model"]) if found else None


def tables(report: str) -> Iterator[Table]:
    """Yield the tables of a Markdown file, each under the last heading before it."""
    title, lines = "", []
    for line in [*report.splitlines(), ""]:
        if line.startswith("|"):
            lines.append(_cells(line))
            continue
        if len(lines) > 2:
            head, _, *rows = lines
            yield Table(title, head, tuple(row for row in rows if len(row) == len(head)))
        lines = []
        if line.startswith("#"):
            title = line.lstrip("#").strip()


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip().strip("`*") for cell in line.strip().strip("|").split("|"))
