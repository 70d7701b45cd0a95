"""A source → its document: sections, paragraphs, block quotes, footnotes, the kind of every character.

A page is read from top to bottom in blocks of lines between white lines. Footnotes are recognised by
their numbers, which count on through the document and are called in the text of the same page; a
line that merely begins with a number is therefore no footnote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from kaderwijzer.model import (
    Document,
    Layout,
    Marker,
    Page,
    Paragraph,
    ParagraphId,
    ParagraphKind,
    Region,
    RegionKind,
    Section,
    SectionId,
    Source,
    Span,
)
from kaderwijzer.read.cleaning import JoinRules, clean
from kaderwijzer.read.sentences import ABBREVIATIONS, sentences

_HEADING = re.compile(r"(?P<id>[IVXLC]+(?:\.[ivxlc]+)*|\d{1,2}(?:\.\d{1,2})+)\.?\s+\S")
_FOOTNOTE = re.compile(r"(\d{1,4})\s+\S")
_CLOSED = re.compile(r"[.:;!?,”’\"]\s*\d*$")
# A comma at the foot of a page ends no paragraph.
_ENDED = re.compile(r"[.:;!?”’\"]\s*\d*$")
_PAGE_NUMBER = r"(?:[-–]\s*)?\d{1,4}(?:\s*[-–]|\s+(?:van|of|/)\s+\d{1,4})?"
_MAX_HEADING_LINES = 3
_SHORT_LINE = 0.85


@dataclass
class _Block:
    """Lines of one page that stand together."""

    kind: RegionKind
    page: int
    lines: list[Span]
    number: int = 0


@dataclass
class _Draft:
    """A paragraph being put together, possibly from blocks of several pages."""

    kind: ParagraphKind
    section: SectionId
    lines: list[Span]
    pages: list[int]
    number: int = 0
    blocks: list[_Block] = field(default_factory=list)


def structure(source: Source) -> Document:
    """Read the structure of a source; every character ends up in exactly one region."""
    blocks = list(_blocks(source))
    rules = JoinRules(source.text, source.entry.layout.lost_hyphens)
    drafts, sections = _drafts(source, blocks, rules)
    numbers_by_page: dict[int, list[int]] = {}
    for draft in drafts:
        if draft.kind is ParagraphKind.FOOTNOTE:
            numbers_by_page.setdefault(draft.pages[0], []).append(draft.number)
    paragraphs = [_paragraph(source, d, rules, numbers_by_page) for d in _named(drafts)]
    called_in = {m.number: p.section for p in paragraphs for m in p.markers}
    paragraphs = [_in_section_of_its_call(p, called_in) for p in paragraphs]
    return Document(
        source, tuple(sections), tuple(paragraphs), tuple(_regions(source.text, blocks))
    )


def _in_section_of_its_call(paragraph: Paragraph, called_in: dict[int, SectionId]) -> Paragraph:
    if paragraph.kind is not ParagraphKind.FOOTNOTE:
        return paragraph
    number = int(paragraph.id.removeprefix("fn."))
    return replace(paragraph, section=called_in.get(number, paragraph.section))


# --- lines and blocks --------------------------------------------------------------------------


def _lines(text: str, page: Page) -> Iterator[Span]:
    """Yield the lines of a page without their surrounding white space; white lines are empty spans."""
    start = page.start
    for raw in text[page.start : page.end].splitlines(keepends=True):
        stripped = raw.strip()
        begin = start + raw.index(stripped[0]) if stripped else start
        yield Span(begin, begin + len(stripped))
        start += len(raw)


def _blocks(source: Source) -> Iterator[_Block]:
    last_note = 0
    for page in source.pages:
        lines = list(_lines(source.text, page))
        furniture = _furniture(source, lines)
        content = [Span(s.start, s.start) if s in furniture else s for s in lines]
        notes = _first_footnote_line(source.text, content, last_note)
        yield from (_Block(RegionKind.FURNITURE, page.number, [s]) for s in furniture)
        yield from _body_blocks(source, page.number, content[:notes])
        for block in _footnote_blocks(source.text, page.number, content[notes:], last_note):
            last_note = block.number
            yield block


def _furniture(source: Source, lines: Sequence[Span]) -> list[Span]:
    """Return page numbers (first or last line of a page) and what the manifest calls furniture."""
    filled = [s for s in lines if s.end > s.start]
    edges = {(s.start, s.end) for s in filled[:1] + filled[-1:]}
    patterns = source.entry.layout.furniture
    return [
        s
        for s in filled
        if ((s.start, s.end) in edges and re.fullmatch(_PAGE_NUMBER, source.text[s.start : s.end]))
        or any(re.fullmatch(p, source.text[s.start : s.end]) for p in patterns)
    ]


def _first_footnote_line(text: str, lines: Sequence[Span], last_note: int) -> int:
    """Return the index of the line at which the footnotes of a page begin."""
    for i, line in enumerate(lines):
        match = _FOOTNOTE.match(text, line.start, line.end)
        if not match or int(match.group(1)) != last_note + 1 or (i and _filled(lines[i - 1])):
            continue
        if _marker(text[lines[0].start : line.start], last_note + 1, 0):
            return i
    return len(lines)


def _footnote_blocks(
    text: str, page: int, lines: Sequence[Span], last_note: int
) -> Iterator[_Block]:
    block: _Block | None = None
    for line in filter(_filled, lines):
        match = _FOOTNOTE.match(text, line.start, line.end)
        if match and int(match.group(1)) == last_note + 1:
            if block:
                yield block
            last_note += 1
            block = _Block(RegionKind.FOOTNOTE, page, [], last_note)
        assert block is not None
        block.lines.append(line)
    if block:
        yield block


def _filled(line: Span) -> bool:
    return line.end > line.start


def _body_blocks(source: Source, page: int, lines: Sequence[Span]) -> Iterator[_Block]:
    group: list[Span] = []
    for line in [*lines, Span(0, 0)]:
        starts = _filled(line) and _starts_paragraph(source.text, line, source.entry.layout)
        if group and (starts or not _filled(line)):
            yield from _split_heading(source.text, page, group)
            group = []
        if _filled(line):
            group.append(line)


def _starts_paragraph(text: str, line: Span, layout: Layout) -> bool:
    return text.startswith(layout.paragraph_starts, line.start)


def _split_heading(text: str, page: int, lines: list[Span]) -> Iterator[_Block]:
    """Yield a group of lines as a heading, a heading with its first paragraph, or text."""
    words = [text[s.start : s.end] for s in lines]
    closed = bool(_CLOSED.search(words[-1]))
    if _HEADING.match(words[0]) and len(lines) <= _MAX_HEADING_LINES and not closed:
        yield _Block(RegionKind.HEADING, page, lines)
        return
    if len(lines) > 1 and _stands_above(words):
        yield _Block(RegionKind.HEADING, page, lines[:1])
        lines, words = lines[1:], words[1:]
    kind = RegionKind.BLOCK_QUOTE if _quoted(words[0], words[-1]) else RegionKind.BODY
    yield _Block(kind, page, lines)


def _quoted(first: str, last: str) -> bool:
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


# --- paragraphs --------------------------------------------------------------------------------


def _drafts(
    source: Source, blocks: Sequence[_Block], rules: JoinRules
) -> tuple[list[_Draft], list[Section]]:
    drafts: list[_Draft] = []
    sections: list[Section] = []
    chapter = SectionId("")
    current = SectionId("")
    for block in blocks:
        if block.kind is RegionKind.HEADING:
            printed = clean(source.text, block.lines, [], rules).text
            section = _section(printed, _extent(block), chapter, sections)
            current = section.id
            if _HEADING.match(source.text, section.span.start):
                chapter = current
            sections.append(section)
        elif block.kind is RegionKind.FOOTNOTE:
            drafts.append(_draft(ParagraphKind.FOOTNOTE, current, block))
        elif block.kind in (RegionKind.BODY, RegionKind.BLOCK_QUOTE):
            _add_text(source.text, drafts, current, block)
    return drafts, sections


def _extent(block: _Block) -> Span:
    return Span(block.lines[0].start, block.lines[-1].end)


def _section(printed: str, span: Span, chapter: SectionId, sections: Sequence[Section]) -> Section:
    match = _HEADING.match(printed)
    if match:
        title = printed[match.end("id") :].lstrip(". ")
        return Section(SectionId(match.group("id")), title, span)
    letter = "abcdefghijklmnopqrstuvwxyz"[_parts(chapter, sections) % 26]
    return Section(SectionId(f"{chapter}.{letter}".lstrip(".")), printed, span)


def _parts(chapter: SectionId, sections: Sequence[Section]) -> int:
    """Count the parts without a number that a chapter has so far."""
    return sum(bool(re.fullmatch(re.escape(chapter) + r"\.?[a-z]", s.id)) for s in sections[-26:])


def _draft(kind: ParagraphKind, section: SectionId, block: _Block) -> _Draft:
    return _Draft(kind, section, list(block.lines), [block.page], block.number, [block])


def _add_text(text: str, drafts: list[_Draft], section: SectionId, block: _Block) -> None:
    """Add a block of text: as a new paragraph, or to one that runs on from the page before."""
    last = next((d for d in reversed(drafts) if d.kind is not ParagraphKind.FOOTNOTE), None)
    if last and last.section == section and _runs_on(text, last, block):
        last.lines += block.lines
        last.pages.append(block.page)
        last.blocks.append(block)
        _see_quotation(text, last)
    else:
        quoted = block.kind is RegionKind.BLOCK_QUOTE
        kind = ParagraphKind.BLOCK_QUOTE if quoted else ParagraphKind.BODY
        drafts.append(_draft(kind, section, block))


def _see_quotation(text: str, draft: _Draft) -> None:
    """Make a block quote of text whose quotation marks stand on different pages."""
    first, last = draft.lines[0], draft.lines[-1]
    if _quoted(text[first.start : first.end], text[last.start : last.end]):
        draft.kind = ParagraphKind.BLOCK_QUOTE
        for block in draft.blocks:
            block.kind = RegionKind.BLOCK_QUOTE


def _runs_on(text: str, last: _Draft, block: _Block) -> bool:
    ending = text[last.lines[-1].start : last.lines[-1].end]
    return block.page > last.pages[-1] and not _ENDED.search(ending)


def _named(drafts: Sequence[_Draft]) -> Iterator[tuple[ParagraphId, _Draft]]:
    counts: dict[SectionId, int] = {}
    for draft in drafts:
        if draft.kind is ParagraphKind.FOOTNOTE:
            yield ParagraphId(f"fn.{draft.number}"), draft
            continue
        counts[draft.section] = counts.get(draft.section, 0) + 1
        yield ParagraphId(f"{draft.section}.{counts[draft.section]}".lstrip(".")), draft


def _paragraph(
    source: Source,
    named: tuple[ParagraphId, _Draft],
    rules: JoinRules,
    numbers_by_page: dict[int, list[int]],
) -> Paragraph:
    name, draft = named
    if draft.kind is ParagraphKind.FOOTNOTE:
        places: list[tuple[int, Span]] = []
        first = draft.lines[0]
        number = _FOOTNOTE.match(source.text, first.start, first.end)
        assert number is not None
        dropped = [Span(first.start, number.end(1))]
    else:
        places = _marker_places(source.text, draft, numbers_by_page)
        dropped = [span for _, span in places]
    clean_text = clean(source.text, draft.lines, dropped, rules)
    markers = tuple(
        Marker(n, s, sum(p.length for p in clean_text.pieces if p.source + p.length <= s.start))
        for n, s in places
    )
    kind, section, pages = draft.kind, draft.section, tuple(draft.pages)
    return Paragraph(name, kind, section, pages, clean_text, sentences(clean_text.text), markers)


def _marker_places(
    text: str, draft: _Draft, numbers_by_page: dict[int, list[int]]
) -> list[tuple[int, Span]]:
    low, high = draft.lines[0].start, draft.lines[-1].end
    places: list[tuple[int, Span]] = []
    for number in sorted(n for page in draft.pages for n in numbers_by_page.get(page, ())):
        at = places[-1][1].end - low if places else 0
        match = _marker(text[low:high], number, at)
        if match and any(s.start <= low + match.start() < s.end for s in draft.lines):
            places.append((number, Span(low + match.start(), low + match.end())))
    return places


def _marker(text: str, number: int, start: int) -> re.Match[str] | None:
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


def _regions(text: str, blocks: Sequence[_Block]) -> Iterator[Region]:
    at = 0
    lines = sorted(
        ((s.start, s.end, b.kind) for b in blocks for s in b.lines), key=itemgetter(0, 1)
    )
    for start, end, kind in [*lines, (len(text), len(text), RegionKind.WHITE_SPACE)]:
        if start > at:
            yield Region(RegionKind.WHITE_SPACE, at, start)
        if end > start:
            yield Region(kind, start, end)
        at = end
