"""The framework text has the pages, sections, paragraphs and footnotes that its print has."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from tests.read.golden import GOLDEN, described
from tests.read.looking import line_of, paragraph, printed

from kaderwijzer.model import Document, ParagraphKind

CASES = Path(__file__).parent / "cases"
FOOTNOTES = yaml.safe_load((CASES / "footnotes.yaml").read_text(encoding="utf-8"))
WORDS = yaml.safe_load((CASES / "words.yaml").read_text(encoding="utf-8"))

# First lines of pages 3 to 27, from SOURCES.
PAGE_LINES = (
    *(1, 32, 83, 129, 172, 222, 261, 309, 351, 407, 452, 491, 546),
    *(561, 607, 657, 702, 744, 794, 837, 889, 933, 989, 1032, 1081),
)
# Paragraphs and block quotes per section, counted in the print.
PARAGRAPHS = {
    **{"I": 5, "II": 0, "II.i": 9, "II.ii": 8, "II.iii": 3, "II.iv": 3, "II.v": 5, "II.vi": 3},
    **{"III": 0, "III.i": 6, "III.ii": 3, "IV": 8, "V": 0, "V.i": 9, "V.ii": 7, "V.iii": 5},
    **{"V.iv": 8, "V.v": 3, "V.vi": 7, "V.vii": 3, "V.viii": 8},
    **{"VI": 1, "VI.a": 1, "VI.b": 1, "VI.c": 1, "VI.d": 2},
}
BLOCK_QUOTES = {
    "II.i.5": "De samenwerking vindt plaats binnen",
    "II.ii.5": "Voor deze gevarieerde aanpak",
    "II.v.3": "De samenwerking verschilt per land",
    "V.i.5": "Als een dienst er niet van op aan kan",
}
LETTERS = {
    "VI.a": "Leg samenwerkingscriteria wettelijk vast en maak invulling concreet",
    "VI.b": "Neem afwegingen van noodzakelijkheid, behoorlijkheid en zorgvuldigheid op",
    "VI.c": "Biedt diensten een grotere beoordelingsruimte bij ondersteuning",
    "VI.d": "Veranker zorgvuldige verzoeken om ondersteuning wettelijk",
}


def test_structure_is_the_one_reviewed_by_eye(framework: Document) -> None:
    assert described(framework) == GOLDEN.read_text(encoding="utf-8"), (
        "look at `python -m tests.read.golden`; add --write when the change is meant"
    )


def test_pages_start_at_their_lines(framework: Document) -> None:
    pages = framework.source.pages
    assert [p.number for p in pages] == list(range(3, 28))
    assert tuple(line_of(framework, p.start) for p in pages) == PAGE_LINES


def test_pages_follow_each_other_without_gaps(framework: Document) -> None:
    pages = framework.source.pages
    assert "".join(framework.source.text[p.start : p.end] for p in pages) == framework.source.text


def test_source_is_the_file_character_for_character(
    framework: Document, corpus_folder: Path
) -> None:
    data = (corpus_folder / framework.source.entry.file).read_bytes()
    assert framework.source.text.encode() == data


def test_sections_in_order(framework: Document) -> None:
    assert [s.id for s in framework.sections] == list(PARAGRAPHS)


def test_named_parts_of_the_last_chapter(framework: Document) -> None:
    assert {s.id: s.title for s in framework.sections if s.id in LETTERS} == LETTERS


def test_heading_spans_hold_the_printed_heading(framework: Document) -> None:
    for section in framework.sections:
        words = framework.source.text[section.span.start : section.span.end].split()
        shown = section.title if section.id in LETTERS else f"{section.id} {section.title}"
        assert " ".join(words) == shown


def test_paragraphs_per_section(framework: Document) -> None:
    body = [p for p in framework.paragraphs if p.kind is not ParagraphKind.FOOTNOTE]
    counts = Counter(p.section for p in body)
    assert {name: counts[name] for name in PARAGRAPHS} == PARAGRAPHS
    assert sum(counts.values()) == 109


def test_paragraphs_are_numbered_within_their_section(framework: Document) -> None:
    for name, count in PARAGRAPHS.items():
        numbered = [p.id for p in framework.paragraphs if p.section == name and p.id[:2] != "fn"]
        assert numbered == [f"{name}.{n}" for n in range(1, count + 1)]


def test_block_quotes(framework: Document) -> None:
    quotes = [p for p in framework.paragraphs if p.kind is ParagraphKind.BLOCK_QUOTE]
    assert [p.id for p in quotes] == list(BLOCK_QUOTES)
    for quote in quotes:
        assert quote.clean.text.startswith(f"“{BLOCK_QUOTES[quote.id]}")
        assert quote.clean.text.endswith("”")


def test_there_are_68_footnotes_called_once_each_in_order(framework: Document) -> None:
    notes = [p.id for p in framework.paragraphs if p.kind is ParagraphKind.FOOTNOTE]
    called = [m.number for p in framework.paragraphs for m in p.markers]
    assert notes == [f"fn.{n}" for n in range(1, 69)]
    assert called == list(range(1, 69))


@pytest.mark.parametrize("case", FOOTNOTES, ids=lambda case: str(case["id"]))
def test_footnote(framework: Document, case: dict) -> None:
    number, text = case["id"], framework.source.text
    calling = next(p for p in framework.paragraphs if any(m.number == number for m in p.markers))
    marker = next(m for m in calling.markers if m.number == number)
    note = paragraph(framework, f"fn.{number}")

    assert calling.id == case["paragraph"]
    assert line_of(framework, marker.source.start) == case["line"]
    assert text[marker.source.start : marker.source.end] == str(number)
    assert text[: marker.source.end].endswith(case["printed"])
    assert calling.clean.text[: marker.clean].endswith(
        case["printed"].removesuffix(str(number)).rstrip()
    )
    assert note.section == calling.section
    assert note.pages[0] in calling.pages
    assert line_of(framework, note.clean.pieces[0].source) == case["note"]
    assert note.clean.text.startswith(case["first"])
    assert note.clean.text.endswith(case["last"])


@pytest.mark.parametrize("case", WORDS, ids=lambda case: case["id"])
def test_word_broken_by_the_print(framework: Document, case: dict) -> None:
    found = paragraph(framework, case["paragraph"])
    lines = "|".join(line.strip() for line in printed(framework, found).splitlines())
    assert case["printed"] in lines
    assert case["reads"] in found.clean.text


def test_every_table_of_footnotes_is_whole() -> None:
    assert [case["id"] for case in FOOTNOTES] == list(range(1, 69))
