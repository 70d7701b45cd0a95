"""Texts → citations: the hand-written truth of the framework, short cases, places."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from evaluation.citations.evaluate_citations import score_parsing
from evaluation.citations.truth import document_of, gold, held_back
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cite.conftest import cases

from kaderwijzer.cite import place
from kaderwijzer.cite.labels import show_pinpoint
from kaderwijzer.cite.parse import parse
from kaderwijzer.model import Citation, Document, Span

WORDS = (
    "artikel art. artikelen 59 12 lid leden 2 en tot met , . ( ) jo Wiv 2002 nr. Kamerstukken II "
    "1999/2000 25 877 p. 8 onder a rapport 22a hoofdstuk van de § -"
)


def test_framework_agrees_with_the_hand_written_truth(document: Document) -> None:
    score, differences = score_parsing([(document, gold())])
    assert differences == []
    assert (score.right, score.missed, score.invented) == (204, 0, 0)


def test_held_back_texts_stay_as_good_as_they_were() -> None:
    score, _ = score_parsing(list(held_back()))
    assert (score.right, score.missed, score.invented) == (170, 0, 0)


def test_texts_of_a_second_reader_stay_as_good_as_they_were() -> None:
    texts = list(held_back("held-back-texts-2"))
    score, _ = score_parsing(texts)
    assert (score.right, score.missed, score.invented) == (193, 1, 1)
    bare = [document for document, truths in texts if not truths]
    assert (len(bare), [c for d in bare for c in parse(d)]) == (18, [])


@pytest.mark.parametrize("case", cases("parse"), ids=lambda c: c["id"])
def test_case(case: dict[str, Any]) -> None:
    found = [
        [c.verbatim, c.id, show_pinpoint(c.pinpoint) if c.pinpoint else None]
        for c in parse(document_of(case["text"]))
    ]
    assert found == case["found"]


@pytest.mark.parametrize("case", cases("identity"), ids=lambda c: c["cited"])
def test_identity(case: dict[str, Any]) -> None:
    (found,) = parse(document_of(case["cited"]))
    assert (found.id, found.url, found.existence.value) == (
        case["id"],
        case["url"],
        case["existence"],
    )


def test_spans_slice_back(document: Document, citations: tuple[Citation, ...]) -> None:
    for citation in citations:
        sliced = "".join(document.source.text[s.start : s.end] for s in citation.spans)
        assert "".join(sliced.split()).replace("-", "") == "".join(
            citation.verbatim.split()
        ).replace("-", "")


def test_citations_stand_in_order_on_their_page(
    document: Document, citations: tuple[Citation, ...]
) -> None:
    starts = [c.spans[0].start for c in citations]
    assert starts == sorted(starts)
    pages = {p.number: p for p in document.source.pages}
    assert all(pages[c.page].start <= c.spans[0].start < pages[c.page].end for c in citations)


@pytest.mark.parametrize(
    ("footnote", "page", "section", "proposition"),
    [
        (1, 4, "II.i", "Samenwerking met risicovolle diensten kan immers in het licht van"),
        (6, 5, "II.i", "Gesteld werd dat ook de mogelijke mate van wederkerigheid een rol"),
        (10, 6, "II.ii", "In rapport 22a heeft de Commissie hieruit afgeleid dat de AIVD"),
        (36, 14, "IV", "Bij de verstrekking van gegevens ingevolge artikel 59 lid 2 Wiv"),
        (38, 14, "IV", "De bevoegdheid voor het geven van toestemming voor het verlenen"),
        (58, 24, "V.vii", "De minister van BZK acht het te ver gaan de zware procedurele"),
        (64, 26, "VI", "Deze vraag ontstond uit haar toezichtsrapport over"),
        (68, 27, "VI.d", "De Commissie heeft dit eerder al over de AIVD aanbevolen en de"),
    ],
)
def test_footnote_supports_the_sentence_that_calls_it(
    citations: tuple[Citation, ...], footnote: int, page: int, section: str, proposition: str
) -> None:
    found = [c for c in citations if c.footnote == footnote]
    assert found
    assert {(c.page, c.section) for c in found} == {(page, section)}
    assert all(c.proposition.startswith(proposition) for c in found)


@pytest.mark.parametrize(("at", "sentence"), [(1, "Een."), (4, "Een."), (5, "Een."), (6, "Twee.")])
def test_marker_behind_a_space_belongs_to_the_sentence_before(at: int, sentence: str) -> None:
    (paragraph,) = document_of("Een. Twee.").paragraphs
    two = replace(paragraph, sentences=(Span(0, 4), Span(5, 10)))
    assert place.sentence(two, at) == sentence


def test_idem_repeats_the_note_before() -> None:
    text = "Kamerstukken II 2009/10, 29 924, nr. 39, p. 9. Idem, p. 11."
    assert [(c.id, c.label) for c in parse(document_of(text))][1] == (
        "kst-29924-39",
        "Kamerstukken II 2009/10, 29 924, nr. 39, p. 11",
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=25))
def test_any_text_gives_citations_that_do_not_overlap(words: list[str]) -> None:
    document = document_of("x " + " ".join(words))
    spans = sorted({(c.spans[0].start, c.spans[-1].end) for c in parse(document)})
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    for citation in parse(document):
        (span,) = citation.spans
        assert document.source.text[span.start : span.end] == citation.verbatim
