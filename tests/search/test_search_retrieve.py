"""Ways of searching, weighed together, on the tiny index where every cosine is set by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search.tiny import number, vector

from kaderwijzer.model import KeyKind, Language, Neighbours, Passages
from kaderwijzer.search.index import Index
from kaderwijzer.search.retrieve import Retriever, ranked

NL, EN = Language.DUTCH, Language.ENGLISH
SENTENCE, QUESTION, OUTSIDE = KeyKind.SENTENCE, KeyKind.QUESTION, KeyKind.OUTSIDE


def standardised(values: list[float]) -> list[float]:
    """Return z-scores: distance from the mean in standard deviations."""
    return ((np.array(values) - np.mean(values)) / np.std(values)).tolist()


@pytest.fixture
def keys(tiny_passages: Passages) -> int:
    return len(tiny_passages.keys)


def scores(
    index: Index, weights: dict[str, float], cosines: dict[int, float], text: str = "?"
) -> list[float]:
    made = vector(len(index.keys.kinds), cosines)
    return Retriever(index, weights).find(text, made, NL, []).scores.tolist()


def test_a_single_way_gives_the_z_scores_of_its_cosines(
    tiny_index: Index, tiny_passages: Passages
) -> None:
    first = number(tiny_passages, SENTENCE, "De minister")
    cosines = dict(zip(range(first, first + 2), [0.2, 0.9], strict=True))
    third = number(tiny_passages, SENTENCE, "De commissie")
    cosines |= {third: 0.4, third + 1: 0.1}
    found = scores(tiny_index, {"dense/sentence": 1.0}, cosines)
    assert found == pytest.approx(standardised([0.2, 0.9, 0.4, 0.1]), abs=1e-5)
    assert ranked(np.array(found)) == [1, 2, 0, 3]


def test_ways_are_summed_with_their_weights(tiny_index: Index, tiny_passages: Passages) -> None:
    sentence = number(tiny_passages, SENTENCE, "De commissie")
    question = number(tiny_passages, QUESTION, "Wie beslist er")
    found = scores(
        tiny_index,
        {"dense/sentence": 0.5, "dense/question": 2.0, "stems/sentence": 0.0},
        {sentence: 1.0, question: 0.6},
        "minister",
    )
    by_sentence, by_question = standardised([0, 0, 1, 0]), standardised([0.6, 0, 0, 0])
    expected = [0.5 * a + 2 * b for a, b in zip(by_sentence, by_question, strict=True)]
    assert found == pytest.approx(expected, abs=1e-5)


def test_a_sentence_counts_by_the_best_of_its_questions(
    tiny_index: Index, tiny_passages: Passages
) -> None:
    both = number(tiny_passages, QUESTION, "Wat mag het hoofd")  # leads to sentences 0 and 1
    first = number(tiny_passages, QUESTION, "Who decides")  # leads to sentence 0
    found = scores(tiny_index, {"dense/question": 1.0}, {both: 0.5, first: 0.8})
    assert found == pytest.approx(standardised([0.8, 0.5, 0.0, 0.0]), abs=1e-5)


def test_a_sentence_without_keys_of_a_kind_gets_the_lowest_score(
    tiny_index: Index, tiny_passages: Passages
) -> None:
    first = number(tiny_passages, KeyKind.TRANSLATION, "The minister")
    cosines = dict(zip(range(first, first + 2), [0.5, 0.3], strict=True))
    cosines[number(tiny_passages, KeyKind.TRANSLATION, "The committee")] = 0.9
    found = scores(tiny_index, {"dense/translation": 1.0}, cosines)
    assert found == pytest.approx(standardised([0.5, 0.3, 0.9, 0.3]), abs=1e-5)


def test_ties_go_to_the_earlier_sentence(tiny_index: Index) -> None:
    tied = scores(tiny_index, {"dense/sentence": 1.0, "stems/sentence": 1.0}, {})
    assert tied == [0.0] * 4
    assert ranked(np.array(tied)) == [0, 1, 2, 3]
    assert ranked(np.array([1, 2, 2, 1], np.float32)) == [1, 2, 0, 3]


def test_only_keys_of_the_questions_language_are_searched_for_words(tiny_index: Index) -> None:
    weights = {"stems/sentence": 1.0, "stems/translation": 1.0}
    retriever, nothing = Retriever(tiny_index, weights), vector(len(tiny_index.keys.kinds), {})
    by_language = {
        language: retriever.scores_by_engine("minister", nothing, language)["stems"]
        for language in Language
    }
    for number_, language in enumerate(Language):
        own = tiny_index.keys.languages == number_
        assert by_language[language][own].any()
        assert not by_language[language][~own].any()


def test_words_of_the_glossary_find_sentences_but_no_neighbours(tiny_index: Index) -> None:
    nothing = vector(len(tiny_index.keys.kinds), {})
    retriever = Retriever(tiny_index, {"stems/sentence": 1.0})
    without = retriever.find("bewindsman", nothing, NL, [])
    added = retriever.find("bewindsman", nothing, NL, ["commissie"])
    assert without.scores.tolist() == [0.0] * 4
    assert ranked(added.scores)[0] == 2
    assert added.neighbours == without.neighbours


def reference(inside: list[float], outside: list[float]) -> float:
    """Return which share of the ten best is outside; a tie goes to the inside."""
    both = [(-c, 0) for c in inside] + [(-c, 1) for c in outside]
    nearest = sorted(both)[:10]
    return sum(place for _, place in nearest) / len(nearest)


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), min_size=8, max_size=8))
def test_neighbours_by_cosine(
    tiny_index: Index, tiny_passages: Passages, cosines: list[float]
) -> None:
    asked = [n for n, k in enumerate(tiny_passages.keys) if k.kind in (QUESTION, OUTSIDE)]
    made = vector(len(tiny_passages.keys), dict(zip(asked, cosines, strict=True)))
    found = Retriever(tiny_index, {}).find("?", made, NL, []).neighbours
    inside, outside = cosines[:5], cosines[5:]
    assert (found.inside, found.outside) == (max(inside), max(outside))
    assert found.dense == pytest.approx(reference(inside, outside))
    assert found.nearest_outside == tuple(sorted(range(3), key=lambda i: (-outside[i], i)))


def test_neighbours_by_words_are_those_of_the_language(tiny_index: Index, keys: int) -> None:
    retriever = Retriever(tiny_index, {})
    dutch = retriever.find("Hoe laat is het?", vector(keys, {}), NL, []).neighbours
    english = retriever.find("Hoe laat is het?", vector(keys, {}), EN, []).neighbours
    # All written questions of a language are among the ten: 2 of 5 are outside in Dutch, 1 of 3.
    assert (dutch.stems, dutch.groups) == pytest.approx((2 / 5, 2 / 5))
    assert (english.stems, english.groups) == pytest.approx((1 / 3, 1 / 3))


@pytest.mark.parametrize(
    ("hidden", "inside", "outside", "nearest"),
    [
        ([], 0.9, 0.8, (0, 1, 2)),
        (["Wie beslist er"], 0.3, 0.8, (0, 1, 2)),
        (["Wat kost het"], 0.9, 0.5, (0, 1)),
        (["Wie beslist er", "Wat kost het", "What does it cost"], 0.3, 0.1, (0,)),
    ],
)
def test_hidden_questions_are_passed_over(
    tiny_index: Index,
    tiny_passages: Passages,
    hidden: list[str],
    inside: float,
    outside: float,
    nearest: tuple[int, ...],
) -> None:
    kinds = {"Wie": QUESTION, "Wha": OUTSIDE, "Wat": OUTSIDE, "Hoe": OUTSIDE}
    numbers = {
        text: number(tiny_passages, kinds[text[:3]], text)
        for text in ("Wie beslist er", "Wie houdt", "Wat kost het", "What does", "Hoe laat")
    }
    numbers["What does it cost"] = numbers["What does"]
    cosines = [0.9, 0.3, 0.8, 0.5, 0.1]
    made = vector(len(tiny_passages.keys), dict(zip(numbers.values(), cosines, strict=False)))
    retriever = Retriever(tiny_index, {})
    by_engine = retriever.scores_by_engine("?", made, NL)
    found = retriever.neighbours(by_engine, NL, frozenset(numbers[text] for text in hidden))
    assert (found.inside, found.outside) == pytest.approx((inside, outside))
    assert found.nearest_outside == nearest


@pytest.mark.parametrize("kind", [QUESTION, OUTSIDE])
def test_without_written_questions_of_a_side_there_are_no_neighbours(
    tiny_index: Index, tiny_passages: Passages, kind: KeyKind
) -> None:
    retriever = Retriever(tiny_index, {})
    by_engine = retriever.scores_by_engine("?", vector(len(tiny_passages.keys), {}), NL)
    all_of_kind = frozenset(n for n, k in enumerate(tiny_passages.keys) if k.kind is kind)
    assert retriever.neighbours(by_engine, NL, all_of_kind) == Neighbours(1, 0, 0, 0, 0, ())


def test_the_same_question_scores_the_same_twice(tiny_index: Index, keys: int) -> None:
    retriever = Retriever(tiny_index)  # with the product's own weights
    made = vector(keys, {0: 0.3, 5: 0.7})
    first, second = (retriever.find("wie beslist", made, NL, ["minister"]) for _ in range(2))
    assert first.scores.tolist() == second.scores.tolist()
    assert np.std(first.scores) > 0
