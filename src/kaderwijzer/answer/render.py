"""An answer → JSON as the contract fixes it, or lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kaderwijzer.answer.compose import only_way_round, place_label
from kaderwijzer.answer.conclude import NameFact, alone, as_named, capitalised
from kaderwijzer.answer.labels import (
    banner,
    confidence_label,
    label,
    reason_label,
    speakers_label,
    verdict_label,
)
from kaderwijzer.model import Answer, FactSource, Kind, Language, Quote, Refusal, RefusalReason

SCHEMA = "kaderwijzer/1"


def to_json(answer: Answer, today: str) -> dict[str, Any]:
    """Return an answer as plain data; `today` (ISO date) decides whether its law is in force."""
    until = answer.regime.in_force_until
    judged = answer.judged
    return {
        "schema": SCHEMA,
        "id": answer.id,
        "question": answer.question,
        "language": answer.language.value,
        "kind": answer.kind.value,
        "verdict": _verdict(answer),
        "disputed": judged.disputed,
        "conclusion": answer.conclusion,
        "rule": dict(vars(judged.rule)) if judged.rule else None,
        "facts": [
            {"id": f.id, "value": f.value, "source": f.source.value, "evidence": f.evidence}
            for f in judged.facts
        ],
        "missing": [
            {"id": m.id, "question": m.question, "changes": {v: x.value for v, x in m.changes}}
            for m in judged.missing
        ],
        "quotes": [quote_to_json(q, answer.language) for q in answer.quotes],
        "citations": [
            {"id": c.id, "label": c.label, "footnote": c.footnote, "url": c.url, "held": c.held}
            for c in answer.citations
        ],
        "readings": [
            {"rule": r.rule, "reading": r.reading, "verdict": r.verdict.value}
            for r in judged.readings
        ],
        "refusal": answer.refusal
        and {"reason": answer.refusal.reason.value, "explanation": answer.refusal.explanation},
        "instead": [o.reading for o in answer.refusal.instead] if answer.refusal else [],
        "nearest": [quote_to_json(q, answer.language) for q in answer.nearest],
        "confidence": answer.confidence.value,
        "regime": {
            "law": answer.regime.law,
            "as_of": answer.as_of,
            "in_force": answer.regime.in_force_from <= today and (not until or today < until),
            "in_force_from": answer.regime.in_force_from,
            "in_force_until": until,
            "succeeded_by": answer.regime.succeeded_by,
        },
        "receipt": dict(vars(answer.receipt)),
        "timings_ms": {"total": round(answer.milliseconds, 1)},
    }


def _verdict(answer: Answer) -> str | None:
    if answer.kind is Kind.REFUSAL:
        return "not_covered"
    return answer.judged.verdict.value if answer.judged.verdict else None


def quote_to_json(quote: Quote, language: Language) -> dict[str, Any]:
    """Return a quote as plain data; the translation goes with English questions only."""
    return {
        "text": quote.text,
        "document": quote.document,
        "page": quote.pages[0],
        "pages": list(quote.pages),
        "section": quote.section,
        "paragraph": quote.paragraph,
        "spans": [[s.start, s.end] for s in quote.spans],
        "footnotes": list(quote.footnotes),
        "authority": quote.authority.value,
        "speakers": [speaker.value for speaker in quote.speakers],
        "translation": quote.translation if language is Language.ENGLISH else None,
        "role": quote.role.value,
        "title": quote.title,
        "regime": {"law": quote.regime.law, "as_of": quote.as_of},
    }


def to_lines(answer: Answer, name: NameFact = as_named) -> Iterator[tuple[str, str]]:
    """Yield (style, line) for a terminal; styles: conclusion, quote, place, translation, note.

    `name` gives the words for facts and their values.
    """
    language = answer.language
    yield "conclusion", answer.conclusion
    yield "space", ""
    yield from _judged_lines(answer, name)
    if answer.refusal:
        yield "note", f"[{reason_label(language, answer.refusal.reason)}]"
        yield from _instead_lines(answer.refusal, language)
    if answer.nearest:
        yield "note", _nearest(answer)
        yield "space", ""
    for number, quote in enumerate(answer.quotes or answer.nearest, 1):
        yield from _quote_lines(number, quote, language)
    if answer.quotes:
        degree = confidence_label(language, answer.confidence)
        yield "note", f"{label(language, 'sure')}: {degree}"
    yield "note", banner(language, answer.regime, answer.as_of)


def _judged_lines(answer: Answer, name: NameFact) -> Iterator[tuple[str, str]]:
    """Yield how the question was read, with which facts, and what is open."""
    language, judged = answer.language, answer.judged
    if judged.disputed:
        yield "note", label(language, "disputed")
    if judged.rule:
        yield "note", f"{label(language, 'read_as')}: {judged.rule.reading}"
    for fact in judged.facts:
        origin = "facts_given" if fact.source is FactSource.GIVEN else "facts"
        asked, value = name(fact.id, fact.value)
        words = f" ({label(language, 'said_by', words=fact.evidence)})" if fact.evidence else ""
        yield "note", f"{label(language, origin)}: {asked} {capitalised(value)}{words}"
    for missing in judged.missing:
        yield "note", f"{label(language, 'missing')}: {missing.question}"
        for known, _ in missing.changes:
            value = capitalised(alone(name(missing.id, known)[1]))
            yield "place", f"- {value}: --facts {missing.id}={known}"
    for reading in () if only_way_round(judged.readings) else judged.readings:
        yield "place", f"- {reading.reading} {verdict_label(language, reading.verdict)}."
    if judged.rule or judged.readings:
        yield "space", ""


def _nearest(answer: Answer) -> str:
    """Return what stands above passages that do not answer: of the old law, under a question on later law."""
    later = answer.refusal and answer.refusal.reason is RefusalReason.LATER_LAW
    name = "nearest_later_law" if later else "nearest"
    return label(answer.language, name, law=answer.regime.law)


def _instead_lines(refusal: Refusal, language: Language) -> Iterator[tuple[str, str]]:
    if refusal.instead:
        yield "note", label(language, "instead")
        for option in refusal.instead:
            yield "place", f"- {option.reading} {verdict_label(language, option.verdict)}."
        yield "space", ""


def _quote_lines(number: int, quote: Quote, language: Language) -> Iterator[tuple[str, str]]:
    # A block quote brings its own quotation marks.
    own = quote.text.startswith("“") or quote.text.endswith("”")
    yield "quote", f"{number}. {quote.text}" if own else f"{number}. “{quote.text}”"
    yield "place", f"   {place_line(quote, language)}"
    if language is Language.ENGLISH and quote.translation:
        yield "translation", f"   {label(language, 'translation')}: {quote.translation}"
    yield "space", ""


def place_line(quote: Quote, language: Language) -> str:
    """Return place, speaker and footnotes of a quote in one line."""
    parts = [place_label(language, quote), speakers_label(language, quote.speakers)]
    if quote.footnotes and not quote.paragraph.startswith("fn."):
        name = "footnote" if len(quote.footnotes) == 1 else "footnotes"
        parts.append(f"{label(language, name)} {', '.join(map(str, quote.footnotes))}")
    return " · ".join(parts)
