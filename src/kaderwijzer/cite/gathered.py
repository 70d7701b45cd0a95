"""All citations and texts that a look-up searches."""

from __future__ import annotations

from dataclasses import dataclass, field

from kaderwijzer.model import Citation, Document


@dataclass(frozen=True)
class Catalogue:
    """The citations of all documents, those documents, and the identifiers of sources held."""

    citations: tuple[Citation, ...]
    documents: tuple[Document, ...]
    held: frozenset[str] = field(default_factory=frozenset)
