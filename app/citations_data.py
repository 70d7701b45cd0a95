"""The catalogue of an open index, and what the page "Citations" shows of it; no widget is in here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaderwijzer.cite.gathered import Catalogue
from kaderwijzer.cite.identity import law_name
from kaderwijzer.cite.labels import natural_key
from kaderwijzer.cite.lookup import relying_on, sources
from kaderwijzer.cite.matches import group, reading
from kaderwijzer.cite.parse import parse
from kaderwijzer.cite.place import clean_at
from kaderwijzer.model import (
    Citation,
    CitationKind,
    Document,
    Occurrence,
    ParagraphId,
    SourceMatch,
)
from kaderwijzer.sources import carrier_of, downloads, held_citations, law_address

if TYPE_CHECKING:
    from kaderwijzer.search.index import Index

LAWS = (CitationKind.STATUTE, CitationKind.FOREIGN_LAW)
_OWN = (CitationKind.SECTION, CitationKind.FOOTNOTE)


@dataclass(frozen=True)
class Listing:
    """All citations of the corpus and their sources; the framework, and its sentences in English."""

    catalogue: Catalogue
    matches: tuple[SourceMatch, ...]
    document: Document
    english: Mapping[str, str]

    @property
    def sources(self) -> tuple[SourceMatch, ...]:
        """Return the sources without references to the framework's own sections."""
        return tuple(m for m in self.matches if m.kind not in _OWN)


def listing(index: Index) -> Listing:
    """Parse every citation of the documents of an index, so that both show the same text."""
    documents = index.documents
    citations = tuple(c for document in documents for c in parse(document))
    catalogue = Catalogue(citations, documents, held_citations(citations, index.held))
    return Listing(catalogue, sources(catalogue), documents[0], _english(index))


def _english(index: Index) -> dict[str, str]:
    """Return the unofficial translation of the framework's sentences, by their words."""
    own = index.documents[0]
    return {
        p.clean.text[s.start : s.end]: note.english
        for p in own.paragraphs
        for s, note in zip(
            p.sentences, index.notes.get((own.source.entry.id, p.id), ()), strict=False
        )
        if note.english
    }


def find_source(name: str, of: Listing) -> SourceMatch | None:
    """Return a source by its identifier, also by the one that was probably meant."""
    for match in of.matches:
        if match.id == name:
            return match
    faces = ((c, reading(c)) for c in of.catalogue.citations if c.probable == name)
    return next(iter(group(faces, of.catalogue)), None)


def times(match: SourceMatch) -> int:
    """Return at how many places a source is cited."""
    return len({(at.document, at.spans) for at in match.occurrences})


def chapters(match: SourceMatch, document: Document) -> Counter[str]:
    """Return how often each chapter of the framework cites a source."""
    own = document.source.entry.id
    places = {(at.section, at.spans) for at in match.occurrences if at.document == own}
    return Counter(section.split(".")[0] for section, _ in places)


def chapter_ids(document: Document) -> list[str]:
    """Return the chapters of the framework in order."""
    return [s.id for s in document.sections if "." not in s.id]


def law_of(match: SourceMatch) -> str:
    """Return the identifier of the law of an article."""
    return match.id.partition(":artikel-")[0]


def articles(of: Listing) -> dict[str, list[SourceMatch]]:
    """Return per law the articles and members that are cited, in the order of the law."""
    found: dict[str, list[SourceMatch]] = defaultdict(list)
    for match in of.matches:
        if match.kind in LAWS:
            found[law_of(match)].append(match)
    return {law: sorted(rows, key=lambda m: natural_key(m.id)) for law, rows in found.items()}


def leaning(of: Listing) -> list[tuple[str, str, Counter[str]]]:
    """Return per source (a law as one) its identifier, label, and citations per chapter, most first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    labels: dict[str, str] = {}
    for match in of.sources:
        name = law_of(match)
        counts[name] += chapters(match, of.document)
        labels.setdefault(name, law_name(name) if match.kind in LAWS else match.label)
    rows = [(name, labels[name], count) for name, count in counts.items() if count]
    return sorted(rows, key=lambda row: (-row[2].total(), natural_key(row[0])))


def odd(of: Listing) -> list[Citation]:
    """Return the citations about which there is something to remark, in order of place."""
    return [c for c in of.catalogue.citations if c.notes]


def paragraph_of(at: Occurrence | Citation, document: Document) -> ParagraphId | None:
    """Return the paragraph or note of the framework in which a citation stands."""
    if at.document != document.source.entry.id:
        return None
    if at.footnote is not None:
        return ParagraphId(f"fn.{at.footnote}")
    inside = (p for p in document.paragraphs if clean_at(p, at.spans[0].start) is not None)
    return next((p.id for p in inside), None)


def law_link(law: str, of: Listing) -> str | None:
    """Return where a whole law is published, as it was on the day of the framework."""
    return law_address(law, of.document.source.entry.date)


@dataclass(frozen=True)
class Way:
    """How a source can be had: the name of the sentence that says so, and what stands in it."""

    name: str
    id: str
    carrier: str = ""
    candidates: str = ""


def way_to(match: SourceMatch) -> Way:
    """Return how to get a source that is not held."""
    id = law_of(match)
    carrier = carrier_of(id) or ""
    if match.candidates:
        return Way("way_candidates", id, candidates=", ".join(match.candidates))
    if match.kind is CitationKind.STATUTE and id.startswith("BWB"):
        return Way("way_law", id)
    if downloads(id):
        return Way("way_fetch", id)
    return Way("way_carrier" if carrier else "way_hand", id, carrier)


def held_text(match: SourceMatch, of: Listing, index: Index) -> list[tuple[Document, list[str]]]:
    """Return the paragraphs of a held source to which its citations point, each place once."""
    from kaderwijzer.opening import Opened, open_citation

    documents = {d.source.entry.id: d for d in index.documents}
    opened: Iterable[Opened | None] = (
        open_citation(c, index.held, index.documents) for c in relying_on(match.id, of.catalogue)
    )
    places = dict.fromkeys(o for o in opened if o and o.paragraphs)
    return [
        (documents[o.document], list(_texts(documents[o.document], o.paragraphs))) for o in places
    ]


def _texts(document: Document, ids: Sequence[ParagraphId]) -> Iterator[str]:
    return (p.clean.text for p in document.paragraphs if p.id in ids)
