"""What was decided → the conclusion in a sentence or two, in the language of the question.

A row of a decision table concludes on the table's own question, beginning with yes or no; here that becomes
the answer to the question as it was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kaderwijzer.answer.labels import label, verdict_label, wrong_label
from kaderwijzer.model import Bilingual, Decision, Language, MissingFact, Template, Verdict

# The words for a fact and one of its values, which a decision table knows and an answer does not.
NameFact = Callable[[str, str], tuple[str, str]]

_SHORT = 4  # words of "Dat hangt ervan af"
_YES_OR_NO = re.compile(r"(?:ja|nee|yes|no)[,:] ", re.IGNORECASE)


def verdict_line(
    language: Language, table: Template, decision: Decision, *, called_wrong: bool = False
) -> str:
    """Return the verdict in words and why: the row's own conclusion, or the fact on which it hinges.

    `called_wrong` where the question asks whether a statement is wrong: a bare yes would leave open
    whether the statement or the question is meant.
    """
    word = verdict_label(language, decision.verdict)
    if decision.missing:
        outcome = _hinges(language, decision.missing[0], names_of(table, language))
        return f"{word}. {outcome}"
    reason = in_language(decision.rows[0].conclusion, language)
    if called_wrong and decision.verdict is not Verdict.DEPENDS:
        return f"{wrong_label(language, decision.verdict)}. {without_verdict(reason)}"
    if reason.startswith((f"{word}.", f"{word},")):
        return reason
    return f"{word}. {without_verdict(reason)}"


def without_verdict(conclusion: str) -> str:
    """Return a row's conclusion without the verdict on the table's own question with which it begins.

    >>> without_verdict("Nee, niet op deze grond. De Commissie noemt de plicht niet.")
    'De Commissie noemt de plicht niet.'
    >>> without_verdict("Ja, volgens de Commissie: ook dit valt eronder.")
    'Volgens de Commissie: ook dit valt eronder.'
    """
    first, _, rest = conclusion.partition(". ")
    qualified = _YES_OR_NO.match(first)
    if rest and (len(first.split()) <= _SHORT or (qualified and ": " not in first)):
        return rest
    return capitalised(conclusion[qualified.end() :]) if qualified else conclusion


def _hinges(language: Language, fact: MissingFact, name: NameFact) -> str:
    """Return which fact is to be known and what each of its values gives, one sentence for each."""
    outcomes = (
        label(
            language,
            "outcome_open" if verdict is Verdict.DEPENDS else "outcome",
            value=capitalised(alone(name(fact.id, value)[1])),
            verdict=verdict_label(language, verdict).lower(),
        )
        for value, verdict in fact.changes
    )
    return " ".join((in_language(fact.ask, language), *(f"{outcome}." for outcome in outcomes)))


def alone(value: str) -> str:
    """Return the words of a fact's value without the yes or no that answers the fact's own question.

    >>> alone("nee, elders in Nederland")
    'elders in Nederland'
    """
    return _YES_OR_NO.sub("", value, count=1)


def capitalised(text: str) -> str:
    """Return a text that begins as a sentence does."""
    return text[:1].upper() + text[1:]


def names_of(table: Template, language: Language) -> NameFact:
    """Return what gives the words of a table for a fact and its value."""
    asked = {fact.id: in_language(fact.ask, language) for fact in table.facts}
    labels = {(f.id, v.id): in_language(v.label, language) for f in table.facts for v in f.values}
    return lambda fact, value: (asked[fact], labels[fact, value])


def as_named(fact: str, value: str) -> tuple[str, str]:
    """Return the identifiers of a fact and its value for want of words."""
    return fact, value


def in_language(words: Bilingual, language: Language) -> str:
    """Return our own words in a language."""
    return words.nl if language is Language.DUTCH else words.en
