"""Ways to look at a document beside its source."""

from kaderwijzer.model import Document, Paragraph


def line_of(document: Document, offset: int) -> int:
    """Return the line of the source, from 1, on which a character stands."""
    return document.source.text.count("\n", 0, offset) + 1


def paragraph(document: Document, name: str) -> Paragraph:
    """Return the paragraph with this identifier."""
    return next(p for p in document.paragraphs if p.id == name)


def printed(document: Document, item: Paragraph) -> str:
    """Return the source from the first to the last character of a paragraph."""
    first, last = item.clean.pieces[0], item.clean.pieces[-1]
    return document.source.text[first.source : last.source + last.length]
