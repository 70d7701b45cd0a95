"""The rule for one note that is repeated under a proposition that another note supports better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaderwijzer.cite import place
from kaderwijzer.cite.words import likeness, stems
from kaderwijzer.model import (
    Citation,
    CitationId,
    Document,
    Note,
    ParagraphId,
    ParagraphKind,
    PinpointKind,
)

# Two notes that stand under sentences this alike support the same proposition; a repeated note must
# be at most half as near to the note that it repeats. The framework has one such case.
_ALIKE = 0.2
_FURTHER = 0.5


@dataclass(frozen=True)
class _Call:
    """A footnote: its text, the paragraph that calls it, and what the sentences there are about."""

    text: str
    paragraph: ParagraphId
    about: frozenset[str]


def repeated_notes(citations: Sequence[Citation], document: Document) -> Iterator[tuple[int, Note]]:
    """Yield the citations of a note that repeats another one under a different proposition."""
    calls = _calls(document)
    for number, first in _repetitions(calls):
        nearest = _nearest(number, calls)
        if nearest is None or not _odd(calls[number], calls[first], calls[nearest]):
            continue
        together = [n for n in (nearest - 1, nearest) if _same_paragraph(n, nearest, calls)]
        if not _sources(together, citations) & _sources([number], citations):
            continue
        note = _note(number, first, together, citations)
        yield from ((i, note) for i, c in enumerate(citations) if c.footnote == number)


def _calls(document: Document) -> dict[int, _Call]:
    notes = (p for p in document.paragraphs if p.kind is ParagraphKind.FOOTNOTE)
    texts = {place.footnote(p): p.clean.text for p in notes}
    return {
        m.number: _Call(texts.get(m.number, ""), p.id, stems(place.context(p, m.clean)))
        for p in document.paragraphs
        for m in p.markers
    }


def _repetitions(calls: dict[int, _Call]) -> Iterator[tuple[int, int]]:
    """Yield each note whose text an earlier note has, with that note."""
    first_with: dict[str, int] = {}
    for number, call in calls.items():
        first = first_with.setdefault(call.text, number)
        if first != number:
            yield number, first


def _nearest(number: int, calls: dict[int, _Call]) -> int | None:
    """Return the note of another text in another paragraph whose sentences are most alike."""
    call = calls[number]
    others = [n for n, c in calls.items() if c.text != call.text and c.paragraph != call.paragraph]
    return max(others, key=lambda n: likeness(call.about, calls[n].about), default=None)


def _odd(call: _Call, first: _Call, nearest: _Call) -> bool:
    near = likeness(call.about, nearest.about)
    return near >= _ALIKE and likeness(call.about, first.about) <= near * _FURTHER


def _same_paragraph(number: int, other: int, calls: dict[int, _Call]) -> bool:
    return number in calls and calls[number].paragraph == calls[other].paragraph


def _sources(notes: Sequence[int], citations: Sequence[Citation]) -> set[CitationId]:
    return {c.id for c in citations if c.footnote in notes}


def _note(number: int, first: int, together: Sequence[int], citations: Sequence[Citation]) -> Note:
    labels = "; ".join(
        c.label
        for c in citations
        if c.footnote in together and c.pinpoint and c.pinpoint.kind is not PinpointKind.ATTACHMENT
    )
    other = "/".join(map(str, together))
    return Note(
        f"voetnoot {number} herhaalt voetnoot {first}, maar staat bij de stelling "
        f"van voetnoot {other}; "
        f"waarschijnlijk bedoeld: {labels}",
        f"footnote {number} repeats footnote {first}, but stands under the "
        f"proposition of footnote {other}; "
        f"probably meant: {labels}",
    )
