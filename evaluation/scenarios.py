"""Whether the rows' own scenarios get the rows' verdicts: `python -m evaluation.scenarios`.

Every row of every decision table has scenarios that a lawyer can read. Asked with the table's canonical
question behind it, a scenario must get the verdict of its row; "asked back" is not right, and a yes or no
that is not the row's verdict is wrong. Their writers wrote the tables too, and no scenario is learnt from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaderwijzer.answer.conclude import in_language
from kaderwijzer.assistant import Assistant
from kaderwijzer.model import Language, Template
from kaderwijzer.pipeline import load


@dataclass(frozen=True)
class Scenario:
    """A scenario with the question put to it, and the verdict of its row."""

    table: str
    row: int
    language: Language
    question: str
    verdict: str


def scenarios(tables: Sequence[Template]) -> Iterator[Scenario]:
    """Yield all scenarios, in the order of the tables."""
    for table in tables:
        for number, row in enumerate(table.rows):
            for both in row.scenarios:
                for language in Language:
                    text = f"{in_language(both, language)} {in_language(table.question, language)}"
                    yield Scenario(table.id, number, language, text, row.verdict.value)


def outcome(assistant: Assistant, scenario: Scenario) -> str:
    """Return "right", "wrong" (a yes or no that is not the row's), "depends" or what came instead."""
    answer = assistant.ask(scenario.question)
    given = answer.judged.verdict.value if answer.judged.verdict else answer.kind.value
    if given == scenario.verdict:
        return "right"
    return "wrong" if given in ("yes", "no") else given


def main() -> None:
    """Ask all and print the counts per language, and the wrong ones."""
    from kaderwijzer.decide.template import read_templates

    assistant = load()
    own = list(scenarios(read_templates()))
    results = [(scenario, outcome(assistant, scenario)) for scenario in own]
    for language in Language:
        given = [result for scenario, result in results if scenario.language is language]
        counts = {name: given.count(name) for name in sorted(set(given))}
        print(language.value, len(given), counts)
    for scenario, result in results:
        if result == "wrong":
            print(scenario.table, scenario.row, scenario.verdict, scenario.question)


if __name__ == "__main__":
    main()
