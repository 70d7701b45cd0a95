"""Lines of a source → text as a person reads it, with the map back to every character.

Wrapped lines become one line; a hyphen that only marks a line end goes; a word that lost its
hyphen ("samen werking") is one word again; footnote markers are left out. Nothing is searched for
afterwards: each character of the clean text knows the character of the source that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kaderwijzer.model import CleanText, Piece, Span

# After these words a hyphen at the line end stands for the rest of a word: "inlichtingen- en".
_SUSPENDED = re.compile(r"(en|of|en/of|als|dan|tot|noch|respectievelijk|resp\.|c\.q\.|and|or)\b")
_SOFT_HYPHEN = "\u00ad"


def clean(text: str, lines: Sequence[Span], dropped: Iterable[Span], rules: JoinRules) -> CleanText:
    r"""Return the reading text of `lines`, leaving out the `dropped` spans.

    >>> rules = JoinRules("samenwerking", ())
    >>> clean("samen-\nwerking met", [Span(0, 6), Span(7, 18)], [], rules).text
    'samenwerking met'
    """
    chars = _characters(text, lines, rules)
    gone = {i for span in dropped for i in range(span.start, span.end)}
    kept = [(c, i) for c, i in chars if i not in gone]
    kept = _without_lost_hyphens(_collapsed(kept), rules.lost_hyphens)
    return CleanText("".join(c for c, _ in kept), _pieces([i for _, i in kept]))


class JoinRules:
    """How two lines of one document join; built once per document from its whole text."""

    def __init__(self, text: str, lost_hyphens: Sequence[str]) -> None:
        self.tokens = frozenset(re.findall(r"\S+", text))
        self.compounds = frozenset(re.findall(r"[^\W\d_]+-[^\W\d_]+", text))
        self.lost_hyphens = tuple(lost_hyphens)

    def join(self, before: str, after: str) -> tuple[int, str]:
        """Return how many characters to cut from the first line's end and what to put between."""
        last, first = before.rsplit(maxsplit=1)[-1], after.split(maxsplit=1)[0]
        if last.endswith("-") and len(last) > 1:
            return self._hyphen(last, first)
        glued = last + first
        if last.endswith("/") or (not last[-1].isalnum() and self._is_token(glued)):
            return 0, ""
        return 0, " "

    def _hyphen(self, last: str, first: str) -> tuple[int, str]:
        if _SUSPENDED.match(first):
            return 0, " "
        word, rest = last[:-1].lstrip("(“‘'\""), re.match(r"[^\W\d_]*", first)
        compound = f"{word}-{rest.group() if rest else ''}"
        if not first[:1].islower() or word.isupper() or compound in self.compounds:
            return 0, ""
        return 1, ""

    def _is_token(self, glued: str) -> bool:
        return glued in self.tokens or glued.rstrip(".,;:") in self.tokens


Chars = list[tuple[str, int]]


def _characters(text: str, lines: Sequence[Span], rules: JoinRules) -> Chars:
    chars: Chars = []
    for line, following in pairwise([*lines, None]):
        assert line is not None
        chars += [(text[i], i) for i in range(line.start, line.end)]
        if following is not None:
            cut, between = rules.join(
                text[line.start : line.end], text[following.start : following.end]
            )
            del chars[len(chars) - cut :]
            chars += [(between, line.end)] if between else []
    return chars


def _collapsed(chars: Chars) -> Chars:
    out: Chars = []
    for char, place in chars:
        read = " " if char.isspace() else char
        doubled = read == " " and (not out or out[-1][0] == " ")
        if char != _SOFT_HYPHEN and not doubled:
            out.append((read, place))
    while out and out[-1][0] == " ":
        out.pop()
    return out


def _without_lost_hyphens(chars: Chars, lost_hyphens: Sequence[str]) -> Chars:
    text = "".join(c for c, _ in chars)
    gone = set()
    for pair in lost_hyphens:
        space = pair.index(" ")
        gone |= {m.start() + space for m in re.finditer(rf"\b{re.escape(pair)}", text)}
    return [c for i, c in enumerate(chars) if i not in gone]


def _pieces(places: Sequence[int]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for clean_at, place in enumerate(places):
        last = pieces[-1] if pieces else None
        if last and place == last.source + last.length:
            pieces[-1] = Piece(last.clean, last.source, last.length + 1)
        else:
            pieces.append(Piece(clean_at, place, 1))
    return tuple(pieces)


def source_spans(clean_text: CleanText, start: int, end: int, text: str) -> tuple[Span, ...]:
    """Return the source spans of a range of the clean text.

    Two runs stay apart only where characters that are not white space lie between them, or where
    the source has white space that the clean text has not; so the slices, put one after the other
    and with white space collapsed, are the clean text exactly.
    """
    spans: list[Span] = []
    for piece in clean_text.pieces:
        low, high = max(start, piece.clean), min(end, piece.clean + piece.length)
        if low >= high:
            continue
        span = Span(piece.source + low - piece.clean, piece.source + high - piece.clean)
        gap = text[spans[-1].end : span.start] if spans else ""
        at_space = clean_text.text[low - 1] == " " or clean_text.text[low] == " "
        if spans and gap.isspace() and at_space:
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return tuple(spans)
