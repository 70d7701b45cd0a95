"""Citations that lean on the one before them: "nr. 58, p. 42", "item 6", "idem", "en 2006, 574"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from kaderwijzer.cite.found import Found, pages, session
from kaderwijzer.cite.patterns import citation_patterns
from kaderwijzer.cite.printed import digits, numbers, paper_pinpoint, part
from kaderwijzer.model import (
    Aanhangsel,
    Chamber,
    Handelingen,
    Kamerstuk,
    Pinpoint,
    Reference,
    SectionReference,
    Staatsblad,
)

Match = re.Match[str]
Read = Iterator[tuple[Reference, Pinpoint | None]]
_MAX_GAP = 120
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z])")
# A new sentence that begins with nothing but these goes on with the paper of the one before it.
_LEAD = re.compile(
    r"(?:(?:In|Zie|Vgl\.|Vergelijk|Volgens|Blijkens|Uit|Aldus|Ook|Anders|See|Compare|Also)\s"
    r"(?:(?:ook|nog|echter|voorts|verder|eveneens|in|also)\s)*)?"
)
_NEXT_YEAR = re.compile(r"[,;]\s|,?\s(?:en|and)\s")


def read_elliptical(
    reads: str, match: Match, earlier: Sequence[Found], text: str
) -> Iterator[Found]:
    """Yield what a match means after the citation before it, if anything.

    A paper with its dossier needs none before it: "25 877, nr. 3".
    """
    before = [f for f in earlier if f.end <= match.start()]
    if reads == "idem":
        yield from (_repeated(match, f) for f in before[-1:])
        return
    # A reference within the text, "(zie voetnoot 12)", does not come between a paper and the next.
    papers = [f for f in before if not isinstance(f.reference, SectionReference)][-1:]
    read = [both for last in papers for both in _after(reads, match, last, text)]
    if not read and reads == "kamerstuk_in_list":
        read = list(_by_dossier(match, text))
    for reference, pinpoint in read:
        yield Found(match.start(), match.end(), reference, pinpoint)


def _after(reads: str, match: Match, last: Found, text: str) -> Read:
    gap = text[last.end : match.start()]
    if reads == "staatsblad_in_list":
        return _next_year(match, last.reference) if _NEXT_YEAR.fullmatch(gap) else iter(())
    paged = reads == "kamerstuk_in_list" and match["pages"] is not None
    runs_on = _runs_on(gap, match.group()[0], paged=paged)
    return _LEANING[reads](match, last.reference) if runs_on else iter(())


def _repeated(match: Match, last: Found) -> Found:
    pinpoint = pages(match["pages"]) if match["pages"] else last.pinpoint
    return Found(match.start(), match.end(), last.reference, pinpoint)


def _runs_on(gap: str, first: str, *, paged: bool) -> bool:
    """Tell whether what stands between two citations lets the second lean on the first.

    `first` is the letter with which the second begins: a capital begins a sentence.

    >>> _runs_on(" (de brief). In ", "n", paged=True), _runs_on(". In een blad, ", "n", paged=True)
    (True, False)
    """
    ends = list(_SENTENCE_END.finditer(gap + first))
    if len(gap) > _MAX_GAP or len(ends) > 1:
        return False
    return not ends or (paged and _LEAD.fullmatch(gap, ends[0].end()) is not None)


def _number_in_list(match: Match, last: Reference) -> Read:
    if isinstance(last, Handelingen | Aanhangsel) and _number_alone(match):
        for number in numbers(match["numbers"]):
            minutes: Reference = replace(last, number=number)
            if isinstance(minutes, Handelingen):
                minutes = replace(minutes, item=None)
            yield minutes, pages(match["pages"])
    elif isinstance(last, Kamerstuk):
        for reference in _inheriting(match, last):
            yield reference, paper_pinpoint(match, reference)


def _item_in_list(match: Match, last: Reference) -> Read:
    if isinstance(last, Handelingen):
        for item in numbers(match["items"]):
            yield replace(last, item=item), pages(match["pages"])


def _number_alone(match: Match) -> bool:
    """Tell whether there is a number only: minutes and appendices have no dossier, part or letter."""
    named = match["session"] or match["dossier"] or match["part"] or match["part_after_comma"]
    return not named and re.search(r"\d[a-z]|[A-Z]", match["numbers"]) is None


def _inheriting(match: Match, last: Kamerstuk) -> Iterator[Kamerstuk]:
    """Number, part and pages are new; what is not printed again is that of the one before."""
    for number in numbers(match["numbers"]):
        one = replace(last, number=number, part=part(match))
        if match["dossier"]:
            # Another dossier may be of another session; only in the Eerste Kamer is it needed.
            kept = last.session if last.chamber is Chamber.FIRST else None
            dossier, chapter = digits(match["dossier"]), match["chapter"]
            one = replace(one, dossier=dossier, chapter=chapter, session=kept)
        if match["session"]:
            one = replace(one, session=session(match["session"]))
        yield one


def _by_dossier(match: Match, text: str) -> Read:
    """Read a paper without "Kamerstukken" and the house, which its identifier does not need."""
    own = _dossier_pattern().match(text, match.start()) if match["dossier"] else None
    if own is None:
        return
    for number in numbers(own["numbers"]):
        dossier, chapter = own["dossier"] or own["dossier_only"], own["chapter"] or own["budget"]
        paper = Kamerstuk(
            None, session(own["session"]), digits(dossier), chapter, number, part(own)
        )
        yield paper, paper_pinpoint(own, paper)


@lru_cache
def _dossier_pattern() -> re.Pattern[str]:
    return next(p.regex for p in citation_patterns() if p.name == "kamerstuk_by_dossier")


def _next_year(match: Match, last: Reference) -> Read:
    if isinstance(last, Staatsblad):
        for number in numbers(match["numbers"]):
            yield Staatsblad(match["year"], number), None


_LEANING: dict[str, Callable[[Match, Reference], Read]] = {
    "kamerstuk_in_list": _number_in_list,
    "item_in_list": _item_in_list,
}
