"""For what is not cited: the nearest that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import nsmallest

from kaderwijzer.cite import place
from kaderwijzer.cite.gathered import Catalogue, Cited
from kaderwijzer.cite.identity import identifier
from kaderwijzer.cite.labels import label
from kaderwijzer.cite.typed import distance
from kaderwijzer.cite.wanted import (
    Wanted,
    WantedArticle,
    WantedFootnote,
    WantedPaper,
    WantedReference,
    WantedReport,
    WantedSection,
    answers,
    relaxed,
)
from kaderwijzer.model import CitationId, Suggestion

_MOST = 5


def suggestions(wanted: Sequence[Wanted], catalogue: Catalogue) -> tuple[Suggestion, ...]:
    """Return at most five cited sources nearest to what was asked for, the nearest first."""
    out: dict[CitationId, Suggestion] = {}
    for one in wanted:
        for near in _passages(one, catalogue) or _sources(one, catalogue.cited):
            out.setdefault(near.id, near)
    return tuple(out.values())[:_MOST]


def _sources(wanted: Wanted, cited: Sequence[Cited]) -> list[Suggestion]:
    """Return what answers when page, member, house or dossier are let go, then what looks alike."""
    name = _name(wanted)
    out: dict[CitationId, Suggestion] = {}
    for step in _steps(wanted, name, cited):
        if len(out) >= _MOST:
            break
        named = {c.id: c.reference for c in step}
        for one in sorted(named.keys() - out.keys(), key=lambda i: _farness(name, i)):
            out[one] = Suggestion(one, label(named[one]))
    return list(out.values())


def _steps(wanted: Wanted, name: str, cited: Sequence[Cited]) -> Iterator[list[Cited]]:
    """Yield what answers ever wider wishes; at last all that have the same kind of identifier."""
    for wider in relaxed(wanted):
        yield [c for c in cited if answers(wider, c.reference, c.pinpoint)]
    beginning = re.split(r"[-:]", name)[0]
    yield [c for c in cited if c.id.startswith(beginning)]


def _farness(name: str, identity: str) -> tuple[int, int, str]:
    """Spelling first, then the difference of the last numbers: nr. 4 is nearer to 3 than to 14."""
    numbers = [int((re.findall(r"\d+", text) or [0])[-1]) for text in (name, identity)]
    return distance(name, identity), abs(numbers[0] - numbers[1]), identity


def _passages(wanted: Wanted, catalogue: Catalogue) -> list[Suggestion]:
    if isinstance(wanted, WantedFootnote):
        return _last_footnotes(catalogue)
    return _sections(wanted, catalogue) if isinstance(wanted, WantedSection) else []


def _name(wanted: Wanted) -> str:
    """Return an identifier such as the wanted thing would have."""
    match wanted:
        case WantedPaper(_, _, _, dossier, chapter, number):
            return "-".join(p for p in ("kst", dossier, chapter, number) if p)
        case WantedReport(id):
            return id
        case WantedArticle(law, article, member):
            base = f"{law or 'BWBR0013409'}:artikel-{article}"
            return f"{base}:lid-{member}" if member else base
        case WantedReference(reference):
            return identifier(reference)
        case WantedSection(section):
            return section
        case WantedFootnote(number):
            return f"fn.{number}"


def _last_footnotes(catalogue: Catalogue) -> list[Suggestion]:
    out = []
    for document in catalogue.documents:
        numbers = [n for p in document.paragraphs if (n := place.footnote(p)) is not None]
        if numbers:
            name = CitationId(f"{document.source.entry.id}#fn.{max(numbers)}")
            out.append(Suggestion(name, f"voetnoot {max(numbers)}"))
    return out


def _sections(wanted: WantedSection, catalogue: Catalogue) -> list[Suggestion]:
    all_sections = [(d, s) for d in catalogue.documents for s in d.sections]
    places = most_alike(wanted.section, [s.id for _, s in all_sections])
    return [
        Suggestion(CitationId(f"{d.source.entry.id}#{s.id}"), f"{s.id} {s.title}")
        for d, s in (all_sections[i] for i in places)
    ]


def most_alike(name: str, others: Sequence[str]) -> list[int]:
    """Return the places of the names most like a name, the nearest first."""
    return nsmallest(_MOST, range(len(others)), key=lambda i: (distance(name, others[i]), i))
