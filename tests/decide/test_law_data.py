"""The law data against questions that other hands answered from the text alone, and mutations of it.

A table that says otherwise than the text fails here; and where a verdict is flipped, a condition swapped
or a negator cut out of a quote, some check must notice: the share that is noticed is asserted.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest
from tests.decide.filed import Filed, filed

from kaderwijzer.decide.apply import decide
from kaderwijzer.decide.template import faults, read_templates
from kaderwijzer.model import Document, Row, Template, Verdict

NEGATORS = re.compile(r"\b(niet|geen|slechts|uitsluitend|alleen|tenzij|mits|nooit|zonder)\b ?")
FLIPPED = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES, Verdict.DEPENDS: Verdict.YES}


@pytest.fixture(scope="module")
def templates() -> tuple[Template, ...]:
    return read_templates()


@pytest.fixture(scope="module")
def by_table() -> dict[str, list[Filed]]:
    grouped: dict[str, list[Filed]] = defaultdict(list)
    for question in filed():
        grouped[question.table].append(question)
    return grouped


def disagreeing(template: Template, questions: Iterable[Filed]) -> list[str]:
    return [
        f"{q.id}: {template.id} {dict(q.facts)} {q.polarity.value}, the text says {q.verdict}"
        for q in questions
        if decide(template, dict(q.facts), q.polarity).verdict.value != q.verdict
    ]


def test_every_table_answers_as_those_who_read_only_the_text(
    templates: tuple[Template, ...], by_table: dict[str, list[Filed]]
) -> None:
    wrong = [line for t in templates for line in disagreeing(t, by_table[t.id])]
    assert len(filed()) > 4500
    assert wrong == []


def with_row(template: Template, number: int, row: Row) -> Template:
    rows = [*template.rows[:number], row, *template.rows[number + 1 :]]
    return dataclasses.replace(template, rows=tuple(rows))


def flipped_verdicts(template: Template) -> Iterator[Template]:
    for number, row in enumerate(template.rows):
        yield with_row(template, number, dataclasses.replace(row, verdict=FLIPPED[row.verdict]))


def swapped_conditions(template: Template) -> Iterator[Template]:
    for number, row in enumerate(template.rows):
        for place, (fact, value) in enumerate(row.when):
            values = next(f.values for f in template.facts if f.id == fact)
            for other in values:
                if other.id != value:
                    when = (*row.when[:place], (fact, other.id), *row.when[place + 1 :])
                    yield with_row(template, number, dataclasses.replace(row, when=when))


def cut_negators(template: Template) -> Iterator[Template]:
    for number, row in enumerate(template.rows):
        for place, anchor in enumerate(row.anchors):
            for match in NEGATORS.finditer(anchor.quote):
                quote = anchor.quote[: match.start()] + anchor.quote[match.end() :]
                other = dataclasses.replace(anchor, quote=quote)
                anchors = (*row.anchors[:place], other, *row.anchors[place + 1 :])
                yield with_row(template, number, dataclasses.replace(row, anchors=anchors))


@pytest.mark.parametrize(
    ("mutate", "least"), [(flipped_verdicts, 0.98), (swapped_conditions, 1.0), (cut_negators, 1.0)]
)
def test_a_mutation_of_the_law_data_is_noticed(
    mutate: object,
    least: float,
    templates: tuple[Template, ...],
    by_table: dict[str, list[Filed]],
    framework: Document,
) -> None:
    assert callable(mutate)
    noticed = total = 0
    for template in templates:
        for mutant in mutate(template):
            total += 1
            noticed += bool(faults([mutant], framework)) or bool(
                disagreeing(mutant, by_table[template.id])
            )
    assert total > 100
    assert noticed / total >= least, f"{noticed} of {total} noticed"
