"""References → labels in the style of the Leidraad voor juridische auteurs."""

from __future__ import annotations

import re

from kaderwijzer.cite.identity import law_name
from kaderwijzer.model import (
    Aanhangsel,
    Article,
    Case,
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

_NAMED_REPORTS = {"dessens-2013": "Rapport van de commissie-Dessens"}


def label(reference: Reference, pinpoint: Pinpoint | None = None) -> str:
    """Write a citation out; reading the result gives the reference and pinpoint back.

    >>> from kaderwijzer.model import Chamber
    >>> label(Kamerstuk(Chamber.SECOND, "1999-2000", "25877", None, "8"))
    'Kamerstukken II 1999/2000, 25 877, nr. 8'
    """
    if isinstance(reference, Article):
        return _article(reference, pinpoint)
    base = _base(reference)
    if pinpoint is None or pinpoint.kind is PinpointKind.ATTACHMENT:
        return base
    return f"{base}, {show_pinpoint(pinpoint)}"


def show_pinpoint(pinpoint: Pinpoint) -> str:
    """Write a pinpoint out.

    >>> show_pinpoint(Pinpoint(PinpointKind.PAGE, (("9", "10"), ("12", "12")), onward=True))
    'p. 9-10, 12 e.v.'
    """
    if pinpoint.kind is PinpointKind.ATTACHMENT:
        return str(pinpoint.kind.value)
    parts = [a if a == b else f"{a}-{b}" for a, b in pinpoint.ranges]
    if pinpoint.kind is PinpointKind.PART and len(parts) > 1:
        parts = [*parts[:-2], f"{parts[-2]} en {parts[-1]}"]
    onward = " e.v." if pinpoint.onward else ""
    return f"{pinpoint.kind.value} {', '.join(parts)}{onward}"


def _base(reference: Reference) -> str:
    match reference:
        case Kamerstuk():
            text = _paper(reference)
        case Handelingen(chamber, session, number, item):
            text = f"Handelingen {chamber.value} {_session(session)}, nr. {number}"
            text += f", item {item}" if item else ""
        case Aanhangsel(chamber, session, number):
            text = f"Aanhangsel Handelingen {chamber.value} {_session(session)}, nr. {number}"
        case Report(id):
            named = _NAMED_REPORTS.get(id) or (id if id.startswith("blg-") else None)
            text = named or f"Toezichtsrapport CTIVD nr. {id.removeprefix('ctivd-').upper()}"
        case Article():
            text = _article(reference, None)
        case SectionReference(_, section):
            text = _section(section)
        case Case(ecli):
            text = ecli
        case Staatsblad(year, number):
            text = f"Stb. {year}, {number}"
    return text


def _paper(paper: Kamerstuk) -> str:
    house = f" {paper.chamber.value}" if paper.chamber else ""
    years = f" {_session(paper.session)}," if paper.session else ""
    dossier = f"{paper.dossier[:2]} {paper.dossier[2:]}"
    chapter = f" {paper.chapter}" if paper.chapter else ""
    part = "" if paper.part is PaperPart.PAPER else f" ({paper.part.value})"
    return f"Kamerstukken{house}{years} {dossier}{chapter}, nr. {paper.number}{part}"


def _section(section: str) -> str:
    if section.startswith("fn."):
        return f"voetnoot {section.removeprefix('fn.')}"
    return f"{'paragraaf' if '.' in section else 'hoofdstuk'} {section}"


def _session(years: str) -> str:
    """Write a session as it is cited: 2000/01, but 1999/2000."""
    first, last = years.split("-")
    return f"{first}/{last if last.endswith('00') else last[2:]}"


def _article(reference: Article, pinpoint: Pinpoint | None) -> str:
    member = f" lid {reference.member}" if reference.member else ""
    part = f" {show_pinpoint(pinpoint)}" if pinpoint else ""
    return f"art. {reference.article}{member}{part} {law_name(reference.law)}"


def natural_key(text: str) -> tuple[tuple[int, str], ...]:
    """Sort numbers by value: "nr. 9" before "nr. 14".

    >>> sorted(["nr. 14", "nr. 9"], key=natural_key)
    ['nr. 9', 'nr. 14']
    """
    pieces = re.findall(r"\d+|\D+", text)
    return tuple((int(p), "") if p.isdigit() else (-1, p) for p in pieces)
