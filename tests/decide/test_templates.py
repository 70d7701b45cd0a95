"""The decision tables: sound in form, proven against the text, and decided as their rows say."""

import dataclasses

import pytest

from kaderwijzer.decide.apply import as_asked, decide
from kaderwijzer.decide.template import combinations, faults, read_templates
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import Document, Polarity, Template, Verdict

FLIPPED = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES, Verdict.DEPENDS: Verdict.DEPENDS}


@pytest.fixture(scope="module")
def templates() -> tuple[Template, ...]:
    return read_templates()


@pytest.fixture(scope="module")
def consent(templates: tuple[Template, ...]) -> Template:
    return next(t for t in templates if t.id == "support-consent")


def test_every_table_is_sound_and_every_quote_stands_in_the_text(
    templates: tuple[Template, ...], framework: Document
) -> None:
    assert len(templates) >= 200
    assert faults(templates, framework) == []


def test_every_combination_of_facts_gets_the_verdict_of_its_row(
    templates: tuple[Template, ...],
) -> None:
    for template in templates:
        for facts in combinations(template):
            row = next(r for r in template.rows if set(r.when) <= set(facts))
            decided = decide(template, dict(facts), Polarity.POSITIVE)
            assert (decided.verdict, decided.missing) == (row.verdict, ())
            assert decide(template, dict(facts), Polarity.NEGATIVE).verdict is FLIPPED[row.verdict]


def test_what_is_missing_says_what_each_value_would_change(
    templates: tuple[Template, ...],
) -> None:
    open_tables = [t for t in templates if len({r.verdict for r in t.rows}) > 1]
    assert open_tables
    for template in open_tables:
        decided = decide(template, {}, Polarity.POSITIVE)
        assert decided.verdict is Verdict.DEPENDS
        assert decided.missing
        for missing in decided.missing:
            for value, verdict in missing.changes:
                given = decide(template, {missing.id: value}, Polarity.POSITIVE)
                assert given.verdict is verdict


def test_consent_hinges_on_the_own_investigation(consent: Template) -> None:
    fact = consent.facts[0].id
    assert decide(consent, {fact: "no"}, Polarity.POSITIVE).verdict is Verdict.YES
    assert decide(consent, {fact: "no"}, Polarity.NEGATIVE).verdict is Verdict.NO
    assert decide(consent, {fact: "yes"}, Polarity.POSITIVE).verdict is Verdict.NO


def test_an_unknown_fact_is_refused_with_those_that_are_known(consent: Template) -> None:
    with pytest.raises(QuestionError, match=r"no fact weather=fine; it knows: \w+=yes\|no"):
        decide(consent, {"weather": "fine"}, Polarity.POSITIVE)


def test_no_phrasing_stands_in_two_tables_with_another_verdict(
    templates: tuple[Template, ...],
) -> None:
    seen: dict[str, set[Verdict]] = {}
    for template in templates:
        for phrasing in template.phrasings:
            decided = decide(template, dict(phrasing.asked.facts), phrasing.asked.polarity)
            seen.setdefault(phrasing.text.casefold(), set()).add(decided.verdict)
    assert {text for text, verdicts in seen.items() if len(verdicts) > 1} == set()


def changed(template: Template, **row: object) -> Template:
    first, *others = template.rows
    return dataclasses.replace(template, rows=(dataclasses.replace(first, **row), *others))


def test_a_gap_an_overlap_and_a_wrong_value_are_named(
    consent: Template, framework: Document
) -> None:
    fact = consent.facts[0].id
    gap = dataclasses.replace(consent, rows=consent.rows[:1])
    assert any("0 rows" in fault for fault in faults([gap], framework))
    overlap = changed(consent, when=())
    assert any("2 rows" in fault for fault in faults([overlap], framework))
    wrong = changed(consent, when=((fact, "perhaps"),))
    assert any("value perhaps" in fault for fault in faults([wrong], framework))


@pytest.mark.parametrize("negator", ["niet", "geen", "slechts", "uitsluitend", "alleen", "tenzij"])
def test_a_quote_that_lost_its_negator_is_found_out(
    negator: str, templates: tuple[Template, ...], framework: Document
) -> None:
    tried = 0
    for template in templates:
        for row in template.rows:
            for anchor in row.anchors:
                if f" {negator} " in anchor.quote:
                    cut = anchor.quote.replace(f" {negator} ", " ", 1)
                    other = dataclasses.replace(anchor, quote=cut)
                    assert faults([changed(template, anchors=(other,))], framework)
                    tried += 1
    assert tried


def test_polarity_flips_yes_and_no_only() -> None:
    assert [as_asked(v, Polarity.NEGATIVE) for v in Verdict] == [
        Verdict.NO,
        Verdict.YES,
        Verdict.DEPENDS,
    ]
