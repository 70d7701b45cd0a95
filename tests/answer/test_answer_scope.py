"""What is refused: later law by name, the unreadable, and what lies near outside questions."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaderwijzer.answer import scope
from kaderwijzer.answer.scope import MAX_CHARACTERS, judge, probability_outside, unreadable
from kaderwijzer.model import (
    Confidence,
    Language,
    Neighbours,
    Polarity,
    Reading,
    RefusalReason,
    Signals,
)
from kaderwijzer.read.language import learn_language

NL, EN = Language.DUTCH, Language.ENGLISH
NOT_IN_TEXT, OUTSIDE = RefusalReason.NOT_IN_TEXT, RefusalReason.OUTSIDE_CORPUS
REASONS = [NOT_IN_TEXT, OUTSIDE, NOT_IN_TEXT, OUTSIDE, OUTSIDE]
NEAR = Neighbours(inside=0.95, outside=0.7, dense=0, stems=0, groups=0, nearest_outside=(0,))
FAR = Neighbours(inside=0.7, outside=0.95, dense=1, stems=1, groups=1, nearest_outside=(0, 1, 3))


# --- later law ---------------------------------------------------------------------------------

LATER = [
    "Wat zegt de Wiv 2017 over bulkdata?",
    "wat zegt de wiv2017?",
    "Wat staat er in de Wiv 17?",
    "Wiv-2017",
    "Geldt dit ook onder de Wet op de inlichtingen- en veiligheidsdiensten 2017?",
    "What changed under the Intelligence and Security Services Act 2017?",
    "What does the 2017 Act say?",
    "Moet de TIB instemmen?",
    "Does the tib review the minister's permission?",
    "Wat doet de Toetsingscommissie Inzet Bevoegdheden?",
    "Wat regelt de Tijdelijke wet onderzoeken AIVD en MIVD naar landen met een offensief cyberprogramma?",
    "What does the temporary act allow?",
    "What does the Temporary Cyber Act allow?",
    "Is de sleepwet van toepassing?",
]
NOT_LATER = [
    "Wat zegt de Wiv 2002 over bulkdata?",
    "Wat staat er in de Wiv?",
    "Is er een tijdelijke regeling voor gezamenlijke operaties?",
    "Mag de MIVD een tijdelijke wetgeving toepassen?",
    "Is temporary support allowed?",
    "Wat betekent tibetaans?",
    "Moet het hoofd in 2017 melden?",
    "What does the 2002 Act say?",
    "Is een sleepweterij toegestaan?",
]


@pytest.mark.parametrize("question", LATER)
def test_later_law_is_refused_by_name_however_near_it_is(question: str) -> None:
    judgement = judge(question, NEAR, REASONS)
    assert (judgement.refuse, judgement.confidence) == (
        RefusalReason.LATER_LAW,
        Confidence.HIGH,
    )


@pytest.mark.parametrize("question", NOT_LATER)
def test_what_only_looks_like_later_law_is_not(question: str) -> None:
    assert judge(question, NEAR, REASONS).refuse is None


@pytest.mark.parametrize("pattern", scope._data()["later_law"])
def test_every_pattern_of_later_law_has_its_example(pattern: str) -> None:
    assert any(re.search(pattern, question, re.IGNORECASE) for question in LATER)
    assert not any(re.search(pattern, question, re.IGNORECASE) for question in NOT_LATER)


# --- unreadable --------------------------------------------------------------------------------

KNOWN = learn_language(
    [
        (NL, "Wanneer mag de MIVD gegevens verstrekken aan een buitenlandse dienst? " * 2),
        (EN, "When may the MIVD provide data to a foreign service? " * 2),
    ]
)
READABLE = "Wanneer mag de MIVD gegevens verstrekken?"
LINES = {
    "empty": ("De vraag is leeg", "The question is empty"),
    "long": ("De vraag telt", "The question has"),
    "binary": ("tekens die geen tekst zijn", "characters that are not text"),
    "words": ("te weinig herkenbare woorden", "too few words"),
}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "empty"),
        (" \t\r\n\u00a0\u2003", "empty"),
        ("x" * 10_000, "long"),
        (READABLE + "a" * MAX_CHARACTERS, "long"),
        ("PK\x03\x04" + READABLE, "binary"),
        (READABLE + "\x00", "binary"),
        (READABLE + "\x7f", "binary"),
        (READABLE + "\ud800", "binary"),  # half a surrogate pair
        (READABLE + "\ue000", "binary"),  # private use
        (READABLE + "\uffff", "binary"),  # no character at all
        ("?!", "words"),
        ("12345 67890", "words"),
        ("xqzw vvkj qqpx", "words"),
        ("什么是第三方规则", "words"),
        ("👍🏽", "words"),
    ],
)
def test_unreadable_texts_get_a_clear_line_in_each_language(text: str, line: str) -> None:
    for language, expected in zip((NL, EN), LINES[line], strict=True):
        found = unreadable(text, KNOWN, language)
        assert found
        assert expected in found
        assert "\n" not in found


@pytest.mark.parametrize(
    "text",
    [
        READABLE,
        f"  {READABLE}\n",
        "Wanneer\tmag de\r\nMIVD gegevens verstrekken?",
        "gegevens",
        "When may the MIVD provide data?",
        "Wanneer mag de MIVD “gegevens” verstrekken … aan een dienst – nü?",
        "Wanneer mag de MIVD gegevens verstrekken? 👍",
        f"  {(READABLE * 60)[:MAX_CHARACTERS]}  ",  # white space around it does not count
    ],
)
def test_readable_texts(text: str) -> None:
    assert unreadable(text, KNOWN, NL) is None


@pytest.mark.parametrize(("length", "readable"), [(1999, True), (2000, True), (2001, False)])
def test_the_longest_question(length: int, readable: bool) -> None:
    text = (READABLE * 60)[:length]
    assert (len(text), MAX_CHARACTERS) == (length, 2000)
    found = unreadable(text, KNOWN, NL)
    assert (found is None) is readable
    if found:
        assert "2001" in found
        assert "2000" in found


@given(st.text(max_size=3000))
def test_any_text_is_readable_or_gets_one_line(text: str) -> None:
    found = unreadable(text, KNOWN, EN)
    assert found is None or (found.endswith(".") and "\n" not in found and "{" not in found)
    if text.isspace() or not text:
        assert found


# --- near and far ------------------------------------------------------------------------------


def test_near_is_answered_and_far_is_refused() -> None:
    near, far = judge("vraag", NEAR, REASONS), judge("vraag", FAR, REASONS)
    assert (near.refuse, near.confidence) == (None, Confidence.HIGH)
    assert far.refuse is OUTSIDE  # two of the three nearest
    assert near.probability_outside < scope.refuse_from() <= far.probability_outside


@pytest.mark.parametrize(
    ("nearest", "reason"),
    [
        ((0,), NOT_IN_TEXT),
        ((1,), OUTSIDE),
        ((0, 1), NOT_IN_TEXT),  # a tie: the nearest
        ((1, 0), OUTSIDE),
        ((0, 1, 3), OUTSIDE),
        ((3, 0, 2), NOT_IN_TEXT),
    ],
)
def test_the_reason_is_that_of_most_of_the_nearest(
    nearest: tuple[int, ...], reason: RefusalReason
) -> None:
    assert judge("vraag", replace(FAR, nearest_outside=nearest), REASONS).refuse is reason


def test_a_corpus_without_written_questions_refuses_nothing_and_is_not_sure() -> None:
    judgement = judge("vraag", Neighbours(1.0, 0.0, 0.0, 0.0, 0.0, ()), [])
    assert (judgement.refuse, judgement.confidence) == (None, Confidence.LOW)
    assert judge("de sleepwet", Neighbours(1, 0, 0, 0, 0, ()), []).refuse is RefusalReason.LATER_LAW


MODEL = {"intercept": 0.0, "inside": -2.0, "outside": 2.0, "dense": 1.0, "stems": 0.5, "groups": 0}


@pytest.mark.parametrize(
    ("neighbours", "expected"),
    [
        (Neighbours(0, 0, 0, 0, 1, ()), 0.5),
        (Neighbours(0.5, 0.5, 0, 0, 0, ()), 0.5),
        (Neighbours(0, 0.5, 0, 0, 0, ()), 0.7310586),  # 1 / (1 + 1/e)
        (Neighbours(0.5, 0, 0, 0, 0, ()), 0.2689414),
        (Neighbours(0, 0.5, 1, 0, 0, ()), 0.8807971),
        (Neighbours(0, 0.5, 0, 1, 0, ()), 0.8175745),
    ],
)
def test_the_probability_is_logistic(neighbours: Neighbours, expected: float) -> None:
    assert probability_outside(neighbours, MODEL) == pytest.approx(expected, abs=1e-6)


@given(
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from(["dense", "stems", "groups", "outside"]),
)
def test_more_outside_questions_nearby_never_make_it_likelier_to_be_inside(
    low: float, high: float, signal: str
) -> None:
    low, high = sorted((low, high))
    model = scope._data()["model"]
    less, more = (replace(FAR, **{signal: value}) for value in (low, high))
    assert probability_outside(less, model) <= probability_outside(more, model)


# --- what the reading model says ---------------------------------------------------------------

BETWEEN = replace(FAR, inside=0.83, outside=0.83)
CLEAR = {"inside": 6.0, "nearest": 14.0, "turn": 9.0}


def read(inside: float, nearest: float, turn: float) -> tuple[Signals, Reading]:
    signals = Signals((0.0, nearest), (0.0, turn), (), inside)
    return signals, Reading("table", Polarity.POSITIVE, (), 0.95, turn)


@pytest.mark.parametrize("name, unclear", [("inside", -6.0), ("nearest", 3.0), ("turn", 0.1)])
def test_what_is_hard_to_read_is_likelier_to_lie_outside(name: str, unclear: float) -> None:
    clear = judge("vraag", BETWEEN, REASONS, *read(**CLEAR))
    less = judge("vraag", BETWEEN, REASONS, *read(**(CLEAR | {name: unclear})))
    assert clear.probability_outside < less.probability_outside


def test_what_cannot_be_read_at_all_is_refused_and_what_can_is_not() -> None:
    dim = {"inside": -6.0, "nearest": 3.0, "turn": 0.1}
    assert judge("vraag", BETWEEN, REASONS, *read(**CLEAR)).refuse is None
    assert judge("vraag", BETWEEN, REASONS, *read(**dim)).refuse is not None


@pytest.mark.parametrize(
    "inside, outside, refused",
    [
        (0.91, 0.90, False),
        (0.88, 0.79, False),
        (0.88, 0.82, True),
        (0.86, 0.70, True),
        (0.91, 0.92, True),
    ],
)
def test_what_is_like_an_answered_question_and_clearly_less_like_others_is_not_refused(
    inside: float, outside: float, refused: bool
) -> None:
    near = replace(FAR, inside=inside, outside=outside)
    unclear = read(inside=-6.0, nearest=0.0, turn=0.0)
    assert (judge("vraag", near, REASONS, *unclear).refuse is not None) is refused
