"""What the framework text cites, each source once, with its address and how often it is relied on."""

from pathlib import Path

import pytest
from tests.sources.made import paper

from kaderwijzer.errors import CorpusError
from kaderwijzer.holding import Told, hold
from kaderwijzer.sources import (
    CitedSource,
    canonical,
    document_id,
    downloads,
    kind_of,
    list_sources,
    to_json,
    to_lines,
    why_not,
)

SITE = "https://zoek.officielebekendmakingen.nl"


@pytest.fixture(scope="module")
def listed(corpus_folder: Path) -> dict[str, CitedSource]:
    return {s.id: s for s in list_sources(corpus_folder)}


@pytest.mark.parametrize(
    ("id", "cited", "url"),
    [
        ("kst-29924-39", 23, f"{SITE}/kst-29924-39.html"),
        ("kst-25877-8", 6, f"{SITE}/kst-25877-8.html"),
        ("kst-20012002-25877-58a", 4, f"{SITE}/kst-20012002-25877-58a.html"),
        ("ah-tk-20042005-749", 4, f"{SITE}/ah-tk-20042005-749.html"),
        ("BWBR0013409", 67, "https://wetten.overheid.nl/jci1.3:c:BWBR0013409&g=2015-06-10"),
        ("ctivd-22a", 19, None),
        ("h-tk-20132014-73", 2, None),
        ("be-bim-wet", 1, None),
    ],
)
def test_a_cited_source(
    listed: dict[str, CitedSource], id: str, cited: int, url: str | None
) -> None:
    assert (listed[id].cited, listed[id].url) == (cited, url)


def test_the_misprinted_dossier_is_no_source_of_its_own(listed: dict[str, CitedSource]) -> None:
    assert not [id for id in listed if "25577" in id]


def test_sections_and_notes_are_no_sources_and_articles_stand_under_their_law(
    listed: dict[str, CitedSource],
) -> None:
    assert not [id for id in listed if "#" in id or "artikel" in id]
    order = [s.cited for s in listed.values()]
    assert order == sorted(order, reverse=True)


def test_what_is_uncertain_names_its_candidates(listed: dict[str, CitedSource]) -> None:
    assert listed["kst-29924-3"].candidates == ("kst-29924-3-b1", "kst-29924-3-h1")
    assert len(listed["h-tk-20132014-73"].candidates) == 10


def test_held_is_shown_and_says_whether_the_address_was_opened(corpus: Path) -> None:
    hold(
        corpus, paper(), "kst-25877-3", Told(date="1998-02-11"), origin="a.xml", today="2026-01-02"
    )
    hold(
        corpus,
        paper(number="8"),
        "kst-25877-8",
        Told(date="2000-01-11"),
        origin=f"{SITE}/kst-25877-8.xml",
        today="2026-01-02",
    )
    rows = {r["id"]: r for r in to_json(list_sources(corpus))["sources"]}
    assert (rows["kst-25877-3"]["held"], rows["kst-25877-3"]["checked_on"]) == (True, None)
    assert rows["kst-25877-8"]["checked_on"] == "2026-01-02"
    assert rows["kst-25877-8"]["document"] == "kst-25877-8"
    assert (rows["kst-25877-9"]["held"], rows["kst-25877-9"]["document"]) == (False, None)
    lines = [line for _, line in to_lines(list_sources(corpus))]
    assert lines[0] == "30 sources cited, 2 held."
    assert any("kst-25877-3.html (not checked)" in line for line in lines)
    assert any("kst-25877-8.html (fetched on 2026-01-02)" in line for line in lines)
    assert any("no address known; sent with kst-29924-39" in line for line in lines)


def test_what_a_law_says_of_itself_is_not_relied_on(corpus: Path, corpus_folder: Path) -> None:
    before = {s.id: s.cited for s in list_sources(corpus)}
    law = b"### Artikel 1\n\nDit geldt naast artikel 2.\n\n### Artikel 2\n\nZie artikel 1.\n"
    hold(corpus, law, "BWBR0013409", Told(date="2014-09-24"), origin="a.md", today="2026-01-02")
    assert {s.id: s.cited for s in list_sources(corpus)} == before


@pytest.mark.parametrize(
    ("written", "id"),
    [
        (" KST-25877-3 ", "kst-25877-3"),
        ("kst-20012002-25877-58A", "kst-20012002-25877-58a"),
        ("kst-29924-3-h1", "kst-29924-3-h1"),
        ("bwbr0013409", "BWBR0013409"),
        ("AH-TK-20042005-749", "ah-tk-20042005-749"),
        ("h-tk-20132014-73-4", "h-tk-20132014-73-4"),
        ("stb-2002-148", "stb-2002-148"),
        ("CTIVD-22A", "ctivd-22a"),
        ("blg-123456", "blg-123456"),
        ("be-bim-wet", "be-bim-wet"),
        ("ecli:nl:rbdha:2014:8966", "ECLI:NL:RBDHA:2014:8966"),
    ],
)
def test_an_identifier_is_stored_in_one_form(written: str, id: str) -> None:
    assert canonical(written) == id


@pytest.mark.parametrize(
    "written",
    ["", "25877", "kst-25877", "../kst-25877-3", "kst-25877-3/../x", "BWBR13409", "x" * 999],
)
def test_what_is_no_identifier_is_refused(written: str) -> None:
    with pytest.raises(CorpusError, match="is no identifier of a source, such as kst-25877-3"):
        canonical(written)


def test_a_slip_in_an_identifier_gets_a_hint() -> None:
    with pytest.raises(CorpusError, match=r"did you mean kst-25877-8\?"):
        canonical("kst-25877.8")


@pytest.mark.parametrize(
    ("id", "kind", "document"),
    [
        ("BWBR0013409", "statute", "bwbr0013409"),
        ("kst-25877-3", "parliamentary_paper", "kst-25877-3"),
        ("ctivd-22a", "report", "ctivd-22a"),
        ("ECLI:NL:RBDHA:2014:8966", "other", "ecli-nl-rbdha-2014-8966"),
    ],
)
def test_how_a_source_is_described(id: str, kind: str, document: str) -> None:
    assert (kind_of(id), document_id(id)) == (kind, document)


@pytest.mark.parametrize(
    ("id", "suffixes"),
    [
        ("kst-25877-3", [".xml", ".pdf", ".html"]),
        ("kst-29924-3-h1", [".xml", ".pdf", ".html"]),
        ("blg-123456", [".pdf"]),
        ("kst-29924-3", []),
        ("h-tk-20132014-73", []),
        ("BWBR0013409", []),
        ("ctivd-22a", []),
    ],
)
def test_which_addresses_are_official(id: str, suffixes: list[str]) -> None:
    assert downloads(id) == tuple((s, f"{SITE}/{id}{s}") for s in suffixes)


@pytest.mark.parametrize(
    ("id", "says"),
    [
        ("kst-29924-3", "may be any of kst-29924-3-b1, kst-29924-3-h1"),
        ("BWBR0013409", "download its XML from https://wetten.overheid.nl/jci1.3:c:BWBR0013409"),
        ("ctivd-22a", "'kaderwijzer sources add FILE --id ctivd-22a'"),
    ],
)
def test_what_cannot_be_fetched_says_what_to_do(
    listed: dict[str, CitedSource], id: str, says: str
) -> None:
    assert says in why_not(listed[id], id)
