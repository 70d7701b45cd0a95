"""The rows' own scenarios, asked as a user would ask them, get the verdict of their row."""

from collections import Counter

import pytest
from evaluation.scenarios import Scenario, outcome, scenarios

from kaderwijzer.assistant import Assistant
from kaderwijzer.decide.template import read_templates
from kaderwijzer.model import Language


@pytest.fixture(scope="module")
def asked(assistant: Assistant) -> list[tuple[Scenario, str]]:
    """Ask the first scenario of every row, in one language and the other by turns."""
    first = {(s.table, s.row, s.language): s for s in reversed(list(scenarios(read_templates())))}
    rows = sorted({(table, row) for table, row, _ in first})
    languages = list(Language)
    own = [first[*key, languages[n % len(languages)]] for n, key in enumerate(rows)]
    return [(scenario, outcome(assistant, scenario)) for scenario in own]


def test_every_row_has_scenarios_in_both_languages() -> None:
    for table in read_templates():
        for row in table.rows:
            assert len(row.scenarios) >= 2
            assert all(both.nl and both.en and both.nl != both.en for both in row.scenarios)


def test_a_scenario_gets_the_verdict_of_its_row_and_seldom_another(
    asked: list[tuple[Scenario, str]],
) -> None:
    counts = Counter(result for _, result in asked)
    wrong = [scenario for scenario, result in asked if result == "wrong"]
    assert counts["right"] >= 0.65 * len(asked), counts
    assert len(wrong) <= 0.015 * len(asked), wrong
