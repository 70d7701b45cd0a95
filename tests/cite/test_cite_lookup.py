"""Queries as people type them → occurrences; junk is said to be junk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from evaluation.citations.evaluate_citations import faults, queries
from evaluation.citations.truth import gold
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cite.conftest import cases, whole_catalogue

from kaderwijzer.cite.lookup import Catalogue, look_up, relied_on, relying_on, sources, to_json
from kaderwijzer.cite.parse import parse
from kaderwijzer.cite.query import read_query
from kaderwijzer.cite.wanted import (
    Wanted,
    WantedPaper,
    WantedReference,
    WantedReport,
    WantedSection,
)
from kaderwijzer.model import (
    CitationKind,
    Document,
    DocumentId,
    Existence,
    Language,
    LookUpStatus,
    Page,
    Report,
    Source,
    Staatsblad,
)
from kaderwijzer.read.structure import structure

KST = CitationKind.KAMERSTUK
TRUTH = gold()
DOCUMENT = "ctivd-juridisch-kader-mivd-2015"
WORDS = (
    "art. artikel 59 lid 2 nr. 8 kst- 25877 - . , / nrs p. II I 1999/2000 2004-05 rapport 22a "
    "hoofdstuk V.ii § onder a jo bijlage Handelingen Aanhangsel Stb. Wiv 2002 ( )"
)


@pytest.mark.parametrize("row", queries("development"), ids=lambda r: r["query"] or "empty")
def test_query(catalogue: Catalogue, row: dict[str, Any]) -> None:
    assert faults(row, look_up(row["query"], catalogue), TRUTH) == []


@pytest.mark.parametrize(("query", "status", "ids"), cases("queries"))
def test_typed(catalogue: Catalogue, query: str, status: str, ids: list[str]) -> None:
    found = look_up(query, catalogue)
    assert [m.id.removeprefix(DOCUMENT) for m in found.matches] == ids
    assert found.status.value == status


@pytest.mark.parametrize(
    ("query", "section"),
    [
        ("hoofdstuk 2", "II"),
        ("paragraaf 5.7", "V.vii"),
        ("paragraaf V.7", "V.vii"),
        ("par. 5.vii", "V.vii"),
    ],
)
def test_section_by_common_numerals(catalogue: Catalogue, query: str, section: str) -> None:
    assert look_up(query, catalogue).matches[0].id == f"{DOCUMENT}#{section}"


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("29 924, nr. 39, p. 8", []),
        ("29 924, nr. 39, p. 9", [41, 47, 51, 55, 58, 67, 68]),
        ("29 924, nr. 39, p. 10", [41, 51, 55, 58]),
        ("29 924, nr. 39, p. 11", [62]),
        ("29 924, nr. 39, p. 13", []),
        ("29 924, nr. 39, p. 10-11", [41, 51, 55, 58, 62]),
    ],
)
def test_page_is_covered(catalogue: Catalogue, query: str, notes: list[int]) -> None:
    found = look_up(query, catalogue)
    assert sorted({o.footnote for m in found.matches for o in m.occurrences}) == notes


@pytest.mark.parametrize(
    ("member", "places"), [(1, 1), (2, 7), (3, 1), (4, 9), (5, 3), (6, 2), (7, 0)]
)
def test_members_are_covered(catalogue: Catalogue, member: int, places: int) -> None:
    found = look_up(f"artikel 59 lid {member}", catalogue)
    expected = sum(t.id == f"BWBR0013409:artikel-59:lid-{member}" for t in TRUTH)
    assert sum(len(m.occurrences) for m in found.matches) == expected == places


def test_article_gives_all_members(catalogue: Catalogue) -> None:
    ids = [m.id for m in look_up("artikel 31", catalogue).matches]
    assert ids == [f"BWBR0013409:artikel-31:lid-{n}" for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("kst-25877-4", "kst-25877-3"),
        ("25 887, nr. 8", "kst-25877-8"),
        ("artikel 59 Wiv 2017", "BWBR0013409:artikel-59"),
        ("artikel 59 lid 7", "BWBR0013409:artikel-59:lid-6"),
        ("voetnoot 69", f"{DOCUMENT}#fn.68"),
        ("paragraaf V.ix", f"{DOCUMENT}#V.i"),
        ("rapport 39", "ctivd-38"),
    ],
)
def test_not_cited_names_the_nearest(catalogue: Catalogue, query: str, first: str) -> None:
    found = look_up(query, catalogue)
    assert found.status is LookUpStatus.NOT_CITED
    assert found.suggestions[0].id == first
    assert "not cited in this corpus" in found.explanation.en.lower()


def test_misprint_is_found_under_both_dossiers(catalogue: Catalogue) -> None:
    (meant,) = look_up("25 877, nr. 58a", catalogue).matches
    (printed,) = look_up("25 577, nr. 58a", catalogue).matches
    assert [o.footnote for o in meant.occurrences] == [18, 27, 29, 31]
    assert [o.footnote for o in printed.occurrences] == [27, 29]
    assert "25 577; waarschijnlijk 25 877" in meant.notes[0].nl
    assert meant.occurrences[1].as_printed == printed.id


def test_footnote_lists_what_it_relies_on(catalogue: Catalogue) -> None:
    found = look_up("voetnoot 38", catalogue)
    assert [m.id for m in found.matches] == [f"{DOCUMENT}#fn.38", "kst-25877-8", "kst-25877-9"]
    assert found.matches[0].occurrences[0].text == (
        "Kamerstukken II 1999/2000, 25 877, nr. 8, p. 101 en nr. 9, p. 37."
    )


def test_passage_lists_what_it_relies_on(catalogue: Catalogue, document: Document) -> None:
    start = document.source.text.index("De internationale verstrekking van gegevens op basis")
    end = document.source.text.index("36 Bij de verstrekking van gegevens op grond")
    found = relied_on(document.source.entry.id, start, end, catalogue)
    assert [c.id for c in found] == [
        "BWBR0013409:artikel-59:lid-2",
        "BWBR0013409:artikel-36:lid-1",
        "BWBR0013409:artikel-59:lid-2",
        "BWBR0013409:artikel-36:lid-1",
        "kst-25877-8",
    ]


def test_source_lists_everything_that_relies_on_it(catalogue: Catalogue) -> None:
    notes = [c.footnote for c in relying_on("kst-25877-8", catalogue)]
    assert notes == [1, 13, 15, 33, 36, 38]
    assert {m.id: len(m.occurrences) for m in sources(catalogue)}["kst-25877-8"] == 6


def test_held_is_visible(catalogue: Catalogue) -> None:
    with_file = Catalogue(catalogue.citations, catalogue.documents, frozenset({"kst-25877-8"}))
    assert [m.held for m in look_up("nr. 8", with_file).matches] == [True]
    assert [m.held for m in look_up("nr. 9", with_file).matches] == [False]


def test_json_is_that_of_the_contract(catalogue: Catalogue) -> None:
    found = to_json(look_up("25 877, nr. 9, p. 37", catalogue), "q1")
    assert found["schema"] == "kaderwijzer/1"
    assert (found["id"], found["query"], found["status"]) == ("q1", "25 877, nr. 9, p. 37", "found")
    (match,) = found["matches"]
    assert match["url"] == "https://zoek.officielebekendmakingen.nl/kst-25877-9.html"
    assert (match["id"], match["kind"], match["held"]) == ("kst-25877-9", "kamerstuk", False)
    (at,) = match["occurrences"]
    assert (at["footnote"], at["page"], at["section"]) == (38, 14, "IV")
    assert (at["text"], at["pinpoint"]) == ("nr. 9, p. 37", "p. 37")
    assert at["proposition"].startswith("De bevoegdheid voor het geven van toestemming")
    assert found["suggestions"] == []


def test_json_speaks_two_languages(catalogue: Catalogue) -> None:
    found = look_up("nr. 58a", catalogue)
    dutch, english = (
        to_json(found, "", language)["matches"][0]["notes"][0] for language in Language
    )
    assert dutch.startswith("gedrukt als") and english.startswith("as printed")


@pytest.mark.parametrize(
    "query", ["", "  ", "\0", "?" * 10_000, "a" * 10_000, "nr. 8 " * 5000, "🙂"]
)
def test_junk_is_not_understood(catalogue: Catalogue, query: str) -> None:
    found = look_up(query, catalogue)
    assert found.status is LookUpStatus.NOT_UNDERSTOOD
    assert found.matches == () and "\n" not in found.explanation.nl and found.explanation.nl


def test_section_that_has_no_roman_number_is_not_cited(catalogue: Catalogue) -> None:
    assert look_up("hoofdstuk 59", catalogue).status is LookUpStatus.NOT_CITED


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join))
def test_no_query_raises(query: str) -> None:
    found = look_up(query, whole_catalogue())
    assert (found.status in (LookUpStatus.FOUND, LookUpStatus.AMBIGUOUS)) == bool(found.matches)
    assert all(m.occurrences for m in found.matches)


def noted(name: str, *notes: str) -> Document:
    """Return a text of its own that calls and holds these footnotes."""
    numbers = range(1, len(notes) + 1)
    body = " ".join(f"Zin nummer {i} staat hier.{i}" for i in numbers)
    text = "\n\n".join([body, *(f"{i} {note}" for i, note in zip(numbers, notes, strict=True))])
    document = whole_catalogue().documents[0]
    entry = replace(document.source.entry, id=DocumentId(name))
    return structure(Source(entry, text, (Page(1, 0, len(text)),)))


def test_a_footnote_is_first_that_of_the_corpus_itself(document: Document) -> None:
    held = noted("kst-99001-3", "Kamerstukken II 1997/98, 25 877, nr. 3, p. 7.", "Artikel 8 EVRM.")
    both = Catalogue((*parse(document), *parse(held)), (document, held))
    found = look_up("voetnoot 1", both)
    assert [(m.id, m.label) for m in found.matches if m.kind is CitationKind.FOOTNOTE] == [
        (f"{DOCUMENT}#fn.1", "voetnoot 1"),
        ("kst-99001-3#fn.1", "voetnoot 1 (kst-99001-3)"),
    ]
    ids = [m.id for m in found.matches]
    assert ids[:3] == [f"{DOCUMENT}#fn.1", "kst-25877-8", "ah-tk-20042005-749"]
    assert ids[3:] == ["kst-99001-3#fn.1", "kst-25877-3"]


def test_a_footnote_lists_the_notes_that_refer_to_it() -> None:
    own = noted("kst-99001-3", "Kamerstukken II 1997/98, 25 877, nr. 3.", "Zie voetnoot 1.")
    found = look_up("voetnoot 1", Catalogue(parse(own), (own,)))
    assert [m.id for m in found.matches] == ["kst-99001-3#fn.1", "kst-25877-3"]
    printed, pointing = found.matches[0].occurrences
    assert (printed.footnote, pointing.footnote) == (1, 2)
    assert pointing.text == "voetnoot 1" and pointing.proposition == "Zin nummer 2 staat hier."
    (reference,) = (c for c in parse(own) if c.footnote == 2)
    assert (reference.kind, reference.existence) == (CitationKind.FOOTNOTE, Existence.KNOWN)


@pytest.mark.parametrize("behind", ["van rapport 22a", "bij de memorie van toelichting"])
def test_a_footnote_of_another_text_is_not_taken_for_ones_own(behind: str) -> None:
    own = noted("kst-99001-3", "Artikel 8 EVRM.", f"Zie voetnoot 1 {behind}.")
    catalogue = Catalogue(parse(own), (own,))
    assert [m.id for m in look_up("voetnoot 1", catalogue).matches] == [
        "kst-99001-3#fn.1",
        "BWBV0001000:artikel-8",
        "elsewhere#fn.1",
    ]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("rapport 22a en 22b", [WantedReport("ctivd-22a"), WantedReport("ctivd-22b")]),
        ("CTIVD-rapport 38, p. 12-13", [WantedReport("ctivd-38", page=(12, 13))]),
        ("blg-272547", [WantedReference(Report("blg-272547"))]),
        ("rapport 22a, 25 877", [WantedReport("ctivd-22a"), WantedPaper(KST, dossier="25877")]),
        ("Stb. 2017, 317 en 318", [WantedReference(Staatsblad("2017", n)) for n in ("317", "318")]),
        ("hoofdstukken IV en V", [WantedSection("IV"), WantedSection("V")]),
        ("paragraaf V.ii, II.iii en 5.7", [WantedSection(s) for s in ("V.ii", "II.iii", "5.7")]),
        ("33 750-X, nr. 3", [WantedPaper(KST, dossier="33750", chapter="X", number="3")]),
        ("33750-IIA-3", [WantedPaper(KST, dossier="33750", chapter="IIA", number="3")]),
    ],
)
def test_what_a_list_asks_for(query: str, wanted: list[Wanted]) -> None:
    assert read_query(query) == wanted


@pytest.mark.parametrize("article", ["31", "32", "33"])
def test_every_article_of_a_range_is_found(article: str) -> None:
    own = noted("kst-99001-3", "Zie art. 31-33 Wiv 2002.")
    (found,) = look_up(f"artikel {article}", Catalogue(parse(own), (own,))).matches
    assert found.id == f"BWBR0013409:artikel-{article}"
    assert [o.text for o in found.occurrences] == ["art. 31-33 Wiv 2002"]


def test_a_source_of_two_footnotes_is_listed_once(catalogue: Catalogue) -> None:
    found = look_up("voetnoten 33 en 36", catalogue)
    ids = [m.id for m in found.matches]
    assert ids == [f"{DOCUMENT}#fn.33", "kst-25877-8", f"{DOCUMENT}#fn.36"]
    assert [o.footnote for o in found.matches[1].occurrences] == [33, 36]
