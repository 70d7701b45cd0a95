"""Hits or a refusal → an answer whose every word has its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kaderwijzer.answer.conclude import in_language, verdict_line, without_verdict
from kaderwijzer.answer.labels import date_label, label, speakers_label
from kaderwijzer.model import (
    Alternative,
    Answer,
    Bilingual,
    Cited,
    Confidence,
    Decision,
    Judged,
    Kind,
    Language,
    Missing,
    MissingFact,
    Polarity,
    Quote,
    Reading,
    Receipt,
    Refusal,
    RefusalReason,
    Regime,
    Rule,
    Template,
    Verdict,
)

_NOT_JUDGED = Judged(None, False, None, (), (), ())


@dataclass(frozen=True)
class Frame:
    """What every answer to a question carries, whatever the answer is."""

    id: str
    question: str
    language: Language
    regime: Regime
    as_of: str
    receipt: Receipt


def compose_passages(
    frame: Frame, quotes: Sequence[Quote], cited: Sequence[Cited], confidence: Confidence
) -> Answer:
    """Return the answer to an open question: the quotes, and a line that says what they are.

    Of all sources `cited` in the corpus, the answer carries those that its quotes rely on.
    """
    return _answer(
        frame,
        kind=Kind.PASSAGE,
        conclusion=_conclusion(frame.language, quotes),
        quotes=tuple(quotes),
        citations=tuple(_relied_on(quotes, cited)),
        confidence=confidence,
    )


def compose_verdict(
    frame: Frame,
    table: Template,
    reading: Reading,
    decision: Decision,
    quotes: Sequence[Quote],
    cited: Sequence[Cited],
    confidence: Confidence,
    *,
    called_wrong: bool = False,
) -> Answer:
    """Return the verdict on a question as it was asked, with what proves it first."""
    judged = Judged(
        decision.verdict,
        any(row.disputed for row in decision.rows),
        rule_of(table, reading.polarity, frame.language),
        reading.facts,
        tuple(_missing(table, fact, frame.language) for fact in decision.missing),
        (),
    )
    return _answer(
        frame,
        kind=Kind.VERDICT,
        conclusion=verdict_line(frame.language, table, decision, called_wrong=called_wrong),
        judged=judged,
        quotes=tuple(quotes),
        citations=tuple(_relied_on(quotes, cited)),
        confidence=confidence,
    )


def correct_premise(answer: Answer, conclusion: Bilingual, *, told_already: bool) -> Answer:
    """Return the answer with what the text says of the question's premise; the verdict stays as it is.

    `told_already` where the answer's own conclusion says it, so that it need not be said twice.
    """
    said = "" if told_already else without_verdict(in_language(conclusion, answer.language))
    correction = label(answer.language, "premise_told" if told_already else "premise", said=said)
    return replace(answer, conclusion=f"{answer.conclusion} {correction}")


def compose_clarification(
    frame: Frame,
    options: Sequence[tuple[Template, Reading, Verdict]],
    decision: Decision,
    quotes: Sequence[Quote],
    cited: Sequence[Cited],
) -> Answer:
    """Return the readings between which the program is not sure, each with the verdict it would get.

    `decision` is that of the likeliest reading. Where all readings ask the same and differ only in whether
    yes means yes, what the text says on it is not in doubt, and is told.
    """
    language = frame.language
    alternatives = tuple(alternative(*option, language) for option in options)
    conclusion = label(language, "clarification")
    if only_way_round(alternatives):
        said = without_verdict(in_language(decision.rows[0].conclusion, language))
        conclusion = label(language, "clarification_way_round", said=said)
    return _answer(
        frame,
        kind=Kind.CLARIFICATION,
        conclusion=conclusion,
        judged=Judged(None, False, None, (), (), alternatives),
        quotes=tuple(quotes),
        citations=tuple(_relied_on(quotes, cited)),
        confidence=Confidence.LOW,
    )


def alternative(
    table: Template, read: Reading, verdict: Verdict, language: Language
) -> Alternative:
    """Return a reading as it is offered: its canonical question with the verdict that it gets."""
    asked = rule_of(table, read.polarity, language).reading
    return Alternative(table.id, asked, verdict, read.facts)


def only_way_round(readings: Sequence[Alternative]) -> bool:
    """Tell whether readings ask the same and differ only in whether yes means yes."""
    verdicts = {reading.verdict for reading in readings}
    return len({reading.rule for reading in readings}) == 1 and Verdict.DEPENDS not in verdicts


def rule_of(table: Template, polarity: Polarity, language: Language) -> Rule:
    """Return a table with the canonical question as which the question was read."""
    asked = table.question if polarity is Polarity.POSITIVE else table.opposite
    return Rule(table.id, in_language(table.title, language), in_language(asked, language))


def _missing(table: Template, fact: MissingFact, language: Language) -> Missing:
    return Missing(fact.id, in_language(fact.ask, language), fact.changes)


def compose_refusal(
    frame: Frame,
    reason: RefusalReason,
    explanation: str | None,
    nearest: Sequence[Quote],
    near: str | None = None,
    instead: Sequence[Alternative] = (),
) -> Answer:
    """Return a refusal with its reason, and what is near, never presented as an answer.

    `near` is what the text does regulate, where it says nothing on the question itself; `instead` are
    questions that it does answer, in case one of them was meant.
    """
    if explanation is None:
        date = date_label(frame.language, frame.as_of)
        known = near and reason is RefusalReason.NOT_IN_TEXT
        name = "refusal_near" if known else f"refusal_{reason.value}"
        explanation = label(frame.language, name, law=frame.regime.law, date=date, near=near)
    return _answer(
        frame,
        kind=Kind.REFUSAL,
        conclusion=explanation,
        refusal=Refusal(reason, explanation, tuple(instead)),
        nearest=tuple(nearest),
        confidence=Confidence.HIGH if reason is RefusalReason.UNREADABLE else Confidence.MEDIUM,
    )


def _relied_on(quotes: Sequence[Quote], cited: Sequence[Cited]) -> Iterator[Cited]:
    """Yield once each source cited in a quote or in a footnote that the quote calls."""
    seen: set[tuple[str, str, int | None]] = set()
    for quote in quotes:
        for source in cited:
            key = (source.id, source.label, source.footnote)
            if key not in seen and _relies_on(quote, source):
                seen.add(key)
                yield source


def _relies_on(quote: Quote, source: Cited) -> bool:
    if quote.document != source.document:
        return False
    if source.footnote is not None:
        return source.footnote in quote.footnotes
    first = source.spans[0].start
    return any(span.start <= first < span.end for span in quote.spans)


def _answer(
    frame: Frame, *, kind: Kind, conclusion: str, confidence: Confidence, **parts: Any
) -> Answer:
    """Return an answer of a kind; `parts` are what only some kinds have, by their names in Answer."""
    bare = Answer(
        id=frame.id,
        question=frame.question,
        language=frame.language,
        kind=kind,
        conclusion=conclusion,
        judged=_NOT_JUDGED,
        quotes=(),
        citations=(),
        refusal=None,
        nearest=(),
        confidence=confidence,
        regime=frame.regime,
        as_of=frame.as_of,
        receipt=frame.receipt,
        milliseconds=0.0,
    )
    return replace(bare, **parts)


def _conclusion(language: Language, quotes: Sequence[Quote]) -> str:
    first, others = quotes[0], len(quotes) - 1
    place, speaker = place_label(language, first), speakers_label(language, first.speakers)
    if not others:
        return label(language, "conclusion_one", place=place, speaker=speaker)
    name = "passage_one" if others == 1 else "passage_more"
    count = label(language, name, number=others)
    return label(language, "conclusion_more", place=place, speaker=speaker, count=count)


def place_label(language: Language, quote: Quote) -> str:
    """Return where a quote stands, such as "paragraaf V.vi (p. 22)" or "hoofdstuk IV (p. 14)"."""
    article = quote.paragraph.startswith("artikel ")
    place = _article(quote) if article else _in_document(language, quote)
    return place if quote.title is None or article else f"{quote.title}, {place}"


def _article(quote: Quote) -> str:
    return f"{quote.paragraph.replace('.', ' lid ')} {quote.regime.law}"


def _in_document(language: Language, quote: Quote) -> str:
    pages = "-".join(str(p) for p in dict.fromkeys((quote.pages[0], quote.pages[-1])))
    page = f"{label(language, 'page')} {pages}"
    if not quote.paged:
        return quote.section or quote.paragraph
    if quote.paragraph.startswith("fn."):
        return f"{label(language, 'footnote')} {quote.paragraph.removeprefix('fn.')} ({page})"
    if not quote.section:
        return page
    name = "section" if "." in quote.section else "chapter"
    return f"{label(language, name)} {quote.section} ({page})"
