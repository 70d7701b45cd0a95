"""A query → every place that relies on a source, and every source that a place relies on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kaderwijzer.cite.gathered import Catalogue
from kaderwijzer.cite.identity import identifier
from kaderwijzer.cite.labels import label
from kaderwijzer.cite.matches import (
    footnote_matches,
    group,
    in_natural_order,
    section_matches,
)
from kaderwijzer.cite.nearest import suggestions
from kaderwijzer.cite.query import read_query
from kaderwijzer.cite.readings import Face, reading, readings
from kaderwijzer.cite.show import to_json
from kaderwijzer.cite.wanted import (
    Wanted,
    WantedFootnote,
    WantedPaper,
    WantedReport,
    WantedSection,
    answers,
)
from kaderwijzer.model import (
    Citation,
    DocumentId,
    LookUp,
    LookUpStatus,
    Note,
    SourceMatch,
    Suggestion,
)

__all__ = ["Catalogue", "look_up", "relied_on", "relying_on", "sources", "to_json"]

_MAX_QUERY = 1000
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = {str(i): numeral for i, numeral in enumerate(_NUMERALS, 1)}
_EMPTY = Note(
    "De vraag is leeg: noem een vindplaats, zoals “25 877, nr. 8” of “art. 59 lid 5”.",
    "The query is empty: name a source, such as “25 877, nr. 8” or “art. 59 lid 5”.",
)
_TOO_LONG = Note(
    f"De vraag is langer dan {_MAX_QUERY} tekens: noem één vindplaats.",
    f"The query is longer than {_MAX_QUERY} characters: name one source.",
)
_NOT_UNDERSTOOD = Note(
    "Hierin is geen vindplaats herkend: noem bijvoorbeeld “25 877, nr. 8”, “rapport 22a” of "
    "“voetnoot 37”.",
    "No source was recognised in this: name for example “25 877, nr. 8”, “report 22a” or "
    "“footnote 37”.",
)
_NOT_CITED = Note(
    "Niet aangehaald in dit corpus; dat zegt niet dat het niet bestaat.",
    "Not cited in this corpus; that does not say that it does not exist.",
)
_AMBIGUOUS = Note(
    "Meer dan één bron heeft dit nummer; alle staan hieronder.",
    "More than one source has this number; all are listed below.",
)
_FOUND = Note("Gevonden.", "Found.")


def look_up(query: str, catalogue: Catalogue) -> LookUp:
    """Return all places at which the sources named in a query are cited.

    Never raises for what people type: junk is `not_understood` with a line of explanation.
    """
    fault = _fault(query)
    wanted = [] if fault else read_query(query)
    if not wanted:
        return LookUp(query, LookUpStatus.NOT_UNDERSTOOD, (), (), fault or _NOT_UNDERSTOOD)
    matches = _matches(wanted, catalogue)
    if not matches:
        near = suggestions(wanted, catalogue)
        return LookUp(query, LookUpStatus.NOT_CITED, (), near, _NOT_CITED)
    if _is_ambiguous(wanted, matches):
        return LookUp(query, LookUpStatus.AMBIGUOUS, matches, (), _AMBIGUOUS)
    return LookUp(query, LookUpStatus.FOUND, matches, _corrections(matches, catalogue), _FOUND)


def sources(catalogue: Catalogue) -> tuple[SourceMatch, ...]:
    """Return every cited source with all places that rely on it, in natural order."""
    faces = ((c, reading(c)) for c in catalogue.citations)
    return in_natural_order(group(faces, catalogue))


def relying_on(identity: str, catalogue: Catalogue) -> tuple[Citation, ...]:
    """Return the citations that rely on a source, by its canonical identifier."""
    return tuple(c for c in catalogue.citations if identity in {identifier(r) for r in readings(c)})


def relied_on(
    document: DocumentId, start: int, end: int, catalogue: Catalogue
) -> tuple[Citation, ...]:
    """Return what a passage relies on: citations in it, and those of the footnotes it calls."""
    called = {
        m.number
        for d in catalogue.documents
        if d.source.entry.id == document
        for p in d.paragraphs
        for m in p.markers
        # The marker of a sentence stands behind its last character, at times after a space.
        if start < m.source.start <= end + 1
    }
    return tuple(
        c
        for c in catalogue.citations
        if c.document == document
        and (c.footnote in called or start <= c.spans[0].start < c.spans[-1].end <= end)
    )


def _fault(query: object) -> Note | None:
    if not isinstance(query, str) or not query.strip():
        return _EMPTY
    return _TOO_LONG if len(query.strip()) > _MAX_QUERY else None


def _matches(wanted: Sequence[Wanted], catalogue: Catalogue) -> tuple[SourceMatch, ...]:
    passages = _once(m for w in wanted for m in _passages(w, catalogue))
    named = {m.id for m in passages}
    found = in_natural_order(group(_faces(wanted, catalogue), catalogue))
    matches = (*passages, *(m for m in found if m.id not in named))
    others = [] if matches else [o for w in wanted for o in _otherwise(w)]
    return _matches(others, catalogue) if others else matches


def _once(matches: Iterable[SourceMatch]) -> tuple[SourceMatch, ...]:
    """Gather the places of a source that several footnotes or sections rely on."""
    out: dict[str, SourceMatch] = {}
    for match in matches:
        before = out.get(match.id, match)
        places = tuple(dict.fromkeys((*before.occurrences, *match.occurrences)))
        notes = tuple(dict.fromkeys((*before.notes, *match.notes)))
        out[match.id] = replace(before, occurrences=places, notes=notes)
    return tuple(out.values())


def _otherwise(wanted: Wanted) -> Iterator[Wanted]:
    """Yield the second reading of a query: "nr. 38" as a report, "hoofdstuk 2" as chapter II."""
    if isinstance(wanted, WantedPaper) and wanted.number and not wanted.dossier:
        yield WantedReport(f"ctivd-{wanted.number}")
    elif isinstance(wanted, WantedSection) and re.search(r"\d", wanted.section):
        chapter, *parts = (_ROMAN.get(p, p) for p in wanted.section.split("."))
        roman = ".".join([chapter, *map(str.lower, parts)])
        if roman != wanted.section:
            yield WantedSection(roman)


def _passages(wanted: Wanted, catalogue: Catalogue) -> Iterator[SourceMatch]:
    if isinstance(wanted, WantedFootnote):
        yield from footnote_matches(wanted, catalogue)
    elif isinstance(wanted, WantedSection):
        yield from section_matches(wanted, catalogue)


def _faces(wanted: Sequence[Wanted], catalogue: Catalogue) -> Iterator[Face]:
    """Yield the citations that answer, as what was meant or else as printed."""
    last = None
    for citation, reference in catalogue.faces:
        if citation is last:
            continue
        for one in wanted:
            if answers(one, reference, citation.pinpoint):
                yield citation, reference
                last = citation
                break


def _is_ambiguous(wanted: Sequence[Wanted], matches: Sequence[SourceMatch]) -> bool:
    """A number without a dossier is ambiguous where it gives more sources than were asked for."""
    loose = [w for w in wanted if isinstance(w, WantedPaper) and w.number and not w.dossier]
    asked = len(loose) if len(loose) == len(wanted) else 1
    return bool(loose) and len(matches) > asked


def _corrections(matches: Sequence[SourceMatch], catalogue: Catalogue) -> tuple[Suggestion, ...]:
    """Where a source was asked for as misprinted, suggest the one that was probably meant."""
    shown = {m.id for m in matches}
    meant = {
        identifier(reading(c)): reading(c)
        for c in catalogue.citations
        if c.id in shown and identifier(reading(c)) not in shown
    }
    return tuple(Suggestion(i, label(r)) for i, r in meant.items())
