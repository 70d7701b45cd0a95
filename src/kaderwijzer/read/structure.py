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
    Marker,
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
from kaderwijzer.read.blocks import FOOTNOTE, HEADING, Block, blocks_of, call, is_quoted
from kaderwijzer.read.cleaning import JoinRules, clean
from kaderwijzer.read.sentences import sentences

# A comma at the foot of a page ends no paragraph.
_ENDED = re.compile(r"[.:;!?”’\"]\s*\d*$")


@dataclass
class _Draft:
    """A paragraph being put together, possibly from blocks of several pages."""

    kind: ParagraphKind
    section: SectionId
    lines: list[Span]
    pages: list[int]
    number: int = 0
    blocks: list[Block] = field(default_factory=list)


def structure(source: Source) -> Document:
    """Read the structure of a source; every character ends up in exactly one region."""
    blocks = list(blocks_of(source))
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


# --- paragraphs --------------------------------------------------------------------------------


def _drafts(
    source: Source, blocks: Sequence[Block], rules: JoinRules
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
            if HEADING.match(source.text, section.span.start):
                chapter = current
            sections.append(section)
        elif block.kind is RegionKind.FOOTNOTE:
            drafts.append(_draft(ParagraphKind.FOOTNOTE, current, block))
        elif block.kind in (RegionKind.BODY, RegionKind.BLOCK_QUOTE):
            _add_text(source.text, drafts, current, block)
    return drafts, sections


def _extent(block: Block) -> Span:
    return Span(block.lines[0].start, block.lines[-1].end)


def _section(printed: str, span: Span, chapter: SectionId, sections: Sequence[Section]) -> Section:
    match = HEADING.match(printed)
    if match:
        title = printed[match.end("id") :].lstrip(". ")
        return Section(SectionId(match.group("id")), title, span)
    letter = "abcdefghijklmnopqrstuvwxyz"[_parts(chapter, sections) % 26]
    return Section(SectionId(f"{chapter}.{letter}".lstrip(".")), printed, span)


def _parts(chapter: SectionId, sections: Sequence[Section]) -> int:
    """Count the parts without a number that a chapter has so far."""
    return sum(bool(re.fullmatch(re.escape(chapter) + r"\.?[a-z]", s.id)) for s in sections[-26:])


def _draft(kind: ParagraphKind, section: SectionId, block: Block) -> _Draft:
    return _Draft(kind, section, list(block.lines), [block.page], block.number, [block])


def _add_text(text: str, drafts: list[_Draft], section: SectionId, block: Block) -> None:
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
    if is_quoted(text[first.start : first.end], text[last.start : last.end]):
        draft.kind = ParagraphKind.BLOCK_QUOTE
        for block in draft.blocks:
            block.kind = RegionKind.BLOCK_QUOTE


def _runs_on(text: str, last: _Draft, block: Block) -> bool:
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
        number = FOOTNOTE.match(source.text, first.start, first.end)
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
        match = call(text[low:high], number, at)
        if match and any(s.start <= low + match.start() < s.end for s in draft.lines):
            places.append((number, Span(low + match.start(), low + match.end())))
    return places


def _regions(text: str, blocks: Sequence[Block]) -> Iterator[Region]:
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
