"""A paragraph's reading text → every citation in it, without overlaps, in order."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kaderwijzer.cite.found import Context, Found
from kaderwijzer.cite.leaning import read_elliptical
from kaderwijzer.cite.papers import read_match
from kaderwijzer.cite.patterns import Pattern, citation_patterns
from kaderwijzer.cite.statutes import find_articles
from kaderwijzer.model import Handelingen, Staatsblad

# These are read after everything else, since they lean on the citation before them.
_ELLIPTICAL = frozenset({"idem", "kamerstuk_in_list", "item_in_list", "staatsblad_in_list"})
# This one is only looked at where another has found something (cite/leaning.py).
_ASKED = "kamerstuk_by_dossier"
# And these only where there is something to lean on.
_LEAN_ON = {"item_in_list": Handelingen, "staatsblad_in_list": Staatsblad}


def find(text: str, context: Context, earlier: Found | None = None) -> list[Found]:
    """Return the citations of a text; `earlier` is what "idem" at its beginning repeats.

    >>> context = Context("d", frozenset(), "BWBR0013409")
    >>> [f.reference.number for f in find("Kamerstukken II 25 877, nr. 8 en nr. 9", context)]
    ['8', '9']
    """
    found = find_articles(text, context)
    alone, leaning, words = _patterns()
    present = {word for word in words if word in text}
    for pattern in (p for p in alone if not present.isdisjoint(p.words)):
        matches = pattern.regex.finditer(text)
        _add(found, [f for match in matches for f in read_match(pattern.reads, match, context)])
    before = [earlier] if earlier else []
    for pattern in (p for p in leaning if not present.isdisjoint(p.words)):
        kind = _LEAN_ON.get(pattern.reads)
        if kind and not any(isinstance(f.reference, kind) for f in found):
            continue
        for match in pattern.regex.finditer(text):
            if _is_free(match.start(), match.end(), found):
                _add(found, list(read_elliptical(pattern.reads, match, [*before, *found], text)))
    return found


@lru_cache
def _patterns() -> tuple[tuple[Pattern, ...], tuple[Pattern, ...], tuple[str, ...]]:
    """Return the patterns that stand alone, those that lean on others, and the words of both."""
    used = [p for p in citation_patterns() if p.reads != _ASKED]
    leaning = tuple(p for p in used if p.reads in _ELLIPTICAL)
    alone = tuple(p for p in used if p.reads not in _ELLIPTICAL)
    return alone, leaning, tuple({word for p in used for word in p.words})


def _add(found: list[Found], new: list[Found]) -> None:
    """Add citations unless others have the place; keep the order of the text."""
    if not new:
        return
    before = tuple(found)
    found += [one for one in new if _is_free(one.start, one.end, before)]
    found.sort(key=lambda f: (f.start, f.end))


def _is_free(start: int, end: int, taken: Iterable[Found]) -> bool:
    return all(end <= one.start or one.end <= start for one in taken)
