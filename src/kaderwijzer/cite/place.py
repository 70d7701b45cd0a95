"""A range of a paragraph's reading text → its place: spans of the source, page, sentence."""

from __future__ import annotations

from bisect import bisect_right

from kaderwijzer.model import CleanText, Document, Paragraph, ParagraphKind, Span


def spans(clean: CleanText, start: int, end: int, source: str) -> tuple[Span, ...]:
    """Return the source spans of a range of the clean text; white space between them joins them."""
    out: list[Span] = []
    for piece in clean.pieces:
        low, high = max(start, piece.clean), min(end, piece.clean + piece.length)
        if low >= high:
            continue
        span = Span(piece.source + low - piece.clean, piece.source + high - piece.clean)
        at_space = clean.text[low - 1] == " " or clean.text[low] == " "
        if out and at_space and source[out[-1].end : span.start].isspace():
            span = Span(out.pop().start, span.end)
        out.append(span)
    return tuple(out)


def page(document: Document, at: int) -> int:
    """Return the printed number of the page on which a character of the source stands."""
    pages = document.source.pages
    return pages[max(0, bisect_right([p.start for p in pages], at) - 1)].number


def sentence(paragraph: Paragraph, at: int) -> str:
    """Return the sentence that holds a character of the clean text, or that ends just before it."""
    holding = [s for s in paragraph.sentences if s.start < at or s.start == at == 0]
    span = holding[-1] if holding else Span(0, len(paragraph.clean.text))
    return paragraph.clean.text[span.start : span.end]


def footnote(paragraph: Paragraph) -> int | None:
    """Return the number of a footnote, or None for other text."""
    if paragraph.kind is not ParagraphKind.FOOTNOTE:
        return None
    return int(paragraph.id.removeprefix("fn."))


def propositions(document: Document) -> dict[int, str]:
    """Return, per footnote, the sentence that calls it."""
    return {m.number: sentence(p, m.clean) for p in document.paragraphs for m in p.markers}


def context(paragraph: Paragraph, at: int) -> str:
    """Return the sentence at a place of the clean text with the sentence before it."""
    holding = [i for i, s in enumerate(paragraph.sentences) if s.start < at]
    if not holding:
        return paragraph.clean.text
    first = paragraph.sentences[max(0, holding[-1] - 1)]
    return paragraph.clean.text[first.start : paragraph.sentences[holding[-1]].end]


def clean_at(paragraph: Paragraph, at: int) -> int | None:
    """Return where a character of the source stands in the clean text, if it does."""
    for piece in paragraph.clean.pieces:
        if piece.source <= at < piece.source + piece.length:
            return piece.clean + at - piece.source
    return None
