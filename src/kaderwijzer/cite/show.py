"""Citations and look-ups → the JSON of the contract."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from kaderwijzer.cite.labels import show_pinpoint
from kaderwijzer.model import (
    Citation,
    Language,
    LookUp,
    Note,
    Occurrence,
    Pinpoint,
    SourceMatch,
    Span,
)

SCHEMA = "kaderwijzer/1"


def to_json(lookup: LookUp, id: str, language: Language = Language.DUTCH) -> dict[str, Any]:
    """Return a look-up as the object that the command line prints."""
    return {
        "schema": SCHEMA,
        "id": id,
        "query": lookup.query,
        "status": lookup.status.value,
        "explanation": _say(lookup.explanation, language),
        "matches": [_match(m, language) for m in lookup.matches],
        "suggestions": [{"id": s.id, "label": s.label} for s in lookup.suggestions],
    }


def citations_json(
    citations: Sequence[Citation],
    language: Language = Language.DUTCH,
    held: Collection[str] = (),
) -> dict[str, Any]:
    """Return all citations as `kaderwijzer citations --json` prints them."""
    rows = [{**_citation(c, language), "held": is_held(c, held)} for c in citations]
    return {"schema": SCHEMA, "citations": rows}


def is_held(citation: Citation, held: Collection[str]) -> bool:
    """Tell whether what a citation points to, as printed or as probably meant, is held."""
    return citation.id in held or (citation.probable or "") in held


def _citation(citation: Citation, language: Language) -> dict[str, Any]:
    return {
        "id": citation.id,
        "kind": citation.kind.value,
        "label": citation.label,
        "verbatim": citation.verbatim,
        "document": citation.document,
        "page": citation.page,
        "section": citation.section,
        "footnote": citation.footnote,
        "spans": _spans(citation.spans),
        "pinpoint": _pinpoint(citation.pinpoint),
        "notes": [_say(n, language) for n in citation.notes],
        "proposition": citation.proposition,
        "url": citation.url,
        "existence": citation.existence.value,
        "candidates": list(citation.candidates),
        "probable": citation.probable,
    }


def _match(match: SourceMatch, language: Language) -> dict[str, Any]:
    return {
        "id": match.id,
        "label": match.label,
        "kind": match.kind.value,
        "url": match.url,
        "held": match.held,
        "existence": match.existence.value,
        "candidates": list(match.candidates),
        "notes": [_say(n, language) for n in match.notes],
        "occurrences": [_occurrence(o, language) for o in match.occurrences],
    }


def _occurrence(at: Occurrence, language: Language) -> dict[str, Any]:
    return {
        "document": at.document,
        "footnote": at.footnote,
        "page": at.page,
        "section": at.section,
        "text": at.text,
        "spans": _spans(at.spans),
        "pinpoint": _pinpoint(at.pinpoint),
        "proposition": at.proposition,
        "as_printed": at.as_printed,
        "notes": [_say(n, language) for n in at.notes],
    }


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


def _pinpoint(pinpoint: Pinpoint | None) -> str | None:
    return show_pinpoint(pinpoint) if pinpoint else None


def _say(note: Note, language: Language) -> str:
    return note.nl if language is Language.DUTCH else note.en
