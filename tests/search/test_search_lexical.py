"""Terms, and BM25 against the formula worked out by hand."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaderwijzer.model import Language
from kaderwijzer.search.lexical import Analyzer, Lexical, terms

NL, EN = Language.DUTCH, Language.ENGLISH
STEMS, GROUPS = Analyzer.STEMS, Analyzer.GROUPS
K1, B = 1.2, 0.75


@pytest.mark.parametrize(
    ("text", "language", "analyzer", "expected"),
    [
        ("De diensten beslissen", NL, STEMS, ["dienst", "beslis"]),
        ("de het een van en", NL, STEMS, []),
        ("the services of foreign countries", EN, STEMS, ["servic", "foreign", "countri"]),
        ("Wiv 2002, artikel 59", NL, STEMS, ["wiv", "2002", "artikel", "59"]),
        ("AIVD MIVD aivd", NL, STEMS, ["aivd", "mivd", "aivd"]),
        ("quid-pro-quo", NL, STEMS, ["quid-pro-quo"]),
        ("x y", EN, STEMS, []),  # single letters say nothing
        ("", NL, STEMS, []),
        ("«»…—", NL, GROUPS, []),
        ("wet", NL, GROUPS, [" we", "wet", "et ", " wet", "wet ", " wet "]),
        ("AB", NL, GROUPS, [" ab", "ab ", " ab "]),
        ("een wet", NL, GROUPS, [" ee", "een", "en ", " een", "een ", " een ",
                                 " we", "wet", "et ", " wet", "wet ", " wet "]),
    ],
)  # fmt: skip
def test_terms(text: str, language: Language, analyzer: Analyzer, expected: list[str]) -> None:
    assert terms(text, language, analyzer) == expected


TEXTS = [
    "De minister beslist over het verzoek",
    "De minister beslist en de minister tekent",
    "Het hoofd van de dienst informeert de minister achteraf over het verzoek",
    "Toezicht",
    "de het een",
]


def by_hand(texts: list[str], question: str, analyzer: Analyzer) -> list[float]:
    """Return BM25 (Lucene's variant) as the formula has it: sum of idf times damped frequency."""
    cut = [terms(text, NL, analyzer) for text in texts]
    average = sum(map(len, cut)) / len(cut)
    scores = [0.0] * len(texts)
    for term in set(terms(question, NL, analyzer)):
        having = sum(term in words for words in cut)
        idf = math.log(1 + (len(cut) - having + 0.5) / (having + 0.5))
        for i, words in enumerate(cut):
            frequency = words.count(term)
            damping = K1 * (1 - B + B * len(words) / average)
            scores[i] += idf * frequency / (frequency + damping)
    return scores


@pytest.mark.parametrize("analyzer", Analyzer)
@pytest.mark.parametrize(
    "question",
    [
        "minister",
        "Wie beslist over een verzoek?",
        "toezicht",
        "minister minister minister",
        "beslit",
    ],
)
def test_bm25_is_the_formula(question: str, analyzer: Analyzer) -> None:
    scores = Lexical.build(TEXTS, NL, analyzer).scores(question)
    assert scores.tolist() == pytest.approx(by_hand(TEXTS, question, analyzer), abs=1e-5)


def test_bm25_of_one_text_worked_out() -> None:
    # One text of one word: idf = ln(1 + 0.5/1.5), frequency 1 of average length: 1 / (1 + 1.2).
    (score,) = Lexical.build(["minister"], NL, STEMS).scores("minister").tolist()
    assert score == pytest.approx(0.2876821 / 2.2, abs=1e-6)


def test_letter_groups_find_a_misspelt_word_that_stems_do_not() -> None:
    stems, groups = (Lexical.build(TEXTS, NL, a).scores("toezigt") for a in (STEMS, GROUPS))
    assert not stems.any()
    assert int(groups.argmax()) == 3


@pytest.mark.parametrize("question", ["", "de het een", "?!", "xyzzy", "\0"])
@pytest.mark.parametrize("texts", [TEXTS, ["de"], [""]], ids=["texts", "stop word", "nothing"])
def test_a_question_without_known_words_scores_nothing(texts: list[str], question: str) -> None:
    assert Lexical.build(texts, NL, STEMS).scores(question).tolist() == [0.0] * len(texts)


@given(st.lists(st.sampled_from(["minister", "dienst", "wet", "de", "toezicht"]), max_size=6))
def test_any_question_of_the_texts_words_is_the_formula(words: list[str]) -> None:
    question = " ".join(words)
    scores = Lexical.build(TEXTS, NL, STEMS).scores(question)
    assert np.allclose(scores, by_hand(TEXTS, question, STEMS), atol=1e-5)


@pytest.mark.parametrize("analyzer", Analyzer)
def test_saved_and_loaded_it_scores_the_same(tmp_path: Path, analyzer: Analyzer) -> None:
    built = Lexical.build(TEXTS, NL, analyzer)
    built.save(tmp_path)
    loaded = Lexical.load(tmp_path, NL, analyzer)
    for question in ("Wie beslist over een verzoek?", "toezicht", "de"):
        assert loaded.scores(question).tolist() == built.scores(question).tolist()
    assert built.scores("toezicht").any()
