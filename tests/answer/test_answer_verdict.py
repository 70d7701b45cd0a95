"""A decision in words: the verdict as asked, why, and what would settle it."""

from dataclasses import replace

import pytest

from kaderwijzer.answer.compose import (
    Frame,
    compose_clarification,
    compose_verdict,
    correct_premise,
)
from kaderwijzer.decide.apply import decide
from kaderwijzer.decide.template import read_templates
from kaderwijzer.model import (
    Confidence,
    FactSource,
    Kind,
    KnownFact,
    Language,
    Polarity,
    Quote,
    Reading,
    Template,
    Verdict,
)

FACT = "contributes_own_investigation"
POSITIVE, NEGATIVE = Polarity.POSITIVE, Polarity.NEGATIVE


@pytest.fixture(scope="module")
def consent() -> Template:
    return next(t for t in read_templates() if t.id == "support-consent")


def composed(
    frame: Frame, table: Template, one_quote: Quote, value: str | None, polarity: Polarity
):  # type: ignore[no-untyped-def]
    facts = (KnownFact(FACT, value, FactSource.STATED, "puur voor hen"),) if value else ()
    decision = decide(table, {f.id: f.value for f in facts}, polarity)
    reading = Reading(table.id, polarity, facts, 0.9)
    return compose_verdict(frame, table, reading, decision, [one_quote], [], Confidence.HIGH)


@pytest.mark.parametrize(
    ("value", "polarity", "verdict", "nl", "en"),
    [
        ("no", POSITIVE, Verdict.YES, "Ja. Ingevolge artikel 59 lid 5", "Yes. Under article 59(5)"),
        ("no", NEGATIVE, Verdict.NO, "Nee. Ingevolge artikel 59 lid 5", "No. Under article 59(5)"),
        ("yes", POSITIVE, Verdict.NO, "Nee. Kunnen de activiteiten", "No. Where the activities"),
        ("yes", NEGATIVE, Verdict.YES, "Ja. Kunnen de activiteiten", "Yes. Where the activities"),
        (None, POSITIVE, Verdict.DEPENDS, "Dat hangt ervan af. Kunnen", "It depends. Can the"),
    ],
)
def test_the_verdict_is_on_the_question_as_asked(
    frame: Frame,
    consent: Template,
    one_quote: Quote,
    value: str | None,
    polarity: Polarity,
    verdict: Verdict,
    nl: str,
    en: str,
) -> None:
    answer = composed(frame, consent, one_quote, value, polarity)
    assert (answer.kind, answer.judged.verdict) == (Kind.VERDICT, verdict)
    assert answer.conclusion.startswith(nl if frame.language is Language.DUTCH else en)
    asked = consent.question if polarity is POSITIVE else consent.opposite
    assert answer.judged.rule.reading in (asked.nl, asked.en)


def test_what_is_missing_says_what_each_value_gives(
    frame: Frame, consent: Template, one_quote: Quote
) -> None:
    answer = composed(frame, consent, one_quote, None, NEGATIVE)
    (missing,) = answer.judged.missing
    assert dict(missing.changes) == {"yes": Verdict.YES, "no": Verdict.NO}
    assert missing.question in answer.conclusion


def test_a_clarification_names_each_reading_with_its_verdict(
    frame: Frame, consent: Template, one_quote: Quote
) -> None:
    said = (KnownFact(FACT, "no", FactSource.STATED, "zonder bijdrage"),)
    ways = (Reading(consent.id, POSITIVE, said, 0.5), Reading(consent.id, NEGATIVE, (), 0.4))
    options = [(consent, ways[0], Verdict.YES), (consent, ways[1], Verdict.NO)]
    decision = decide(consent, {FACT: "no"}, POSITIVE)
    answer = compose_clarification(frame, options, decision, [one_quote], [])
    assert (answer.kind, answer.judged.verdict) == (Kind.CLARIFICATION, None)
    assert [(r.rule, r.verdict) for r in answer.judged.readings] == [
        (consent.id, Verdict.YES),
        (consent.id, Verdict.NO),
    ]
    assert len({r.reading for r in answer.judged.readings}) == 2
    assert [r.facts for r in answer.judged.readings] == [said, ()]


@pytest.mark.parametrize(
    ("value", "also", "told"),
    [
        ("no", "support-consent", True),
        (None, "support-consent", False),
        ("no", "abroad-outcome", False),
    ],
)
def test_where_only_yes_and_no_are_unsure_what_the_text_says_is_told(
    frame: Frame, consent: Template, one_quote: Quote, value: str | None, also: str, told: bool
) -> None:
    other = replace(consent, id=also)
    facts = {FACT: value} if value else {}
    decision, opposite = (decide(consent, facts, way) for way in (POSITIVE, NEGATIVE))
    options = [
        (consent, Reading(consent.id, POSITIVE, (), 0.5), decision.verdict),
        (other, Reading(also, NEGATIVE, (), 0.4), opposite.verdict),
    ]
    answer = compose_clarification(frame, options, decision, [one_quote], [])
    conclusion = consent.rows[0].conclusion
    own = conclusion.nl if answer.language is Language.DUTCH else conclusion.en
    assert (own.partition(". ")[2] in answer.conclusion) is told
    assert answer.conclusion.split()[0].strip(",.") not in ("Ja", "Nee", "Yes", "No")


@pytest.mark.parametrize("told_already", [True, False])
def test_a_premise_is_corrected_and_the_verdict_stays(
    frame: Frame, consent: Template, one_quote: Quote, told_already: bool
) -> None:
    answer = composed(frame, consent, one_quote, "no", POSITIVE)
    said = consent.rows[0].conclusion
    corrected = correct_premise(answer, said, told_already=told_already)
    assert corrected.judged == answer.judged
    assert corrected.conclusion.startswith(answer.conclusion)
    added = corrected.conclusion.removeprefix(answer.conclusion)
    own = said.nl if answer.language is Language.DUTCH else said.en
    assert added.strip()
    assert (own.partition(". ")[2] in added) is not told_already
