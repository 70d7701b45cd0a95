"""The page "Read": sections, links that mark, translation, search, rules and sources beside a text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from app.reading_find import hits, pattern
from app.reading_marks import marked, marked_words
from streamlit.testing.v1 import AppTest
from tests.app import app_fakes
from tests.app.app_fakes import ENGLISH, HOSTILE, TEXT
from tests.app.conftest import Elements, html

from kaderwijzer.model import (
    Anchor,
    Authority,
    Bilingual,
    Cited,
    Language,
    Row,
    SentenceNote,
    Span,
    Template,
    Verdict,
)

ALL = " ".join(HOSTILE)
OURS = {
    *("a", "article", "aside", "b", "blockquote", "br", "details", "div", "h2", "h3", "i", "li"),
    *("mark", "nav", "ol", "p", "span", "summary", "sup", "ul"),
}
OUR_ATTRIBUTES = {
    *("aria-current", "aria-label", "class", "href", "id", "lang", "role", "tabindex", "title"),
}
APP = Path(__file__).parents[2] / "app"


class FakeTables(dict):
    """Tables by id, as the assistant holds them."""


def table(paragraph: str) -> Template:
    both = Bilingual(f"Titel {ALL}", f"Title {ALL}")
    question = Bilingual("Mag dit?", "Is this allowed?")
    row = Row(
        (), Verdict.YES, False, both, Authority.STATUTE, (Anchor(paragraph, "x"),) * 2, (both,)
    )
    return Template("t", both, question, question, (), (row, row), ())


def assistant() -> SimpleNamespace:
    document = app_fakes.document()
    note = next(p for p in document.paragraphs if p.id == "fn.1")
    spans = (Span(note.clean.pieces[0].source, note.clean.pieces[-1].source),)
    cited = (
        Cited("kst-1-3", f"Kamerstukken {ALL}", "brief", 1, spans, None, True),
        Cited("kst-9-9", "Elders", "ander", 1, spans, None, False),
    )
    index = SimpleNamespace(
        name="build-fake", documents=(document,), notes=app_fakes.notes(), cited=cited, held={}
    )
    return SimpleNamespace(index=index, tables=FakeTables(t=table("I.1")))


@cache
def framework() -> SimpleNamespace:
    """The framework itself, without an index, with one table and a translation of one paragraph."""
    from kaderwijzer.pipeline import read_catalogue

    document = read_catalogue().documents[0]
    notes = {
        (document.source.entry.id, p.id): tuple(
            SentenceNote(Authority.COMMITTEE, f"English of {p.id}.") for _ in p.sentences
        )
        for p in document.paragraphs
        if p.id in ("IV.6", "fn.1")
    }
    index = SimpleNamespace(
        name="build-framework", documents=(document,), notes=notes, cited=(), held={}
    )
    return SimpleNamespace(index=index, tables=FakeTables(t=table("fn.1")))


def _script(which: str) -> None:
    import streamlit as st
    from tests.app import test_app_read

    from app import reading
    from kaderwijzer.model import Language

    language = Language(st.query_params.get("lang", "nl"))
    reading.page(language, getattr(test_app_read, which)())


@pytest.fixture
def read():
    st.cache_resource.clear()

    def go(which: str = "framework", **address: str) -> AppTest:
        test = AppTest.from_function(_script, default_timeout=30, args=(which,))
        for name, value in address.items():
            test.query_params[name] = value
        return test.run()

    return go


def articles(shown: AppTest) -> dict[str, str]:
    bodies = re.findall(r"<article.*?</article>", html(shown), re.S)
    return dict(zip(re.findall(r'<article[^>]* id="p-([^"]+)"', html(shown)), bodies, strict=True))


# --- sections ------------------------------------------------------------------------------------


def test_without_an_address_the_first_chapter_and_the_contents_are_shown(read):
    shown = read()
    assert not shown.exception
    assert list(articles(shown)) == ["I.1", "I.2", "I.3", "I.4", "I.5"]
    assert shown.expander[0].proto.expanded
    contents = html(shown).split("<nav")[1].split("</nav>")[0]
    assert contents.count("<li") == 26
    assert 'href="read?s=V.iii&amp;lang=nl"' in contents and "p. 16" in contents


@pytest.mark.parametrize(
    ("section", "first", "last"),
    [("IV", "IV.1", "IV.8"), ("II.vi", "II.vi.1", "II.vi.3"), ("II", "II.i.1", "II.vi.3")],
)
def test_a_section_or_a_whole_chapter(read, section, first, last):
    names = list(articles(read(s=section)))
    assert (names[0], names[-1]) == (first, last)


def test_every_paragraph_and_note_can_be_reached(read):
    document = framework().index.documents[0]
    shown = "".join(html(read(s=s.id)) for s in document.sections if "." not in s.id)
    ids = re.findall(r' id="p-([^"]+)" tabindex', shown)
    assert sorted(ids) == sorted(p.id for p in document.paragraphs)
    text = Elements(shown).text
    assert all(s.title in text for s in document.sections)


@pytest.mark.parametrize(("lang", "words"), [("nl", "Bladzijde 5"), ("en", "Page 5")])
def test_a_page_begins_with_its_number(read, lang, words):
    body = html(read(s="II.i", lang=lang))
    assert body.index('id="p-II.i.5"') < body.index(words) < body.index('id="p-II.i.6"')
    assert body.count(f">{words}<") == 1


def test_choosing_a_section_goes_to_the_address_and_leaves_the_link(read):
    shown = read(p="I.2", z="1")
    assert shown.selectbox[0].value == "I"
    shown.selectbox[0].set_value("V.iii").run()
    assert shown.query_params["s"] == "V.iii"
    assert "p" not in shown.query_params and "z" not in shown.query_params
    assert next(iter(articles(shown))) == "V.iii.1"
    assert "kw-here" not in html(shown)


@pytest.mark.parametrize(
    ("section", "button", "expected"),
    [
        ("I", "Volgende →", "II.i"),
        ("II", "Volgende →", "III.i"),
        ("III.i", "← Vorige", "II.vi"),
        ("VI.d", "← Vorige", "VI.c"),
    ],
)
def test_turning_to_the_section_before_and_after(read, section, button, expected):
    shown = read(s=section)
    next(b for b in shown.button if b.label == button).click().run()
    assert shown.query_params["s"] == expected
    assert all(name.startswith(expected) for name in articles(shown))


def test_at_the_ends_there_is_one_way_on(read):
    assert "← Vorige" not in [b.label for b in read(s="I").button]
    assert "Volgende →" not in [b.label for b in read(s="VI").button]


# --- links ---------------------------------------------------------------------------------------


def test_a_link_shows_its_section_and_marks_the_paragraph(read):
    shown = read(p="IV.6")
    body = articles(shown)["IV.6"]
    assert shown.selectbox[0].value == "IV"
    assert 'kw-here" aria-current="true"' in body and "hierheen leidt de koppeling" in body
    paragraph = next(p for p in framework().index.documents[0].paragraphs if p.id == "IV.6")
    marks = re.findall(r"<mark>(.*?)</mark>", body)
    assert " ".join(Elements(m).text for m in marks) in paragraph.clean.text
    assert html(shown).count("kw-here") == 1 + 1  # the paragraph, and the script that finds it
    assert '<a href="#p-IV.6">Naar IV.6</a>' in html(shown)


def test_a_link_can_mark_sentences_alone(read):
    paragraph = next(p for p in framework().index.documents[0].paragraphs if p.id == "IV.6")
    second = paragraph.sentences[1]
    body = articles(read(p="IV.6", z="2"))["IV.6"]
    assert re.findall(r"<mark>(.*?)</mark>", body) == [
        paragraph.clean.text[second.start : second.end]
    ]


def test_a_link_to_a_note_marks_it_beside_its_paragraph(read):
    shown = read(p="fn.19")
    (caller,) = [name for name, body in articles(shown).items() if 'id="p-fn.19"' in body]
    assert caller.startswith("III.i.")
    assert '<div class="kw-fn kw-here"' in articles(shown)[caller]
    assert "<mark>" in articles(shown)[caller].split('id="p-fn.19"')[1]


@pytest.mark.parametrize("name", ["IX.1", *HOSTILE])
@pytest.mark.parametrize(("lang", "words"), [("nl", "De tekst heeft geen"), ("en", "has no")])
def test_a_link_to_what_is_not_there_says_so(read, name, lang, words):
    shown = read(p=name, s=name, lang=lang)
    alerts = re.findall(r'<p class="kw-alert".*?</p>', html(shown), re.S)
    assert len(alerts) == 2 and all(words in a and name in Elements(a).text for a in alerts)
    assert next(iter(articles(shown))) == "I.1"
    assert "<script" not in html(shown)


def test_every_paragraph_is_its_own_link(read):
    for name, body in articles(read(s="IV", lang="en")).items():
        assert f'<a href="read?p={name}&amp;lang=en" title="Link to {name}"' in body


def test_the_script_holds_no_words_of_others(read):
    body = next(b for b in html(read(p="IV.6", z="1")).split("\n<script>")[1:])
    assert re.match(r"/\* [0-9a-f]{12} \*/", body)
    assert "IV.6" not in body


def test_the_script_runs_again_for_another_link_only(read):
    scripts = [html(read(**a)).split("<script>")[1] for a in ({"p": "I.1"}, {"p": "I.2"})]
    assert scripts[0] != scripts[1]
    assert scripts[0] == html(read(p="I.1", t="1")).split("<script>")[1]


# --- translation ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "shows"),
    [
        ({}, False),
        ({"lang": "en"}, True),
        ({"t": "1"}, True),
        ({"lang": "en", "t": "0"}, False),
    ],
)
def test_the_translation_goes_with_the_language_and_can_be_switched(read, address, shows):
    shown = read(p="IV.6", **address)
    assert ("English of IV.6." in articles(shown)["IV.6"]) is shows
    assert shown.toggle[0].value is shows
    shown.toggle[0].set_value(not shows).run()
    assert shown.query_params["t"] == str(int(not shows))
    assert ("English of IV.6." in articles(shown)["IV.6"]) is not shows


def test_what_has_no_translation_says_so(read):
    body = articles(read(s="IV", lang="en"))
    assert "There is no translation of this paragraph." in body["IV.5"]
    assert "There is no translation" not in body["IV.6"]


# --- search --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nl", "Treffers: 3. Gezocht: quid pro quo"), ("en", "Hits: 3. Searched for: quid pro quo")],
)
def test_a_search_looks_through_all_sections(read, lang, words):
    shown = read(find="quid pro quo", lang=lang)
    body = html(shown)
    assert words in body and not articles(shown)
    assert shown.text_input[0].value == "quid pro quo"
    links = re.findall(r'href="(read\?p=[^"]+)"', body)
    assert len(links) == 3 and f"read?p=II.vi.1&amp;find=quid+pro+quo&amp;lang={lang}" in links
    assert "<mark>quid</mark>" in body


def test_a_hit_opens_its_section_with_the_words_marked(read):
    shown = read(find="quid", p="II.vi.2")
    assert "kw-hits" not in html(shown)
    assert shown.text_input[0].value == "quid"
    assert "<mark>quid</mark>" in articles(shown)["II.vi.3"]
    shown.button(key="read-hits").click().run()
    assert "kw-hits" in html(shown) and "p" not in shown.query_params


def test_a_hit_marks_the_words_and_not_the_paragraph(read):
    body = articles(read(find="quid", p="II.vi.3"))["II.vi.3"]
    assert re.findall(r"<mark>(.*?)</mark>", body.casefold()) == ["quid", "quid"]


def test_a_link_to_a_sentence_marks_it_beside_the_words_that_were_found(read):
    paragraph = next(p for p in framework().index.documents[0].paragraphs if p.id == "II.vi.3")
    first = paragraph.sentences[0]
    body = articles(read(find="quid", p="II.vi.3", z="1"))["II.vi.3"]
    sentence, *found = re.findall(r"<mark>(.*?)</mark>", body)
    assert sentence == paragraph.clean.text[first.start : first.end]
    assert [word.casefold() for word in found] == ["quid", "quid"]


def test_a_hit_without_the_words_is_marked_as_a_whole(read):
    paragraph = next(p for p in framework().index.documents[0].paragraphs if p.id == "II.vi.3")
    marks = re.findall(r"<mark>(.*?)</mark>", articles(read(find="xyzzy", p="II.vi.3"))["II.vi.3"])
    text = "".join(Elements(m).text for m in marks)
    assert "".join(text.split()) == "".join(paragraph.clean.text.split())


def test_a_new_search_leaves_the_section(read):
    shown = read(s="IV", p="IV.6")
    shown.text_input[0].set_value("quid")
    shown.button[0].click().run()
    assert not set(shown.query_params) & {"s", "p"}
    assert "kw-hits" in html(shown)
    next(b for b in shown.button if b.key == "read-clear").click().run()
    assert "I.1" in articles(shown) and shown.text_input[0].value == ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("p. 3", ["I.1", "I.2", "I.3", "I.4", "I.5"]),
        ("voetnoot 12", ["fn.12"]),
        ("iv.6", ["IV.6"]),
        ("fn.3", ["fn.3"]),
        ('"English of IV.6"', ["IV.6"]),
        ("xyzzy", []),
        ("(", None),
        ('"', []),
    ],
)
def test_what_a_search_finds(query, expected):
    index = framework().index
    found = [h.paragraph.id for h in hits(query, index.documents[0], index)]
    assert found == expected if expected is not None else len(found) > 3


def test_all_words_must_stand_in_the_paragraph():
    index = framework().index
    found = list(hits("minister toestemming", index.documents[0], index))
    assert found and all(
        {"minister", "toestemming"} <= set(re.findall(r"minister|toestemming", text.lower()))
        for text in (h.paragraph.clean.text for h in found)
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_search_without_hits_says_so(read, lang):
    shown = read(find="xyzzy", lang=lang)
    assert ("Geen alinea" if lang == "nl" else "No paragraph") in html(shown)


def test_marks_keep_the_text(read):
    assert marked_words("Een <b>dienst</b>", pattern("dienst b")) == (
        "Een &lt;<mark>b</mark>&gt;<mark>dienst</mark>&lt;/<mark>b</mark>&gt;"
    )
    paragraph = app_fakes.paragraph("I.1")
    body = marked(paragraph, [(3, 9), (5, 20)], Language.DUTCH)
    own = re.sub(r"<sup>.*?</sup>", "", body)
    assert Elements(own).text == paragraph.clean.text


# --- rules and sources ---------------------------------------------------------------------------


def test_rules_that_rest_on_a_paragraph_or_its_notes(read):
    found = articles(read(s="II.i"))
    (caller,) = [name for name, body in found.items() if 'id="p-fn.1"' in body]
    assert "rusten (1)</summary>" in found[caller]
    assert '<a href="check?t=t&amp;lang=nl">Titel' in found[caller]
    assert 'Mag dit? <a href="./?q=Mag+dit%3F&amp;lang=nl">Stel deze vraag</a>' in found[caller]
    assert sum("rusten (" in body for body in found.values()) == 1


@pytest.mark.parametrize(("lang", "words"), [("nl", "aanhaalt (1)"), ("en", "cites (1)")])
def test_what_a_paragraph_cites(read, lang, words):
    found = articles(read("assistant", lang=lang))
    assert words in found["I.1"] and "Elders" not in found["I.1"]
    assert f'href="citations?source=kst-1-3&amp;lang={lang}"' in found["I.1"]
    assert ("in het corpus" if lang == "nl" else "in the corpus") in found["I.1"]
    assert "cites" not in found["I.2"] and "aanhaalt" not in found["I.2"]


# --- nothing typed or read is run ----------------------------------------------------------------


def assert_only_ours(shown, tags=frozenset(OURS)):
    found = Elements(html(shown))
    assert found.tags <= tags
    assert found.attributes <= OUR_ATTRIBUTES
    assert not shown.markdown and not shown.exception
    targets = re.findall(r'href="([^"]*)"', html(shown))
    assert all(re.match(r"(read\?|citations\?|check\?|\./\?|#p-)", t) for t in targets)


@pytest.mark.parametrize("written", HOSTILE)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_hostile_document_is_shown_as_written(read, written, lang):
    assert written in TEXT and any(written in s for s in ENGLISH)
    shown = read("assistant", lang=lang)
    assert_only_ours(shown)
    text = Elements(html(shown)).text
    # title, publisher, paragraph, note, rule, source; in English also the translation
    assert text.count(written) == (7 if lang == "en" else 6)


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_hostile_search_is_shown_as_typed(read, typed):
    shown = read("assistant", find=typed)
    assert_only_ours(shown)
    assert typed in Elements(html(shown)).text


def test_a_hostile_search_is_marked_in_a_hostile_section(read):
    assert_only_ours(read("assistant", find=ALL, s="I"))


@pytest.mark.parametrize("page", ["read"])
def test_own_words_are_complete_and_are_no_markup(page):
    import json

    own = json.loads((APP / "words" / f"{page}.json").read_text(encoding="utf-8"))
    assert own["nl"].keys() == own["en"].keys()
    for name, words in (*own["nl"].items(), *own["en"].items()):
        assert words.strip() and not re.search(r"[<>*_`$\[\]&]|:\w+:", words), name


def test_the_style_fetches_nothing():
    sheet = (APP / "reading.css").read_text(encoding="utf-8")
    assert not any(part in sheet for part in ("http", "@import", "url(", "//"))
