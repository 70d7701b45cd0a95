"""Matches of the patterns of papers and reports → references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kaderwijzer.cite.found import Context, Found, pages, section_names, session
from kaderwijzer.model import (
    Aanhangsel,
    Case,
    Chamber,
    Handelingen,
    Kamerstuk,
    PaperPart,
    Pinpoint,
    PinpointKind,
    Reference,
    Report,
    SectionReference,
    Staatsblad,
)

Match = re.Match[str]
_HOUSE_BY_WORD = {
    "TK": Chamber.SECOND,
    "Tweede Kamer": Chamber.SECOND,
    "EK": Chamber.FIRST,
    "Eerste Kamer": Chamber.FIRST,
}
_UNITS = {
    "hoofdstuk": PinpointKind.CHAPTER,
    "hfst.": PinpointKind.CHAPTER,
    "chapter": PinpointKind.CHAPTER,
}
_MAX_NUMBERS = 50
_MAX_GAP = 120
_ATTACHED = Pinpoint(PinpointKind.ATTACHMENT)


def read_match(reads: str, match: Match, context: Context) -> Iterator[Found]:
    """Yield what a pattern that stands on its own has found."""
    if reads in _OWN:
        for section in _OWN[reads](match, context):
            yield Found(match.start(), match.end(), section, None)
        return
    for reference, pinpoint in _READERS[reads](match):
        yield Found(match.start(), match.end(), reference, pinpoint)


def read_elliptical(
    reads: str, match: Match, earlier: Sequence[Found], text: str
) -> Iterator[Found]:
    """Yield what "nr. 58, p. 42", "item 6" or "idem" means after the citation before it, if anything."""
    before = [f for f in earlier if f.end <= match.start()]
    if reads == "idem":
        yield from (_repeated(match, f) for f in before[-1:])
        return
    # A reference within the text, "(zie voetnoot 12)", does not come between a paper and the next.
    papers = [f for f in before if not isinstance(f.reference, SectionReference)][-1:]
    for last in papers:
        if _runs_on(text[last.end : match.start()]):
            for reference, pinpoint in _LEANING[reads](match, last.reference):
                yield Found(match.start(), match.end(), reference, pinpoint)


def _repeated(match: Match, last: Found) -> Found:
    pinpoint = pages(match["pages"]) if match["pages"] else last.pinpoint
    return Found(match.start(), match.end(), last.reference, pinpoint)


def _number_in_list(match: Match, last: Reference) -> Iterator[tuple[Reference, Pinpoint | None]]:
    if isinstance(last, Handelingen | Aanhangsel) and _number_alone(match):
        for number in _numbers(match["numbers"]):
            minutes: Reference = replace(last, number=number)
            if isinstance(minutes, Handelingen):
                minutes = replace(minutes, item=None)
            yield minutes, pages(match["pages"])
    elif isinstance(last, Kamerstuk):
        for reference in _inheriting(match, last):
            yield reference, _paper_pinpoint(match, reference)


def _item_in_list(match: Match, last: Reference) -> Iterator[tuple[Reference, Pinpoint | None]]:
    if isinstance(last, Handelingen):
        for item in _numbers(match["items"]):
            yield replace(last, item=item), pages(match["pages"])


def _number_alone(match: Match) -> bool:
    """Tell whether there is a number only: minutes and appendices have no dossier, part or letter."""
    named = match["session"] or match["dossier"] or match["part"] or match["part_after_comma"]
    return not named and re.search(r"\d[a-z]|[A-Z]", match["numbers"]) is None


def _runs_on(gap: str) -> bool:
    return len(gap) <= _MAX_GAP and not re.search(r"[.!?]\s+[A-Z]", gap)


def _inheriting(match: Match, last: Kamerstuk) -> Iterator[Kamerstuk]:
    """Number, part and pages are new; what is not printed again is that of the one before."""
    for number in _numbers(match["numbers"]):
        one = replace(last, number=number, part=_part(match))
        if match["dossier"]:
            # Another dossier may be of another session; only in the Eerste Kamer is it needed.
            kept = last.session if last.chamber is Chamber.FIRST else None
            dossier, chapter = _digits(match["dossier"]), match["chapter"]
            one = replace(one, dossier=dossier, chapter=chapter, session=kept)
        if match["session"]:
            one = replace(one, session=session(match["session"]))
        yield one


def _kamerstuk(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    house = match["chamber"]
    chamber = Chamber(house) if house else _HOUSE_BY_WORD.get(match["word"])
    part = PaperPart.ATTACHMENT if match["attached"] else _part(match)
    for number in _numbers(match["numbers"] or match["bare"]):
        reference = Kamerstuk(
            chamber,
            session(match["session"]),
            _digits(match["dossier"]),
            match["chapter"],
            number,
            part,
        )
        yield reference, _paper_pinpoint(match, reference)


def _paper_pinpoint(match: Match, paper: Kamerstuk) -> Pinpoint | None:
    attached = _ATTACHED if paper.part is PaperPart.ATTACHMENT else None
    return pages(match["pages"]) or attached


def _part(match: Match) -> PaperPart:
    word = match["part"] or match["part_after_comma"]
    return PaperPart(word) if word else PaperPart.PAPER


def _numbers(printed: str) -> Iterator[str]:
    """Yield the numbers of "nr. 58a" or "nrs. 1-3 en 5"."""
    for first, last in re.findall(r"([0-9]+[a-z]?|[A-Z]{1,2})(?:\s?[-–]\s?(\d+))?", printed):
        if last and first.isdigit() and int(first) < int(last) < int(first) + _MAX_NUMBERS:
            yield from map(str, range(int(first), int(last) + 1))
        else:
            yield first


def _digits(printed: str) -> str:
    return re.sub(r"\D", "", printed)


def _handelingen(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    years = session(match["session"]) or ""
    for item in _numbers(match["items"]) if match["items"] else [match["item"]]:
        minutes = Handelingen(Chamber(match["chamber"]), years, match["number"], item)
        yield minutes, pages(match["pages"])


def _aanhangsel(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    years = session(match["session"]) or ""
    yield Aanhangsel(Chamber(match["chamber"]), years, match["number"]), pages(match["pages"])


def _report(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    yield Report(f"ctivd-{match['report'].lower()}"), _chapter(match)


def _chapter(match: Match) -> Pinpoint | None:
    place = match["place"]
    kind = _UNITS.get(match["unit"] or "", PinpointKind.PARAGRAPH)
    return Pinpoint(kind, ((place, place),)) if place else None


def _reports(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    for number in re.findall(r"\d+[a-dA-D]?", match["reports"]):
        yield Report(f"ctivd-{number.lower()}"), _chapter(match)


def _dessens(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    yield Report("dessens-2013"), None


def _ecli(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    yield Case(match["ecli"]), None


def _staatsblad(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    for number in _numbers(match["numbers"]):
        yield Staatsblad(match["year"], number), None


def _identifier(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    reference = from_identifier(match["id"])
    if reference is not None:
        yield reference, None


def _section(match: Match, context: Context) -> Iterator[SectionReference]:
    yield _own(match["section"], match, context)


def _sections(match: Match, context: Context) -> Iterator[SectionReference]:
    for section in section_names(match["sections"]):
        yield _own(section, match, context)


def _footnotes(match: Match, context: Context) -> Iterator[SectionReference]:
    for number in section_names(match["footnotes"]):
        if match["elsewhere"]:
            yield SectionReference(None, f"fn.{number}")
        else:
            yield _own(f"fn.{number}", match, context)


def _own(section: str, match: Match, context: Context) -> SectionReference:
    """Return a section or footnote of this document, if it has it and no report is named as owner."""
    here = section in context.sections and not (match["owner"] or "").endswith("rapport")
    return SectionReference(context.document if here else None, section)


def from_identifier(identifier: str) -> Reference | None:
    """Read an official identifier.

    >>> from_identifier("kst-20012002-25877-58a").session
    '2001-2002'
    """
    for pattern, read in _IDENTIFIERS:
        match = re.fullmatch(pattern, identifier)
        if match:
            return read(match)
    return None


def _years(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:]}"


def _paper_by_id(match: Match) -> Reference:
    # Only papers of the Eerste Kamer (sessions 1994-95 to 2009-10) carry the session; without one
    # the identifier leaves the house open only for letters, which both houses use.
    years, dossier, chapter, number, suffix = match.groups()
    part = {"h": PaperPart.REPRINT, "b": PaperPart.ATTACHMENT}.get((suffix or "-")[0])
    chamber = Chamber.FIRST if years else None if number.isalpha() else Chamber.SECOND
    return Kamerstuk(
        chamber,
        _years(years) if years else None,
        dossier,
        chapter,
        number,
        part or PaperPart.PAPER,
    )


def _house(letters: str) -> Chamber:
    return Chamber.SECOND if letters == "tk" else Chamber.FIRST


_IDENTIFIERS: tuple[tuple[str, Callable[[Match], Reference]], ...] = (
    (
        r"kst-(?:(\d{8})-)?(\d{5})(?:-([IVXLC]+[A-Z]?))?-(\d{1,4}[a-z]?|[A-Z]{1,2})(?:-([hbn])\d)?",
        _paper_by_id,
    ),
    (r"ah-([te]k)-(\d{8})-(\d+)", lambda m: Aanhangsel(_house(m[1]), _years(m[2]), m[3])),
    (
        r"h-([te]k)-(\d{8})-(\d+)(?:-(\d+))?",
        lambda m: Handelingen(_house(m[1]), _years(m[2]), m[3], m[4]),
    ),
    (r"stb-(\d{4})-(\d+)", lambda m: Staatsblad(m[1], m[2])),
)
_READERS: dict[str, Callable[[Match], Iterator[tuple[Reference, Pinpoint | None]]]] = {
    "identifier": _identifier,
    "ecli": _ecli,
    "staatsblad": _staatsblad,
    "aanhangsel": _aanhangsel,
    "handelingen": _handelingen,
    "kamerstuk": _kamerstuk,
    "report": _report,
    "reports": _reports,
    "dessens": _dessens,
}
_LEANING: dict[str, Callable[[Match, Reference], Iterator[tuple[Reference, Pinpoint | None]]]] = {
    "kamerstuk_in_list": _number_in_list,
    "item_in_list": _item_in_list,
}
_OWN: dict[str, Callable[[Match, Context], Iterator[SectionReference]]] = {
    "section": _section,
    "sections": _sections,
    "footnotes": _footnotes,
}
