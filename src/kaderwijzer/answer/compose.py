"""Hits or a refusal → an answer whose every word has its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaderwijzer.answer.labels import date_label, label, speakers_label
from kaderwijzer.model import (
    Answer,
    Cited,
    Confidence,
    Kind,
    Language,
    Quote,
    Receipt,
    Refusal,
    RefusalReason,
    Regime,
)


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


def compose_refusal(
    frame: Frame, reason: RefusalReason, explanation: str | None, nearest: Sequence[Quote]
) -> Answer:
    """Return a refusal with its reason, and what is near, never presented as an answer."""
    if explanation is None:
        date = date_label(frame.language, frame.as_of)
        name = f"refusal_{reason.value}"
        explanation = label(frame.language, name, law=frame.regime.law, date=date)
    return _answer(
        frame,
        kind=Kind.REFUSAL,
        conclusion=explanation,
        refusal=Refusal(reason, explanation),
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
    frame: Frame,
    *,
    kind: Kind,
    conclusion: str,
    confidence: Confidence,
    quotes: tuple[Quote, ...] = (),
    citations: tuple[Cited, ...] = (),
    refusal: Refusal | None = None,
    nearest: tuple[Quote, ...] = (),
) -> Answer:
    return Answer(
        id=frame.id,
        question=frame.question,
        language=frame.language,
        kind=kind,
        conclusion=conclusion,
        quotes=quotes,
        citations=citations,
        refusal=refusal,
        nearest=nearest,
        confidence=confidence,
        regime=frame.regime,
        as_of=frame.as_of,
        receipt=frame.receipt,
        milliseconds=0.0,
    )


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
