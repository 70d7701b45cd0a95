"""A source → its blocks: lines of a page that stand together, and what kind of text they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaderwijzer.model import Page, RegionKind, Source, Span
from kaderwijzer.read.sentences import ABBREVIATIONS

HEADING = re.compile(r"(?P<id>[IVXLC]+(?:\.[ivxlc]+)*|\d{1,2}(?:\.\d{1,2})+)\.?\s+\S")
FOOTNOTE = re.compile(r"(\d{1,4})\s+\S")
_CLOSED = re.compile(r"[.:;!?,”’\"]\s*\d*$")
_PAGE_NUMBER = r"(?:[-–]\s*)?\d{1,4}(?:\s*[-–]|\s+(?:van|of|/)\s+\d{1,4})?"
_MAX_HEADING_LINES = 3
_SHORT_LINE = 0.85


@dataclass
class Block:
    """Lines of one page that stand together."""

    kind: RegionKind
    page: int
    lines: list[Span]
    number: int = 0


def blocks_of(source: Source) -> Iterator[Block]:
    """Yield the blocks of a source page by page: furniture, then text, then footnotes."""
    last_note = 0
    for page in source.pages:
        lines = list(_lines(source.text, page))
        furniture = _furniture(source, lines)
        gone = {s.start for s in furniture}
        content = [Span(s.start, s.start) if s.start in gone else s for s in lines]
        notes = _first_footnote_line(source.text, content, last_note)
        yield from (Block(RegionKind.FURNITURE, page.number, [s]) for s in furniture)
        yield from _body_blocks(source, page.number, content[:notes])
        for block in _footnote_blocks(source.text, page.number, content[notes:], last_note):
            last_note = block.number
            yield block


def _furniture(source: Source, lines: Sequence[Span]) -> list[Span]:
    """Return page numbers (first or last line of a page) and what the manifest calls furniture."""
    filled = [s for s in lines if s.end > s.start]
    edges = filled[:1] + filled[1:][-1:]
    patterns = source.entry.layout.furniture
    numbers = {s.start for s in edges if re.fullmatch(_PAGE_NUMBER, source.text[s.start : s.end])}
    if not patterns:
        return [s for s in edges if s.start in numbers]
    return [
        s
        for s in filled
        if s.start in numbers
        or any(re.fullmatch(p, source.text[s.start : s.end]) for p in patterns)
    ]


def _first_footnote_line(text: str, lines: Sequence[Span], last_note: int) -> int:
    """Return the index of the line at which the footnotes of a page begin."""
    for i, line in enumerate(lines):
        if not text[line.start : line.start + 1].isdigit():
            continue
        match = FOOTNOTE.match(text, line.start, line.end)
        if not match or int(match.group(1)) != last_note + 1 or (i and _filled(lines[i - 1])):
            continue
        if call(text[lines[0].start : line.start], last_note + 1, 0):
            return i
    return len(lines)


def _footnote_blocks(
    text: str, page: int, lines: Sequence[Span], last_note: int
) -> Iterator[Block]:
    block: Block | None = None
    for line in filter(_filled, lines):
        match = FOOTNOTE.match(text, line.start, line.end)
        if match and int(match.group(1)) == last_note + 1:
            if block:
                yield block
            last_note += 1
            block = Block(RegionKind.FOOTNOTE, page, [], last_note)
        assert block is not None
        block.lines.append(line)
    if block:
        yield block


def _filled(line: Span) -> bool:
    return line.end > line.start


def _body_blocks(source: Source, page: int, lines: Sequence[Span]) -> Iterator[Block]:
    group: list[Span] = []
    text, starts = source.text, source.entry.layout.paragraph_starts
    for line in [*lines, Span(0, 0)]:
        filled = line.end > line.start
        if group and (not filled or text.startswith(starts, line.start)):
            yield from _split_heading(text, page, group)
            group = []
        if filled:
            group.append(line)


def _split_heading(text: str, page: int, lines: list[Span]) -> Iterator[Block]:
    """Yield a group of lines as a heading, a heading with its first paragraph, or text."""
    words = [text[s.start : s.end] for s in lines]
    closed = bool(_CLOSED.search(words[-1]))
    if HEADING.match(words[0]) and len(lines) <= _MAX_HEADING_LINES and not closed:
        yield Block(RegionKind.HEADING, page, lines)
        return
    if len(lines) > 1 and _stands_above(words):
        yield Block(RegionKind.HEADING, page, lines[:1])
        lines, words = lines[1:], words[1:]
    kind = RegionKind.BLOCK_QUOTE if is_quoted(words[0], words[-1]) else RegionKind.BODY
    yield Block(kind, page, lines)


def is_quoted(first: str, last: str) -> bool:
    """Tell whether a text stands between quotation marks, by its first and its last line."""
    return first.startswith(("“", "„")) and bool(re.search(r"”\s*\d*$", last))


def _stands_above(words: Sequence[str]) -> bool:
    """Tell whether the first line is a heading without a number: short, open, then a capital.

    It is short if the next line's first word would have fitted on it too.
    """
    width = max(map(len, words))
    first = words[0]
    return (
        len(f"{first} {words[1].split()[0]}") < _SHORT_LINE * width
        and first[0].isupper()
        and words[1][0].isupper()
        and not _CLOSED.search(first)
    )


def _lines(text: str, page: Page) -> Iterator[Span]:
    """Yield the lines of a page without their surrounding white space; white lines are empty spans."""
    start = page.start
    for raw in text[page.start : page.end].splitlines(keepends=True):
        stripped = raw.strip()
        begin = start + raw.index(stripped[0]) if stripped else start
        yield Span(begin, begin + len(stripped))
        start += len(raw)


def call(text: str, number: int, start: int) -> re.Match[str] | None:
    """Find the call of a footnote: against a word or mark, or after a mark and a space."""
    after = r"(?=[\s.,;:)\]”]|$)"
    against = re.compile(
        rf"(?<=[^\s\d./\-(])(?<!\b[A-Z]){number}{after}|(?<=[^\d\s]\.){number}{after}"
    )
    spaced = re.compile(rf"(?<=[.!?”’)]\s){number}(?=\s|$)")
    return against.search(text, start) or next(
        (m for m in spaced.finditer(text, start) if not _abbreviated(text[: m.start()])), None
    )


def _abbreviated(before: str) -> bool:
    """Tell whether a text ends in a short form that goes with a number: "nr.", "p."."""
    return before.rsplit(maxsplit=1)[-1].rstrip(".").lower() in ABBREVIATIONS
