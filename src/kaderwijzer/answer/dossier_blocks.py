"""An answer → the blocks of a dossier in plain text: what it says, from what, and how to verify it.

`dossier.py` writes them as Markdown, `dossier_docx.py` for a word processor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib import resources
from typing import Any

from kaderwijzer.answer.compose import place_label
from kaderwijzer.answer.conclude import NameFact, alone, as_named
from kaderwijzer.answer.labels import (
    banner,
    confidence_label,
    date_label,
    label,
    reason_label,
    speakers_label,
    verdict_label,
)
from kaderwijzer.model import Answer, Cited, Kind, KnownFact, Language, Missing, Quote

_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# Characters that no file shows: controls, halves of a pair, and those that turn text around.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


class Style(Enum):
    """What a block of a dossier is."""

    TITLE = "title"
    HEADING = "heading"
    SUBHEADING = "subheading"
    TEXT = "text"
    QUOTE = "quote"
    ITEM = "item"
    COMMAND = "command"


@dataclass(frozen=True)
class Block:
    """A paragraph of plain text in one line; `lead` stands before it, `address` (of a source) behind it."""

    style: Style
    text: str
    lead: str = ""
    address: str = ""


def blocks(answer: Answer, today: str, name: NameFact = as_named) -> Iterator[Block]:
    """Yield the dossier of an answer as blocks of plain text, in order."""
    for block in _all(answer, today, name):
        yield Block(block.style, plain(block.text), plain(block.lead), plain(block.address))


def plain(text: str) -> str:
    """Return a text as one line in which every character can be shown."""
    return _UNSHOWN.sub("\ufffd", _BREAKS.sub(" ", text)).strip()


def words(language: Language, name: str, **values: object) -> str:
    """Return words of our own that only dossiers use."""
    text: str = _words()[language.value][name]
    return text.format(**values)


@lru_cache
def _words() -> dict[str, Any]:
    text = resources.files("kaderwijzer.answer").joinpath("dossier.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


# --- what it says --------------------------------------------------------------------------------


def _all(answer: Answer, today: str, name: NameFact) -> Iterator[Block]:
    language = answer.language
    yield Block(Style.TITLE, words(language, "title"))
    yield from _opening(answer, today)
    yield Block(Style.HEADING, words(language, "question"))
    yield Block(Style.QUOTE, answer.question)
    yield from _reading(answer)
    if answer.judged.rule:
        yield from _facts(answer, name)
    yield from _verdict(answer)
    yield from _quotes(answer)
    yield from _sources(answer)
    yield from _closing(answer)


def _opening(answer: Answer, today: str) -> Iterator[Block]:
    language, regime = answer.language, answer.regime
    until = regime.in_force_until
    applies = regime.in_force_from <= today and (not until or today < until)
    date, version = date_label(language, today), answer.receipt.version
    yield Block(Style.TEXT, banner(language, regime, answer.as_of))
    made = words(language, "made", date=date, version=version)
    force = words(language, "in_force" if applies else "not_in_force", law=regime.law)
    yield Block(Style.TEXT, f"{made} {force}")


def _reading(answer: Answer) -> Iterator[Block]:
    language, judged = answer.language, answer.judged
    yield Block(Style.HEADING, words(language, "reading"))
    if judged.rule:
        table = f"{judged.rule.title} ({judged.rule.id})"
        yield Block(Style.ITEM, judged.rule.reading, label(language, "read_as"))
        yield Block(Style.ITEM, table, words(language, "table"))
    elif judged.readings:
        yield Block(Style.TEXT, f"{label(language, 'readings')}:")
    else:
        passage = answer.kind is Kind.PASSAGE
        yield Block(Style.TEXT, words(language, "open_question" if passage else "not_read"))
    for reading in judged.readings:
        verdict = verdict_label(language, reading.verdict)
        yield Block(Style.ITEM, f"{reading.reading} {verdict}. ({reading.rule})")


def _facts(answer: Answer, name: NameFact) -> Iterator[Block]:
    language, judged = answer.language, answer.judged
    yield Block(Style.HEADING, words(language, "facts"))
    if not judged.facts and not judged.missing:
        yield Block(Style.TEXT, words(language, "no_facts"))
    for fact in judged.facts:
        yield _known(fact, language, name)
    for missing in judged.missing:
        yield _missing(missing, language, name)


def _known(fact: KnownFact, language: Language, name: NameFact) -> Block:
    named, value = name(fact.id, fact.value)
    source = words(language, f"source_{fact.source.value}")
    said = f", {label(language, 'said_by', words=fact.evidence)}" if fact.evidence else ""
    return Block(Style.ITEM, f"{value} ({source}{said})", named)


def _missing(missing: Missing, language: Language, name: NameFact) -> Block:
    outcomes = "; ".join(
        label(
            language,
            "outcome",
            value=alone(name(missing.id, value)[1]),
            verdict=verdict_label(language, verdict).lower(),
        )
        for value, verdict in missing.changes
    )
    return Block(Style.ITEM, f"{missing.question} ({outcomes})", label(language, "missing"))


def _verdict(answer: Answer) -> Iterator[Block]:
    language = answer.language
    yield Block(Style.HEADING, words(language, "answer"))
    yield Block(Style.ITEM, _verdict_in_words(answer), words(language, "verdict"))
    yield Block(Style.ITEM, answer.conclusion, words(language, "conclusion"))
    if answer.judged.disputed:
        yield Block(Style.ITEM, label(language, "disputed"), words(language, "disputed"))
    if answer.refusal:
        reason = reason_label(language, answer.refusal.reason)
        yield Block(Style.ITEM, reason, words(language, "reason"))
    degree = confidence_label(language, answer.confidence)
    yield Block(Style.ITEM, degree, label(language, "sure"))


def _verdict_in_words(answer: Answer) -> str:
    if answer.judged.verdict:
        return verdict_label(answer.language, answer.judged.verdict)
    if answer.kind is Kind.REFUSAL:
        return label(answer.language, "not_covered")
    clarification = answer.kind is Kind.CLARIFICATION
    return words(answer.language, "none_clarification" if clarification else "none_passage")


def _quotes(answer: Answer) -> Iterator[Block]:
    language = answer.language
    if answer.quotes:
        yield Block(Style.HEADING, words(language, "quotes"))
        if answer.kind is Kind.CLARIFICATION:
            yield Block(Style.TEXT, words(language, "quotes_first_reading"))
    elif answer.nearest:
        yield Block(Style.HEADING, words(language, "nearest"))
        yield Block(Style.TEXT, label(language, "nearest"))
    for number, quote in enumerate(answer.quotes or answer.nearest, 1):
        yield Block(Style.SUBHEADING, f"{number}. {place_label(language, quote)}")
        yield Block(Style.QUOTE, quote.text)
        yield from _about(quote, answer)


def _about(quote: Quote, answer: Answer) -> Iterator[Block]:
    """Yield who says it, what part it plays, its footnotes, its translation, and where exactly it stands."""
    language = answer.language
    speakers = speakers_label(language, quote.speakers)
    yield Block(Style.ITEM, speakers, words(language, "speaker"))
    if answer.quotes:
        role = words(language, f"role_{quote.role.value}")
        yield Block(Style.ITEM, role, words(language, "role"))
    if quote.footnotes:
        numbers = ", ".join(map(str, quote.footnotes))
        one = len(quote.footnotes) == 1
        yield Block(
            Style.ITEM, numbers, label(language, "footnote" if one else "footnotes").capitalize()
        )
    if language is Language.ENGLISH and quote.translation:
        yield Block(Style.ITEM, quote.translation, label(language, "translation"))
    if (quote.regime, quote.as_of) != (answer.regime, answer.as_of):
        date = date_label(language, quote.as_of)
        law = words(language, "law_as_of", law=quote.regime.law, date=date)
        yield Block(Style.ITEM, law, words(language, "law"))
    yield Block(Style.ITEM, _position(quote, language), words(language, "position"))


def _position(quote: Quote, language: Language) -> str:
    ranges = ", ".join(f"{span.start}-{span.end}" for span in quote.spans)
    document, paragraph = quote.document, quote.paragraph
    return words(language, "characters", document=document, paragraph=paragraph, ranges=ranges)


def _sources(answer: Answer) -> Iterator[Block]:
    if not answer.quotes:
        return
    language = answer.language
    yield Block(Style.HEADING, words(language, "sources"))
    if not answer.citations:
        yield Block(Style.TEXT, words(language, "no_sources"))
    for cited in answer.citations:
        yield _source(cited, language)


def _source(cited: Cited, language: Language) -> Block:
    remarks = [words(language, "held" if cited.held else "not_held")]
    if cited.footnote is not None:
        remarks.insert(0, f"{label(language, 'footnote')} {cited.footnote}")
    text = f"{cited.label} ({'; '.join(remarks)})"
    if cited.url:
        text += f"; {words(language, 'address')}:"
    return Block(Style.ITEM, text, address=cited.url or "")


def _closing(answer: Answer) -> Iterator[Block]:
    language, receipt = answer.language, answer.receipt
    yield Block(Style.HEADING, words(language, "versions"))
    for name, value in (
        ("id", answer.id),
        ("version", receipt.version),
        ("index", receipt.index),
        ("corpus", receipt.corpus_sha256),
        ("rules", receipt.rules_sha256),
    ):
        yield Block(Style.ITEM, value, words(language, name))
    yield Block(Style.HEADING, words(language, "verify"))
    yield Block(Style.TEXT, words(language, "verify_how"))
    yield Block(Style.COMMAND, f"kaderwijzer check {words(language, 'verify_file')}")
    yield Block(Style.TEXT, words(language, "verify_what"))
    yield Block(Style.TEXT, words(language, "advice"))
