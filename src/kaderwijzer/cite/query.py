"""A query → what it asks for, form by form; each form reads what the earlier ones left over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kaderwijzer.cite.found import Context, Found, session
from kaderwijzer.cite.identity import known
from kaderwijzer.cite.papers import from_identifier
from kaderwijzer.cite.patterns import Pattern, laws, read_data
from kaderwijzer.cite.statutes import find_articles
from kaderwijzer.cite.typed import in_key_words, plain
from kaderwijzer.cite.wanted import (
    Wanted,
    WantedArticle,
    WantedFootnote,
    WantedPaper,
    WantedReference,
    WantedReport,
    WantedSection,
)
from kaderwijzer.model import (
    Article,
    Case,
    Chamber,
    CitationKind,
    DocumentId,
    Handelingen,
    Kamerstuk,
    LawId,
    Staatsblad,
)

Match = re.Match[str]
# A reader of an article whose law is not named leaves this in its place.
_ANY_LAW = LawId("")
_NO_CONTEXT = Context(DocumentId(""), frozenset(), _ANY_LAW)
_PAGE = re.compile(r"\bp\.\s?(\d{1,5})(?:\s?[-–]\s?(\d{1,5}))?")
_MEMBER_FIRST = re.compile(
    r"^(?=\d{1,3}[a-z]?(?:,? lid \d|\s?\(\d|\.\d{1,2},? (?:van de )?[Ww]iv))"
)
_MAX_RANGE = 50
_DESSENS = "dessens-2013"
_ADDRESS_FORMS = ("paper_id", "other_id", "law_address", "case")
_HOUSES = (("tweede kamer", Chamber.SECOND), ("eerste kamer", Chamber.FIRST))


@dataclass(frozen=True)
class _Shared:
    """What belongs to all papers of a query: page, house, "bijlage"."""

    page: tuple[int, int] | None
    house: Chamber | None
    attachment: bool


@lru_cache
def query_forms() -> dict[str, Pattern]:
    """Return the forms of queries.yaml by name, in order."""
    return {
        row["name"]: Pattern(
            row["name"],
            row["name"],
            re.compile(row["regex"]),
            tuple(row["examples"]),
            tuple(row["not_examples"]),
        )
        for row in read_data("queries")["forms"]
    }


def read_query(query: str) -> list[Wanted]:
    """Return everything that a query asks for; nothing where it is not understood.

    >>> read_query("rapport 22a hoofdstuk 8")
    [WantedReport(id='ctivd-22a', place='8', page=None)]
    """
    text = plain(query)
    wanted: list[Wanted] = []
    nothing = _Shared(None, None, False)
    for name in _ADDRESS_FORMS:
        text = _take(text, name, wanted, nothing)
    text = _MEMBER_FIRST.sub("artikel ", in_key_words(text))
    text, page = _take_page(text)
    houses = [house for words, house in _HOUSES if words in text]
    shared = _Shared(page, houses[0] if houses else None, bool(re.search(r"\bbijlage\b", text)))
    for name in query_forms():
        if name == "appendix":
            text = _take_articles(text, wanted)
        if name not in _ADDRESS_FORMS:
            text = _take(text, name, wanted, shared)
    if not wanted and page:
        wanted = [WantedPaper(page=page)]
    return list(dict.fromkeys(wanted or _law_alone(text)))


def _take(text: str, name: str, wanted: list[Wanted], shared: _Shared) -> str:
    """Move what a form recognises from the text to the wanted things."""

    def read(match: Match) -> str:
        wanted.extend(_READERS[name](match, shared))
        return " ; "

    return query_forms()[name].regex.sub(read, text).strip()


def _take_page(text: str) -> tuple[str, tuple[int, int] | None]:
    match = _PAGE.search(text)
    if match is None:
        return text, None
    first = int(match[1])
    rest = f"{text[: match.start()].rstrip(' ,')} {text[match.end() :].lstrip()}"
    return rest.strip(), (first, max(first, int(match[2] or first)))


def _take_articles(text: str, wanted: list[Wanted]) -> str:
    found = find_articles(text, _NO_CONTEXT)
    for one in found:
        wanted.extend(_articles(one))
    for start, end in sorted({(f.start, f.end) for f in found}, reverse=True):
        text = f"{text[:start]} ; {text[end:]}"
    return text


def _articles(found: Found) -> Iterator[WantedArticle]:
    """Yield an article; "59.5" is member 5 of article 59, and article 59.5 where a law is named."""
    reference = found.reference
    assert isinstance(reference, Article)
    article, member, law = reference.article, reference.member, reference.law or None
    if member is None and "." in article:
        whole, part = article.split(".", 1)
        yield WantedArticle(law, whole, part, found.pinpoint)
    if member or law or "." not in article:
        yield WantedArticle(law, article, member, found.pinpoint)


def _law_alone(text: str) -> Iterator[Wanted]:
    named = [law for name, law in laws().by_name.items() if re.search(rf"\b{name}(?!\w)", text)]
    yield from (WantedArticle(law.id) for law in named[:1])


# --- forms ---


def _paper_id(match: Match, shared: _Shared) -> Iterator[Wanted]:
    years = match["years"]
    number = match["number"]
    letters = number.isalpha()
    yield WantedPaper(
        CitationKind.KAMERSTUK,
        Chamber.FIRST if years else None if letters else Chamber.SECOND,
        f"{years[:4]}-{years[4:]}" if years else None,
        match["dossier"].replace(" ", ""),
        match["chapter"].upper() if match["chapter"] else None,
        number.upper() if letters else number,
    )


def _other_id(match: Match, shared: _Shared) -> Iterator[Wanted]:
    reference = from_identifier(match["id"])
    if isinstance(reference, Handelingen):
        yield WantedPaper(
            CitationKind.HANDELINGEN,
            reference.chamber,
            reference.session,
            number=reference.number,
        )
    elif reference is not None:
        yield WantedReference(reference)


def _law_address(match: Match, shared: _Shared) -> Iterator[Wanted]:
    yield WantedArticle(match["law"].upper(), match["article"], match["member"])


def _case(match: Match, shared: _Shared) -> Iterator[Wanted]:
    yield WantedReference(Case(match["ecli"].upper()))


def _bulletin(match: Match, shared: _Shared) -> Iterator[Wanted]:
    for number in (match["number"], *re.findall(r"\d+", match["more"])):
        yield WantedReference(Staatsblad(match["year"], number))


def _footnote(match: Match, shared: _Shared) -> Iterator[Wanted]:
    printed = match["footnotes"]
    numbers = [int(n) for n in re.findall(r"\d+", printed)]
    if re.fullmatch(r"\d+\s?[-–]\s?\d+", printed) and numbers[1] - numbers[0] < _MAX_RANGE:
        numbers = list(range(numbers[0], numbers[1] + 1))
    yield from map(WantedFootnote, numbers)


def _minutes(kind: CitationKind) -> Callable[[Match, _Shared], Iterator[Wanted]]:
    def read(match: Match, shared: _Shared) -> Iterator[Wanted]:
        house = Chamber(match["chamber"].upper()) if match["chamber"] else shared.house
        years = session(match["session"])
        yield WantedPaper(kind, house, years, number=match["number"], page=shared.page)

    return read


def _report(match: Match, shared: _Shared) -> Iterator[Wanted]:
    first = (match["report"] or match["report_short"]).replace(" ", "")
    for number in (first, *re.findall(r"\d+[a-d]?", match["more"] or "")):
        place = match["place"] or match["place_short"]
        yield WantedReport(f"ctivd-{number}", place, shared.page)


def _evaluation(match: Match, shared: _Shared) -> Iterator[Wanted]:
    # Its pages are cited under the letter that carried it too.
    carriers = [from_identifier(i) for i, row in known().items() if row.carries == _DESSENS]
    papers = [c for c in carriers if isinstance(c, Kamerstuk)] if shared.page else []
    for paper in papers:
        dossier, number = paper.dossier, paper.number
        yield WantedPaper(CitationKind.KAMERSTUK, dossier=dossier, number=number, page=shared.page)
    yield WantedReport(_DESSENS, None, shared.page)


def _paper(match: Match, shared: _Shared) -> Iterator[Wanted]:
    number = match["number"] or match["bare"]
    first = WantedPaper(
        CitationKind.KAMERSTUK,
        Chamber(match["chamber"].upper()) if match["chamber"] else shared.house,
        session(match["session"]),
        re.sub(r"\D", "", match["dossier"]),
        match["chapter"].upper() if match["chapter"] else None,
        number.upper() if number and number.isalpha() else number,
        shared.attachment,
        shared.page,
    )
    yield from _with_more(first, match)


def _number(match: Match, shared: _Shared) -> Iterator[Wanted]:
    number, page = match["number"], shared.page
    first = WantedPaper(
        chamber=shared.house, number=number, attachment=shared.attachment, page=page
    )
    yield from _with_more(first, match)


def _with_more(first: WantedPaper, match: Match) -> Iterator[Wanted]:
    """Yield a paper and those of "nrs. 8 en 9" that follow."""
    yield first
    for number in re.findall(r"\d+[a-z]?", match["more"]):
        yield replace(first, number=number)


def _section(match: Match, shared: _Shared) -> Iterator[Wanted]:
    printed = match["section"] or match["bare"] or match["alone"]
    more = re.findall(r"[ivx.]+|[\d.]+", match["more"] or "")
    for name in (printed.replace(" ", "."), *more):
        chapter, dot, rest = name.partition(".")
        yield WantedSection(f"{chapter.upper()}{dot}{rest}")


def _plain_number(match: Match, shared: _Shared) -> Iterator[Wanted]:
    number = match["number"]
    yield WantedPaper(number=number)
    yield WantedReport(f"ctivd-{number}")
    yield WantedArticle(None, number)
    if number.isdigit():
        yield WantedFootnote(int(number))


_READERS: dict[str, Callable[[Match, _Shared], Iterator[Wanted]]] = {
    "paper_id": _paper_id,
    "other_id": _other_id,
    "law_address": _law_address,
    "case": _case,
    "bulletin": _bulletin,
    "footnote": _footnote,
    "appendix": _minutes(CitationKind.AANHANGSEL),
    "minutes": _minutes(CitationKind.HANDELINGEN),
    "report": _report,
    "evaluation": _evaluation,
    "paper": _paper,
    "number": _number,
    "section": _section,
    "plain_number": _plain_number,
}
