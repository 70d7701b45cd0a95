"""Blocks of a structured file → a document: its source text, put together in reading order.

Paragraphs stand apart by a blank line, the parts of one paragraph on lines of their own, a footnote
below the paragraph that calls it. Marks that are printed but not read (the call of a footnote, the
number of a member) stand in the source text and are left out of the reading text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import (
    CleanText,
    Document,
    Entry,
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
from kaderwijzer.model import Piece as TextPiece
from kaderwijzer.read.cleaning import JoinRules, clean
from kaderwijzer.read.pieces import Mark, Piece, Printed
from kaderwijzer.read.sentences import sentences

_TOP = SectionId("")
_NO_RULES = JoinRules("", ())
# "1.", "a.", "2°." or "–": the mark of an item is no sentence, nor does it end one.
_MARK = r"(?:\(?(?:\d{1,3}[a-z]?|[a-z]{1,2}|[ivxIVX]+)[°º]?[.)]*|[-–—•])"
_ENDS_IN_MARK = re.compile(rf"(?:^|[:;]\s(?:en\s|of\s)?){_MARK}$|\s\d{{1,2}}[°º]\.$")


@dataclass
class Block:
    """A heading, paragraph or line of furniture; `id` where the file names the paragraph."""

    kind: RegionKind
    pieces: list[Piece]
    section: SectionId
    id: str | None = None

    def text(self) -> str:
        """Return its text with white space collapsed."""
        return Printed(self.pieces).text


@dataclass
class Note:
    """A footnote with its printed number."""

    printed: str
    pieces: list[Piece]


@dataclass
class Assembly:
    """What was read of a file so far: its blocks in reading order, its sections and its notes."""

    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)
    section: SectionId = _TOP
    _sections: list[tuple[Block, SectionId, str]] = field(default_factory=list)

    def furniture(self, text: str) -> None:
        """Add what is printed but never quoted: names of chambers, numbers, signatures."""
        self._add(RegionKind.FURNITURE, [text])

    def heading(self, printed: str, id: str = "", title: str = "") -> None:
        """Add a heading; with an `id` it opens a section."""
        block = self._add(RegionKind.HEADING, [printed])
        if id and block:
            taken = {name for _, name, _ in self._sections}
            self.section = SectionId(_free(id, taken))
            block.section = self.section
            self._sections.append((block, self.section, title or printed))

    def paragraph(
        self, pieces: Iterable[Piece], id: str | None = None, *, quoted: bool = False
    ) -> Block | None:
        """Add a paragraph of the present section; without text, nothing."""
        return self._add(RegionKind.BLOCK_QUOTE if quoted else RegionKind.BODY, list(pieces), id)

    def _add(self, kind: RegionKind, pieces: list[Piece], id: str | None = None) -> Block | None:
        block = Block(kind, pieces, self.section, id)
        if not block.text():
            return None
        self.blocks.append(block)
        return block

    def document(self, entry: Entry) -> Document:
        """Return the document; raises CorpusError where nothing in it can be quoted."""
        if not any(b.kind in _PARAGRAPHS for b in self.blocks):
            raise CorpusError(
                f"{entry.file}: no text found in it; use the PDF of this document instead"
            )
        return _Writer(entry, self).document()

    def sections(self, places: dict[int, Span]) -> tuple[Section, ...]:
        """Return the sections with the places of their headings, by the identity of the block."""
        return tuple(
            Section(name, title, places[id(block)]) for block, name, title in self._sections
        )


_PARAGRAPHS = {
    RegionKind.BODY: ParagraphKind.BODY,
    RegionKind.BLOCK_QUOTE: ParagraphKind.BLOCK_QUOTE,
}


class _Writer:
    """Writes the blocks of an assembly one after the other and keeps the place of everything."""

    def __init__(self, entry: Entry, assembly: Assembly) -> None:
        self.entry = entry
        self.assembly = assembly
        self.numbers = _numbers(assembly)
        self.parts: list[str] = []
        self.length = 0
        self.regions: list[Region] = []
        self.paragraphs: list[Paragraph] = []
        self.written: set[str] = set()
        self.counts: dict[SectionId, int] = {}
        self.ids: set[str] = set()

    def document(self) -> Document:
        places: dict[int, Span] = {}
        for block in self.assembly.blocks:
            printed = Printed(block.pieces)
            start = self._write(block.kind, printed.text)
            places[id(block)] = Span(start, self.length)
            if block.kind in _PARAGRAPHS:
                kind = _PARAGRAPHS[block.kind]
                self._paragraph(self._name(block), kind, block.section, printed, start)
                self._notes_called(printed, block.section)
        for key in self.assembly.notes:
            self._note(key, self.assembly.section or self.assembly.blocks[-1].section)
        page = Page(self.entry.first_page, 0, self.length)
        source = Source(self.entry, "".join(self.parts), (page,))
        sections = self.assembly.sections(places)
        return Document(source, sections, tuple(self.paragraphs), tuple(self.regions))

    def _write(self, kind: RegionKind, text: str) -> int:
        """Write a block below the last one; return where it starts."""
        self._append(RegionKind.WHITE_SPACE, "\n\n" if self.length else "")
        start = self.length
        for i, line in enumerate(text.split("\n")):
            self._append(RegionKind.WHITE_SPACE, "\n" if i else "")
            self._append(kind, line)
        return start

    def _append(self, kind: RegionKind, text: str) -> None:
        if text:
            self.parts.append(text)
            self.regions.append(Region(kind, self.length, self.length + len(text)))
            self.length += len(text)

    def _notes_called(self, printed: Printed, section: SectionId) -> None:
        for mark, _ in printed.marks:
            if mark.note in self.assembly.notes:
                self._note(mark.note, section)

    def _note(self, key: str, section: SectionId) -> None:
        if key in self.written:
            return
        self.written.add(key)
        note = self.assembly.notes[key]
        printed = Printed([Mark(note.printed), " ", *note.pieces])
        start = self._write(RegionKind.FOOTNOTE, printed.text)
        name = ParagraphId(f"fn.{self.numbers[key]}")
        self._paragraph(name, ParagraphKind.FOOTNOTE, section, printed, start)

    def _paragraph(
        self,
        name: ParagraphId,
        kind: ParagraphKind,
        section: SectionId,
        printed: Printed,
        start: int,
    ) -> None:
        pages = (self.entry.first_page,)
        line, dropped = Span(0, len(printed.text)), [span for _, span in printed.marks]
        made = paragraph(printed.text, name, kind, section, [line], dropped, pages)
        markers = tuple(
            Marker(
                self.numbers[mark.note],
                Span(start + span.start, start + span.end),
                _clean_place(made.clean, span.start),
            )
            for mark, span in printed.marks
            if mark.note in self.numbers
        )
        if made.clean.text:
            moved = CleanText(made.clean.text, _moved(made.clean.pieces, start))
            self.paragraphs.append(replace(made, clean=moved, markers=markers))

    def _name(self, block: Block) -> ParagraphId:
        self.counts[block.section] = self.counts.get(block.section, 0) + 1
        name = block.id or f"{block.section}.{self.counts[block.section]}".lstrip(".")
        name = _free(name, self.ids)
        self.ids.add(name)
        return ParagraphId(name)


def paragraph(
    text: str,
    name: ParagraphId,
    kind: ParagraphKind,
    section: SectionId,
    lines: Sequence[Span],
    dropped: Iterable[Span],
    pages: tuple[int, ...],
) -> Paragraph:
    """Return a paragraph that stands on these lines of a text, without the dropped marks."""
    cleaned = clean(text, lines, dropped, _NO_RULES)
    found = tuple(_with_item_marks(cleaned.text))
    return Paragraph(name, kind, section, pages, cleaned, found, ())


def _with_item_marks(text: str) -> Iterator[Span]:
    """Yield the sentences, the mark of an item together with what follows it."""
    start: int | None = None
    for span in sentences(text):
        start = span.start if start is None else start
        if not _ENDS_IN_MARK.search(text[span.start : span.end]):
            yield Span(start, span.end)
            start = None
    if start is not None:
        yield Span(start, len(text))


def _clean_place(cleaned: CleanText, at: int) -> int:
    return sum(p.length for p in cleaned.pieces if p.source + p.length <= at)


def _moved(pieces: Iterable[TextPiece], by: int) -> tuple[TextPiece, ...]:
    return tuple(TextPiece(p.clean, p.source + by, p.length) for p in pieces)


def _numbers(assembly: Assembly) -> dict[str, int]:
    """Number the notes as printed; where the print starts anew on every page, count on instead."""
    called = (
        p.note
        for block in assembly.blocks
        for p in block.pieces
        if isinstance(p, Mark) and p.note in assembly.notes
    )
    keys = list(dict.fromkeys([*(k for k in called if k), *assembly.notes]))
    printed = [assembly.notes[k].printed for k in keys]
    if all(re.fullmatch(r"[1-9]\d{0,3}", p) for p in printed) and len(set(printed)) == len(keys):
        return {k: int(p) for k, p in zip(keys, printed, strict=True)}
    return {k: i for i, k in enumerate(keys, 1)}


def _free(name: str, taken: Container[str]) -> str:
    """Return the name, or the first of "name-2", "name-3" … that is free."""
    names = (f"{name}-{i}" if i > 1 else name for i in count(1))
    return next(n for n in names if n not in taken)
