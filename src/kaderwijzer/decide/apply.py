"""A table and what is known of its facts → the verdict, or which missing fact would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaderwijzer.decide.template import combinations
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import Decision, Fact, MissingFact, Polarity, Row, Template, Verdict

_FLIPPED = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES, Verdict.DEPENDS: Verdict.DEPENDS}


def decide(template: Template, facts: Mapping[str, str], polarity: Polarity) -> Decision:
    """Decide a table for the facts given, as the question was asked.

    Where the facts left open do not change the verdict, it stands; otherwise the verdict is "depends" and
    `missing` names the facts that could change it, the one that settles most first.
    """
    _check(template, facts)
    possible = _possible(template, facts)
    verdicts = {row.verdict for row in possible}
    settled = len(verdicts) == 1
    verdict = verdicts.pop() if settled else Verdict.DEPENDS
    missing = () if settled else _missing(template, facts, polarity)
    return Decision(template.id, as_asked(verdict, polarity), possible, missing)


def as_asked(verdict: Verdict, polarity: Polarity) -> Verdict:
    """Return the verdict on the question as it was asked: flipped where it was asked the other way."""
    return verdict if polarity is Polarity.POSITIVE else _FLIPPED[verdict]


def _check(template: Template, facts: Mapping[str, str]) -> None:
    values = {fact.id: [value.id for value in fact.values] for fact in template.facts}
    for name, value in facts.items():
        if value not in values.get(name, ()):
            known = "; ".join(f"{f}={'|'.join(v)}" for f, v in values.items()) or "none"
            raise QuestionError(f"{template.id}: no fact {name}={value}; it knows: {known}")


def _possible(template: Template, facts: Mapping[str, str]) -> tuple[Row, ...]:
    """Return the rows that some combination of the facts left open can meet, in table order."""
    fitting = [c for c in combinations(template) if set(facts.items()) <= set(c)]
    return tuple(r for r in template.rows if any(set(r.when) <= set(c) for c in fitting))


def _missing(
    template: Template, facts: Mapping[str, str], polarity: Polarity
) -> tuple[MissingFact, ...]:
    open_facts = [fact for fact in template.facts if fact.id not in facts]
    missing = [_changes(template, facts, fact, polarity) for fact in open_facts]
    telling = [m for m in missing if len(set(m.changes)) > 1 or len(open_facts) == 1]
    return tuple(sorted(telling or missing, key=lambda m: -_settles(m.changes)))


def _changes(
    template: Template, facts: Mapping[str, str], fact: Fact, polarity: Polarity
) -> MissingFact:
    changes = tuple(
        (value.id, _verdict(_possible(template, {**facts, fact.id: value.id}), polarity))
        for value in fact.values
    )
    return MissingFact(fact.id, fact.ask, changes)


def _verdict(rows: Iterable[Row], polarity: Polarity) -> Verdict:
    verdicts = {row.verdict for row in rows}
    return as_asked(verdicts.pop(), polarity) if len(verdicts) == 1 else Verdict.DEPENDS


def _settles(changes: tuple[tuple[str, Verdict], ...]) -> int:
    return sum(verdict is not Verdict.DEPENDS for _, verdict in changes)
