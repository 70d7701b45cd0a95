"""The page "Ask": address, language, question, answer, refusal; and nothing typed or read is run."""

from __future__ import annotations

import re

import pytest
from app.texts import examples, language_of, text
from app.view import marked
from tests.app.app_fakes import HOSTILE, TEXT, passage
from tests.app.conftest import Elements, html

from kaderwijzer.model import Language

OURS = {
    *("article", "b", "blockquote", "details", "div", "h1", "h2", "h3", "i"),
    *("mark", "p", "span", "summary", "sup"),
}
OUR_ATTRIBUTES = {"aria-label", "class", "lang", "role"}


def labels(shown):
    return [button.label for button in shown.button]


# --- address and language ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nl", Language.DUTCH),
        ("nl-BE", Language.DUTCH),
        ("NL-nl", Language.DUTCH),
        ("en-GB", Language.ENGLISH),
        ("nds", Language.ENGLISH),
        ("fr-FR", Language.ENGLISH),
        (None, Language.DUTCH),
    ],
)
def test_first_visit_follows_the_browser(locale, expected):
    assert language_of(locale) is expected


@pytest.mark.parametrize(
    ("address", "button"),
    [({}, "Stel de vraag"), ({"lang": "en"}, "Ask"), ({"lang": "nl"}, "Stel de vraag")],
)
def test_language_of_the_address(visit, address, button):
    shown = visit(**address)
    assert not shown.exception
    assert shown.button[0].label == button
    assert shown.query_params["lang"] == ("en" if button == "Ask" else "nl")


def test_an_unknown_language_in_the_address_is_replaced(visit):
    shown = visit(lang="xx")
    assert shown.query_params["lang"] == "nl"


def test_switching_language_keeps_question_and_answer(visit):
    shown = visit(q="Wat is dit?", lang="nl")
    before = passage("I.1", range(1, 2)).text
    shown.segmented_control[0].set_value(Language.ENGLISH).run()
    assert shown.query_params["lang"] == "en"
    assert shown.text_input[0].value == "Wat is dit?"
    assert "Passages, nearest first" in html(shown)
    assert before in Elements(html(shown)).text


def test_a_link_shows_the_same_answer(visit):
    asked = visit(lang="nl")
    asked.text_input[0].set_value("Wat is dit?")
    asked.button[0].click().run()
    assert html(asked) == html(visit(lang="nl", q="Wat is dit?"))
    assert '<h2 class="kw-asked" lang="nl">Wat is dit?</h2>' in html(asked)


@pytest.mark.parametrize("language", list(Language))
def test_examples_are_asked_when_clicked(visit, language):
    shown = visit(lang=language.value)
    assert labels(shown)[1:] == list(examples(language))
    assert 4 <= len(examples(language)) <= 6
    assert "kw-asked" not in html(shown)
    shown.button[1].click().run()
    assert shown.text_input[0].value == examples(language)[0]
    assert f">{examples(language)[0]}</h2>" in html(shown)


@pytest.mark.parametrize("question", ["", "   ", "\t"])
def test_without_a_question_there_is_no_answer(visit, question):
    shown = visit(q=question)
    assert "kw-asked" not in html(shown) and "kw-card" not in html(shown)
    assert shown.expander[0].proto.expanded


# --- the answer --------------------------------------------------------------------------------


def cards(shown):
    return re.findall(r"<article.*?</article>", html(shown), re.DOTALL)


def test_quotes_stand_in_order_with_place_section_and_speaker(visit):
    first, second, third = cards(visit(q="Wat is dit?", lang="nl"))
    assert "Hoofdstuk I (p. 9)" in first
    assert "Kop &lt;b&gt;vet&lt;/b&gt;" in first
    assert "Aan het woord: de minister" in first
    assert "kw-basis" in first and "kw-context" in second
    assert "Dit is de hele alinea." in second and "<details>" not in second
    assert "Voetnoot 1 (p. 9)" in third and "Dit is de hele voetnoot." in third


def test_every_speaker_of_a_quote_is_named(visit):
    first = cards(visit(q="Wat zeggen die twee?", lang="nl"))[0]
    assert "Aan het woord: de minister, de wet<" in first


@pytest.mark.parametrize(("lang", "shown"), [("nl", False), ("en", True)])
def test_the_translation_goes_with_the_english_page(visit, lang, shown):
    first = cards(visit(q="Wat is dit?", lang=lang))[0]
    assert ("Unofficial translation:" in first) is shown
    assert ("A service writes" in first) is shown


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", "Zekerheid: <b>middel</b> – de tekst raakt"),
        ("en", "Confidence: <b>medium</b> – the"),
    ],
)
def test_confidence_is_said_in_words(visit, lang, words):
    assert words in html(visit(q="Wat is dit?", lang=lang))


def test_the_quote_is_marked_in_its_paragraph(visit):
    quote = passage("I.1", range(1, 2))
    first = cards(visit(q="Wat is dit?", lang="nl"))[0]
    (mark,) = re.findall(r"<mark>(.*?)</mark>", first)
    assert Elements(mark).text == quote.text + "1"  # the number of its note, raised
    assert mark.endswith("<sup>1</sup>")
    assert "De eerste zin staat er kalm. <mark>" in first
    assert "</mark> De derde zin sluit af." in first


def test_a_note_can_be_opened_under_its_quote(visit):
    first = cards(visit(q="Wat is dit?", lang="nl"))[0]
    note = first.split("<summary>Voetnoot 1 (p. 9)</summary>")[1]
    assert Elements(note).text.startswith("Kamerstukken II <u>1999/2000</u>,")


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ((0,), "<mark>De eerste zin staat er kalm.</mark> Een dienst"),
        ((2,), "brief.<sup>1</sup> <mark>De derde zin sluit af.</mark>"),
        ((0, 1, 2), "<mark>De eerste zin staat er kalm. Een dienst"),
    ],
)
def test_marks_begin_and_end_with_sentences(sentences, expected):
    from tests.app.app_fakes import paragraph

    assert expected in marked(paragraph("I.1"), sentences)
    assert marked(paragraph("I.1"), sentences).count("<mark>") == 1


# --- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", ("Geen antwoord", "latere wetgeving", "geen antwoord op de vraag")),
        ("en", ("No answer", "later law", "not an answer to the question")),
    ],
)
def test_a_refusal_gives_its_reason_and_marks_what_is_near(visit, lang, words):
    shown = visit(q="Hoe zit het later?", lang=lang)
    (near,) = cards(shown)
    assert all(word in html(shown) for word in words)
    assert words[2] in near and "kw-nearest" in near and "kw-basis" not in near
    assert "kw-conclusion" not in html(shown) and "kw-confidence" not in html(shown)
    assert "Over later recht zegt hij niets." in html(shown)


def test_an_unreadable_question_has_no_passages(visit):
    shown = visit(q="???", lang="nl")
    assert "Dit is geen vraag." in html(shown)
    assert not cards(shown) and "Dichtstbijzijnde" not in html(shown)


# --- nothing typed or read is run --------------------------------------------------------------


def assert_only_ours(shown):
    found = Elements(html(shown))
    assert found.tags <= OURS
    assert found.attributes <= OUR_ATTRIBUTES
    assert not shown.markdown and not shown.exception


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_hostile_question_is_shown_as_typed(visit, typed, lang):
    shown = visit(q=f"Wat is {typed}?", lang=lang)
    assert_only_ours(shown)
    (asked,) = re.findall(r"<h2.*?</h2>", html(shown), re.DOTALL)
    assert Elements(asked).text == f"Wat is {typed}?"


@pytest.mark.parametrize("written", HOSTILE)
def test_a_hostile_document_is_shown_as_written(visit, written):
    assert written in TEXT
    shown = visit(q="Wat is dit?", lang="en")
    assert_only_ours(shown)
    # title, publisher, quote, translation, paragraph, its translation, note, note as a quote
    assert Elements(html(shown)).text.count(written) == 8


@pytest.mark.parametrize("language", list(Language))
def test_own_words_are_complete_and_are_no_markup(language):
    from app.texts import _all

    assert _all()["nl"].keys() == _all()["en"].keys()
    for name, words in _all()[language.value].items():
        assert words.strip() and not re.search(r"[<>*_`$\[\]&]|:\w+:", words), name


def test_texts_name_every_degree_of_confidence():
    from kaderwijzer.model import Confidence

    for degree in Confidence:
        assert text(Language.DUTCH, f"confidence_{degree.value}")
