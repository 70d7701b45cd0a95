"""A premise is found where a question begins with one, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaderwijzer.decide.frames import Frame, premise, premises
from kaderwijzer.model import Language

ALL = [pytest.param(opening, id=opening.id) for opening in premises()]


@pytest.mark.parametrize("opening", ALL)
def test_a_pattern_hits_its_examples_and_none_of_its_counter_examples(opening: Frame) -> None:
    assert opening.examples and opening.not_examples
    assert [e for e in opening.examples if premise(e, opening.language) is None] == []
    assert [e for e in opening.not_examples if premise(e, opening.language) is not None] == []


@pytest.mark.parametrize(
    ("question", "language", "found"),
    [
        ("Omdat de minister tekent, hoeven wij niets te doen?", "nl", "de minister tekent?"),
        ("Since all requests are granted, may we refuse?", "en", "all requests are granted?"),
        ("Mag de minister tekenen?", "nl", None),
    ],
)
def test_what_is_taken_for_granted(question: str, language: str, found: str | None) -> None:
    assert premise(question, Language(language)) == found


@given(st.text(max_size=200), st.sampled_from(list(Language)))
def test_a_premise_is_part_of_the_question(text: str, language: Language) -> None:
    found = premise(text, language)
    assert found is None or found.removesuffix("?") in text
