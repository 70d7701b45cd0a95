"""Lines of a source → text as a person reads it, with the map back to every character.

Wrapped lines become one line; a hyphen that only marks a line end goes; a word that lost its
hyphen ("samen werking") is one word again; footnote markers are left out. Nothing is searched for
afterwards: each character of the clean text knows the character of the source that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kaderwijzer.model import CleanText, Piece, Span

# After these words a hyphen at the line end stands for the rest of a word: "inlichtingen- en".
_SUSPENDED = re.compile(r"(en|of|en/of|als|dan|tot|noch|respectievelijk|resp\.|c\.q\.|and|or)\b")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_SOFT_HYPHEN = "\u00ad"
_SPACE = re.compile(r"\s")
_OTHER_SPACE = re.compile(r"[^\S ]")
_TO_COLLAPSE = re.compile(rf"{_SOFT_HYPHEN}[\s{_SOFT_HYPHEN}]*|\s[\s{_SOFT_HYPHEN}]+|\A\s|\s\Z")
_Run = tuple[int, int]  # where in the source, and how many characters
_Range = tuple[int, int]  # start and end in the reading text


@dataclass(frozen=True)
class _Reading:
    """A text on its way to a person, and the runs of the source that it is made of."""

    text: str
    runs: Sequence[_Run]


def clean(text: str, lines: Sequence[Span], dropped: Iterable[Span], rules: JoinRules) -> CleanText:
    r"""Return the reading text of `lines`, leaving out the `dropped` spans.

    >>> rules = JoinRules("samenwerking", ())
    >>> clean("samen-\nwerking met", [Span(0, 6), Span(7, 18)], [], rules).text
    'samenwerking met'
    """
    reading = _joined(text, lines, rules)
    reading = _without(reading, _places_of(reading.runs, dropped))
    reading = _without(reading, _superfluous(reading.text))
    if not reading.text.isprintable():  # of all white space only " " is
        reading = _Reading(_OTHER_SPACE.sub(" ", reading.text), reading.runs)
    reading = _without(reading, _lost_hyphens(reading.text, rules.lost_hyphens))
    return CleanText(reading.text, tuple(_pieces(reading.runs)))


class JoinRules:
    """How two lines of one document join; built once per document from its whole text."""

    def __init__(self, text: str, lost_hyphens: Sequence[str]) -> None:
        self.tokens = frozenset(text.split())
        hyphened = (token for token in self.tokens if "-" in token)
        self.compounds = frozenset(c for token in hyphened for c in _COMPOUND.findall(token))
        self.lost_hyphens = tuple(lost_hyphens)

    def join(self, before: str, after: str) -> tuple[int, str]:
        """Return how many characters to cut from the first line's end and what to put between."""
        if before[-1].isalnum():  # most lines, and quicker than to look at their words
            return 0, " "
        last, first = before.rsplit(maxsplit=1)[-1], after.split(maxsplit=1)[0]
        if last.endswith("-") and len(last) > 1:
            return self._hyphen(last, first)
        glued = last + first
        if last.endswith("/") or (not last[-1].isalnum() and self._is_token(glued)):
            return 0, ""
        return 0, " "

    def _hyphen(self, last: str, first: str) -> tuple[int, str]:
        if _SUSPENDED.match(first):
            return 0, " "
        word, rest = last[:-1].lstrip("(“‘'\""), re.match(r"[^\W\d_]*", first)
        compound = f"{word}-{rest.group() if rest else ''}"
        if not first[:1].islower() or word.isupper() or compound in self.compounds:
            return 0, ""
        return 1, ""

    def _is_token(self, glued: str) -> bool:
        return glued in self.tokens or glued.rstrip(".,;:") in self.tokens


def _joined(text: str, lines: Sequence[Span], rules: JoinRules) -> _Reading:
    """Return the lines as one, with their places in the source."""
    parts: list[str] = []
    runs: list[_Run] = []
    printed = [text[line.start : line.end] for line in lines]
    for line, (part, following) in zip(lines, pairwise([*printed, ""]), strict=True):
        cut, between = rules.join(part, following) if following else (0, "")
        parts += [part[: len(part) - cut], between]
        # What is put between two lines stands for the white space behind the first.
        runs.append((line.start, len(part) - cut + len(between)))
    return _Reading("".join(parts), runs)


def _places_of(runs: Sequence[_Run], spans: Iterable[Span]) -> Iterator[_Range]:
    """Yield where spans of the source stand in the reading text."""
    spans = list(spans)
    at = 0
    for source, length in runs if spans else ():
        for span in spans:
            low, high = max(span.start, source), min(span.end, source + length)
            if low < high:
                yield at + low - source, at + high - source
        at += length


def _superfluous(read: str) -> Iterator[_Range]:
    """Yield soft hyphens, white space at either end, and all but the first of any other run of it."""
    # A text that can be printed has no soft hyphen and no white space but " ": most paragraphs, and
    # much quicker on a long document.
    if read.isprintable() and "  " not in read and read == read.strip():
        return
    for run in _TO_COLLAPSE.finditer(read):
        start, end = run.span()
        space = _SPACE.search(read, start, end)
        if space is None or start == 0 or end == len(read):
            yield start, end
        else:
            yield start, space.start()
            yield space.end(), end


def _lost_hyphens(read: str, lost_hyphens: Sequence[str]) -> Iterator[_Range]:
    for pair in (p for p in lost_hyphens if p in read):
        # A pattern that begins with letters is looked for much quicker than one with "\b" before it.
        letters, space = re.escape(pair), pair.index(" ")
        for match in re.finditer(rf"{letters}(?<=\b{letters})", read):
            yield match.start() + space, match.start() + space + 1


def _without(reading: _Reading, ranges: Iterable[_Range]) -> _Reading:
    """Leave ranges out of a reading text."""
    gone = sorted(r for r in ranges if r[0] < r[1])
    if not gone:
        return reading
    kept = [(a, b) for a, b in _between(gone, len(reading.text)) if a < b]
    return _Reading("".join([reading.text[a:b] for a, b in kept]), _cut(reading.runs, kept))


def _between(gone: Sequence[_Range], length: int) -> Iterator[_Range]:
    """Yield what lies before, between and behind sorted ranges."""
    at = 0
    for start, end in gone:
        yield at, start
        at = max(at, end)
    yield at, length


def _cut(runs: Sequence[_Run], kept: Sequence[_Range]) -> list[_Run]:
    """Return the runs of the ranges that are kept."""
    out: list[_Run] = []
    following = iter(runs)
    source, at, end = 0, 0, 0
    for start, high in kept:
        low = start
        while low < high:
            while end <= low:
                source, length = next(following)
                at, end = end, end + length
            part = min(high, end) - low
            out.append((source + low - at, part))
            low += part
    return out


def _pieces(runs: Iterable[_Run]) -> Iterator[Piece]:
    """Yield the runs of characters that stand side by side in the source too."""
    at, begin, size = 0, 0, 0
    for source, length in runs:
        if size and source == begin + size:
            size += length
            continue
        if size:
            yield Piece(at, begin, size)
        at, begin, size = at + size, source, length
    if size:
        yield Piece(at, begin, size)


def source_spans(clean_text: CleanText, start: int, end: int, text: str) -> tuple[Span, ...]:
    """Return the source spans of a range of the clean text.

    Two runs stay apart only where characters that are not white space lie between them, or where
    the source has white space that the clean text has not; so the slices, put one after the other
    and with white space collapsed, are the clean text exactly.
    """
    spans: list[Span] = []
    for piece in clean_text.pieces:
        low, high = max(start, piece.clean), min(end, piece.clean + piece.length)
        if low >= high:
            continue
        span = Span(piece.source + low - piece.clean, piece.source + high - piece.clean)
        gap = text[spans[-1].end : span.start] if spans else ""
        at_space = clean_text.text[low - 1] == " " or clean_text.text[low] == " "
        if spans and gap.isspace() and at_space:
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return tuple(spans)
