"""What a refused question is told of: only what is near, and at most two questions."""

from __future__ import annotations

import pytest

from kaderwijzer.decide.sure import near_table, worth_offering
from kaderwijzer.decide.understand import heads
from kaderwijzer.model import Polarity, Reading, Signals

FIRST, SECOND, THIRD = heads().tables[:3]
FAR, NEAR = 2.0, 12.0


def signals(*topics: float) -> Signals:
    rest = (-5.0,) * (len(heads().tables) - len(topics))
    return Signals((*topics, *rest), (), (), 0.0)


def reading(table: str, probability: float) -> Reading:
    return Reading(table, Polarity.POSITIVE, (), probability)


@pytest.mark.parametrize("nearness, table", [(FAR, None), (NEAR, SECOND)])
def test_a_table_is_named_only_where_it_is_near(nearness: float, table: str | None) -> None:
    assert near_table(signals(0.0, nearness)) == table


def test_only_likely_readings_of_near_tables_are_offered() -> None:
    read = [reading(FIRST, 0.5), reading(SECOND, 0.4), reading(THIRD, 0.3)]
    assert worth_offering(read, signals(NEAR, NEAR, NEAR)) == read[:2]
    assert worth_offering(read, signals(NEAR, FAR, NEAR)) == read[:1]
    assert worth_offering([reading(FIRST, 0.1)], signals(NEAR)) == []
    assert worth_offering([], signals(NEAR)) == []
