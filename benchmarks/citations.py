"""Pace of parsing, look-up and reading a long PDF: `python benchmarks/citations.py`.

Times are those of the processor, not of the clock, so that other work on the machine counts less;
the two sides of a ratio are measured in turn. Writes `benchmarks/citations.md`. Look-up is measured
with the Wiv 2002 held too where KADERWIJZER_SAMPLES names the folder with its text.
"""

from __future__ import annotations

import io
import os
import platform
import statistics
import sys
import time
import timeit
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pypdf
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from evaluation.citations.evaluate_citations import queries  # noqa: E402
from evaluation.citations.truth import framework  # noqa: E402

from kaderwijzer.cite.gathered import Catalogue  # noqa: E402
from kaderwijzer.cite.lookup import look_up  # noqa: E402
from kaderwijzer.cite.parse import parse  # noqa: E402
from kaderwijzer.model import Document, DocumentId, Entry  # noqa: E402
from kaderwijzer.read.pdf import read_pdf  # noqa: E402
from kaderwijzer.read.statute import read_markdown  # noqa: E402
from kaderwijzer.read.structure import structure  # noqa: E402

_PAGES, _LINES_A_PAGE = 300, 48
_WITH = "look-up with the Wiv 2002 held"
_STATUTE = "BWBR0013409_wiv2002_laws-markdown.md"
_PARSE_RUNS, _LOOK_UP_RUNS, _PDF_RUNS = 25, 9, 7


def main() -> None:
    """Measure everything and write the table."""
    document = framework()
    parsed, fastest = parse_times(document)
    own, structured, bare = pdf_times(document)
    ratio, own_ratio = median_ratio(structured, bare), median_ratio(own, bare)
    rows = [
        (
            "parsing the framework, warm (median)",
            f"{parsed:.1f} ms (fastest run {fastest:.1f} ms)",
            "at most 50 ms",
        ),
        *look_up_rows("look-up", (document,)),
        *(r for held in statute(document) for r in look_up_rows(_WITH, (document, held))),
        (
            f"a PDF of {_PAGES} pages as a document / pypdf's own extraction of its text",
            f"{ratio:.2f} (fastest runs {min(structured) / 1000:.2f} s / {min(bare) / 1000:.2f} s)",
            "at most 1.2",
        ),
        (
            "of that its text alone, before paragraphs, footnotes and sentences",
            f"{own_ratio:.2f} (fastest run {min(own) / 1000:.2f} s)",
            "–",
        ),
    ]
    lines = [
        "# Pace of citations\n",
        f"Made by `python benchmarks/citations.py`: {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}. Processor time; medians;\n"
        "garbage collection put off while a run is timed.\n",
        "| what | measured | aim |",
        "|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    (HERE / "citations.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def parse_times(document: Document) -> tuple[float, float]:
    """Return the median and the shortest time of parsing the framework, warm."""
    parse(document)
    times = [milliseconds(partial(parse, document)) for _ in range(_PARSE_RUNS)]
    return statistics.median(times), min(times)


def statute(document: Document) -> Iterator[Document]:
    """Yield the Wiv 2002, where its text is at hand."""
    file = Path(os.environ.get("KADERWIJZER_SAMPLES", "")) / _STATUTE
    if file.is_file():
        entry = replace(document.source.entry, id=DocumentId("bwbr0013409"), file=file.name)
        yield read_markdown(entry, file.read_bytes())


def look_up_rows(what: str, documents: tuple[Document, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield the median and the slowest of all queries."""
    times = look_up_times(documents)
    for name, value in (("median", statistics.median(times)), ("slowest", max(times))):
        yield f"{what}, {name} of {len(times)} queries", f"{value:.2f} ms", "at most 5 ms"


def look_up_times(documents: tuple[Document, ...]) -> list[float]:
    """Return per query of both sets the median time of looking it up."""
    catalogue = Catalogue(tuple(c for d in documents for c in parse(d)), documents)
    typed = [row["query"] for name in ("development", "held-back") for row in queries(name)]
    for query in typed:
        look_up(query, catalogue)
    return [
        statistics.median(
            milliseconds(partial(look_up, query, catalogue)) for _ in range(_LOOK_UP_RUNS)
        )
        for query in typed
    ]


def pdf_times(document: Document) -> tuple[list[float], list[float], list[float]]:
    """Return the times of reading a PDF, in turn: our text, that with structure, pypdf's text."""
    data, entry = typeset(document), document.source.entry
    works = (partial(read_pdf, entry, data), partial(read_whole, entry, data), partial(bare, data))
    times: tuple[list[float], list[float], list[float]] = ([], [], [])
    for _ in range(_PDF_RUNS):
        for work, own in zip(works, times, strict=True):
            own.append(milliseconds(work))
    return times


def median_ratio(ours: list[float], theirs: list[float]) -> float:
    """Return the median of the ratios of two times measured one after the other."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def read_whole(entry: Entry, data: bytes) -> Document:
    """Read a PDF as the product does."""
    return structure(read_pdf(entry, data))


def bare(data: bytes) -> list[str]:
    """Let pypdf extract the text of every page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def typeset(document: Document) -> bytes:
    """Return the framework text, again and again, as a PDF of many full pages."""
    lines = [line for line in document.source.text.splitlines() if line.strip()]
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in range(_PAGES):
        text = canvas.beginText(72, 780)
        text.setFont("Times-Roman", 10)
        for number in range(page * _LINES_A_PAGE, (page + 1) * _LINES_A_PAGE):
            text.textLine(lines[number % len(lines)])
        canvas.drawText(text)
        canvas.drawString(300, 30, str(page + 1))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def milliseconds(action: Callable[[], object]) -> float:
    """Return the processor time that an action takes, with garbage collection put off as timeit does."""
    return 1000 * timeit.Timer(action, timer=time.process_time).timeit(1)


if __name__ == "__main__":
    main()
