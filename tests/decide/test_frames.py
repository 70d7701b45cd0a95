"""Frames are taken off a question as their examples say, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaderwijzer.decide.frames import Frame, frames, statement
from kaderwijzer.model import Language

ALL = [pytest.param(frame, id=frame.id) for frame in frames()]


@pytest.mark.parametrize("frame", ALL)
def test_a_frame_hits_its_examples_and_none_of_its_counter_examples(frame: Frame) -> None:
    assert frame.examples and frame.not_examples
    assert [e for e in frame.examples if not frame.pattern.search(e)] == []
    assert [e for e in frame.not_examples if frame.pattern.search(e)] == []


@pytest.mark.parametrize("frame", ALL)
def test_an_example_is_read_with_the_frames_own_polarity(frame: Frame) -> None:
    for example in frame.examples:
        read = statement(example, frame.language)
        assert read.denied is frame.flips, example
        assert frame.id in read.frames


@pytest.mark.parametrize(
    ("question", "language", "text", "denied"),
    [
        ("Is it a mistake to think that we may go?", "en", "we may go?", True),
        ("Am I wrong to think it untrue that he signs?", "en", "it untrue that he signs?", True),
        ("We may go. Is she mistaken?", "en", "We may go ?", True),
        ("Is it untrue that she is wrong to sign?", "en", "she is wrong to sign?", True),
        ("Is het onjuist dat de minister tekent?", "nl", "de minister tekent?", True),
        ("Klopt het dat de minister tekent?", "nl", "de minister tekent?", False),
        ("Is het onjist dat de minister tekent?", "nl", "de minister tekent?", True),
        ("Mag de MIVD dit zonder de minister?", "nl", "Mag de MIVD dit zonder de minister?", False),
        ("Is it forbidden to go?", "en", "Is it allowed to go?", True),
        ("Is it untrue that consent is superfluous?", "en", "consent is necessary ?", False),
        ("Hoeft de minister niet te tekenen?", "nl", "moet de minister te tekenen?", True),
        ("Is it not forbidden to go?", "en", "Is it not forbidden to go?", False),
    ],
)
def test_what_is_left_is_the_statement(
    question: str, language: str, text: str, denied: bool
) -> None:
    read = statement(question, Language(language))
    assert (read.text, read.denied) == (text, denied)


@given(st.text(max_size=200), st.sampled_from(list(Language)))
def test_any_text_is_read_and_never_becomes_empty(text: str, language: Language) -> None:
    read = statement(text, language)
    assert bool(read.text.strip()) == bool(text.strip())
    assert read.denied is False or read.frames
