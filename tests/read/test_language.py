"""The language of a question is recognised by what was learnt from the corpus."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kaderwijzer.model import Document, Language
from kaderwijzer.read.annotations import read_annotations
from kaderwijzer.read.language import LogOdds, learn_language, recognise_language

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "language.yaml").read_text(encoding="utf-8")
)
TAUGHT = (
    (Language.DUTCH, "de dienst mag gegevens verstrekken aan een buitenlandse dienst"),
    (Language.ENGLISH, "the service may provide data to a foreign service"),
)


@pytest.fixture(scope="module")
def odds(framework: Document, corpus_folder: Path) -> LogOdds:
    notes = read_annotations(corpus_folder, [framework])
    dutch = [(Language.DUTCH, p.clean.text) for p in framework.paragraphs]
    english = [(Language.ENGLISH, n.english or "") for ns in notes.notes.values() for n in ns]
    return learn_language([*dutch, *english, *((q.language, q.text) for q in notes.questions)])


def cases() -> list:
    """Return the cases; one that is known to go wrong must go wrong, or be put right in the table."""
    wrong = pytest.mark.xfail(strict=True, reason="letters and words alone do not tell")
    return [
        pytest.param(case, id=case["id"], marks=wrong if case.get("goes_wrong") else ())
        for case in CASES
    ]


@pytest.mark.parametrize("case", cases())
def test_language_of_a_question(odds: LogOdds, case: dict) -> None:
    assert recognise_language(case["text"], odds) is Language(case["expected"])


def test_groups_of_one_language_tell_it() -> None:
    odds = learn_language(TAUGHT * 2)
    assert odds[" ee"] > 0 > odds["the"]
    assert odds["ser"] < 0


def test_groups_seen_once_are_left_out() -> None:
    assert "gev" not in learn_language([(Language.DUTCH, "gevaar"), (Language.ENGLISH, "the the")])


def test_nothing_learnt_is_dutch() -> None:
    assert learn_language([]) == {}
    assert recognise_language("what is this", {}) is Language.DUTCH


@given(st.lists(st.sampled_from(TAUGHT), max_size=6).flatmap(st.permutations))
def test_order_of_the_texts_does_not_matter(texts: list[tuple[Language, str]]) -> None:
    assert learn_language(texts) == learn_language(sorted(texts, key=lambda t: t[1]))


@given(st.text(max_size=200))
def test_any_text_gets_a_language(text: str) -> None:
    odds = learn_language(TAUGHT * 2)
    assert recognise_language(text, odds) is recognise_language(text.upper().lower(), odds) or (
        text.lower() != text.upper().lower()
    )
