"""A paragraph's reading text → every citation in it, without overlaps, in order."""

from __future__ import annotations

from kaderwijzer.cite.found import Context, Found
from kaderwijzer.cite.papers import read_elliptical, read_match
from kaderwijzer.cite.patterns import citation_patterns
from kaderwijzer.cite.statutes import find_articles

# These are read after everything else, since they lean on the citation before them.
_ELLIPTICAL = frozenset({"idem", "kamerstuk_in_list", "item_in_list"})


def find(text: str, context: Context, earlier: Found | None = None) -> list[Found]:
    """Return the citations of a text; `earlier` is what "idem" at its beginning repeats.

    >>> context = Context("d", frozenset(), "BWBR0013409")
    >>> [f.reference.number for f in find("Kamerstukken II 25 877, nr. 8 en nr. 9", context)]
    ['8', '9']
    """
    found = find_articles(text, context)
    patterns = [p for p in citation_patterns() if any(w in text for w in p.words)]
    for pattern in (p for p in patterns if p.reads not in _ELLIPTICAL):
        matches = pattern.regex.finditer(text)
        _add(found, [f for match in matches for f in read_match(pattern.reads, match, context)])
    before = [earlier] if earlier else []
    for pattern in (p for p in patterns if p.reads in _ELLIPTICAL):
        for match in pattern.regex.finditer(text):
            _add(found, list(read_elliptical(pattern.reads, match, [*before, *found], text)))
    return found


def _add(found: list[Found], new: list[Found]) -> None:
    """Add citations unless others have the place; keep the order of the text."""
    if not new:
        return
    taken = {(f.start, f.end) for f in found}
    for one in new:
        if all(one.end <= start or end <= one.start for start, end in taken):
            found.append(one)
    found.sort(key=lambda f: (f.start, f.end))
