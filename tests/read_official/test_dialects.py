"""The dialects of the official publisher, on small files written by hand in each of them."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from tests.read_official.reading import CASES, FIXTURES, read, read_text, text_of_xml

from kaderwijzer.checks import document_faults
from kaderwijzer.model import Document, ParagraphKind, RegionKind

EXPECTED = yaml.safe_load((CASES / "fixtures.yaml").read_text(encoding="utf-8"))
FILES = sorted(FIXTURES.iterdir())
XML = [f for f in FILES if f.suffix == ".xml"]


def names(path: Path) -> str:
    return path.name


def summary(document: Document) -> dict:
    return {
        "sections": [[str(s.id), s.title] for s in document.sections],
        "paragraphs": [
            {
                "id": str(p.id),
                "kind": p.kind.value,
                "section": str(p.section),
                "sentences": [p.clean.text[s.start : s.end] for s in p.sentences],
            }
            | (
                {"calls": [[m.number, p.clean.text[: m.clean][-8:]] for m in p.markers]}
                if p.markers
                else {}
            )
            for p in document.paragraphs
        ],
    }


def test_every_fixture_has_its_expectation() -> None:
    assert sorted(EXPECTED) == [f.name for f in FILES]


@pytest.mark.parametrize("path", FILES, ids=names)
def test_a_fixture_is_read_as_expected(path: Path) -> None:
    assert summary(read(path)) == EXPECTED[path.name]


@pytest.mark.parametrize("path", FILES, ids=names)
def test_every_character_has_one_place_and_sentences_slice_back(path: Path) -> None:
    document = read(path)
    assert document.paragraphs
    assert document_faults(document) == []


@pytest.mark.parametrize("path", FILES, ids=names)
def test_markers_are_the_printed_digits_and_call_a_note(path: Path) -> None:
    document = read(path)
    notes = {p.id for p in document.paragraphs if p.kind is ParagraphKind.FOOTNOTE}
    called = [m for p in document.paragraphs for m in p.markers]
    assert {f"fn.{m.number}" for m in called} == notes
    for marker in called:
        assert document.source.text[marker.source.start : marker.source.end].isdigit()


@pytest.mark.parametrize("path", XML, ids=names)
def test_no_text_of_the_file_is_lost(path: Path) -> None:
    document = read(path)
    missing = text_of_xml(path) - words(document)
    assert not missing


def words(document: Document) -> Counter[str]:
    return Counter(c for c in document.source.text if not c.isspace())


@pytest.mark.parametrize(
    ("name", "word", "kind"),
    [
        ("kst-99001-3.xml", "A. Voorbeeld", RegionKind.FURNITURE),
        ("kst-99001-3.xml", "Regels over proefdiensten", RegionKind.FURNITURE),
        ("kst-99001-3.xml", "MEMORIE VAN TOELICHTING", RegionKind.HEADING),
        ("kst-99001-3.xml", "1 Zie nr. 8", RegionKind.FOOTNOTE),
        ("kst-99002-7.xml", "Voorbeeld Van der Proef", RegionKind.FURNITURE),
        ("kst-99002-7.xml", "“Een aanhaling.”", RegionKind.BLOCK_QUOTE),
        ("BWBR9990001.xml", "Lasten en bevelen.", RegionKind.FURNITURE),
        ("proefwet.md", "Lasten en bevelen dat", RegionKind.FURNITURE),
        ("proefwet.md", "### Artikel  1", RegionKind.HEADING),
        ("kst-99003-1.html", "Jaar 2005", RegionKind.BODY),
    ],
)
def test_what_a_piece_of_text_is(name: str, word: str, kind: RegionKind) -> None:
    document = read(FIXTURES / name)
    at = document.source.text.index(word)
    assert [r.kind for r in document.regions if r.start <= at < r.end] == [kind]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("kst-99003-1.html", "Menu"),
        ("kst-99003-1.html", "Contact"),
        ("BWBR9990001.xml", "Stb. 2002"),
        ("kst-99002-7.xml", "DC.identifier"),
    ],
)
def test_what_surrounds_the_text_is_left_out(name: str, word: str) -> None:
    assert word in (FIXTURES / name).read_text(encoding="utf-8")
    assert word not in read(FIXTURES / name).source.text


def test_markdown_is_quoted_from_the_file_itself() -> None:
    path = FIXTURES / "proefwet.md"
    assert read(path).source.text == path.read_text(encoding="utf-8")


def test_the_number_of_a_member_is_printed_but_not_read() -> None:
    for name in ("BWBR9990001.xml", "proefwet.md"):
        document = read(FIXTURES / name)
        member = next(p for p in document.paragraphs if p.id == "artikel 59a.1")
        assert member.clean.text.startswith("De hoofden")
        before = document.source.text[: member.clean.pieces[0].source]
        assert before.rstrip().endswith("1.")


def test_notes_that_start_anew_on_every_page_are_counted_on() -> None:
    document = read(FIXTURES / "kst-99001-3.xml")
    assert [p.id for p in document.paragraphs if p.kind is ParagraphKind.FOOTNOTE] == [
        "fn.1",
        "fn.2",
    ]
    assert document.source.text.count("\n\n1 ") == 2


OUTLINES = [
    ("italic below bold", "vet:A|cur:b|vet:C", ["a", "a.a", "b"]),
    ("bold after italic alone", "cur:b|vet:C", ["a", "b"]),
    ("Roman above Arabic", "vet:I. A|vet:1. B|vet:2. C|vet:II. D", ["I", "I.1", "I.2", "II"]),
    ("numbers in numbers", "vet:3. A|vet:3.1 B|vet:3.2 C|vet:4. D", ["3", "3.1", "3.2", "4"]),
    ("the same number twice", "vet:1. A|vet:1. B", ["1", "1-2"]),
    ("a number that is a word", "vet:A|cur:I n", ["a", "a.a"]),
]


@pytest.mark.parametrize(("case", "headings", "ids"), OUTLINES, ids=[o[0] for o in OUTLINES])
def test_loose_headings_make_an_outline(case: str, headings: str, ids: list[str]) -> None:
    parts = [h.split(":", 1) for h in headings.split("|")]
    body = "".join(
        f'<tuskop letat="{style}">{title}</tuskop><al>Tekst.</al>' for style, title in parts
    )
    document = read_text("a.xml", f"<kamerwrk><body><stuk>{body}</stuk></body></kamerwrk>")
    assert [s.id for s in document.sections] == ids
    assert [p.section for p in document.paragraphs] == ids
