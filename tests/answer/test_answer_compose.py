"""Our own sentences around the quotes, in both languages."""

import string
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kaderwijzer.answer import labels
from kaderwijzer.answer.compose import Frame, compose_passages, compose_refusal, place_label
from kaderwijzer.answer.labels import banner, date_label
from kaderwijzer.model import (
    Authority,
    Cited,
    Confidence,
    Kind,
    Language,
    ParagraphId,
    Quote,
    RefusalReason,
    Regime,
    SectionId,
    Span,
)

NL, EN = Language.DUTCH, Language.ENGLISH


def flat(tree: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every label with its path."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from flat(value, f"{path}/{name}")
    else:
        assert isinstance(tree, str), path
        yield path, tree


def names(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


DUTCH, ENGLISH = (dict(flat(labels._all()[language.value])) for language in Language)


def test_both_languages_have_the_same_labels() -> None:
    assert sorted(DUTCH) == sorted(ENGLISH)
    assert len(DUTCH) > 40
    assert set(labels._all()) == {language.value for language in Language}


@pytest.mark.parametrize("path", sorted(DUTCH))
def test_a_label_says_something_and_fills_in_the_same_names(path: str) -> None:
    assert DUTCH[path].strip()
    assert ENGLISH[path].strip()
    assert names(DUTCH[path]) == names(ENGLISH[path])


@pytest.mark.parametrize(
    ("group", "values"),
    [("authority", Authority), ("confidence", Confidence), ("reason", RefusalReason)],
)
@pytest.mark.parametrize("language", Language)
def test_every_value_of_a_closed_set_has_its_words(
    language: Language, group: str, values: type
) -> None:
    found = labels._all()[language.value][group]
    assert sorted(found) == sorted(value.value for value in values)
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("reason", RefusalReason)
def test_every_reason_to_refuse_has_its_own_sentence(frame: Frame, reason: RefusalReason) -> None:
    answer = compose_refusal(frame, reason, None, ())
    assert answer.kind is Kind.REFUSAL
    assert answer.refusal
    assert answer.refusal.reason is reason
    assert answer.refusal.explanation == answer.conclusion
    others = {
        compose_refusal(frame, other, None, ()).conclusion
        for other in RefusalReason
        if other is not reason
    }
    assert answer.conclusion not in others
    assert answer.conclusion.endswith(".")
    assert "{" not in answer.conclusion


def test_a_refusal_shows_what_is_near_but_quotes_nothing(frame: Frame, one_quote: Quote) -> None:
    answer = compose_refusal(frame, RefusalReason.NOT_IN_TEXT, "Zelf gezegd.", [one_quote])
    assert (answer.quotes, answer.nearest) == ((), (one_quote,))
    assert answer.conclusion == "Zelf gezegd."


@pytest.mark.parametrize(
    ("count", "dutch", "english"),
    [
        (1, "zegt hierover het volgende in paragraaf II.i (p. 4)", "says this about it in section"),
        (2, "Daarna volgt nog één passage", "One more passage follows"),
        (3, "Daarna volgen nog 2 passages", "2 more passages follow"),
    ],
)
def test_the_conclusion_says_where_and_how_many(
    frame: Frame, one_quote: Quote, count: int, dutch: str, english: str
) -> None:
    answer = compose_passages(frame, [one_quote] * count, (), Confidence.HIGH)
    assert (dutch if frame.language is NL else english) in answer.conclusion
    speaker = "de wetsgeschiedenis" if frame.language is NL else "the legislative history"
    assert speaker in answer.conclusion
    assert len(answer.quotes) == count


@pytest.mark.parametrize(
    ("section", "paragraph", "pages", "dutch", "english"),
    [
        ("II.i", "II.i.2", (4,), "paragraaf II.i (p. 4)", "section II.i (p. 4)"),
        ("IV", "IV.5", (14,), "hoofdstuk IV (p. 14)", "chapter IV (p. 14)"),
        ("IV", "IV.5", (14, 15), "hoofdstuk IV (p. 14-15)", "chapter IV (p. 14-15)"),
        ("IV", "IV.5", (14, 15, 16), "hoofdstuk IV (p. 14-16)", "chapter IV (p. 14-16)"),
        ("II.i", "fn.2", (4,), "voetnoot 2 (p. 4)", "footnote 2 (p. 4)"),
        ("", "1", (1,), "p. 1", "p. 1"),
    ],
)
def test_where_a_quote_stands(
    one_quote: Quote, section: str, paragraph: str, pages: tuple[int, ...], dutch: str, english: str
) -> None:
    place = replace(
        one_quote, section=SectionId(section), paragraph=ParagraphId(paragraph), pages=pages
    )
    assert (place_label(NL, place), place_label(EN, place)) == (dutch, english)


def cited(quote: Quote, id: str, footnote: int | None, *spans: tuple[int, int]) -> Cited:
    return Cited(id, id, quote.document, footnote, tuple(Span(*s) for s in spans), None, False)


def test_an_answer_carries_the_sources_of_its_quotes_once(frame: Frame, one_quote: Quote) -> None:
    start, end = one_quote.spans[0].start, one_quote.spans[0].end
    sources = [
        cited(one_quote, "its footnote", 1, (0, 1)),
        cited(one_quote, "another footnote", 2, (start, start + 1)),
        cited(one_quote, "at its start", None, (start, start + 3)),
        cited(one_quote, "at its last character", None, (end - 1, end)),
        cited(one_quote, "just before", None, (start - 1, start)),
        cited(
            one_quote, "just after", None, (one_quote.spans[-1].end, one_quote.spans[-1].end + 1)
        ),
        replace(cited(one_quote, "of another document", 1), document="other"),
    ]
    answer = compose_passages(frame, [one_quote, one_quote], sources, Confidence.HIGH)
    found = [source.id for source in answer.citations]
    assert found == ["its footnote", "at its start", "at its last character"]


@pytest.mark.parametrize(
    ("iso", "dutch", "english"),
    [
        ("2015-06-10", "10 juni 2015", "10 June 2015"),
        ("2018-05-01", "1 mei 2018", "1 May 2018"),
        ("1999-01-31", "31 januari 1999", "31 January 1999"),
        ("2020-12-09", "9 december 2020", "9 December 2020"),
    ],
)
def test_dates_in_words(iso: str, dutch: str, english: str) -> None:
    assert (date_label(NL, iso), date_label(EN, iso)) == (dutch, english)


@pytest.mark.parametrize(
    ("until", "successor", "ended"),
    [
        ("2018-05-01", "Wiv 2017", True),
        (None, None, False),
        ("2018-05-01", None, False),
        (None, "Wiv 2017", False),
    ],
)
def test_the_banner(until: str | None, successor: str | None, ended: bool) -> None:
    regime = Regime("Wiv 2002", "2002-05-29", until, successor)
    dutch, english = (banner(language, regime, "2015-06-10") for language in (NL, EN))
    assert dutch.startswith("Recht onder de Wiv 2002, zoals beschreven op 10 juni 2015.")
    assert english.startswith("The law under the Wiv 2002 as described on 10 June 2015.")
    assert ("1 mei 2018" in dutch and "Wiv 2017" in dutch) is ended
    assert ("1 May 2018" in english and "Wiv 2017" in english) is ended
    assert dutch.endswith("Geen juridisch advies.")
    assert english.endswith("Not legal advice.")
    assert "  " not in dutch + english
