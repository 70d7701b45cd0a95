"""What a query asks for, and which citations answer it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kaderwijzer.model import (
    Aanhangsel,
    Article,
    Chamber,
    CitationKind,
    Handelingen,
    Kamerstuk,
    PaperPart,
    Pinpoint,
    PinpointKind,
    Reference,
    Report,
    SectionReference,
)


@dataclass(frozen=True)
class WantedPaper:
    """A parliamentary paper, minutes or appendix; what is None may be anything."""

    kind: CitationKind | None = None
    chamber: Chamber | None = None
    session: str | None = None
    dossier: str | None = None
    chapter: str | None = None
    number: str | None = None
    attachment: bool = False
    page: tuple[int, int] | None = None


@dataclass(frozen=True)
class WantedReport:
    """A report, or a chapter or page of it."""

    id: str
    place: str | None = None
    page: tuple[int, int] | None = None


@dataclass(frozen=True)
class WantedArticle:
    """An article with member and part; without article all of a law."""

    law: str | None
    article: str | None = None
    member: str | None = None
    parts: Pinpoint | None = None


@dataclass(frozen=True)
class WantedSection:
    """A section of a text."""

    section: str


@dataclass(frozen=True)
class WantedFootnote:
    """A footnote of a text."""

    number: int


@dataclass(frozen=True)
class WantedReference:
    """Anything else, exactly."""

    reference: Reference


Wanted = (
    WantedPaper | WantedReport | WantedArticle | WantedSection | WantedFootnote | WantedReference
)


def answers(wanted: Wanted, reference: Reference, pinpoint: Pinpoint | None) -> bool:
    """Tell whether a citation is one of those that a query asks for."""
    match wanted:
        case WantedPaper():
            return _is_paper(wanted, reference) and covers_page(pinpoint, wanted.page)
        case WantedReport(id, place, page):
            here = _covers_place(pinpoint, place) and covers_page(pinpoint, page)
            return reference == Report(id) and here
        case WantedArticle():
            return isinstance(reference, Article) and _is_article(wanted, reference, pinpoint)
        case WantedSection(section):
            return isinstance(reference, SectionReference) and reference.section == section
        case WantedReference(exact):
            return reference == exact
        case WantedFootnote(number):
            return isinstance(reference, SectionReference) and reference.section == f"fn.{number}"


def _is_paper(wanted: WantedPaper, reference: Reference) -> bool:
    if not isinstance(reference, Kamerstuk | Handelingen | Aanhangsel):
        return False
    kind = _PAPER_KINDS[type(reference)]
    in_dossier = wanted.dossier is not None or wanted.attachment
    if wanted.kind is not kind and (wanted.kind or (in_dossier and kind is not _KAMERSTUK)):
        return False
    if wanted.number not in (None, reference.number) or not _in_house(wanted, reference):
        return False
    return not isinstance(reference, Kamerstuk) or _is_kamerstuk(wanted, reference)


def _in_house(wanted: WantedPaper, paper: Kamerstuk | Handelingen | Aanhangsel) -> bool:
    """Only minutes, appendices and papers of the Eerste Kamer are identified by their session."""
    houses = {wanted.chamber, paper.chamber} - {None}
    if len(houses) > 1:
        return False
    dated = not isinstance(paper, Kamerstuk) or paper.chamber is Chamber.FIRST
    return not dated or wanted.session in (None, paper.session)


def _is_kamerstuk(wanted: WantedPaper, paper: Kamerstuk) -> bool:
    if wanted.dossier not in (None, paper.dossier):
        return False
    if wanted.chapter not in (None, paper.chapter):
        return False
    return not wanted.attachment or paper.part is PaperPart.ATTACHMENT


_KAMERSTUK = CitationKind.KAMERSTUK
_PAPER_KINDS: dict[type, CitationKind] = {
    Kamerstuk: CitationKind.KAMERSTUK,
    Handelingen: CitationKind.HANDELINGEN,
    Aanhangsel: CitationKind.AANHANGSEL,
}


def _is_article(wanted: WantedArticle, reference: Article, pinpoint: Pinpoint | None) -> bool:
    if wanted.law not in (None, reference.law):
        return False
    if wanted.article not in (None, reference.article):
        return False
    if wanted.member not in (None, reference.member):
        return False
    if wanted.parts is None or pinpoint is None or pinpoint.kind is not PinpointKind.PART:
        return wanted.parts is None
    return any(
        first <= low and high <= last
        for low, high in wanted.parts.ranges
        for first, last in pinpoint.ranges
    )


def covers_page(pinpoint: Pinpoint | None, page: tuple[int, int] | None) -> bool:
    """Tell whether a pinpoint covers any of the wanted pages; no wanted page is always covered.

    >>> covers_page(Pinpoint(PinpointKind.PAGE, (("9", "10"),)), (10, 10))
    True
    """
    if page is None:
        return True
    if pinpoint is None or pinpoint.kind is not PinpointKind.PAGE:
        return False
    if pinpoint.onward and int(pinpoint.ranges[-1][0]) <= page[1]:
        return True
    return any(int(low) <= page[1] and page[0] <= int(high) for low, high in pinpoint.ranges)


def _covers_place(pinpoint: Pinpoint | None, place: str | None) -> bool:
    """Chapter 5 holds 5.1, and a reference to chapter 5 covers 5.1."""
    if place is None:
        return True
    if pinpoint is None or pinpoint.kind is PinpointKind.PAGE:
        return False
    cited = [first for first, _ in pinpoint.ranges]
    return any(f"{a}.".startswith(f"{b}.") for c in cited for a, b in ((c, place), (place, c)))


def relaxed(wanted: Wanted) -> Iterator[Wanted]:
    """Yield ever wider wishes, for suggestions where nothing answers a query."""
    match wanted:
        case WantedPaper():
            yield replace(wanted, page=None)
            yield replace(wanted, page=None, chamber=None, session=None, attachment=False)
            yield WantedPaper(wanted.kind, number=wanted.number, dossier=None)
            yield WantedPaper(dossier=wanted.dossier)
        case WantedReport():
            yield WantedReport(wanted.id)
        case WantedArticle():
            yield replace(wanted, parts=None)
            yield WantedArticle(wanted.law, wanted.article)
            yield WantedArticle(None, wanted.article)
        case _:
            return
