"""The rules for references to sections: those without a target, and those to the wrong chapter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaderwijzer.cite import place
from kaderwijzer.cite.words import stems
from kaderwijzer.model import (
    Citation,
    CitationId,
    Document,
    Note,
    Section,
    SectionReference,
)

_MIN_SHARED = 2


def section_oddities(
    citations: Sequence[Citation], document: Document
) -> Iterator[tuple[int, Note, CitationId | None]]:
    """Yield the odd references to sections with the section that was probably meant."""
    sections = {str(s.id): s for s in document.sections}
    for i, citation in enumerate(citations):
        reference = citation.reference
        if not isinstance(reference, SectionReference):
            continue
        if reference.document is None:
            yield i, _elsewhere(citation), None
            continue
        meant = _meant(citation, sections, _context(citation, document))
        if meant is not None:
            note = _wrong_chapter(citation, sections[reference.section], meant)
            yield i, note, CitationId(f"{reference.document}#{meant.id}")


def _elsewhere(citation: Citation) -> Note:
    return Note(
        f"“{citation.verbatim}” staat niet in dit document; bedoeld is waarschijnlijk een ander "
        "document, namelijk het rapport waarbij dit kader hoort",
        f"“{citation.verbatim}” is not in this document; probably another document is meant, "
        "namely the report to which this framework belongs",
    )


def _context(citation: Citation, document: Document) -> str:
    """Return the sentence of a reference and the one before, without the reference itself."""
    at = citation.spans[0].start
    for paragraph in document.paragraphs:
        clean = place.clean_at(paragraph, at)
        if clean is not None:
            return place.context(paragraph, clean + 1).replace(citation.verbatim, "")
    return citation.proposition


def _meant(citation: Citation, sections: dict[str, Section], context: str) -> Section | None:
    """Return the sister section with the same number, if the context speaks of that one only.

    From V.iv, "hoofdstuk II" can be a slip for V.ii.
    """
    reference = citation.reference
    assert isinstance(reference, SectionReference)
    chapter = citation.section.split(".")[0]
    sister = sections.get(f"{chapter}.{reference.section.lower()}")
    if sister is None or sister.id == citation.section:
        return None
    words = stems(context)
    printed, other = stems(sections[reference.section].title), stems(sister.title)
    return sister if not words & printed and len(words & other) >= _MIN_SHARED else None


def _wrong_chapter(citation: Citation, printed: Section, meant: Section) -> Note:
    word = citation.verbatim.split()[0]
    return Note(
        f"gedrukt als {word} {printed.id} (“{printed.title}”); waarschijnlijk paragraaf "
        f"{meant.id}: de zin ervoor gaat over “{meant.title}”",
        f"as printed {word} {printed.id} (“{printed.title}”); probably section {meant.id}: "
        f"the sentence before is about “{meant.title}”",
    )
