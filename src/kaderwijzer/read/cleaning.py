"""Lines of a source → text as a person reads it, with the map back to every character.

Wrapped lines become one line; a hyphen that only marks a line end goes; a word that lost its
hyphen ("samen werking") is one word again; footnote markers are left out. Nothing is searched for
afterwards: each character of the clean text knows the character of the source that it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from kaderwijzer.model import CleanText, Piece, Span

# After these words a hyphen at the line end stands for the rest of a word: "inlichtingen- en".
_SUSPENDED = re.compile(r"(en|of|en/of|als|dan|tot|noch|respectievelijk|resp\.|c\.q\.|and|or)\b")
_SOFT_HYPHEN = "\u00ad"
_TO_COLLAPSE = re.compile(rf"\s\s|[^\S ]|{_SOFT_HYPHEN}|^\s|\s$")


def clean(text: str, lines: Sequence[Span], dropped: Iterable[Span], rules: JoinRules) -> CleanText:
    r"""Return the reading text of `lines`, leaving out the `dropped` spans.

    >>> rules = JoinRules("samenwerking", ())
    >>> clean("samen-\nwerking met", [Span(0, 6), Span(7, 18)], [], rules).text
    'samenwerking met'
    """
    read, places = _joined(text, lines, rules)
    gone = {i for span in dropped for i in range(span.start, span.end)}
    read, places = _keep(read, places, lambda i: places[i] not in gone) if gone else (read, places)
    read, places = _collapsed(read, places)
    read, places = _without_lost_hyphens(read, places, rules.lost_hyphens)
    return CleanText(read, _pieces(places))


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


def _joined(text: str, lines: Sequence[Span], rules: JoinRules) -> tuple[str, list[int]]:
    """Return the lines as one, with the place in the source of each character."""
    parts: list[str] = []
    places: list[int] = []
    for line, following in pairwise([*lines, None]):
        assert line is not None
        part = text[line.start : line.end]
        cut, between = (
            rules.join(part, text[following.start : following.end]) if following else (0, "")
        )
        parts += [part[: len(part) - cut], between]
        places.extend(range(line.start, line.end - cut))
        places.extend([line.end] * len(between))
    return "".join(parts), places


def _keep(read: str, places: list[int], kept: Callable[[int], bool]) -> tuple[str, list[int]]:
    """Return the characters whose index is kept, with their places."""
    indices = [i for i in range(len(read)) if kept(i)]
    return "".join([read[i] for i in indices]), [places[i] for i in indices]


def _collapsed(read: str, places: list[int]) -> tuple[str, list[int]]:
    """Make every run of white space one space; none at either end, and no soft hyphens."""
    if not _TO_COLLAPSE.search(read):  # most paragraphs, and much quicker on a long document
        return read, places
    chars: list[str] = []
    kept: list[int] = []
    for char, at in zip(read, places, strict=True):
        one = " " if char.isspace() else char
        if one != _SOFT_HYPHEN and not (one == " " and (not chars or chars[-1] == " ")):
            chars.append(one)
            kept.append(at)
    length = len("".join(chars).rstrip(" "))
    return "".join(chars[:length]), kept[:length]


def _without_lost_hyphens(
    read: str, places: list[int], lost_hyphens: Sequence[str]
) -> tuple[str, list[int]]:
    gone = set()
    for pair in lost_hyphens:
        space = pair.index(" ")
        gone |= {m.start() + space for m in re.finditer(rf"\b{re.escape(pair)}", read)}
    return _keep(read, places, lambda i: i not in gone) if gone else (read, places)


def _pieces(places: Sequence[int]) -> tuple[Piece, ...]:
    """Return the runs of characters that stand side by side in the source too."""
    breaks = [i for i, (one, other) in enumerate(pairwise(places), 1) if other != one + 1]
    runs = pairwise([0, *breaks, len(places)]) if places else ()
    return tuple(Piece(start, places[start], end - start) for start, end in runs)


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
