"""Scored sentences → passages to quote: whole sentences that stand together in one paragraph.

A passage grows from its best sentence to neighbours that score nearly as well, and back to the
sentence that words such as "Hiervan" or "Deze" point to. A sentence is never cut, so neither is a
negation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaderwijzer.model import (
    Authority,
    Document,
    Paragraph,
    ParagraphKind,
    Quote,
    Role,
    SentenceNote,
    Span,
    Unit,
)

MAX_CHARACTERS = 600
# A neighbour joins a passage when it scores at least this share of the passage's best sentence.
_NEAR = 0.1
# A sentence that begins so leans on the one before it: with a word that points back, or with one soon after.
_LEANS_BACK = re.compile(
    r"(?:(?:Dit|Deze|Dat|Die|Daar|Daarbij|Daarmee|Hier|Hiervan|Hierbij|Hiermee|Hierin|Wel|Zo|"
    r"Zij|Evenwel|Bovendien|Evenzo|Slechts|Dergelijke|Een dergelijke|In dergelijke|In het laatste|"
    r"Desondanks|Anderzijds|Ook (?:hier|dit|deze|mag))\b|Is dat|"
    r"(?:\w+ ){1,5}(?:dit|hier|hieraan|hierdoor|hierin|hiervan)\b(?! (?:juridisch )?kader))"
)

# Who speaks in a document of a kind, where nobody noted it sentence by sentence.
_SPEAKERS = {
    "statute": Authority.STATUTE,
    "parliamentary_paper": Authority.HISTORY,
    "report": Authority.COMMITTEE,
}


@dataclass(frozen=True)
class Passage:
    """Consecutive sentences of one paragraph: positions of the first and last unit, best score."""

    first: int
    last: int
    score: float


def select(
    order: Sequence[int], scores: Sequence[float], units: Sequence[Unit], texts: Sequence[str]
) -> Iterator[Passage]:
    """Yield passages from best to worst, without overlap, each within MAX_CHARACTERS.

    `order` lists units from best to worst; `scores` and `texts` are by unit.
    """
    taken: set[int] = set()
    for best in order:
        if best in taken:
            continue
        first, last = _grown(best, scores, units, texts, taken)
        taken.update(range(first, last + 1))
        yield Passage(first, last, float(scores[best]))


def _grown(
    best: int,
    scores: Sequence[float],
    units: Sequence[Unit],
    texts: Sequence[str],
    taken: set[int],
) -> tuple[int, int]:
    first = last = best
    length = len(texts[best])

    def fits(unit: int) -> bool:
        return (
            0 <= unit < len(units)
            and unit not in taken
            and units[unit].paragraph == units[best].paragraph
            and units[unit].document == units[best].document
            and length + 1 + len(texts[unit]) <= MAX_CHARACTERS
        )

    while _LEANS_BACK.match(texts[first]) and fits(first - 1):
        first -= 1
        length += 1 + len(texts[first])
    while True:
        near = [u for u in (first - 1, last + 1) if fits(u) and scores[u] >= _NEAR * scores[best]]
        if not near:
            return first, last
        chosen = max(near, key=lambda u: (scores[u], -u))
        first, last = min(first, chosen), max(last, chosen)
        length += 1 + len(texts[chosen])


def whole_passage(first: int, last: int, units: Sequence[Unit], texts: Sequence[str]) -> Passage:
    """Return the passage from one sentence to another of a paragraph, with what its first leans on.

    Where that is longer than MAX_CHARACTERS, sentences at the end are left out; the first stays.
    """
    while last > first and sum(len(t) + 1 for t in texts[first : last + 1]) > MAX_CHARACTERS + 1:
        last -= 1
    length = sum(len(t) + 1 for t in texts[first : last + 1]) - 1
    while _LEANS_BACK.match(texts[first]) and units[first].sentence > 0:
        length += 1 + len(texts[first - 1])
        if length > MAX_CHARACTERS:
            break
        first -= 1
    return Passage(first, last, 0.0)


def joined(
    one: Passage, other: Passage, units: Sequence[Unit], texts: Sequence[str]
) -> Passage | None:
    """Return two passages as one where they adjoin in a paragraph and fit in MAX_CHARACTERS."""
    before, behind = sorted((one, other), key=lambda passage: passage.first)
    first, last = units[before.first], units[behind.last]
    if before.last + 1 != behind.first:
        return None
    if (first.document, first.paragraph) != (last.document, last.paragraph):
        return None
    if sum(len(text) + 1 for text in texts[before.first : behind.last + 1]) > MAX_CHARACTERS + 1:
        return None
    return Passage(before.first, behind.last, max(one.score, other.score))


def quote(
    document: Document,
    paragraph: Paragraph,
    sentences: range,
    notes: Sequence[SentenceNote],
    *,
    role: Role,
    spans: tuple[Span, ...],
    main: bool = True,
    paged: bool = True,
) -> Quote:
    """Return a quotation of consecutive sentences of a paragraph, with its place and its speaker."""
    start = paragraph.sentences[sentences[0]].start
    end = paragraph.sentences[sentences[-1]].end
    entry = document.source.entry
    own = [notes[s] for s in sentences] if notes else []
    speakers = [n.authority for n in own] or [_SPEAKERS.get(entry.kind, Authority.DOCUMENT)]
    english = [n.english for n in own if n.english]
    return Quote(
        text=paragraph.clean.text[start:end],
        document=entry.id,
        pages=pages_of(document, spans),
        section=paragraph.section,
        paragraph=paragraph.id,
        sentences=tuple(sentences),
        spans=spans,
        footnotes=_footnotes(paragraph, start, end),
        # The one who says most of the sentences; the first of them where two say as many.
        authority=max(speakers, key=lambda a: (speakers.count(a), -speakers.index(a))),
        speakers=tuple(dict.fromkeys(speakers)),
        translation=" ".join(english) if english else None,
        role=role,
        title=None if main else entry.title,
        regime=entry.regime,
        as_of=entry.date,
        paged=paged,
    )


def pages_of(document: Document, spans: Sequence[Span]) -> tuple[int, ...]:
    """Return the printed numbers of the pages on which the spans lie."""
    return tuple(
        page.number
        for page in document.source.pages
        if any(span.start < page.end and page.start < span.end for span in spans)
    )


def _footnotes(paragraph: Paragraph, start: int, end: int) -> tuple[int, ...]:
    if paragraph.kind is ParagraphKind.FOOTNOTE:
        return (int(paragraph.id.removeprefix("fn.")),)
    return tuple(m.number for m in paragraph.markers if start < m.clean <= end)
