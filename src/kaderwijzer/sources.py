"""What the corpus cites: each source once, held or not, how often relied on, where it is published."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaderwijzer.cite.gathered import Catalogue
from kaderwijzer.cite.identity import identifier, known, law_name
from kaderwijzer.cite.lookup import sources as cited_matches
from kaderwijzer.cite.papers import from_identifier
from kaderwijzer.cite.parse import parse
from kaderwijzer.cite.patterns import laws
from kaderwijzer.errors import CorpusError
from kaderwijzer.model import Citation, CitationKind, Document, DocumentId, SourceMatch
from kaderwijzer.read.corpus import read_document
from kaderwijzer.read.manifest import held_sources, read_manifest, retrieved_on

PUBLISHER = "https://zoek.officielebekendmakingen.nl"
STATUTES = "https://wetten.overheid.nl"
_OFFICIAL = re.compile(r"(?:kst|blg|ah|h|stb)-\S+")
_FORMS = (
    re.compile(r"BWB[RVW]\d{7}"),
    re.compile(r"ctivd-\d{1,3}[a-d]?"),
    re.compile(r"blg-\d{4,7}"),
    re.compile(r"dessens-2013"),
    re.compile(r"unresolved-[a-z0-9-]+"),
    re.compile(r"ECLI:[A-Z]{2}:[A-Z0-9]+:\d{4}:[A-Z0-9.]+"),
)
_NOT_SOURCES = (CitationKind.SECTION, CitationKind.FOOTNOTE)


@dataclass(frozen=True)
class CitedSource:
    """A source with the number of places that rely on it and the documents in which they are.

    `held` is the document of the corpus that it is; `checked_on` the day on which its official address
    was opened, None where it was not; `candidates` are what it may be where that is not certain.
    """

    id: str
    kind: CitationKind
    label: str
    cited: int
    cited_by: tuple[DocumentId, ...]
    url: str | None
    held: DocumentId | None
    checked_on: str | None
    candidates: tuple[str, ...]


def list_sources(folder: Path) -> tuple[CitedSource, ...]:
    """Return every source that a document of the corpus cites, the most relied on first."""
    documents = tuple(read_document(folder, entry) for entry in read_manifest(folder))
    return cited_sources(documents, held_sources(folder), retrieved_on(folder))


def cited_sources(
    documents: tuple[Document, ...], held: dict[str, DocumentId], checked: dict[str, str]
) -> tuple[CitedSource, ...]:
    """Return the sources that documents cite; articles are gathered under their law."""
    citations = tuple(c for d in documents for c in parse(d))
    catalogue = Catalogue(citations, documents, frozenset(held))
    grouped: dict[str, list[SourceMatch]] = {}
    for match in cited_matches(catalogue):
        if match.kind not in _NOT_SOURCES:
            grouped.setdefault(match.id.partition(":artikel-")[0], []).append(match)
    dates = {d.source.entry.id: d.source.entry.date for d in documents}
    found = (_source(id, group, held, checked, dates) for id, group in grouped.items())
    return tuple(sorted((s for s in found if s), key=lambda s: (-s.cited, s.id)))


def _source(
    id: str,
    matches: list[SourceMatch],
    held: dict[str, DocumentId],
    checked: dict[str, str],
    dates: dict[DocumentId, str],
) -> CitedSource | None:
    """Return a source with the places in other documents that rely on it, if there are any."""
    first = matches[0]
    is_law = first.kind in (CitationKind.STATUTE, CitationKind.FOREIGN_LAW)
    occurrences = [o for m in matches for o in m.occurrences if o.document != held.get(id)]
    if not occurrences:
        return None
    by = tuple(dict.fromkeys(o.document for o in occurrences))
    return CitedSource(
        id=id,
        kind=first.kind,
        label=law_name(id) if is_law else first.label,
        cited=len({(o.document, o.spans) for o in occurrences}),
        cited_by=by,
        url=law_address(id, dates[by[0]]) if is_law else first.url,
        held=held.get(id),
        checked_on=checked.get(id),
        candidates=tuple(first.candidates),
    )


def law_address(id: str, as_of: str) -> str | None:
    """Return the official address of a law as it was on a day; none for foreign law."""
    return f"{STATUTES}/jci1.3:c:{id}&g={as_of}" if id.startswith("BWB") else None


def held_citations(citations: Iterable[Citation], held: Collection[str]) -> frozenset[str]:
    """Return the identifiers under which held sources are cited: a law is held with its articles."""
    names = {name for c in citations for name in (c.id, c.probable) if name}
    return frozenset({n for n in names if n.partition(":artikel-")[0] in held} | set(held))


# --- identifiers ---------------------------------------------------------------------------------


def canonical(written: str) -> str:
    """Return an identifier in the form in which it is stored; raises CorpusError for another.

    >>> canonical(" KST-25877-3 "), canonical("bwbr0013409")
    ('kst-25877-3', 'BWBR0013409')
    """
    trimmed = written.strip()
    for form in (trimmed.lower(), trimmed.upper()):
        if from_identifier(form) or form in laws().by_id or any(p.fullmatch(form) for p in _FORMS):
            return form
    near = difflib.get_close_matches(trimmed.lower(), known(), 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise CorpusError(
        f"'{written}' is no identifier of a source, such as kst-25877-3, kst-20012002-25877-58a, "
        f"ah-tk-20042005-749, stb-2002-148, BWBR0013409 or ctivd-22a{hint}"
    )


def document_id(source_id: str) -> DocumentId:
    """Return the identifier in the corpus of a held source."""
    return DocumentId(re.sub(r"[^a-z0-9]+", "-", source_id.lower()).strip("-"))


def kind_of(source_id: str) -> str:
    """Return the kind under which a source is described, which says what authority it has."""
    for beginning, kind in _KINDS:
        if source_id.startswith(beginning):
            return kind
    return "statute" if source_id in laws().by_id else "other"


_KINDS = (
    ("BWB", "statute"),
    ("unresolved-", "statute"),
    ("stb-", "statute"),
    ("ctivd-", "report"),
    ("dessens-", "report"),
    ("kst-", "parliamentary_paper"),
    ("blg-", "parliamentary_paper"),
    ("ah-", "parliamentary_paper"),
    ("h-", "parliamentary_paper"),
)
_PUBLISHERS = (
    ("BWB", "Overheid.nl (Basiswettenbestand)"),
    ("stb-", "Staatsblad van het Koninkrijk der Nederlanden"),
    (
        "ctivd-",
        "Commissie van Toezicht betreffende de Inlichtingen- en Veiligheidsdiensten (CTIVD)",
    ),
    ("dessens-", "Evaluatiecommissie Wiv 2002"),
    ("ECLI:", "Rechtspraak"),
    ("kst-", "Staten-Generaal"),
    ("blg-", "Staten-Generaal"),
    ("ah-", "Staten-Generaal"),
    ("h-", "Staten-Generaal"),
)


def publisher_of(source_id: str) -> str:
    """Return who published a source."""
    found = (who for beginning, who in _PUBLISHERS if source_id.startswith(beginning))
    return next(found, "Onbekend")


# --- addresses -----------------------------------------------------------------------------------


def downloads(source_id: str) -> tuple[tuple[str, str], ...]:
    """Return the official addresses of a source by suffix, the best format first.

    Empty where no address is known, or where the identifier leaves open which paper is meant.
    """
    reference = from_identifier(source_id)
    if not _OFFICIAL.fullmatch(source_id) or _open(source_id):
        return ()
    if reference is None and not source_id.startswith("blg-"):
        return ()
    suffixes = (".pdf",) if source_id.startswith("blg-") else (".xml", ".pdf", ".html")
    return tuple((s, f"{PUBLISHER}/{source_id}{s}") for s in suffixes)


def metadata_address(source_id: str) -> str:
    """Return the official address of what is recorded about a publication."""
    return f"{PUBLISHER}/{source_id}/metadata.xml"


def _open(source_id: str) -> bool:
    row = known().get(source_id)
    return bool(row and row.candidates)


def why_not(source: CitedSource | None, source_id: str) -> str:
    """Return why a source cannot be fetched, with what to do by hand."""
    add = f"kaderwijzer sources add FILE --id {source_id}"
    row = known().get(source_id)
    candidates = (source.candidates if source else ()) or (row.candidates if row else ())
    if candidates:
        return f"{source_id}: may be any of {', '.join(candidates)}; name the one that you need"
    if source_id.startswith("BWB"):
        url = (source.url if source else None) or f"{STATUTES}/{source_id}"
        return f"{source_id}: laws are not fetched; download its XML from {url}, then run '{add}'"
    return f"{source_id}: no official address is known; find the document, then run '{add}'"


def carrier_of(source_id: str) -> str | None:
    """Return the parliamentary paper with which a report was sent, if that is known."""
    return next((id for id, row in known().items() if row.carries == source_id), None)


# --- what is shown -------------------------------------------------------------------------------


def to_json(sources: Iterable[CitedSource]) -> dict[str, Any]:
    """Return the list as plain JSON."""
    return {"schema": "kaderwijzer/1", "sources": [_row(s) for s in sources]}


def _row(source: CitedSource) -> dict[str, Any]:
    return {
        "id": source.id,
        "kind": source.kind.value,
        "label": source.label,
        "cited": source.cited,
        "cited_by": list(source.cited_by),
        "held": source.held is not None,
        "document": source.held,
        "url": source.url,
        "checked_on": source.checked_on,
        "candidates": list(source.candidates),
    }


def to_lines(sources: Iterable[CitedSource]) -> Iterator[tuple[str, str]]:
    """Yield the list as lines with their style, for the terminal."""
    rows = list(sources)
    held = sum(1 for s in rows if s.held)
    yield "conclusion", f"{len(rows)} sources cited, {held} held."
    for source in rows:
        state = "held    " if source.held else "not held"
        yield "", f"{source.cited:>4}×  {state}  {source.id:<28} {source.label}"
        yield "note", f"       {' ' * 8}  {_address(source)}"
    yield (
        "note",
        "An address that was not checked follows the publisher's scheme; it was not opened.",
    )


def _address(source: CitedSource) -> str:
    if source.candidates:
        return f"one of {', '.join(source.candidates)}"
    if source.url is None:
        carrier = carrier_of(source.id)
        return f"no address known; sent with {carrier}" if carrier else "no address known"
    if source.checked_on:
        return f"{source.url} (fetched on {source.checked_on})"
    return f"{source.url} (not checked)"


def same_source(one: str, other: str) -> bool:
    """Tell whether an identifier in a file is that of a source, or of what it is a part of."""
    reference = from_identifier(one)
    shorter = one.rpartition("-")[0] if re.search(r"-[hbn]\d$", one) else one
    return other in (one, shorter, identifier(reference) if reference else one)
