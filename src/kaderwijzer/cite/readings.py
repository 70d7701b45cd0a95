"""A citation → what it was meant to cite and what is printed."""

from __future__ import annotations

from collections.abc import Iterator

from kaderwijzer.cite.identity import known
from kaderwijzer.cite.papers import from_identifier
from kaderwijzer.model import Citation, Reference

Face = tuple[Citation, Reference]


def readings(citation: Citation) -> Iterator[Reference]:
    """Yield what a citation was probably meant to cite, if that differs, and what is printed."""
    meant = reading(citation)
    if meant != citation.reference:
        yield meant
    yield citation.reference


def reading(citation: Citation) -> Reference:
    """Return the correction where nothing is known under the identifier as printed."""
    if citation.probable and citation.id not in known():
        return from_identifier(citation.probable) or citation.reference
    return citation.reference
