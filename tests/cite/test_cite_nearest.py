"""What is nearest in spelling is found without comparing everything, and by the plain definition."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from kaderwijzer.cite.nearest import most_alike
from kaderwijzer.cite.typed import distance

names = st.text("abc-", max_size=8)


@cache
def defined(one: str, other: str) -> int:
    """Return the letters to add, drop, change or swap with a neighbour, word for word so."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        defined(one[1:], other) + 1,
        defined(one, other[1:]) + 1,
        defined(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if one[:2] == other[:2][::-1] and len(one) > 1 and len(other) > 1:
        ways.append(defined(one[2:], other[2:]) + 1)
    return min(ways)


@given(names, names)
def test_distance(one: str, other: str) -> None:
    assert distance(one, other) == defined(one, other)


@given(names, st.lists(names, max_size=20))
def test_the_most_alike_are_those_of_a_full_comparison(name: str, others: list[str]) -> None:
    places = sorted(range(len(others)), key=lambda i: (distance(name, others[i]), i))
    assert most_alike(name, others) == places[:5]
