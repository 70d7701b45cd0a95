"""Sets a document as a real PDF: justified and hyphenated lines, raised note numbers, footnotes.

Only what a printer would know is used: the words, what is a heading, a quotation or a footnote, and
where the numbers of footnotes stand. Nothing of the product's way of reading a PDF is known here.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from kaderwijzer.model import Document, Paragraph, ParagraphKind

WIDTH, HEIGHT = A4
TOP, FOOT = HEIGHT - 50.0, 30.0
NUMBER = "\ue000"  # before the digits of a raised footnote number; private use, never printed
# Where a printer may break a word: between two consonants with vowels around them, three in.
_SYLLABLE = re.compile(r"(?<=\w[aeiou][bcdfgklmnprst])(?=[bdgklmnprstvwz][aeiouij]\w)")
_BREAKS = re.compile(r"(?<=\w/)(?=\w)|(?<=s\))(?=\w)")


@dataclass(frozen=True)
class Style:
    """How a block of text is set; sizes and distances in points."""

    font: str = "Times-Roman"
    size: float = 10.5
    leading: float = 12.6
    indent: float = 0.0
    above: float = 7.0
    justified: bool = True


BODY = Style()
QUOTE = Style("Times-Italic", indent=36.0)
HEADING = Style("Times-Bold", 12.0, 14.4, above=12.0, justified=False)
PART = Style("Times-Bold", justified=False)
UNDER_PART = Style(above=0.0)
NOTE = Style(size=8.0, leading=9.6, above=0.0)
SIZE_OF_NUMBER, RISE = 0.6, 0.35


@dataclass(frozen=True)
class Paper:
    """How a whole document is set: margins in points, letters larger or smaller, and habits."""

    margin: float = 65.0
    scale: float = 1.0
    raised: bool = True
    hyphens: bool = True
    number_first: bool = False


USUAL = Paper()


@dataclass
class Sheet:
    """One page: its printed number, its text from the top and its footnotes from the foot."""

    number: int
    text: list[tuple[Style, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def typeset(document: Document, last_page: int, paper: Paper = USUAL) -> bytes:
    """Return the document as a PDF with the same pages, numbered "N van LAST" at the foot."""
    return print_sheets(list(_sheets(document)), last_page, paper)


def print_sheets(sheets: Sequence[Sheet], last_page: int, paper: Paper = USUAL) -> bytes:
    """Return the sheets as a PDF, every line set as a printer would set it."""
    out = io.BytesIO()
    press = _Press(Canvas(out, pagesize=A4, invariant=1), paper)
    for sheet in sheets:
        number = f"{sheet.number} van {last_page}"
        if paper.number_first:
            press.set_number(number)
        at = TOP
        for style, text in sheet.text:
            at = press.set_block(style, text, at)
        press.set_notes(sheet.notes, at)
        if not paper.number_first:
            press.set_number(number)
        press.canvas.showPage()
    press.canvas.save()
    return out.getvalue()


def numbered(paragraph: Paragraph) -> str:
    """Return the paragraph's words with its footnote numbers where they were called."""
    text = paragraph.clean.text
    for marker in reversed(paragraph.markers):
        text = f"{text[: marker.clean]}{NUMBER}{marker.number}{text[marker.clean :]}"
    return text


# --- what stands on which page -----------------------------------------------------------------


def _sheets(document: Document) -> Iterator[Sheet]:
    for page in document.source.pages:
        sheet = Sheet(page.number)
        placed: list[tuple[int, Style, str]] = []
        for section in document.sections:
            if page.start <= section.span.start < page.end:
                printed = re.fullmatch(r"[IVX]+(\.[ivx]+)?", section.id)
                line = f"{section.id} {section.title}" if printed else section.title
                placed.append((section.span.start, HEADING if printed else PART, line))
        for paragraph in document.paragraphs:
            if paragraph.pages[0] != page.number:
                continue
            if paragraph.kind is ParagraphKind.FOOTNOTE:
                sheet.notes.append(f"{paragraph.id.removeprefix('fn.')} {paragraph.clean.text}")
            else:
                style = QUOTE if paragraph.kind is ParagraphKind.BLOCK_QUOTE else BODY
                placed.append((paragraph.clean.pieces[0].source, style, numbered(paragraph)))
        for _, style, text in sorted(placed, key=lambda block: block[0]):
            under = bool(sheet.text) and sheet.text[-1][0] is PART
            sheet.text.append((UNDER_PART if under else style, text))
        yield sheet


# --- lines and ink -----------------------------------------------------------------------------


class _Press:
    """A canvas with the paper's habits."""

    def __init__(self, canvas: Canvas, paper: Paper) -> None:
        self.canvas = canvas
        self.paper = paper

    def set_number(self, number: str) -> None:
        self.canvas.setFont("Times-Roman", 9)
        self.canvas.drawRightString(WIDTH - self.paper.margin, FOOT, number)

    def set_block(self, style: Style, text: str, at: float) -> float:
        """Set a block below a height; return the height at which it ends."""
        at -= style.above
        set_lines = self.lines(text, style)
        for i, line in enumerate(set_lines):
            at -= style.leading * self.paper.scale
            self._set_line(style, line, at, stretch=style.justified and i < len(set_lines) - 1)
        return at

    def set_notes(self, notes: Sequence[str], text_ends: float) -> None:
        """Set the footnotes at the foot of the page, under a short rule."""
        leading = NOTE.leading * self.paper.scale
        at = FOOT + 20 + sum(len(self.lines(note, NOTE)) for note in notes) * leading
        assert at < text_ends - 10, "the page is too full"
        if notes:
            self.canvas.line(self.paper.margin, at + 4, self.paper.margin + 120, at + 4)
        for note in notes:
            at = self.set_block(NOTE, note, at)

    def lines(self, text: str, style: Style) -> list[str]:
        """Break a text into lines of the style's width, with hyphens inside words where needed."""
        room = self._room(style)
        out, line = [], ""
        for word in text.split(" "):
            whole = f"{line} {word}" if line else word
            if self._width(whole, style) <= room:
                line = whole
                continue
            head, rest = self._broken(word, line, style)
            out.append(f"{line} {head}".strip())
            line = rest
        return [*out, line]

    def _broken(self, word: str, line: str, style: Style) -> tuple[str, str]:
        """Return the part of a word that still fits, with a hyphen if it needs one, and the rest."""
        places = [(m.start(), "") for m in _BREAKS.finditer(word)]
        if self.paper.hyphens and "." not in word[:-1]:
            places += [(m.start(), "-") for m in _SYLLABLE.finditer(word)]
        for at, hyphen in sorted(places, reverse=True):
            head = word[:at] + hyphen
            if NUMBER not in head and self._width(f"{line} {head}", style) <= self._room(style):
                return head, word[at:]
        return "", word

    def _room(self, style: Style) -> float:
        return WIDTH - 2 * self.paper.margin - 2 * style.indent

    def _size(self, style: Style, raised: bool) -> float:
        return style.size * self.paper.scale * (SIZE_OF_NUMBER if raised else 1)

    def _runs(self, line: str) -> Iterator[tuple[str, bool]]:
        """Yield the pieces of a line that are set on the line (False) or raised (True)."""
        for part in re.split(rf"({NUMBER}\d+)", line):
            if part:
                raised = part.startswith(NUMBER) and self.paper.raised
                yield part.removeprefix(NUMBER), raised

    def _width(self, line: str, style: Style) -> float:
        return sum(
            stringWidth(text, style.font, self._size(style, raised))
            for text, raised in self._runs(line)
        )

    def _set_line(self, style: Style, line: str, at: float, *, stretch: bool) -> None:
        spaces = line.count(" ")
        left = self._room(style) - self._width(line, style)
        ink = self.canvas.beginText(self.paper.margin + style.indent, at)
        ink.setWordSpace(left / spaces if stretch and spaces else 0)
        for text, raised in self._runs(line):
            ink.setFont(style.font, self._size(style, raised))
            ink.setRise(style.size * RISE if raised else 0)
            ink.textOut(text)
        ink.setRise(0)
        self.canvas.drawText(ink)
