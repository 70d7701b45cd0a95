"""The traps of the framework text that SOURCES names, one test each."""

from difflib import SequenceMatcher

from tests.read.looking import line_of, paragraph, printed

from kaderwijzer.model import Document, ParagraphKind, RegionKind


def test_line_537_is_inside_footnote_37(framework: Document) -> None:
    note = paragraph(framework, "fn.37")
    assert printed(framework, note).splitlines()[2].startswith("4 Wiv 2002; toezichtsrapport")
    assert "begrip ondersteuning ex. artikel 59 lid 4 Wiv 2002; toezichtsrapport" in note.clean.text
    assert paragraph(framework, "fn.4").clean.text.startswith("Aanhangsel Handelingen II")


def test_line_287_is_no_page_break(framework: Document) -> None:
    lines = framework.source.text.splitlines(keepends=True)
    start = sum(map(len, lines[:286]))
    assert lines[286].startswith(" ")
    assert not [p for p in framework.source.pages if start <= p.start <= start + len(lines[286])]
    assert paragraph(framework, "II.v.3").pages == (9,)
    assert paragraph(framework, "II.v.4").pages == (9,)


def test_two_printed_page_numbers_are_furniture(framework: Document) -> None:
    text = framework.source.text
    furniture = [r for r in framework.regions if r.kind is RegionKind.FURNITURE]
    assert [(line_of(framework, r.start), text[r.start : r.end]) for r in furniture] == [
        (79, "4 van 27"),
        (985, "24 van 27"),
    ]
    assert not [p.id for p in framework.paragraphs if "van 27" in p.clean.text]


def test_tabs_in_the_heading_of_chapter_v(framework: Document) -> None:
    heading = next(s for s in framework.sections if s.id == "V")
    assert "\t" in framework.source.text[heading.span.start : heading.span.end]
    assert heading.title == "Algemene en specifieke vereisten in de Wiv 2002"


def test_paragraph_printed_twice_is_read_twice(framework: Document) -> None:
    first, second = paragraph(framework, "V.viii.7"), paragraph(framework, "V.viii.8")
    old, new = first.clean.text.split(), second.clean.text.split()
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    assert [(old[a:b], new[c:d]) for tag, a, b, c, d in changes if tag != "equal"] == [
        (["oor"], ["voor"]),
        (["moet", "plaatsvinden,"], ["dient", "plaats", "te", "vinden,"]),
    ]
    assert [line_of(framework, p.clean.pieces[0].source) for p in (first, second)] == [1012, 1020]


def test_references_to_other_documents_are_no_headings(framework: Document) -> None:
    assert "(zie paragraaf 4.4)" in paragraph(framework, "III.ii.3").clean.text
    assert "hoofdstuk 6 van het toezichtsrapport" in paragraph(framework, "V.vi.2").clean.text
    assert not {"4.4", "6"} & {s.id for s in framework.sections}


def test_wrong_cross_reference_stays_as_printed(framework: Document) -> None:
    text = paragraph(framework, "V.iv.4").clean.text
    assert "verwezen naar hoofdstuk II van dit juridisch kader" in text


def test_paragraphs_without_a_white_line_above(framework: Document) -> None:
    lines = framework.source.text.splitlines()
    for name, line in (("II.v.2", 282), ("V.ii.2", 650)):
        found = paragraph(framework, name)
        assert line_of(framework, found.clean.pieces[0].source) == line
        assert lines[line - 2].strip() != ""


def test_headings_over_two_lines(framework: Document) -> None:
    text = framework.source.text
    two = [s.id for s in framework.sections if "\n" in text[s.span.start : s.span.end]]
    assert two == ["III", "IV", "V.ii", "V.iii", "V.iv", "V.v", "V.vi", "V.vii", "V.viii"]


def test_white_lines_inside_footnotes_do_not_end_them(framework: Document) -> None:
    ends = {
        "fn.8": "minister zie Kamerstukken II 2013/14, 29 924, nr. 105",
        "fn.23": "29 924 nr. 78 (bijlage), allen beschikbaar op www.ctivd.nl.",
        "fn.30": "nr. 39 (bijlage), beschikbaar op www.ctivd.nl.",
        "fn.53": "Daar is dus wel ruimte om die noodzakelijkheid nader in te vullen.",
        "fn.56": "nr. 105 (bijlage), allen beschikbaar op www.ctivd.nl.",
    }
    for name, end in ends.items():
        assert "\n\n" in printed(framework, paragraph(framework, name)).replace(" \n", "\n")
        assert paragraph(framework, name).clean.text.endswith(end)


def test_footnotes_with_the_same_words_stay_two(framework: Document) -> None:
    first, second = paragraph(framework, "fn.67"), paragraph(framework, "fn.68")
    assert first.clean.text == second.clean.text
    assert first.clean.pieces[0].source < second.clean.pieces[0].source


def test_numbers_in_the_text_are_no_footnote_calls(framework: Document) -> None:
    for name, words in {
        "V.i.7": "meer dan 10 jaar geleden",
        "IV.1": "leden 2 tot en met 6, regelt",
        "III.i.4": "toezichtsrapport nr. 28 over",
        "VI.1": "(rapport nr. 38)",
    }.items():
        assert words in paragraph(framework, name).clean.text


def test_closing_formula_is_a_paragraph(framework: Document) -> None:
    last = [p for p in framework.paragraphs if p.kind is ParagraphKind.BODY][-1]
    assert last.clean.text == (
        "Aldus vastgesteld in de vergadering van de Commissie op 10 juni 2015."
    )
