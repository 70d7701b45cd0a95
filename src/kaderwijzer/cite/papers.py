"""Matches of the patterns of papers and reports → references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kaderwijzer.cite.found import Context, Found, pages, section_names, session
from kaderwijzer.cite.printed import digits, numbers, paper_pinpoint, part
from kaderwijzer.model import (
    Aanhangsel,
    Article,
    Case,
    Chamber,
    Handelingen,
    Kamerstuk,
    LawId,
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
    "tk": Chamber.SECOND,
    "tweede kamer": Chamber.SECOND,
    "ek": Chamber.FIRST,
    "eerste kamer": Chamber.FIRST,
}
_UNITS = {
    "hoofdstuk": PinpointKind.CHAPTER,
    "hfst.": PinpointKind.CHAPTER,
    "chapter": PinpointKind.CHAPTER,
}


def read_match(reads: str, match: Match, context: Context) -> Iterator[Found]:
    """Yield what a pattern that stands on its own has found."""
    if reads in _OWN:
        for section in _OWN[reads](match, context):
            yield Found(match.start(), match.end(), section, None)
        return
    for reference, pinpoint in _READERS[reads](match):
        yield Found(match.start(), match.end(), reference, pinpoint)


def _kamerstuk(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    house = match["chamber"]
    chamber = Chamber(house.upper()) if house else _HOUSE_BY_WORD.get(match["word"].lower())
    which = PaperPart.ATTACHMENT if match["attached"] else part(match)
    for number in numbers(match["numbers"] or match["bare"]):
        reference = Kamerstuk(
            chamber,
            session(match["session"]),
            digits(match["dossier"]),
            match["chapter"],
            number,
            which,
        )
        yield reference, paper_pinpoint(match, reference)


def _handelingen(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    house = match["chamber"]
    chamber = Chamber(house.upper()) if house else _HOUSE_BY_WORD[match["word"].lower()]
    years = session(match["session"]) or ""
    for item in numbers(match["items"]) if match["items"] else [match["item"]]:
        minutes = Handelingen(chamber, years, match["number"], item)
        yield minutes, pages(match["pages"])


def _aanhangsel(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    years = session(match["session"]) or ""
    yield (
        Aanhangsel(Chamber(match["chamber"].upper()), years, match["number"]),
        pages(match["pages"]),
    )


def _report(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    yield Report(f"ctivd-{match['report'].lower()}"), _place_in_report(match)


def _place_in_report(match: Match) -> Pinpoint | None:
    place = match["place"]
    if not place:
        return pages(match["pages"])
    kind = _UNITS.get(match["unit"].lower(), PinpointKind.PARAGRAPH)
    return Pinpoint(kind, ((place, place),))


def _reports(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    for number in re.findall(r"\d+[a-dA-D]?", match["reports"]):
        yield Report(f"ctivd-{number.lower()}"), _place_in_report(match)


def _dessens(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    yield Report("dessens-2013"), _place_in_report(match)


def _ecli(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    yield Case(match["ecli"]), None


def _staatsblad(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    for number in numbers(match["numbers"]):
        yield Staatsblad(match["year"], number), None


def _law_link(match: Match) -> Iterator[tuple[Reference, Pinpoint | None]]:
    article = match["article"] or match["own_article"] or match["page_article"]
    yield Article(LawId(match["law"]), article, match["member"] or match["own_member"]), None


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
    # The publisher's number of an attachment, most often a report, says nothing else of it.
    (r"blg-\d{1,7}", lambda m: Report(m[0])),
)
_READERS: dict[str, Callable[[Match], Iterator[tuple[Reference, Pinpoint | None]]]] = {
    "identifier": _identifier,
    "law_link": _law_link,
    "ecli": _ecli,
    "staatsblad": _staatsblad,
    "aanhangsel": _aanhangsel,
    "handelingen": _handelingen,
    "kamerstuk": _kamerstuk,
    "report": _report,
    "reports": _reports,
    "dessens": _dessens,
}
_OWN: dict[str, Callable[[Match, Context], Iterator[SectionReference]]] = {
    "section": _section,
    "sections": _sections,
    "footnotes": _footnotes,
}
