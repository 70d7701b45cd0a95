"""The command `sources open`: the page, member or chapter that is cited, or what is nearest to it."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from tests.sources.made import paper
from tests.sources.test_opening import LAW, TOLD, paged

from kaderwijzer.cli_cite import add_cite
from kaderwijzer.cli_sources import add_sources
from kaderwijzer.errors import CorpusError
from kaderwijzer.holding import hold

DAY = "2026-01-02"
TEXTS = (
    "De bewindspersoon benoemt de leden van de raad voor vier jaar.",
    "De verplichting tot samenwerking met buitenlandse diensten strekt zich uit tot het onderhouden "
    "van verbindingen met daarvoor in aanmerking komende diensten.",
    "De kosten komen ten laste van de begroting.",
)


def run(corpus: Path, *words: str) -> None:
    parser = argparse.ArgumentParser()
    add_sources(parser.add_subparsers())
    options = parser.parse_args(["sources", "open", *words, "--corpus", str(corpus)])
    assert options.run(options) == 0


def opened(corpus: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    run(corpus, *words, "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "kaderwijzer/1"
    rows: list[dict[str, Any]] = found["opened"]
    return rows


@pytest.fixture
def with_pdf(corpus: Path) -> Path:
    hold(corpus, paged(102), "kst-25877-8", TOLD, origin="a.pdf", today=DAY)
    return corpus


@pytest.fixture
def with_xml(corpus: Path) -> Path:
    text = "</al><al>".join(TEXTS)
    hold(corpus, paper(number="8", text=text), "kst-25877-8", TOLD, origin="a.xml", today=DAY)
    return corpus


@pytest.mark.parametrize(
    ("words", "page"), [(("--page", "101"), 101), (("--page", "102"), 102), (("--for", "1"), 102)]
)
def test_a_pdf_gives_the_text_of_the_page(
    with_pdf: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], page: int
) -> None:
    (row,) = opened(with_pdf, capsys, "kst-25877-8", *words)
    assert row["how"] == "place"
    assert [(p["page"], p["text"].strip()) for p in row["pages"]] == [
        (page, f"Dit is de tekst van bladzijde nummer {page}.")
    ]
    assert row["footnote"] == (1 if words[0] == "--for" else None)


def test_the_page_is_printed(with_pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(with_pdf, "kst-25877-8", "--for", "1")
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "   footnote 1 (p. 4) relies on p. 102"
    assert lines[3:5] == ["   p. 102", "     Dit is de tekst van bladzijde nummer 102."]


@pytest.mark.parametrize("page", ["0", "103"])
def test_a_page_that_the_pdf_has_not_is_said_to_be_absent(
    with_pdf: Path, capsys: pytest.CaptureFixture[str], page: str
) -> None:
    run(with_pdf, "kst-25877-8", "--page", page)
    assert f"p. {page} is not found in this file (it has p. 1-102)." in capsys.readouterr().out


@pytest.mark.parametrize("words", [("--for", "1"), ("--page", "102")])
def test_xml_says_that_it_has_no_pages_and_offers_the_nearest(
    with_xml: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    row = opened(with_xml, capsys, "kst-25877-8", *words)[0]
    assert (row["how"], row["asked"], row["pages"]) == ("no_pages", "p. 102", [])
    assert row["nearest"][0]["text"] == TEXTS[1]
    run(with_xml, "kst-25877-8", *words)
    out = capsys.readouterr().out
    assert "This XML file has no page numbers, so p. 102 cannot be opened in it" in out
    assert out.index("Nearest in this document") < out.index(TEXTS[1])


def test_a_page_on_which_nothing_relies_has_no_nearest(
    with_xml: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = opened(with_xml, capsys, "kst-25877-8", "--page", "5")
    assert (row["how"], row["nearest"]) == ("no_pages", [])


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("art. 59 lid 5", ["Het verzoek is ondertekend."]),
        ("BWBR0013409:artikel-59:lid-5", ["Het verzoek is ondertekend."]),
        ("artikel 60", ["Geen leden."]),
        ("artikel 99", []),
    ],
)
def test_an_article_is_opened_by_its_name(
    corpus: Path, capsys: pytest.CaptureFixture[str], name: str, starts: list[str]
) -> None:
    hold(corpus, LAW.encode(), "BWBR0013409", TOLD, origin="a.md", today=DAY)
    (row,) = opened(corpus, capsys, name)
    assert [p["text"] for p in row["passages"]] == starts
    assert row["how"] == ("place" if starts else "not_there")


REPORT = """5.1 De gronden

De eerste grond is het belang van de dienst.

8 is geen kop.

8.1 De risico's van samenwerking

Voor elke dienst weegt men de risico's af.
"""


@pytest.mark.parametrize(
    ("footnote", "how", "texts"),
    [
        (14, "place", ["De eerste grond is het belang van de dienst.", "8 is geen kop."]),
        (50, "place", ["Voor elke dienst weegt men de risico's af."]),
        (46, "not_there", []),
    ],
)
def test_a_chapter_of_a_report_is_opened(
    corpus: Path,
    capsys: pytest.CaptureFixture[str],
    footnote: int,
    how: str,
    texts: list[str],
) -> None:
    hold(corpus, REPORT.encode(), "ctivd-22a", TOLD, origin="a.txt", today=DAY)
    row = opened(corpus, capsys, "ctivd-22a", "--for", str(footnote))[0]
    assert (row["how"], [p["text"] for p in row["passages"]]) == (how, texts)


def test_without_a_place_it_lists_who_relies_on_it(
    with_pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = opened(with_pdf, capsys, "kst-25877-8")
    assert [r["footnote"] for r in rows] == [1, 13, 15, 33, 36, 38]
    assert rows[0]["asked"] is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("kst-25877-3", "--page", "3"), "not held; run 'kaderwijzer sources fetch kst-25877-3'"),
        (("ctivd-22a",), "not held; run 'kaderwijzer sources add FILE --id ctivd-22a' first"),
        (("kst-25877-8", "--for", "2"), "does not cite kst-25877-8; these do: 1, 13, 15, 33"),
        (("zomaar",), "is no identifier of a source"),
        (("art. 59 lid 5",), "BWBR0013409: not held"),
    ],
)
def test_what_cannot_be_opened_says_what_to_do(
    with_pdf: Path, words: tuple[str, ...], says: str
) -> None:
    with pytest.raises(CorpusError, match=says):
        run(with_pdf, *words)


def test_a_look_up_says_how_to_open_what_is_held(
    with_pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    add_cite(parser.add_subparsers())
    for query, hint in (("nr. 8", "sources open kst-25877-8 --for 1"), ("nr. 9", None)):
        options = parser.parse_args(["cite", query, "--corpus", str(with_pdf)])
        assert options.run(options) == 0
        assert (f"lezen: kaderwijzer {hint}" in capsys.readouterr().out) == bool(hint)
