"""Statutes → documents with a section per article and a paragraph per member.

Consolidated laws come as XML (`toestand` of the Basiswettenbestand), laws as published as XML of a
bulletin; volunteers publish consolidated laws as Markdown. The parts of a member ("onder a") stand in
its paragraph, the number of the member is printed but not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import (
    Document,
    Entry,
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
from kaderwijzer.read.assemble import paragraph
from kaderwijzer.read.elements import Dialect, Walker, names
from kaderwijzer.read.markup import Node, decode
from kaderwijzer.read.pieces import NewLine, Piece

STATUTE_ROOTS = frozenset({"toestand", "staatsblad", "staatscourant", "tractatenblad"})
STATUTES = Dialect(
    inline=names(
        "nadruk extref intref inf sup ondlijn redactie datum unl naam functie "
        "organisatie plaats term"
    ),
    skipped=names(
        "metadata meta meta-data plaatje illustratie bwb-inputbestand bwb-wijzigingen "
        "redactionele-correcties witreg"
    ),
    furniture=names(
        "ondertekening ondertekenaar dagtekening uitgifte koning kop citeertitel gegeven "
        "slotformulering regeling-sluiting wetsluiting"
    ),
    titles=frozenset({"intitule"}),
    headings=frozenset({"tussenkop"}),
    lists=names("lijst specificatielijst definitielijst"),
    numbers=frozenset({"li.nr"}),
    dropped=frozenset({"lidnr"}),
    quotes=frozenset({"citaat"}),
    rows=names("row specificatie-item"),
)
_ARTICLES = frozenset({"artikel", "wijzig-artikel", "enig-artikel"})


class StatuteWalker(Walker):
    """Walks through a law; an article is a section, each of its members a paragraph."""

    def __init__(self) -> None:
        super().__init__(STATUTES)

    def section(self, node: Node) -> None:
        """Add an article with its members, or a chapter with what stands in it."""
        if node.tag not in _ARTICLES:
            super().section(node)
            return
        kop = node.first("kop")
        assert kop is not None
        before, self.depth = self.assembly.section, self.depth + 1
        self.heading(kop)
        article = self.assembly.section
        loose: list[Piece] = []
        for part in node.content:
            if isinstance(part, Node) and part.tag == "lid":
                self._loose(article, loose)
                self._member(article, part)
            elif part is not kop:
                loose += [NewLine(), *self.flat(Node(node.tag, {}, [part]))]
        self._loose(article, loose)
        self.assembly.section, self.depth = before, self.depth - 1

    def _member(self, article: str, lid: Node) -> None:
        number = lid.first("lidnr")
        name = number.text().strip(". ") if number else ""
        self.assembly.paragraph(self.flat(lid), f"{article}.{name}" if name else article)

    def _loose(self, article: str, loose: list[Piece]) -> None:
        """Add the text of an article that stands in no member."""
        self.assembly.paragraph(loose[:], article)
        loose.clear()


# --- Markdown ----------------------------------------------------------------------------------

_HEADING = re.compile(r"#{1,6}[ \t]*(?P<text>\S.*?)[ \t]*")
_NAMED = re.compile(
    r"(?P<label>Artikel|Hoofdstuk|Paragraaf|Afdeling|Titeldeel|Titel|Boek|Deel|Bijlage)"
    r"[ \t]+(?P<number>[0-9IVXLC][0-9A-Za-z.:]*)[ \t.]*(?P<title>.*)",
    re.IGNORECASE,
)
_MEMBER = re.compile(r"(?P<number>\d{1,2}[a-z]{0,2})\.[ \t]+(?=\S)")
_TAG = re.compile(r"<[^>]*>")
_CLOSING = re.compile(r"Lasten en bevelen|Gegeven te |Dit besluit zal met de toelichting")


def is_markdown_statute(text: str) -> bool:
    """Tell whether a text is a law in Markdown: it has articles as headings."""
    return bool(re.search(r"(?m)^#{1,6}[ \t]*Artikel[ \t]+\S+", text))


def read_markdown(entry: Entry, data: bytes) -> Document:
    """Return a law in Markdown; its source text is the file's, character for character."""
    text = decode(entry.file, data)
    if not is_markdown_statute(text):
        raise CorpusError(
            f"{entry.file}: Markdown without headings of articles ('### Artikel 1'); only statutes "
            "are read from Markdown, save another text as .txt"
        )
    return _MarkdownReader(entry, text).document()


@dataclass
class _Draft:
    """A paragraph in the making: its name, section, lines, and the number that is not read."""

    name: str
    section: SectionId
    lines: list[Span] = field(default_factory=list)
    dropped: list[Span] = field(default_factory=list)


class _MarkdownReader:
    """Reads line by line: headings, members, parts, and the formula that closes the law."""

    def __init__(self, entry: Entry, text: str) -> None:
        self.entry = entry
        self.text = text
        self.sections: list[Section] = []
        self.drafts: list[_Draft] = []
        self.kinds: list[tuple[RegionKind, Span]] = []
        self.article: SectionId | None = None
        self.open: _Draft | None = None
        self.closed = False

    def document(self) -> Document:
        for line in _lines(self.text):
            self._line(line)
        paragraphs = tuple(self._paragraph(d) for d in self.drafts)
        source = Source(self.entry, self.text, (Page(self.entry.first_page, 0, len(self.text)),))
        regions = tuple(_regions(len(self.text), self.kinds))
        return Document(source, tuple(self.sections), paragraphs, regions)

    def _line(self, line: Span) -> None:
        printed = self.text[line.start : line.end]
        heading = _HEADING.fullmatch(printed)
        self.closed = self.closed or bool(_CLOSING.match(printed))
        if heading:
            self._heading(line, heading["text"])
        elif self.closed or _TAG.fullmatch(printed):
            self.kinds.append((RegionKind.FURNITURE, line))
        else:
            self._body(line)

    def _heading(self, line: Span, printed: str) -> None:
        self.kinds.append((RegionKind.HEADING, line))
        self.open = None
        named = _NAMED.fullmatch(printed)
        if named:
            id = SectionId(f"{named['label']} {named['number'].rstrip('.')}".lower())
            self.sections.append(Section(id, named["title"] or " ".join(printed.split()), line))
            self.article = id if named["label"].lower() == "artikel" else None
        elif self.sections and self.article is None:
            # The title of a chapter stands in a heading below that of its number.
            last = self.sections[-1]
            self.sections[-1] = replace(last, title=printed, span=Span(last.span.start, line.end))

    def _body(self, line: Span) -> None:
        self.kinds.append((RegionKind.BODY, line))
        member = _MEMBER.match(self.text, line.start, line.end)
        if self.article and member and self._is_next(member["number"]):
            self._start(f"{self.article}.{member['number']}", self.article)
            assert self.open is not None
            self.open.dropped.append(Span(line.start, member.end()))
        elif self.article and self.open is None:
            self._start(self.article, self.article)
        elif not self.article:
            self._start_loose()
        assert self.open is not None
        self.open.lines.append(line)

    def _start_loose(self) -> None:
        """Start a paragraph that stands in no article: of the preamble, or a chapter that lapsed."""
        section = self.sections[-1].id if self.sections else SectionId("")
        number = 1 + sum(1 for d in self.drafts if d.section == section)
        self._start(f"{section}.{number}".lstrip("."), section)

    def _start(self, name: str, section: SectionId) -> None:
        self.open = _Draft(name, section)
        self.drafts.append(self.open)

    def _is_next(self, number: str) -> bool:
        """Tell whether a number follows on the last member's, so that "2. x" in a list is no member."""
        last = self.open.name.removeprefix(f"{self.article}.") if self.open else "0"
        before = int(re.match(r"\d*", last).group() or 0)  # type: ignore[union-attr]
        return int(re.match(r"\d+", number).group()) in (before, before + 1)  # type: ignore[union-attr]

    def _paragraph(self, draft: _Draft) -> Paragraph:
        lines = [Span(draft.lines[0].start, draft.lines[-1].end)]
        return paragraph(
            self.text,
            ParagraphId(draft.name),
            ParagraphKind.BODY,
            draft.section,
            lines,
            draft.dropped,
            (self.entry.first_page,),
        )


def _lines(text: str) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+", text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped[0])
            yield Span(start, start + len(stripped))


def _regions(length: int, kinds: list[tuple[RegionKind, Span]]) -> Iterator[Region]:
    at = 0
    for kind, span in [*kinds, (RegionKind.WHITE_SPACE, Span(length, length))]:
        if span.start > at:
            yield Region(RegionKind.WHITE_SPACE, at, span.start)
        if span.end > span.start:
            yield Region(kind, span.start, span.end)
        at = span.end
