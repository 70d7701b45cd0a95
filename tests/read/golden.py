"""The structure of a document in lines that a person can lay beside the source.

Look at what would change, then write it and read the difference before it is committed:

    python -m tests.read.golden
    python -m tests.read.golden --write
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from kaderwijzer.model import Document, Paragraph
from kaderwijzer.read.corpus import read_document
from kaderwijzer.read.manifest import read_manifest

PROJECT = Path(__file__).resolve().parents[2]
GOLDEN = PROJECT / "tests" / "golden" / "framework-structure.txt"


def described(document: Document) -> str:
    """Return one line per page, section and paragraph, in the order of the source."""
    text = document.source.text
    at_line = [text.count("\n", 0, p.start) + 1 for p in document.source.pages]
    rows = ["PAGE | FIRST LINE"]
    rows += [f"{p.number} | {n}" for p, n in zip(document.source.pages, at_line, strict=True)]
    rows += ["", "SECTION | LINES | HEADING"]
    rows += [
        f"{s.id} | {_lines(text, s.span.start, s.span.end)} | {s.title}" for s in document.sections
    ]
    rows += ["", "PARAGRAPH | KIND | SECTION | PAGES | LINES | SENTENCES | FIRST … LAST | NOTES"]
    rows += [" | ".join(_columns(text, p)) for p in document.paragraphs]
    return "\n".join(rows) + "\n"


def _columns(text: str, paragraph: Paragraph) -> Iterator[str]:
    first, last = paragraph.clean.pieces[0], paragraph.clean.pieces[-1]
    words = paragraph.clean.text.split()
    yield paragraph.id
    yield paragraph.kind.value
    yield paragraph.section
    yield " ".join(map(str, paragraph.pages))
    yield _lines(text, first.source, last.source + last.length)
    yield str(len(paragraph.sentences))
    yield f"{' '.join(words[:5])} … {' '.join(words[-5:])}"
    yield ", ".join(
        f"{paragraph.clean.text[: m.clean].split()[-1]} ^{m.number}" for m in paragraph.markers
    )


def _lines(text: str, start: int, end: int) -> str:
    return f"{text.count(chr(10), 0, start) + 1}-{text.count(chr(10), 0, end) + 1}"


def main() -> None:
    """Print the structure of the framework text, or write it as the golden file."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {GOLDEN.name}")
    corpus = PROJECT / "corpus"
    content = described(read_document(corpus, read_manifest(corpus)[0]))
    if parser.parse_args().write:
        GOLDEN.write_text(content, encoding="utf-8")
    else:
        print(content, end="")


if __name__ == "__main__":
    main()
