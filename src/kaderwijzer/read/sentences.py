"""Paragraphs → sentences, for Dutch and English legal prose."""

from __future__ import annotations

import re

from kaderwijzer.model import Span

# A full stop after these does not end a sentence.
_SHORT_FORMS = """
nr nrs p pp blz art artt jo sub ex par hst hfdst m.b.t n.a.v o.a d.w.z bijv m.n i.c c.q resp mr dr
drs prof ir e.v t.a.v t.b.v i.h.k.v vgl zgn cf i.e e.g para paras
"""
ABBREVIATIONS = frozenset(_SHORT_FORMS.split())
_END = re.compile(r"[.!?…]+[”’\")\]]*(?=\s)")
_OPENING = "“‘\"'(["
_FIRST = re.compile(rf"(?P<space>\s*)[{re.escape(_OPENING)}]*(?P<letter>.?)", re.DOTALL)
# A list of citations can run on for a page; above this length its semicolons separate it.
_LONGEST = 600
_ITEM_END = re.compile(r";(?=\s)")


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a clean paragraph as ranges of it, in order and without gaps of text.

    >>> [("A. B." [s.start:s.end]) for s in sentences("A. B.")]
    ['A. B.']
    >>> s = sentences("Zie nr. 8. Dat is zo.")
    >>> [(x.start, x.end) for x in s]
    [(0, 10), (11, 21)]
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        first = _FIRST.match(text, match.end())
        assert first is not None  # it matches the empty text too
        if _opens(first["letter"]) and _closes(text[start : match.start()], match.group()):
            spans.append(Span(start, match.end()))
            start = first.end("space")
    if text[start:].strip():
        spans.append(Span(start, len(text.rstrip())))
    return tuple(part for span in spans for part in _items(text, span))


def _items(text: str, span: Span) -> tuple[Span, ...]:
    if span.end - span.start <= _LONGEST:
        return (span,)
    ends = [m.end() for m in _ITEM_END.finditer(text, span.start, span.end)]
    starts = [span.start, *(end + 1 for end in ends)]
    return tuple(Span(a, b) for a, b in zip(starts, [*ends, span.end], strict=True))


def _opens(letter: str) -> bool:
    return letter.isupper() or letter == ""


def _closes(before: str, mark: str) -> bool:
    if not mark.startswith("."):
        return True
    word = "".join(before.rsplit(maxsplit=1)[-1:]).lstrip(_OPENING).lower()
    return word not in ABBREVIATIONS and not (len(word) == 1 and "a" <= word <= "z")
