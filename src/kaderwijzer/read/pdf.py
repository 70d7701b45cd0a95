"""PDF with a text layer → plain text with pages and white lines, read by pypdf.

The lines of a page are put together from the pieces of text that lie on one height; where the gap
between two lines is wider than the page's usual one, a white line shows it. The result is a plain
text like any other: offsets point into it, and `structure` reads it without knowing of PDF.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import Entry, Page, Source

_SAME_LINE = 3.0  # points; a raised footnote number still belongs to its line
_WIDE_GAP = 1.25  # times the usual distance between lines of this size
_SIZE_CHANGE = 0.5  # points; text of another size is set apart


@dataclass
class _Line:
    """A line of a page: its height above the foot in points, its largest letter size, its text."""

    height: float
    size: float
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


def read_pdf(entry: Entry, data: bytes) -> Source:
    """Return the text and pages of a PDF; raises CorpusError with the way out."""
    texts = [_page_text(page) for page in _open(entry, data)]
    if not any(text.strip() for text in texts):
        raise CorpusError(
            f"{entry.file}: no text layer (a scan); run text recognition (OCR) on it first"
        )
    pages, at = [], 0
    for number, text in enumerate(texts, entry.first_page):
        pages.append(Page(number, at, at + len(text)))
        at += len(text)
    return Source(entry, "".join(texts), tuple(pages))


def _open(entry: Entry, data: bytes) -> list[Any]:
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise CorpusError(f"{entry.file}: encrypted; save a copy without a password")
        return list(reader.pages)
    except CorpusError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CorpusError(
            f"{entry.file}: damaged or not a PDF ({error}); open and save it again as PDF"
        ) from error
    except ImportError as error:
        raise CorpusError(
            f"{entry.file}: encrypted with AES; save a copy without a password"
        ) from error


def _page_text(page: Any) -> str:
    """Return the lines of a page, top to bottom, with a white line at every wide gap."""
    pieces: list[tuple[float, float, str]] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: Any) -> None:
        if text.strip("\n"):
            scale = abs(tm[3]) * abs(cm[3]) or 1.0
            height = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            pieces.append((height, float(size or 0) * scale, text))

    page.extract_text(visitor_text=visit)
    lines = [line for line in _lines(pieces) if line.text]
    return "\n".join(_with_white_lines(lines)) + "\n\n"


def _lines(pieces: Iterable[tuple[float, float, str]]) -> Iterator[_Line]:
    line: _Line | None = None
    for height, size, text in pieces:
        if line is None or abs(height - line.height) > _SAME_LINE:
            if line:
                yield line
            line = _Line(height, size)
        line.size = max(line.size, size)
        line.parts.append(text.replace("\n", ""))
    if line:
        yield line


def _with_white_lines(lines: list[_Line]) -> Iterator[str]:
    gaps = [(a.height - b.height, a.size, b.size) for a, b in zip(lines, lines[1:], strict=False)]
    usual: dict[float, float] = {}
    for size in {round(line.size, 1) for line in lines}:
        same = Counter(
            round(g, 1) for g, a, b in gaps if round(a, 1) == round(b, 1) == size and g > 0
        )
        usual[size] = min((g for g, n in same.items() if n == max(same.values())), default=0.0)
    for i, line in enumerate(lines):
        if i:
            gap, above, size = gaps[i - 1]
            leading = usual[round(size, 1)] or size * 1.2
            if gap > _WIDE_GAP * leading or gap < 0 or abs(above - size) > _SIZE_CHANGE:
                yield ""
        yield line.text
