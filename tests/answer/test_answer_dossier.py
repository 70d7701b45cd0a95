"""The dossier of an answer: what stands in it, and that nothing typed or quoted acts as markup."""

import io
import sys
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kaderwijzer.answer import dossier_blocks
from kaderwijzer.answer.compose import Frame, compose_passages, compose_refusal
from kaderwijzer.answer.dossier import dossier, escaped
from kaderwijzer.answer.dossier_blocks import Style, blocks, plain
from kaderwijzer.answer.dossier_docx import dossier_docx
from kaderwijzer.errors import KaderwijzerError
from kaderwijzer.model import (
    Alternative,
    Answer,
    Authority,
    Cited,
    Confidence,
    FactSource,
    Judged,
    Kind,
    KnownFact,
    Language,
    Missing,
    Quote,
    Receipt,
    RefusalReason,
    Regime,
    Role,
    Rule,
    Span,
    Verdict,
)

NL, EN = Language.DUTCH, Language.ENGLISH
TODAY = "2026-11-26"
ADDRESS = "https://zoek.officielebekendmakingen.nl/kst-25877-8.html"
PAPER = "Kamerstukken II 1999/2000, 25 877, nr. 8, p. 101"
RULE = Rule("support-case", "Steun per geval", "Mag de MIVD steunen zonder de minister?")
NOT_JUDGED = Judged(None, False, None, (), (), ())


def sources(quote: Quote) -> list[Cited]:
    return [
        Cited("kst-25877-8", PAPER, quote.document, 1, (Span(0, 1),), ADDRESS, True),
        Cited("ctivd-22a", "Rapport 22A", quote.document, 1, (Span(2, 3),), None, False),
    ]


def passages(frame: Frame, quote: Quote) -> Answer:
    return compose_passages(
        frame, [quote, replace(quote, role=Role.CONTEXT)], sources(quote), Confidence.MEDIUM
    )


def verdict(frame: Frame, quote: Quote, *, open: bool = False) -> Answer:
    """Return a verdict on a question: a plain no that is disputed, or one that depends on a fact."""
    facts = (
        KnownFact("minister", "absent", FactSource.STATED, "zonder de minister"),
        KnownFact("weight", "light", FactSource.INFERRED, ""),
        KnownFact("country", "ally", FactSource.GIVEN, ""),
    )
    missing = (
        Missing("urgency", "Is er haast bij?", (("hurry", Verdict.YES), ("calm", Verdict.NO))),
    )
    judged = Judged(
        Verdict.DEPENDS if open else Verdict.NO,
        not open,
        RULE,
        () if open else facts,
        missing if open else (),
        (),
    )
    return replace(
        passages(frame, quote), kind=Kind.VERDICT, conclusion="Zo is het.", judged=judged
    )


def clarification(frame: Frame, quote: Quote) -> Answer:
    options = (
        Alternative("one", "Mag het?", Verdict.YES),
        Alternative("two", "Moet het?", Verdict.NO),
    )
    judged = replace(NOT_JUDGED, readings=options)
    return replace(
        passages(frame, quote), kind=Kind.CLARIFICATION, conclusion="Kies.", judged=judged
    )


def refusal(frame: Frame, quote: Quote) -> Answer:
    return compose_refusal(frame, RefusalReason.NOT_IN_TEXT, None, [quote])


KINDS = {
    "verdict": verdict,
    "passage": passages,
    "clarification": clarification,
    "refusal": refusal,
}


@pytest.fixture(params=KINDS)
def answer(request: pytest.FixtureRequest, frame: Frame, one_quote: Quote) -> Answer:
    return KINDS[request.param](frame, one_quote)


# --- what stands in it ---------------------------------------------------------------------------


def said(answer: Answer, name: Any = dossier_blocks.as_named) -> list[str]:
    """Return each block as "lead: text address"."""
    found = blocks(answer, TODAY, name)
    return [f"{b.lead + ': ' if b.lead else ''}{b.text} {b.address}".rstrip() for b in found]


def test_both_languages_have_the_same_words_and_fill_in_the_same_names() -> None:
    dutch, english = (dossier_blocks._words()[language.value] for language in Language)
    assert list(dutch) == list(english)
    for name, text in dutch.items():
        assert text.strip()
        assert english[name].strip()
        assert {n for n in PLACES if n in text} == {n for n in PLACES if n in english[name]}


PLACES = ("{date}", "{version}", "{law}", "{document}", "{paragraph}", "{ranges}")


def test_every_dossier_says_what_was_asked_from_what_and_how_to_verify_it(answer: Answer) -> None:
    text = said(answer)
    dutch = answer.language is NL
    assert text[0] == ("Dossier bij een vraag" if dutch else "Dossier of a question")
    assert text[1].startswith(
        "Recht onder de Wiv 2002, zoals beschreven op 10 juni 2015."
        if dutch
        else "The law under the Wiv 2002 as described on 10 June 2015."
    )
    assert text[2] == (
        "Opgesteld op 26 november 2026 met Kaderwijzer 1.0. "
        "Op de dag van opstellen is de Wiv 2002 niet van kracht."
        if dutch
        else "Made on 26 November 2026 with Kaderwijzer 1.0. "
        "On the day it was made, the Wiv 2002 is not in force."
    )
    assert "vraag?" in text
    for line in ("Index: build-1", "Kaderwijzer: 1.0"):
        assert line in text
    corpus, rules = (
        ("van het corpus", "van de regels") if dutch else ("of the corpus", "of the rules")
    )
    assert f"SHA-256 {corpus}: {'c' * 64}" in text
    assert f"SHA-256 {rules}: {'r' * 64}" in text
    assert f"kaderwijzer check {'antwoord' if dutch else 'answer'}.json" in text
    assert text[-1] == (
        "Dit dossier is geen juridisch advies." if dutch else "This dossier is not legal advice."
    )
    degree = {"nl": "Zekerheid", "en": "Confidence"}[answer.language.value]
    assert len([line for line in text if line.startswith(f"{degree}: ")]) == 1


@pytest.mark.parametrize(
    ("day", "dutch"),
    [
        ("2002-05-28", "is de Wiv 2002 niet van kracht"),
        ("2002-05-29", "is de Wiv 2002 van kracht"),
        ("2018-04-30", "is de Wiv 2002 van kracht"),
        ("2018-05-01", "is de Wiv 2002 niet van kracht"),
    ],
)
def test_the_day_decides_whether_the_law_is_in_force(
    frame: Frame, one_quote: Quote, day: str, dutch: str
) -> None:
    answer = passages(replace(frame, language=NL), one_quote)
    assert dutch in list(blocks(answer, day))[2].text


@pytest.mark.parametrize(
    ("kind", "dutch", "english"),
    [
        ("verdict", "Oordeel: Nee", "Verdict: No"),
        (
            "passage",
            "Oordeel: geen; dit is een open vraag",
            "Verdict: none; this is an open question",
        ),
        (
            "clarification",
            "Oordeel: nog geen; eerst moet een lezing worden gekozen",
            "Verdict: none yet; a reading has to be chosen first",
        ),
        ("refusal", "Oordeel: Niet in deze tekst", "Verdict: Not in this text"),
    ],
)
def test_the_verdict_is_told_in_words(
    frame: Frame, one_quote: Quote, kind: str, dutch: str, english: str
) -> None:
    text = said(KINDS[kind](frame, one_quote))
    assert (dutch if frame.language is NL else english) in text


def test_a_verdict_tells_how_it_was_read_with_which_facts_and_that_it_is_disputed(
    frame: Frame, one_quote: Quote
) -> None:
    text = said(verdict(replace(frame, language=NL), one_quote))
    assert "Gelezen als: Mag de MIVD steunen zonder de minister?" in text
    assert "Beslistabel: Steun per geval (support-case)" in text
    assert "minister: absent (staat in de vraag, blijkt uit „zonder de minister”)" in text
    assert "weight: light (afgeleid uit de vraag)" in text
    assert "country: ally (opgegeven bij de vraag)" in text
    assert "Conclusie: Zo is het." in text
    assert any(line.startswith("Omstreden: Hierover vermeldt de tekst twee") for line in text)


def test_a_missing_fact_tells_what_each_value_would_give(frame: Frame, one_quote: Quote) -> None:
    text = said(verdict(replace(frame, language=NL), one_quote, open=True))
    assert "Ontbreekt: Is er haast bij? (hurry: ja; calm: nee)" in text
    assert "Oordeel: Dat hangt ervan af" in text
    assert not any(line.startswith("Omstreden") for line in text)


def test_facts_get_the_words_that_are_handed_in(frame: Frame, one_quote: Quote) -> None:
    def name(fact: str, value: str) -> tuple[str, str]:
        return f"feit {fact}", f"waarde {value}"

    text = said(verdict(replace(frame, language=NL), one_quote), name)
    assert "feit weight: waarde light (afgeleid uit de vraag)" in text
    text = said(verdict(replace(frame, language=NL), one_quote, open=True), name)
    assert "Ontbreekt: Is er haast bij? (waarde hurry: ja; waarde calm: nee)" in text


def test_a_clarification_names_every_reading_with_its_verdict(
    frame: Frame, one_quote: Quote
) -> None:
    text = said(clarification(replace(frame, language=NL), one_quote))
    assert text.index("Mag het? Ja. (one)") + 1 == text.index("Moet het? Nee. (two)")
    assert "De citaten horen bij de eerste lezing." in text
    assert "Feiten" not in text


def test_a_refusal_shows_what_is_near_and_calls_it_no_answer(
    frame: Frame, one_quote: Quote
) -> None:
    text = said(refusal(replace(frame, language=NL), one_quote))
    assert "Reden: staat niet in deze tekst" in text
    assert "Dichtstbijzijnde passages (geen antwoord op de vraag):" in text
    assert one_quote.text in text
    assert not {"Bewijs: letterlijke citaten", "Rol: draagt het antwoord"} & set(text)
    assert "Bronnen waarop de citaten steunen" not in text


def test_a_quote_has_its_place_speaker_footnotes_and_position(
    frame: Frame, one_quote: Quote
) -> None:
    text = said(passages(replace(frame, language=NL), one_quote))
    at = text.index("1. paragraaf II.i (p. 4)")
    ranges = ", ".join(f"{s.start}-{s.end}" for s in one_quote.spans)
    assert text[at + 1 : at + 6] == [
        one_quote.text,
        "Aan het woord: de wetsgeschiedenis",
        "Rol: draagt het antwoord",
        "Voetnoot: 1",
        f"Plaats in de bron: {one_quote.document}, II.i.2, tekens {ranges}",
    ]
    assert "2. paragraaf II.i (p. 4)" in text
    assert "Rol: ter toelichting" in text


def test_more_speakers_and_footnotes_are_all_named(frame: Frame, one_quote: Quote) -> None:
    more = replace(one_quote, footnotes=(1, 2), speakers=(Authority.MINISTER, Authority.COMMITTEE))
    text = said(passages(replace(frame, language=EN), more))
    assert "Footnotes: 1, 2" in text
    assert "Speaking: the minister, the Committee (CTIVD)" in text


def test_a_translation_goes_with_english_only_and_is_called_unofficial(
    frame: Frame, one_quote: Quote
) -> None:
    text = said(passages(frame, one_quote))
    shown = "Unofficial translation: English 0. English 1. English 2." in text
    assert shown is (frame.language is EN)
    assert any("English 1" in line for line in text) is shown


def test_a_quote_from_under_another_law_says_so(frame: Frame, one_quote: Quote) -> None:
    later = Regime("Wiv 2017", "2018-05-01", None, None)
    other = replace(one_quote, regime=later, as_of="2019-02-03", title="Rapport")
    text = said(passages(replace(frame, language=EN), other))
    assert "Law: Wiv 2017, as of 3 February 2019" in text
    assert "1. Rapport, section II.i (p. 4)" in text
    assert not any(line.startswith("Law:") for line in said(passages(frame, one_quote)))


def test_sources_have_their_label_footnote_and_address(frame: Frame, one_quote: Quote) -> None:
    text = said(passages(replace(frame, language=NL), one_quote))
    at = text.index("Bronnen waarop de citaten steunen")
    assert text[at + 1 : at + 3] == [
        f"{PAPER} (voetnoot 1; in het corpus); adres (niet nagegaan): {ADDRESS}",
        "Rapport 22A (voetnoot 1; niet in het corpus)",
    ]
    bare = replace(passages(replace(frame, language=NL), one_quote), citations=())
    assert "De citaten verwijzen zelf naar geen bron." in said(bare)


# --- as Markdown ---------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) ![i](http://evil.test/p.png) *b* __c__ `d` "
    "~~e~~ &lt; &#60; <http://evil.test> http://evil.test www.evil.test {: onclick=x } $a$ \\"
)
STARTS = [
    "# a",
    "- a",
    "+ a",
    "1. a",
    "2) a",
    "> a",
    "    a",
    "\ta",
    "---",
    "***",
    "===",
    "~~~",
    "```",
]
STARTS += [
    "a\n# b",
    "a\r\n\r\n- b",
    "a\n===",
    "a\x0b# b",
    "a\u2028# b",
    "| a |\n|---|",
    "[a]: http://b",
]


class _Shown(HTMLParser):
    """Collects the text and the tags of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags = "", []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))


def rendered(markdown: str) -> _Shown:
    """Return what a renderer that lets raw HTML through makes of Markdown."""
    engine = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    shown = _Shown()
    shown.feed(engine.render(markdown))
    shown.close()
    return shown


OWN_TAGS = {"h1", "h2", "h3", "p", "ul", "li", "strong", "blockquote", "pre", "code"}


def test_headings_quotes_and_lists_are_what_they_seem(answer: Answer) -> None:
    shown = rendered(dossier(answer, TODAY))
    tags = [tag for tag, _ in shown.tags]
    assert tags.count("h1") == 1
    found = list(blocks(answer, TODAY))
    for tag, style in (("h2", Style.HEADING), ("h3", Style.SUBHEADING), ("li", Style.ITEM)):
        assert tags.count(tag) == sum(1 for b in found if b.style is style)
    assert tags.count("blockquote") == 1 + len(answer.quotes or answer.nearest)
    assert set(tags) - {"a"} <= OWN_TAGS
    links = [attributes["href"] for tag, attributes in shown.tags if tag == "a"]
    assert links == [ADDRESS for c in answer.citations if c.url]
    for block in found:
        assert " ".join(block.text.split()) in " ".join(shown.text.split())


def hostile(answer: Answer, text: str) -> Answer:
    """Return an answer that has a text in every field that people or documents fill."""
    quotes = tuple(
        replace(q, text=text, translation=text, title=text, section=text, document=text)
        for q in answer.quotes
    )
    facts = tuple(KnownFact(text, text, FactSource.STATED, text) for _ in range(2))
    missing = (Missing(text, text, ((text, Verdict.YES),)),)
    options = (Alternative(text, text, Verdict.NO),)
    judged = Judged(Verdict.NO, True, Rule(text, text, text), facts, missing, options)
    regime = Regime(text, "2002-05-29", "2018-05-01", text)
    cited = tuple(replace(c, label=text, url=text) for c in answer.citations)
    return replace(
        answer,
        id=text,
        question=text,
        conclusion=text,
        quotes=quotes,
        judged=judged,
        regime=regime,
        citations=cited,
        receipt=Receipt(text, text, text, text),
    )


@pytest.mark.parametrize("text", [HOSTILE, *STARTS, "</blockquote>\n\n# x", "\x00\ud800\u202e<b>"])
def test_nothing_typed_or_quoted_acts_as_markup(frame: Frame, one_quote: Quote, text: str) -> None:
    given = hostile(verdict(frame, one_quote), text)
    markdown = dossier(given, TODAY)
    markdown.encode()
    shown = rendered(markdown)
    assert {tag for tag, _ in shown.tags} <= OWN_TAGS
    assert all(not attributes for _, attributes in shown.tags)
    found = list(blocks(given, TODAY))
    tags = [tag for tag, _ in shown.tags]
    assert tags.count("h2") == sum(1 for b in found if b.style is Style.HEADING)
    assert tags.count("li") == sum(1 for b in found if b.style is Style.ITEM)
    clean = " ".join(plain(text).split())
    assert " ".join(shown.text.split()).count(clean) > 10


def test_an_address_is_a_link_only_where_it_is_one(frame: Frame, one_quote: Quote) -> None:
    for address in ("javascript:alert(1)", "https://a.test/> <b>", "https://a.test/ x", "HTTP://a"):
        answer = passages(frame, one_quote)
        cited = (replace(answer.citations[0], url=address),)
        shown = rendered(dossier(replace(answer, citations=cited), TODAY))
        assert "a" not in {tag for tag, _ in shown.tags}, address
        assert address in shown.text


@given(st.text(alphabet=st.sampled_from("\\`*_[]{}()<>&#+-.!|~$^@:=/ \n\t1a\"'"), max_size=30))
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    shown = rendered(escaped(plain(text)))
    assert {tag for tag, _ in shown.tags} <= {"p"}
    assert " ".join(shown.text.split()) == " ".join(plain(text).split())


@given(st.text(max_size=60))
def test_plain_text_is_one_line_that_any_file_can_hold(text: str) -> None:
    line = plain(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    line.encode()
    assert plain(line) == line


def test_a_direct_autolink_is_broken_for_renderers_that_make_links() -> None:
    assert escaped("http://a www.b mailto:c xmpp:d") == r"http\://a www\.b mailto\:c xmpp\:d"


# --- as DOCX -------------------------------------------------------------------------------------


def test_docx_says_the_same_in_styles_that_a_word_processor_knows(answer: Answer) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed (extra docx)")
    written = docx.Document(io.BytesIO(dossier_docx(answer, TODAY)))
    assert [p.text for p in written.paragraphs] == said(answer)
    styles = [p.style.name for p in written.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Intense Quote") == 1 + len(answer.quotes or answer.nearest)
    assert {"Heading 1", "List Bullet"} <= set(styles)
    about = written.core_properties
    assert about.title == said(answer)[0]
    assert about.created.isoformat().startswith(TODAY)
    assert about.language == {"nl": "nl-NL", "en": "en-GB"}[answer.language.value]


def test_the_same_answer_gives_the_same_docx_bytes(answer: Answer) -> None:
    pytest.importorskip("docx", reason="python-docx is not installed (extra docx)")
    one, other = dossier_docx(answer, TODAY), dossier_docx(answer, TODAY)
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert dossier_docx(answer, "2026-11-27") != one


@pytest.mark.parametrize("text", [HOSTILE, "\x00\x0b\ud800\ufffe]]><w:b/>"])
def test_docx_holds_hostile_text_as_text(frame: Frame, one_quote: Quote, text: str) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed (extra docx)")
    given = hostile(verdict(frame, one_quote), text)
    written = docx.Document(io.BytesIO(dossier_docx(given, TODAY)))
    assert [p.text for p in written.paragraphs] == said(given)
    assert plain(text) in [p.text for p in written.paragraphs]
    external = [r for r in written.part.rels.values() if r.is_external]
    assert external == []


def test_without_python_docx_the_way_out_is_told(
    frame: Frame, one_quote: Quote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(KaderwijzerError, match="pip install 'python-docx"):
        dossier_docx(passages(frame, one_quote), TODAY)
