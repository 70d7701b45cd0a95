"""The wording model: words and letter groups of a statement → topics, polarities, inside."""

import numpy as np
import pytest

from kaderwijzer.decide.template import read_templates
from kaderwijzer.decide.understand import heads
from kaderwijzer.search.wording import SLOTS, Wording, read_wording, slots_of


@pytest.fixture(scope="module")
def wording() -> Wording:
    return read_wording()


def test_slots_stay_what_the_model_was_trained_with() -> None:
    # One letter more or less in the way groups are named, and every vector would stand for another group.
    assert slots_of("Mag het?").tolist() == [
        1612,
        2936,
        3197,
        4612,
        5377,
        5382,
        6602,
        9645,
        12156,
        16509,
        19683,
        23510,
        24571,
        26957,
        27530,
        27962,
        29955,
        32306,
    ]


@pytest.mark.parametrize("text", ["mag HET?", "  Mag\n het? "])
def test_capitals_and_spaces_say_nothing(text: str) -> None:
    assert slots_of(text).tolist() == slots_of("Mag het?").tolist()


def test_slots_are_in_the_table_and_stand_once() -> None:
    slots = slots_of("Mag de MIVD een buitenlandse dienst om een volgactie vragen? " * 30)
    assert len(set(slots.tolist())) == len(slots)
    assert slots.min() >= 0 and slots.max() < SLOTS


def test_heads_are_those_of_the_tables(wording: Wording) -> None:
    mixed = wording.mixed("Is een mondeling verzoek genoeg?")
    assert len(wording.topics(mixed)) == len(wording.polarities(mixed)) == len(heads().tables)
    assert np.exp(wording.topics(mixed)).sum() == pytest.approx(1.0, abs=1e-5)


def test_a_text_without_words_says_as_much_as_nothing(wording: Wording) -> None:
    assert slots_of(" \n").size == 0
    mixed = wording.mixed(" \n")
    assert not mixed.any()
    assert np.isfinite(wording.topics(mixed)).all() and np.isfinite(wording.inside(mixed))


def test_it_knows_the_questions_it_learnt(wording: Wording) -> None:
    asked = [
        (number, polarity, text)
        for number, table in enumerate(read_templates())
        for polarity, both in ((-1, table.question), (1, table.opposite))
        for text in (both.nl, both.en)
    ]
    mixed = [wording.mixed(text) for _, _, text in asked]
    topics = [int(np.argmax(wording.topics(each))) for each in mixed]
    turned = [wording.polarities(each)[n] for each, (n, _, _) in zip(mixed, asked, strict=True)]
    assert np.mean([t == n for t, (n, _, _) in zip(topics, asked, strict=True)]) > 0.95
    assert np.mean([t * p > 0 for t, (_, p, _) in zip(turned, asked, strict=True)]) > 0.95
