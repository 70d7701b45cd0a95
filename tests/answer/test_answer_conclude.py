"""The conclusion answers the question as it was asked, once, and says on what it hinges."""

from __future__ import annotations

import pytest

from kaderwijzer.answer.conclude import alone, names_of, verdict_line, without_verdict
from kaderwijzer.decide.apply import decide
from kaderwijzer.decide.template import read_templates
from kaderwijzer.model import Language, Polarity, Template

NL, EN = Language.DUTCH, Language.ENGLISH
POSITIVE, NEGATIVE = Polarity.POSITIVE, Polarity.NEGATIVE
TABLES = {table.id: table for table in read_templates()}
ONE_ANSWER = [table for table in TABLES.values() if not table.facts]


def begins_with_yes_or_no(sentence: str) -> bool:
    return sentence.split(maxsplit=1)[0].rstrip(",.:") in {"Ja", "Nee", "Yes", "No"}


@pytest.mark.parametrize("language", [NL, EN])
@pytest.mark.parametrize("polarity", [POSITIVE, NEGATIVE])
@pytest.mark.parametrize("table", ONE_ANSWER, ids=lambda table: table.id)
def test_yes_or_no_is_said_once(table: Template, polarity: Polarity, language: Language) -> None:
    line = verdict_line(language, table, decide(table, {}, polarity))
    verdict, _, why = line.partition(". ")
    assert why
    if not verdict.startswith(("Dat hangt", "It depends")):
        assert begins_with_yes_or_no(verdict)
        assert not begins_with_yes_or_no(why)


def test_the_qualification_of_a_row_stays_where_its_question_was_asked_and_goes_where_it_was_turned():
    table = TABLES["limited-to-common-interests"]
    asked, turned = (verdict_line(NL, table, decide(table, {}, p)) for p in (POSITIVE, NEGATIVE))
    assert asked.startswith("Nee, alleen in beginsel. De minister")
    assert turned.startswith("Ja. De minister")


def test_a_question_whether_something_is_wrong_is_answered_so_that_no_doubt_is_left() -> None:
    table = TABLES["support-written-request"]
    wrong = verdict_line(NL, table, decide(table, {}, NEGATIVE), called_wrong=True)
    right = verdict_line(EN, table, decide(table, {}, POSITIVE), called_wrong=True)
    assert wrong.startswith("Nee, dat klopt wel. De wet")
    assert right.startswith("Yes, that is wrong. As an additional")


def test_what_a_verdict_hinges_on_is_told_value_by_value_without_a_second_yes_or_no() -> None:
    table = TABLES["foreign-activity-nl-which-minister"]
    line = verdict_line(NL, table, decide(table, {}, NEGATIVE))
    assert line == (
        "Dat hangt ervan af. Vinden de activiteiten plaats op plaatsen die in gebruik zijn bij het "
        "ministerie van Defensie? Op een plaats in gebruik bij Defensie: nee. Elders in Nederland: ja."
    )


@pytest.mark.parametrize(
    "conclusion, rest",
    [
        ("Ja. De wet eist dat.", "De wet eist dat."),
        ("Dat hangt ervan af. Van geval tot geval.", "Van geval tot geval."),
        ("No, not on this ground. The Act is silent.", "The Act is silent."),
        ("Ja, volgens de Commissie: dit. Tot nader order.", "Volgens de Commissie: dit. Tot nader order."),
        ("De wet eist dat hier uitdrukkelijk.", "De wet eist dat hier uitdrukkelijk."),
    ],
)  # fmt: skip
def test_a_conclusion_without_its_own_verdict(conclusion: str, rest: str) -> None:
    assert without_verdict(conclusion) == rest


def test_every_value_of_a_fact_reads_on_its_own() -> None:
    for table in TABLES.values():
        for language in (NL, EN):
            name = names_of(table, language)
            for fact in table.facts:
                values = [alone(name(fact.id, value.id)[1]) for value in fact.values]
                assert len(set(values)) == len(values), table.id
                assert not any(value.startswith(("ja,", "nee,", "yes,", "no,")) for value in values)
