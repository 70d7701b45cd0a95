"""Which sentences are quoted, and that a quotation is what its spans hold."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search import tiny

from kaderwijzer.answer.quote import _NEAR, MAX_CHARACTERS, Passage, pages_of, quote, select
from kaderwijzer.model import (
    Authority,
    Document,
    Paragraph,
    ParagraphKind,
    Quote,
    Role,
    SentenceNote,
    Span,
    Unit,
)
from kaderwijzer.read.cleaning import source_spans
from kaderwijzer.read.plain import read_plain
from kaderwijzer.read.structure import structure


def quoted(
    document: Document,
    paragraph: Paragraph,
    sentences: range,
    notes: Sequence[SentenceNote] = (),
) -> Quote:
    """Quote sentences of a paragraph, as the program does."""
    start = paragraph.sentences[sentences[0]].start
    end = paragraph.sentences[sentences[-1]].end
    spans = source_spans(paragraph.clean, start, end, document.source.text)
    return quote(document, paragraph, sentences, notes, role=Role.BASIS, spans=spans)


# --- which sentences ---------------------------------------------------------------------------


def chosen(
    texts: list[str], scores: list[float], paragraphs: list[int] | None = None
) -> list[tuple[int, int]]:
    """Return the first and last sentence of each passage, for sentences of one document."""
    places = paragraphs or [0] * len(texts)
    units = [Unit(0, p, i) for i, p in enumerate(places)]
    order = sorted(range(len(texts)), key=lambda i: (-scores[i], i))
    return [(p.first, p.last) for p in select(order, scores, units, texts)]


SHORT, LONG = "Een zin.", "x" * 400


@pytest.mark.parametrize(
    ("texts", "scores", "paragraphs", "expected"),
    [
        ([], [], None, []),
        ([SHORT], [1.0], None, [(0, 0)]),
        # A neighbour joins from a certain share of the best score.
        ([SHORT] * 2, [1.0, _NEAR], None, [(0, 1)]),
        ([SHORT] * 2, [1.0, _NEAR - 0.01], None, [(0, 0), (1, 1)]),
        ([SHORT] * 2, [1.0, _NEAR + 0.01], None, [(0, 1)]),
        ([SHORT] * 3, [0.9, 1.0, 0.8], None, [(0, 2)]),
        ([SHORT] * 3, [1.0, 0.0, 0.9], None, [(0, 0), (2, 2), (1, 1)]),
        # Not over a paragraph's end.
        ([SHORT] * 3, [0.9, 1.0, 0.8], [0, 1, 1], [(1, 2), (0, 0)]),
        # Of two neighbours the better one joins first, and there is room for one only.
        ([LONG, "x" * 150, LONG], [0.6, 1.0, 0.5], None, [(0, 1), (2, 2)]),
        ([LONG, "x" * 150, LONG], [0.5, 1.0, 0.6], None, [(1, 2), (0, 0)]),
        ([LONG, "x" * 150, LONG], [0.5, 1.0, 0.5], None, [(0, 1), (2, 2)]),  # a tie: the earlier
        # A sentence that leans back takes its predecessor along, whatever that one scores.
        ([SHORT, "Hiervan is sprake."], [0.0, 1.0], None, [(0, 1)]),
        ([SHORT, "Deze wet.", "Dit geldt."], [0.0, 0.0, 1.0], None, [(0, 2)]),
        ([SHORT, "Is dat zo?"], [0.0, 1.0], None, [(0, 1)]),
        ([SHORT, "Hiervandaan."], [0.0, 1.0], None, [(1, 1), (0, 0)]),  # another word
        ([SHORT, "Dit is het."], [0.0, 1.0], [0, 1], [(1, 1), (0, 0)]),  # starts its paragraph
        ([SHORT, "Dit is het.", SHORT], [1.0, 0.9, 0.0], None, [(0, 1), (2, 2)]),
        ([LONG, "Dit " + LONG], [0.0, 1.0], None, [(1, 1), (0, 0)]),  # no room
        # Reached by growing, a sentence that leans back is not looked behind yet.
        pytest.param([SHORT, "Dit is zo.", SHORT], [0.0, 0.9, 1.0], None, [(0, 2)],
                     marks=pytest.mark.xfail(strict=True, reason="looks back from the best only")),
    ],
)  # fmt: skip
def test_passages(
    texts: list[str],
    scores: list[float],
    paragraphs: list[int] | None,
    expected: list[tuple[int, int]],
) -> None:
    assert chosen(texts, scores, paragraphs) == expected


@pytest.mark.parametrize(
    ("second", "expected"), [(199, [(0, 1)]), (200, [(0, 0), (1, 1)]), (198, [(0, 1)])]
)
def test_six_hundred_characters_with_the_space_between(
    second: int, expected: list[tuple[int, int]]
) -> None:
    assert MAX_CHARACTERS == 600
    assert chosen(["x" * 400, "y" * second], [1.0, 0.9]) == expected


def test_sentences_of_two_documents_never_join() -> None:
    units = [Unit(0, 0, 0), Unit(1, 0, 0)]
    passages = list(select([0, 1], [1.0, 0.9], units, [SHORT, SHORT]))
    assert passages == [Passage(0, 0, 1.0), Passage(1, 1, 0.9)]


# Sentences of many lengths, some that lean back, in paragraphs of one to four.
SENTENCES = st.tuples(
    st.sampled_from(["De ", "Dit ", "Hiervan ", "Een "]),
    st.integers(1, 590),
    st.floats(-3, 3, allow_nan=False),
    st.booleans(),
)


@given(st.lists(SENTENCES, max_size=25))
def test_passages_hold_every_sentence_once_and_stay_in_bounds(
    made: list[tuple[str, int, float, bool]],
) -> None:
    texts = [(word + "x" * length)[:600] for word, length, _, _ in made]
    scores = [score for _, _, score, _ in made]
    paragraphs = [sum(new for *_, new in made[: i + 1]) for i in range(len(made))]
    found = chosen(texts, scores, paragraphs)
    held = [i for first, last in found for i in range(first, last + 1)]
    assert sorted(held) == list(range(len(made)))  # no overlap, and none left out
    for first, last in found:
        assert len(" ".join(texts[first : last + 1])) <= MAX_CHARACTERS
        assert len(set(paragraphs[first : last + 1])) == 1
    assert found == chosen(texts, scores, paragraphs)


# --- what a quotation carries ------------------------------------------------------------------


@given(st.data())
def test_any_passage_is_verbatim_what_its_spans_hold(
    framework: Document, data: st.DataObject
) -> None:
    paragraph = data.draw(st.sampled_from(framework.paragraphs))
    first = data.draw(st.integers(0, len(paragraph.sentences) - 1))
    last = data.draw(st.integers(first, len(paragraph.sentences) - 1))
    made = quoted(framework, paragraph, range(first, last + 1))
    source = framework.source.text
    assert " ".join("".join(source[s.start : s.end] for s in made.spans).split()) == made.text
    assert list(made.spans) == sorted(made.spans, key=lambda s: s.start)
    assert made.pages == tuple(sorted(set(made.pages)))
    assert set(made.pages) <= set(paragraph.pages)


def test_no_sentence_of_the_framework_is_longer_than_a_quote_may_be(framework: Document) -> None:
    lengths = [s.end - s.start for p in framework.paragraphs for s in p.sentences]
    assert max(lengths) <= MAX_CHARACTERS
    assert len(lengths) > 400


def paragraph_of(framework: Document, id: str) -> Paragraph:
    return next(p for p in framework.paragraphs if p.id == id)


@pytest.mark.parametrize(
    ("paragraph", "sentences", "pages", "section", "footnotes"),
    [
        ("II.i.2", range(0, 3), (4,), "II.i", (1,)),
        ("II.i.2", range(0, 2), (4,), "II.i", ()),  # the note is called in the third sentence
        ("II.i.3", range(0, 1), (4,), "II.i", (2,)),
        ("II.i.3", range(1, 2), (4,), "II.i", (3,)),
        ("II.i.3", range(0, 2), (4,), "II.i", (2, 3)),
        ("II.i.5", range(0, 1), (4,), "II.i", ()),  # a block quote
        ("fn.2", range(0, 1), (4,), "II.i", (2,)),  # a footnote is its own
        ("I.1", range(0, 1), (3,), "I", ()),
    ],
)
def test_place_and_footnotes(
    framework: Document,
    paragraph: str,
    sentences: range,
    pages: tuple[int, ...],
    section: str,
    footnotes: tuple[int, ...],
) -> None:
    made = quoted(framework, paragraph_of(framework, paragraph), sentences)
    assert (made.pages, made.section, made.footnotes) == (pages, section, footnotes)
    assert (made.paragraph, made.sentences) == (paragraph, tuple(sentences))


def test_a_passage_over_a_page_break_names_both_pages() -> None:
    text = "I Regels\n\nDe minister beslist over\n\fhet verzoek. Het hoofd niet.\n"
    document = structure(read_plain(tiny.entry(text), text.encode()))
    (paragraph,) = document.paragraphs
    assert quoted(document, paragraph, range(0, 1)).pages == (1, 2)
    assert quoted(document, paragraph, range(0, 1)).text == "De minister beslist over het verzoek."
    assert quoted(document, paragraph, range(1, 2)).pages == (2,)


def test_pages_at_their_edges(framework: Document) -> None:
    first, second = framework.source.pages[:2]
    edge = first.end
    assert pages_of(framework, [Span(edge - 1, edge)]) == (first.number,)
    assert pages_of(framework, [Span(edge, edge + 1)]) == (second.number,)
    assert pages_of(framework, [Span(edge - 1, edge + 1)]) == (first.number, second.number)


C, M, S = Authority.COMMITTEE, Authority.MINISTER, Authority.STATUTE


@pytest.mark.parametrize(
    ("speakers", "expected"),
    [
        ([C], C),
        ([M, C, C], C),
        ([C, C, M], C),
        ([M, C], M),  # a tie: who speaks first
        ([S, M, C], S),
        ([], Authority.DOCUMENT),
    ],
)
def test_who_speaks_is_who_says_most(
    framework: Document, speakers: list[Authority], expected: Authority
) -> None:
    paragraph = paragraph_of(framework, "I.1")
    notes = [SentenceNote(who, None) for who in speakers]
    sentences = range(max(len(speakers), 1))
    assert quoted(framework, paragraph, sentences, notes).authority is expected


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        (["One.", "Two."], "One. Two."),
        (["One.", None], "One."),
        ([None, None], None),
    ],
)
def test_the_translation_is_that_of_the_sentences(
    framework: Document, english: list[str | None], expected: str | None
) -> None:
    notes = [SentenceNote(C, "Zero."), *(SentenceNote(C, e) for e in english)]
    made = quoted(framework, paragraph_of(framework, "I.1"), range(1, 3), notes)
    assert made.translation == expected


def test_a_heading_is_never_quoted(framework: Document) -> None:
    headings = [section.span for section in framework.sections]
    for paragraph in framework.paragraphs:
        assert paragraph.kind in ParagraphKind
        made = quoted(framework, paragraph, range(len(paragraph.sentences)))
        assert not any(h.start < s.end and s.start < h.end for h in headings for s in made.spans), (
            paragraph.id
        )
    assert len(headings) > 20


def test_every_quote_begins_and_ends_as_a_sentence_does(framework: Document) -> None:
    for paragraph in framework.paragraphs:
        if paragraph.kind is ParagraphKind.FOOTNOTE:
            continue
        for number in range(len(paragraph.sentences)):
            made = quoted(framework, paragraph, range(number, number + 1))
            assert re.match(r"[“‘(\[]?[A-Z0-9ÉË]|[a-z]", made.text), made.text
            assert made.text[-1] in ".?!:;”’)", made.text
