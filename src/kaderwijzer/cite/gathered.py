"""All citations and texts that a look-up searches."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from kaderwijzer.cite.identity import identifier
from kaderwijzer.cite.readings import Face, readings
from kaderwijzer.model import Citation, CitationId, Document, Pinpoint, Reference


@dataclass(frozen=True)
class Cited:
    """A source as cited: its identifier, the reference, and where in it the citation points."""

    id: CitationId
    reference: Reference
    pinpoint: Pinpoint | None


@dataclass(frozen=True)
class Catalogue:
    """The citations of all documents, those documents, and the identifiers of sources held.

    What every look-up goes through is put together once.
    """

    citations: tuple[Citation, ...]
    documents: tuple[Document, ...]
    held: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        """Return each citation with each of its readings, what was meant before what is printed."""
        return tuple((c, r) for c in self.citations for r in readings(c))

    @cached_property
    def cited(self) -> tuple[Cited, ...]:
        """Return each source with each pinpoint once, as meant and as printed."""
        once = {(c.id, c.pinpoint): c for c in self.citations}
        return tuple(
            Cited(identifier(r), r, c.pinpoint) for c in once.values() for r in readings(c)
        )
