"""Plain text → pages. A form feed starts a page, or what the manifest says of this document."""

from __future__ import annotations

import re

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import Entry, Page, Source


def read_plain(entry: Entry, data: bytes) -> Source:
    """Return the source of a UTF-8 text file; its text is the file's, character for character."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{entry.file}: not UTF-8 text (byte {error.start}); save it as UTF-8 and update sha256"
        ) from error
    if "\0" in text:
        raise CorpusError(f"{entry.file}: binary data, not text; use a .txt or .pdf file")
    if not text.strip():
        raise CorpusError(f"{entry.file}: the file is empty; put the document's text in it")
    return Source(entry, text, pages(entry, text))


def pages(entry: Entry, text: str) -> tuple[Page, ...]:
    """Cut a text at its page starts, numbered on from the entry's first page."""
    pattern = entry.layout.page_start or r"(?<=\f)"
    starts = sorted({0, *(m.start() for m in re.finditer(pattern, text))})
    ends = [*starts[1:], len(text)]
    return tuple(
        Page(entry.first_page + i, start, end)
        for i, (start, end) in enumerate(zip(starts, ends, strict=True))
    )
