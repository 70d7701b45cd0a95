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
from itertools import pairwise
from typing import Any

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import Entry, Page, Source

_SAME_LINE = 3.0  # points; a raised footnote number still belongs to its line
_WIDE_GAP = 1.25  # times the usual distance between lines of this size
_DEFAULT_RATIO = 1.2  # of the distance between lines to their size, where a text shows none
_SIZE_CHANGE = 0.5  # points; text of another size is set apart


# A line or a piece of one: its height above the foot in points, its largest letter size, its text.
# Plain tuples: the collector of garbage, which a long PDF keeps busy, does not look at them again.
_Line = tuple[float, float, str]


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
    pieces: list[_Line] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: Any) -> None:
        if text.strip("\n"):
            scale = abs(tm[3]) * abs(cm[3]) or 1.0
            height = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            pieces.append((height, float(size or 0) * scale, text))

    page.extract_text(visitor_text=visit)
    return [line for line in _lines(pieces) if line[2]]


def _lines(pieces: Iterable[_Line]) -> Iterator[_Line]:
    height, size, parts = 0.0, 0.0, list[str]()
    for at, letter, text in pieces:
        if parts and abs(at - height) > _SAME_LINE:
            yield height, size, "".join(parts).strip()
            parts = []
        height, size = (height, max(size, letter)) if parts else (at, letter)
        parts.append(text.replace("\n", ""))
    if parts:
        yield height, size, "".join(parts).strip()


def _usual_gaps(pages: Iterable[Sequence[_Line]]) -> dict[float, float]:
    """Return per letter size the usual distance between two lines of it, in the whole document.

    A size that has few lines (headings) may have nothing but wide gaps; so no size gets a distance
    much wider than what the text as a whole has for its size.
    """
    gaps: dict[float, Counter[float]] = defaultdict(Counter)
    for lines in pages:
        sized = ((height, round(size, 1)) for height, size, _ in lines)
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
    yield from (text for _, _, text in lines[:1])
    for (above, larger, _), (height, size, text) in pairwise(lines):
        gap = above - height
        leading = usual.get(round(size, 1), size * _DEFAULT_RATIO)
        if gap > _WIDE_GAP * leading or gap < 0 or abs(larger - size) > _SIZE_CHANGE:
            yield ""
        yield text
