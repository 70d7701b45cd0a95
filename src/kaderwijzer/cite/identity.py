"""References → canonical identifiers, official addresses, and what is known of their existence.

Addresses are built by the rules of the official publisher and were not opened: "known" means that
the identifier stands on the publisher's own list.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kaderwijzer.cite.patterns import laws, read_data
from kaderwijzer.model import (
    Aanhangsel,
    Article,
    Case,
    Chamber,
    CitationId,
    CitationKind,
    Existence,
    Handelingen,
    Kamerstuk,
    PaperPart,
    Reference,
    Report,
    SectionReference,
    Staatsblad,
)

_PUBLISHER = "https://zoek.officielebekendmakingen.nl/"
_STATUTES = "https://wetten.overheid.nl/"
# Papers of the Eerste Kamer carry their session from the session 1994-95 to that of 2009-10.
_SESSION_IN_ID = range(1994, 2010)
_LETTERS = {Chamber.FIRST: "ek", Chamber.SECOND: "tk"}
_OFFICIAL = (CitationKind.KAMERSTUK, CitationKind.HANDELINGEN, CitationKind.AANHANGSEL)


@dataclass(frozen=True)
class Known:
    """What known.yaml says of one identifier."""

    title: str | None = None
    pages: int | None = None
    candidates: tuple[str, ...] = ()
    carries: str | None = None


@lru_cache
def known() -> dict[str, Known]:
    """Return the identifiers that were checked against the publisher's list."""
    return {
        str(row["id"]): Known(
            row.get("title"),
            row.get("pages"),
            tuple(row.get("candidates", ())),
            row.get("carries"),
        )
        for row in read_data("known")["identifiers"]
    }


@lru_cache
def listed_dossiers() -> frozenset[str]:
    """Return the dossiers of which the whole list of identifiers was looked at."""
    return frozenset(map(str, read_data("known")["dossiers"]))


def identifier(reference: Reference) -> CitationId:
    """Return the canonical identifier.

    >>> identifier(Kamerstuk(Chamber.FIRST, "2001-2002", "25877", None, "58a"))
    'kst-20012002-25877-58a'
    """
    return CitationId(_identifier(reference))


def _identifier(reference: Reference) -> str:
    match reference:
        case Kamerstuk():
            name = _paper(reference)
        case Handelingen(chamber, session, number, item):
            name = f"h-{_LETTERS[chamber]}-{session.replace('-', '')}-{number}"
            name += f"-{item}" if item else ""
        case Aanhangsel(chamber, session, number):
            name = f"ah-{_LETTERS[chamber]}-{session.replace('-', '')}-{number}"
        case Report(id) | Case(id):
            name = id
        case Article(law, article, member):
            name = f"{law}:artikel-{article}" + (f":lid-{member}" if member else "")
        case SectionReference(document, section):
            name = f"{document or 'elsewhere'}#{section}"
        case Staatsblad(year, number):
            name = f"stb-{year}-{number}"
    return name


def _paper(paper: Kamerstuk) -> str:
    years = paper.session or ""
    dated = paper.chamber is Chamber.FIRST and years and int(years[:4]) in _SESSION_IN_ID
    parts = [
        "kst",
        years.replace("-", "") if dated else None,
        paper.dossier,
        paper.chapter,
        paper.number,
        "h1" if paper.part is PaperPart.REPRINT else None,
    ]
    return "-".join(p for p in parts if p)


def kind(reference: Reference) -> CitationKind:
    """Return the kind of a reference."""
    if isinstance(reference, Article):
        foreign = not reference.law.startswith(("BWB", "unresolved"))
        return CitationKind.FOREIGN_LAW if foreign else CitationKind.STATUTE
    if isinstance(reference, SectionReference) and reference.section.startswith("fn."):
        return CitationKind.FOOTNOTE
    return _KINDS[type(reference)]


_KINDS: dict[type, CitationKind] = {
    Kamerstuk: CitationKind.KAMERSTUK,
    Handelingen: CitationKind.HANDELINGEN,
    Aanhangsel: CitationKind.AANHANGSEL,
    Report: CitationKind.REPORT,
    SectionReference: CitationKind.SECTION,
    Case: CitationKind.CASE,
    Staatsblad: CitationKind.STAATSBLAD,
}


def address(reference: Reference, as_of: str) -> str | None:
    """Return the official address; none for what has several candidates and for most reports.

    >>> address(Article("BWBR0013409", "59", "5"), "2015-06-10")
    'https://wetten.overheid.nl/jci1.3:c:BWBR0013409&artikel=59&lid=5&g=2015-06-10'
    """
    if isinstance(reference, Article):
        if not reference.law.startswith("BWBR"):
            return None
        member = f"&lid={reference.member}" if reference.member else ""
        place = f"jci1.3:c:{reference.law}&artikel={reference.article}{member}"
        return f"{_STATUTES}{place}&g={as_of}"
    if existence(reference)[0] is Existence.AMBIGUOUS:
        return None
    attachment = isinstance(reference, Report) and reference.id.startswith("blg-")
    if kind(reference) in _OFFICIAL or isinstance(reference, Staatsblad) or attachment:
        return f"{_PUBLISHER}{identifier(reference)}.html"
    return None


def existence(reference: Reference) -> tuple[Existence, tuple[CitationId, ...]]:
    """Return what is known of a source's existence, with the candidates where there are several."""
    row = known().get(identifier(reference))
    if row and row.candidates:
        return Existence.AMBIGUOUS, tuple(map(CitationId, row.candidates))
    if row or (isinstance(reference, SectionReference) and reference.document):
        return Existence.KNOWN, ()
    if isinstance(reference, Kamerstuk) and _lacks_session(reference):
        return Existence.AMBIGUOUS, ()
    if isinstance(reference, Handelingen) and not reference.item:
        return Existence.AMBIGUOUS, ()
    return Existence.UNCHECKED, ()


def _lacks_session(paper: Kamerstuk) -> bool:
    return paper.chamber is Chamber.FIRST and paper.session is None


def law_name(law: str) -> str:
    """Return the short name of a law, or its identifier made readable."""
    entry = laws().by_id.get(law)
    return entry.names[0] if entry else law.removeprefix("unresolved-").replace("-", " ")
