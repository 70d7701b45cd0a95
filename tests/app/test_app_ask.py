"""The page "Ask": address, language, question, answer, refusal; and nothing typed or read is run."""

from __future__ import annotations

import re

import pytest
from app.texts import _all, _page_words, examples, language_of, text
from app.view import marked
from tests.app import app_fakes
from tests.app.app_fakes import HOSTILE, TEXT, paragraph, passage
from tests.app.conftest import Elements, html

from kaderwijzer.answer.labels import verdict_label
from kaderwijzer.model import Language

OURS = {
    *("a", "article", "b", "blockquote", "br", "details", "div", "h1", "h2", "h3", "i", "li"),
    *("mark", "p", "span", "summary", "sup", "ul"),
}
# In a label: markup that no backslash takes away, an emoji, an address.
MARKUP = r"(?<!\\)[*_`$\[\]<>]|:\w+:|\w://"
OUR_ATTRIBUTES = {"aria-hidden", "aria-label", "class", "href", "lang", "role"}


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


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_newcomer_is_shown_the_reading_path_until_something_is_asked(visit, lang):
    assert f'href="start?lang={lang}"' in html(visit(lang=lang))
    assert 'href="start' not in html(visit(q="Wat is dit?", lang=lang))


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
    assert labels(shown)[1:] == list(examples(language))  # and no history yet
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


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_refusal_offers_questions_that_the_text_answers_and_not_their_answers(visit, lang):
    shown = visit(q="Hoort dit buiten iets?", lang=lang)
    (offered,) = [b for b in shown.button if b.label == "Mag een brief ondertekend zijn?"]
    assert not re.search(r"kw-is-(yes|no|depends)\b", html(shown))
    offered.click().run()
    assert shown.text_input[0].value == "Mag een brief ondertekend zijn?"
    assert re.search(r"kw-is-(yes|no|depends)\b", html(shown))


def test_a_refusal_offers_nothing_where_nothing_is_near(visit):
    shown = visit(q="Hoort dit buiten?", lang="nl")
    assert not [b for b in shown.button if (b.key or "").startswith("instead")]
    assert "Bedoelde u" not in html(shown)


def test_an_unreadable_question_has_no_passages(visit):
    shown = visit(q="???", lang="nl")
    assert "Dit is geen vraag." in html(shown)
    assert not cards(shown) and "Dichtstbijzijnde" not in html(shown)


# --- the verdict -------------------------------------------------------------------------------


def verdict(shown):
    """Return the words of the verdict in its box, sign included."""
    (box,) = re.findall(r'<p class="kw-word">(.*?)</p>', html(shown))
    return Elements(box).text


def said(shown):
    return [Elements(words).text for words in re.findall(r'kw-said">(.*?)</p>', html(shown))]


@pytest.mark.parametrize(
    ("question", "lang", "words", "shape"),
    [
        ("Mag het kaal?", "nl", "✕ Nee", "kw-box-no"),
        ("Mag het kaal?", "en", "✕ No", "kw-box-no"),
        ("Mag het?", "nl", "? Dat hangt ervan af", "kw-box-depends"),
        ("Mag het?", "en", "? It depends", "kw-box-depends"),
        ("Hoe zit het later?", "nl", "– Niet in deze tekst", "kw-box-none"),
        ("???", "en", "– No answer", "kw-box-none"),
    ],
)
def test_a_verdict_has_a_word_and_a_shape(visit, question, lang, words, shape):
    shown = visit(q=question, lang=lang)
    assert verdict(shown) == words
    assert shape in html(shown) and shape.replace("box", "is") in html(shown)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_word_of_the_verdict_is_said_once(visit, lang):
    shown = html(visit(q="Mag het kaal?", lang=lang))
    (words,) = re.findall(r'<p class="kw-conclusion"[^>]*>(.*?)</p>', shown)
    assert Elements(words).text and not words.startswith(("Nee", "No"))


def test_an_answer_in_passages_has_no_verdict(visit):
    shown = visit(q="Wat is dit?", lang="nl")
    assert "kw-verdict" not in html(shown) and not shown.radio


@pytest.mark.parametrize(("lang", "read_as"), [("nl", "Gelezen als"), ("en", "Read as")])
def test_it_says_as_which_question_it_was_read(visit, lang, read_as):
    body = html(visit(q="Mag het kaal?", lang=lang))
    assert f'{read_as}: <span lang="nl">Mag de brief weg ' in body


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("Mag het ondertekend?", "yes", "Blijkt uit „Mag het ondertekend?”."),
        ("Mag het kaal?", "no", "Opgemaakt uit de vraag als geheel."),
        ("Mag het?", "unknown", "Staat niet in de vraag."),
    ],
)
def test_a_fact_shows_what_was_read_and_in_which_words(visit, question, value, words):
    shown = visit(q=question, lang="nl")
    assert shown.radio[0].value == value
    assert said(shown)[0] == words
    assert shown.radio[0].options[-1] == "niet gezegd of onbekend"


def test_what_is_missing_shows_what_each_value_would_give(visit):
    shown = visit(q="Mag het ondertekend?", lang="nl")
    assert list(shown.radio[1].proto.captions) == ["geeft: ✓ Ja", "geeft: ✕ Nee", ""]
    assert not any(shown.radio[0].proto.captions)
    assert "Niet alles wat het antwoord bepaalt staat in de vraag." in html(shown)


def test_a_switch_changes_the_verdict_and_the_address(visit):
    shown = visit(q="Mag het ondertekend?", lang="nl")
    shown.radio[1].set_value("yes").run()
    assert verdict(shown) == "✓ Ja"
    assert shown.query_params["f.urgent"] == "yes"
    assert said(shown)[1] == "Door u gekozen."
    shown.radio[0].set_value("no").run()
    assert verdict(shown) == "✕ Nee"
    assert shown.query_params["f.signed"] == "no"


@pytest.mark.parametrize("signed", ["yes", "no", "unknown"])
@pytest.mark.parametrize("urgent", ["yes", "no", "unknown"])
def test_switching_equals_asking_with_these_facts(visit, signed, urgent):
    shown = visit(q="Mag het ondertekend?", lang="nl")
    shown.radio[0].set_value("no").run()
    shown.radio[0].set_value(signed).run()
    shown.radio[1].set_value(urgent).run()
    linked = visit(q="Mag het ondertekend?", lang="nl", **{"f.signed": signed, "f.urgent": urgent})
    assert [each.value for each in linked.radio] == [signed, urgent]
    known = {"signed": signed, "urgent": urgent}
    asked = app_fakes.FakeAssistant().ask("Mag het ondertekend?", facts=known)
    assert verdict(linked).endswith(verdict_label(Language.DUTCH, asked.judged.verdict))
    assert html(shown) == html(linked)


def test_changes_are_undone_by_a_button(visit):
    shown = visit(q="Mag het ondertekend?", lang="nl", **{"f.signed": "no"})
    assert verdict(shown) == "✕ Nee"
    shown.button(key="undo").click().run()
    assert "f.signed" not in shown.query_params
    assert shown.radio[0].value == "yes" and said(shown)[0].startswith("Blijkt uit")
    assert "undo" not in [button.key for button in shown.button]


@pytest.mark.parametrize("address", [{"f.unheard": "yes"}, {"f.signed": "<script>"}, {"f.": ""}])
def test_a_fact_that_the_question_does_not_know_is_left_out_and_said(visit, address):
    shown = visit(q="Mag het kaal?", lang="en", **address)
    assert verdict(shown) == "✕ No" and shown.radio[0].value == "no"
    (warning,) = shown.warning
    assert warning.value.startswith("The address names a fact or value")
    shown.button(key="undo").click().run()
    assert not shown.warning and not set(address) & set(shown.query_params)


def test_another_question_starts_without_the_facts_of_the_one_before(visit):
    shown = visit(q="Mag het ondertekend?", lang="nl", **{"f.urgent": "yes"})
    shown.text_input[0].set_value("Mag het kaal?")
    shown.button[0].click().run()
    assert "f.urgent" not in shown.query_params and shown.radio[1].value == "unknown"


def test_asking_the_same_question_again_keeps_the_facts(visit):
    shown = visit(q="Mag het ondertekend?", lang="nl", **{"f.urgent": "yes"})
    shown.button[0].click().run()
    assert shown.query_params["f.urgent"] == "yes" and verdict(shown) == "✓ Ja"


def test_switching_language_keeps_the_facts(visit):
    shown = visit(q="Mag het ondertekend?", lang="nl", **{"f.urgent": "yes"})
    shown.segmented_control[0].set_value(Language.ENGLISH).run()
    assert verdict(shown) == "✓ Yes" and shown.radio[1].value == "yes"
    assert shown.radio[1].label == "Spoed? EN"


@pytest.fixture
def tabled(visit):
    app_fakes.state.tabled = True
    return visit


@pytest.mark.parametrize(
    ("lang", "who"),
    [
        ("nl", ("Het document, hoofdstuk I (p. 9)", "De wet, hoofdstuk I (p. 9)")),
        ("en", ("The document, chapter I (p. 9)", "The statute, chapter I (p. 9)")),
    ],
)
def test_a_dispute_shows_both_positions_with_who_says_so(tabled, lang, who):
    body = html(tabled(q="Mag het ondertekend?", lang=lang, **{"f.urgent": "yes"}))
    first, second = re.findall(r"<li>(.*?)</li>", body.split("kw-disputed")[1].split("</ul>")[0])
    assert Elements(first).text == f"{who[0]}: Deze alinea is één zin."
    english = "Unofficial translation: The third one ends it." if lang == "en" else ""
    assert Elements(second).text == f"{who[1]}: De derde zin sluit af.{english}"


def test_without_a_disputed_row_no_dispute_is_shown(tabled):
    assert "kw-disputed" not in html(tabled(q="Mag het kaal?", lang="nl"))


def test_the_proof_comes_first_and_what_surrounds_it_after(visit):
    body = html(visit(q="Mag het kaal?", lang="nl"))
    assert body.index("Bewijs uit de tekst") < body.index("kw-basis")
    assert body.index("kw-basis") < body.index("Wat er in de tekst omheen staat")
    assert body.index("Wat er in de tekst omheen staat") < body.index("kw-context")


@pytest.mark.parametrize(
    ("lang", "words"), [("nl", ("voetnoot 1", "tekst aanwezig")), ("en", ("footnote 1", "text at"))]
)
def test_the_sources_relied_on_are_named_with_their_address_as_text(visit, lang, words):
    shown = visit(q="Mag het kaal?", lang=lang)
    (sources,) = re.findall(r'<details class="kw-sources">.*?</details>', html(shown), re.DOTALL)
    assert all(word in sources for word in words)
    assert "https://x.example/&lt;b&gt;" in sources and "href" not in sources


@pytest.mark.parametrize(("question", "marks"), [("Wat is dit?", "2"), ("Die twee?", "2-3")])
def test_a_passage_leads_to_its_sentences_in_the_whole_text(visit, question, marks):
    first = cards(visit(q=question, lang="en"))[0]
    assert f'href="read?p=I.1&amp;z={marks}&amp;lang=en"' in first


def test_the_facts_go_along_to_the_guided_check(visit):
    body = html(visit(q="Mag het ondertekend?", lang="nl", **{"f.urgent": "no"}))
    assert "check?t=brief-mag&amp;f.signed=yes&amp;f.urgent=no&amp;lang=nl" in body


# --- readings and what was asked before --------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "words"), [("nl", ["? Dat hangt ervan af", "✕ Nee"]), ("en", ["? It depends", "✕ No"])]
)
def test_a_question_with_two_readings_shows_each_with_its_verdict(visit, lang, words):
    shown = visit(q="Is dit dubbel?", lang=lang)
    readings = re.findall(r'<div class="kw-reading">(.*?)</div>', html(shown), re.DOTALL)
    assert [Elements(r.split("</p>")[1]).text for r in readings] == words
    assert "Is de brief onrustig? NL" in readings[1]
    assert ("could not be placed" if lang == "en" else "niet zeker te plaatsen") in html(shown)
    assert "kw-verdict" not in html(shown)


def test_choosing_a_reading_asks_its_question(visit):
    shown = visit(q="Is dit dubbel?", lang="nl")
    shown.button(key="reading-1").click().run()
    assert shown.text_input[0].value.startswith("Mag de brief weg ")
    assert verdict(shown) == "? Dat hangt ervan af"


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nl", "Met wat uit de vraag blijkt"), ("en", "With what the question says")],
)
def test_a_reading_keeps_the_facts_that_were_read_for_it(visit, lang, words):
    shown = visit(q="Is dit dubbel kaal?", lang=lang)
    (facts,) = said(shown)
    assert facts.startswith(f"{words}: Getekend ") and facts.endswith(
        "no, *zo* " + lang.upper() + "."
    )
    shown.button(key="reading-1").click().run()
    assert shown.query_params["f.signed"] == "no" and shown.radio[0].value == "no"
    assert verdict(shown) == ("✕ Nee" if lang == "nl" else "✕ No")


def test_a_reading_for_which_no_fact_was_read_sets_none(visit):
    shown = visit(q="Is dit dubbel kaal?", lang="nl", **{"f.urgent": "yes"})
    shown.button(key="reading-2").click().run()
    assert not [name for name in shown.query_params if name.startswith("f.")]


def test_what_was_asked_in_this_visit_can_be_asked_again_with_its_facts(visit):
    shown = visit(q="Mag het ondertekend?", lang="nl")
    shown.radio[1].set_value("yes").run()
    shown.text_input[0].set_value("Wat is dit?")
    shown.button[0].click().run()
    assert "kw-verdict" not in html(shown)
    shown.button(key="history-1").click().run()
    assert shown.text_input[0].value == "Mag het ondertekend?"
    assert shown.query_params["f.urgent"] == "yes" and verdict(shown) == "✓ Ja"


def test_the_history_can_be_cleared_and_is_nobody_elses(visit):
    shown = visit(q="Wat is dit?", lang="nl")
    shown.text_input[0].set_value("Mag het kaal?")
    shown.button[0].click().run()
    assert len([b for b in shown.button if b.key.startswith("history-")]) == 2
    shown.button(key="forget").click().run()
    assert len([b for b in shown.button if b.key.startswith("history-")]) == 1
    assert "history-1" not in [b.key for b in visit(q="Nog iets?").button]


# --- nothing typed or read is run --------------------------------------------------------------


def assert_only_ours(shown):
    found = Elements(html(shown))
    assert found.tags <= OURS
    assert found.attributes <= OUR_ATTRIBUTES
    links = re.findall(r'href="([^"]*)"', html(shown))
    assert all(re.fullmatch(r"(read|check)\?[\w.%+=&;-]*", link) for link in links)
    assert not shown.markdown and not shown.exception
    for each in (*shown.button, *shown.radio):
        words = [each.label, *getattr(each, "options", ())]
        assert not any(re.search(MARKUP, word) for word in words)


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_hostile_question_is_shown_as_typed(visit, typed, lang):
    shown = visit(q=f"Wat is {typed}?", lang=lang)
    assert_only_ours(shown)
    (asked,) = re.findall(r"<h2.*?</h2>", html(shown), re.DOTALL)
    assert Elements(asked).text == f"Wat is {typed}?"


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize(
    "question", ["Mag {} ondertekend?", "Is dit dubbel {}?", "Is dit dubbel kaal {}?"]
)
def test_a_hostile_question_to_a_hostile_table_is_shown_as_typed(visit, typed, question):
    shown = visit(q=question.format(typed), lang="nl")
    assert_only_ours(shown)
    assert Elements(html(shown)).text.count(question.format(typed)) == 1 + ("Mag" in question)


@pytest.mark.parametrize("written", HOSTILE)
def test_a_hostile_document_is_shown_as_written(visit, written):
    assert written in TEXT
    shown = visit(q="Wat is dit?", lang="en")
    assert_only_ours(shown)
    # title, publisher, quote, translation, paragraph, its translation, note, note as a quote
    assert Elements(html(shown)).text.count(written) == 8


@pytest.mark.parametrize("language", list(Language))
def test_own_words_are_complete_and_are_no_markup(language):
    for page in (_all(), *map(_page_words, ("ask", "guided"))):
        assert page["nl"].keys() == page["en"].keys()
        for name, words in page[language.value].items():
            assert words.strip() and not re.search(r"[<>*_`$\[\]&]|:\w+:", words), name


def test_texts_name_every_degree_of_confidence():
    from kaderwijzer.model import Confidence

    for degree in Confidence:
        assert text(Language.DUTCH, f"confidence_{degree.value}")
