"""Links to places in the app, and texts as HTML with words marked in them; all of it escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from urllib.parse import urlencode

from kaderwijzer.answer.labels import label
from kaderwijzer.model import Language, Paragraph

Ranges = Sequence[tuple[int, int]]


def address(page: str, language: Language, **state: str) -> str:
    """Return a link to a page of the app that shows a given state.

    >>> address("read", Language.ENGLISH, p="IV.6")
    'read?p=IV.6&lang=en'
    """
    return f"{page}?{urlencode({k: v for k, v in state.items() if v} | {'lang': language.value})}"


def anchor(name: str) -> str:
    """Return the id of a paragraph as an element of the page.

    >>> anchor("II.i.4"), anchor("artikel 59.1")
    ('p-II.i.4', 'p-artikel-59.1')
    """
    return "p-" + re.sub(r"[^\w.-]+", "-", name)


def marked(paragraph: Paragraph, ranges: Ranges, language: Language) -> str:
    """Return a paragraph as HTML: ranges in <mark>, the numbers of its notes raised and linked."""
    text = paragraph.clean.text
    calls = {m.clean: m.number for m in paragraph.markers}
    cuts = sorted({0, len(text), *calls, *(edge for both in ranges for edge in both)})
    out = []
    for start, end in pairwise(cuts):
        part = escape(text[start:end])
        inside = any(a <= start and end <= b for a, b in ranges)
        out.append(f"<mark>{part}</mark>" if inside else part)
        if end in calls:
            out.append(_call(calls[end], language))
    return "".join(out)


def _call(number: int, language: Language) -> str:
    name = escape(f"{label(language, 'footnote')} {number}")
    return f'<sup><a href="#{anchor(f"fn.{number}")}" aria-label="{name}">{number}</a></sup>'


def marked_words(text: str, find: re.Pattern[str] | None) -> str:
    """Return a text as HTML with what was searched for in <mark>."""
    if find is None:
        return escape(text)
    edges = [0, *(edge for m in find.finditer(text) for edge in m.span()), len(text)]
    parts = [escape(text[a:b]) for a, b in pairwise(edges)]
    return "".join(f"<mark>{p}</mark>" if n % 2 else p for n, p in enumerate(parts))
