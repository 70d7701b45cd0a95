"""Paragraphs are cut at the ends of sentences, and only there."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kaderwijzer.model import Document
from kaderwijzer.read.sentences import sentences

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "sentences.yaml").read_text(encoding="utf-8")
)
ODD = (
    "De dienst. nr. p. artikel 59 lid 2. “Ja.” Nee! Wie? (zie II.i). m.b.t. a. e.v.; ‘derde ; B. …"
)
WORDS = st.sampled_from(ODD.split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_sentences(case: dict) -> None:
    text = " ".join(case["expected"])
    assert [text[s.start : s.end] for s in sentences(text)] == case["expected"]


def outside(text: str) -> str:
    """Return what of a text no sentence covers; fails where sentences overlap."""
    left, at = "", 0
    for s in sentences(text):
        assert at <= s.start < s.end
        left += text[at : s.start]
        at = s.end
    return left + text[at:]


@given(st.lists(WORDS, max_size=120).map(" ".join))
def test_sentences_cover_all_text(text: str) -> None:
    assert outside(text).strip() == ""


@given(st.text())
def test_sentences_cover_any_text(text: str) -> None:
    assert outside(" ".join(text.split())).strip() == ""


def test_sentences_of_the_framework_start_as_sentences_do(framework: Document) -> None:
    odd = []
    for paragraph in framework.paragraphs:
        for s in paragraph.sentences:
            first = paragraph.clean.text[s.start : s.end].lstrip("“‘(")[0]
            if not first.isupper():
                odd.append((paragraph.id, s.start))
    # Only the long lists of reports in two footnotes are cut at their semicolons.
    assert {name for name, _ in odd} == {"fn.23"}


def test_no_sentence_of_the_framework_ends_in_an_abbreviation(framework: Document) -> None:
    ends = {
        paragraph.clean.text[s.start : s.end].split()[-1]
        for paragraph in framework.paragraphs
        for s in paragraph.sentences
    }
    assert not ends & {"nr.", "nrs.", "p.", "ex.", "N.a.v.", "m.b.t.", "lid.", "jo."}
