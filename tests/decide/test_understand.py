"""From the signals of a reading model to readings, verdicts and doubts; the model here is made up."""

import json
from dataclasses import replace

import pytest

from kaderwijzer.decide import understand
from kaderwijzer.decide.sure import confident, verdict_chance, with_given
from kaderwijzer.decide.tables import Tables
from kaderwijzer.decide.template import read_templates, tables_json
from kaderwijzer.decide.understand import Heads, evidence, heads, readings
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import FactSource, Language, Polarity, Reading, Signals, Verdict

CONSENT, FACT = "support-consent", "contributes_own_investigation"


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables(tables_json())


def signals(
    known: Heads, *, table: str = CONSENT, negative: float = -9.0, value: str | None = None
) -> Signals:
    """Signals that point at one table, a polarity, and one value of the consent table's fact."""
    topics = [12.0 if name == table else 0.0 for name in known.tables]
    size = max(start + len(values) + 1 for start, values in known.slots.values())
    facts = [0.0] * size
    for (_, fact), (start, values) in known.slots.items():
        said = values.index(value) if fact == FACT and value in values else len(values)
        facts[start + said] = 9.0
    return Signals(tuple(topics), (negative,) * len(topics), tuple(facts), 9.0)


def read(tables: Tables, *, denied: bool = False, **given: object) -> list[Reading]:
    heard = signals(heads(), **given)  # type: ignore[arg-type]
    return readings("Moet dat, puur voor hen?", Language.DUTCH, heard, denied, {}, tables)


def test_the_reading_model_knows_every_table_and_every_fact() -> None:
    assert understand.stale_heads(read_templates()) == []
    assert understand.stale_heads(read_templates()[1:]) != []


@pytest.mark.parametrize(
    ("negative", "denied", "polarity"),
    [
        (-9.0, False, Polarity.POSITIVE),
        (9.0, False, Polarity.NEGATIVE),
        (-9.0, True, Polarity.NEGATIVE),
        (9.0, True, Polarity.POSITIVE),
    ],
)
def test_a_frame_turns_the_polarity_round(
    tables: Tables, negative: float, denied: bool, polarity: Polarity
) -> None:
    best = read(tables, negative=negative, denied=denied)[0]
    assert (best.template, best.polarity) == (CONSENT, polarity)


@pytest.mark.parametrize(
    ("value", "verdict"), [("no", Verdict.YES), ("yes", Verdict.NO), (None, Verdict.DEPENDS)]
)
def test_facts_decide_the_verdict(tables: Tables, value: str | None, verdict: Verdict) -> None:
    best = read(tables, value=value)
    assert verdict_chance(best, tables, 0.0)[0] is verdict
    assert [fact.value for fact in best[0].facts] == ([value] if value else [])


def test_words_that_state_a_fact_are_named(tables: Tables) -> None:
    fact = read(tables, value="no")[0].facts[0]
    assert (fact.source, fact.evidence) == (FactSource.STATED, "puur voor hen")


def test_a_given_fact_replaces_the_one_that_was_read(tables: Tables) -> None:
    changed = with_given(read(tables, value="no"), {FACT: "yes"}, tables)
    assert {f.value for reading in changed for f in reading.facts if f.id == FACT} == {"yes"}
    assert verdict_chance(changed, tables, 0.0)[0] is Verdict.NO


def test_a_fact_given_as_unknown_takes_away_what_was_read(tables: Tables) -> None:
    changed = with_given(read(tables, value="no"), {FACT: "unknown"}, tables)
    assert {f.id for reading in changed for f in reading.facts} & {FACT} == set()
    assert verdict_chance(changed, tables, 0.0)[0] is Verdict.DEPENDS


def test_a_given_fact_that_no_reading_knows_is_refused_with_those_that_are_known(
    tables: Tables,
) -> None:
    with pytest.raises(QuestionError, match=r"weather=fine; .*support-consent.*=yes\|no"):
        with_given(read(tables), {"weather": "fine"}, tables)


def test_doubt_gives_options_instead_of_a_verdict(tables: Tables) -> None:
    sure = confident(read(tables, value="no"), tables, 0.0)
    assert sure.degree is not None and sure.options == ()
    torn = confident(read(tables, value="no", negative=0.0), tables, 0.0)
    assert torn.degree is None
    assert {verdict for _, _, verdict in torn.options} >= {Verdict.YES, Verdict.NO}
    assert {f.id: f.value for f in torn.options[0][1].facts} == {FACT: "no"}
    assert confident(read(tables, value="no"), tables, 0.99).degree is None


def test_each_step_in_doubt_lowers_the_chance_however_clear_the_others_are(tables: Tables) -> None:
    clear = read(tables, value="no")
    chance = verdict_chance(clear, tables, 0.0)[1]
    half_told = [replace(reading, told=0.5) for reading in clear]
    for doubtful, outside in (
        (read(tables, value="no", negative=-0.5), 0.0),
        (half_told, 0.0),
        (clear, 0.5),
    ):
        assert verdict_chance(doubtful, tables, outside)[1] < chance - 0.1


def test_tables_for_asking_are_those_that_were_read(tables: Tables) -> None:
    whole = {template.id: template for template in read_templates()}
    assert set(tables) == set(whole) == set(json.loads(tables_json()))
    stored, own = tables.get(CONSENT), whole[CONSENT]
    assert (stored.question, stored.facts, stored.rows) == (own.question, own.facts, own.rows)
    assert stored.phrasings == ()


def test_words_that_say_without_state_nothing_that_is_there(tables: Tables) -> None:
    table = tables.get("support-conditions-met")
    values = {(f.id, v.id): v for f in table.facts for v in f.values}
    value = values["written_request", "yes"]
    assert evidence(value.dutch_cues[0], value, Language.DUTCH)
    assert not evidence(f"zonder {value.dutch_cues[0]}", value, Language.DUTCH)
