"""PDF with a text layer → plain text with pages and white lines, read by pypdf.

The lines of a page are put together from the pieces of text that lie on one height; where the gap
between two lines is wider than the page's usual one, a white line shows it. The result is a plain
text like any other: offsets point into it, and `structure` reads it without knowing of PDF.
"""

from __future__ import annotations

import io
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import Entry, Page, Source

_SAME_LINE = 3.0  # points; a raised footnote number still belongs to its line
_WIDE_GAP = 1.25  # times the usual distance between lines of this size
_DEFAULT_RATIO = 1.2  # of the distance between lines to their size, where a text shows none
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
    lines = _open(entry, data)
    usual = _usual_gaps(lines)
    texts = [_page_text(page, usual) for page in lines]
    if not any(text.strip() for text in texts):
        raise CorpusError(
            f"{entry.file}: no text layer (a scan); run text recognition (OCR) on it first"
        )
    pages, at = [], 0
    for number, text in enumerate(texts, entry.first_page):
        pages.append(Page(number, at, at + len(text)))
        at += len(text)
    return Source(entry, "".join(texts), tuple(pages))


def _open(entry: Entry, data: bytes) -> list[list[_Line]]:
    """Return the lines of every page; whatever goes wrong inside a PDF is one clear error."""
    import pypdf
    from pypdf.errors import DependencyError

    try:
        with _silent("pypdf"):
            reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise CorpusError(f"{entry.file}: encrypted; save a copy without a password")
            return [_page_lines(page) for page in reader.pages]
    except CorpusError:
        raise
    except DependencyError as error:
        raise CorpusError(
            f"{entry.file}: encrypted with AES; save a copy without a password"
        ) from error
    except Exception as error:  # a damaged file can break its reader anywhere, in any way
        what = " ".join(str(error).split()) or type(error).__name__
        raise CorpusError(
            f"{entry.file}: damaged or not a PDF ({what}); open and save it again as PDF"
        ) from error


@contextmanager
def _silent(name: str) -> Iterator[None]:
    """Keep a library's remarks off the terminal: the user gets one line, and it is ours."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _page_lines(page: Any) -> list[_Line]:
    """Return the lines of a page that hold text, top to bottom."""
    pieces: list[tuple[float, float, str]] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: Any) -> None:
        if text.strip("\n"):
            scale = abs(tm[3]) * abs(cm[3]) or 1.0
            height = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            pieces.append((height, float(size or 0) * scale, text))

    page.extract_text(visitor_text=visit)
    return [line for line in _lines(pieces) if line.text]


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


def _usual_gaps(pages: Iterable[Sequence[_Line]]) -> dict[float, float]:
    """Return per letter size the usual distance between two lines of it, in the whole document.

    A size that has few lines (headings) may have nothing but wide gaps; so no size gets a distance
    much wider than what the text as a whole has for its size.
    """
    gaps: dict[float, Counter[float]] = defaultdict(Counter)
    for lines in pages:
        sized = ((line.height, round(line.size, 1)) for line in lines)
        for (above, size), (below, other) in pairwise(sized):
            gap = round(above - below, 1)
            if gap > 0 and size == other:
                gaps[size][gap] += 1
    most = max(gaps, key=lambda size: gaps[size].total(), default=0.0)
    ratio = _narrowest(gaps[most]) / most if most else _DEFAULT_RATIO
    return {s: min(_narrowest(c), _WIDE_GAP * ratio * s) for s, c in gaps.items()}


def _narrowest(counts: Counter[float]) -> float:
    most = max(counts.values())
    return min(gap for gap, n in counts.items() if n == most)


def _page_text(lines: Sequence[_Line], usual: Mapping[float, float]) -> str:
    """Return the lines of a page with a white line at every wide gap and change of size."""
    return "\n".join(_with_white_lines(lines, usual)) + "\n\n"


def _with_white_lines(lines: Sequence[_Line], usual: Mapping[float, float]) -> Iterator[str]:
    for above, line in pairwise([None, *lines]):
        assert line is not None
        if above is not None:
            gap = above.height - line.height
            leading = usual.get(round(line.size, 1), line.size * _DEFAULT_RATIO)
            resized = abs(above.size - line.size) > _SIZE_CHANGE
            if gap > _WIDE_GAP * leading or gap < 0 or resized:
                yield ""
        yield line.text
