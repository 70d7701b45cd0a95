"""The page "Citations": looking up, the catalogue, a source, the law, what is odd, and the files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from app.texts import words
from streamlit.testing.v1 import AppTest
from tests.app import app_fakes
from tests.app.app_fakes import HOSTILE
from tests.app.conftest import Elements, html
from tests.app.test_app_read import framework as plain_framework

from app import citations_data
from kaderwijzer.cite.identity import identifier
from kaderwijzer.cite.lookup import sources
from kaderwijzer.cite.matches import reading
from kaderwijzer.model import Authority, CitationKind, DocumentId, Language, SentenceNote
from kaderwijzer.pipeline import cite, read_catalogue
from kaderwijzer.read.plain import read_plain
from kaderwijzer.read.structure import structure

ALL = " ".join(HOSTILE)
APP = Path(__file__).parents[2] / "app"
LETTER = f"""I Kop {ALL}

Een dienst schrijft {ALL} in zijn brief.1 De derde zin sluit af.

1 Kamerstukken II 1999/2000, 25 877, nr. 8, p. 3. Zie ook {ALL}.
"""
OURS = {
    *(
        "a",
        "article",
        "b",
        "blockquote",
        "caption",
        "code",
        "details",
        "div",
        "h2",
        "h3",
        "h4",
        "i",
    ),
    *("li", "ol", "p", "span", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
OUR_ATTRIBUTES = {
    *("aria-label", "class", "href", "lang", "rel", "role", "scope", "tabindex", "target"),
}
VIEWS = ("sources", "statute", "odd", "picture", "export")


def framework() -> SimpleNamespace:
    """The framework with nothing held, and one sentence translated."""
    return plain_framework()


def _index(name: str, documents: tuple, held: dict, notes: dict | None = None) -> SimpleNamespace:
    index = SimpleNamespace(name=name, documents=documents, notes=notes or {}, cited=(), held=held)
    return SimpleNamespace(index=index, tables={})


@cache
def held() -> SimpleNamespace:
    """The framework with its law held, as a small text of our own."""
    from dataclasses import replace

    from kaderwijzer.model import SectionId

    own = plain_framework().index.documents[0]
    law = app_fakes.document()
    paragraphs = tuple(
        replace(p, id=f"artikel 59.{n}", section=SectionId("artikel 59"))
        for n, p in enumerate(law.paragraphs[:2], 1)
    )
    entry = replace(law.source.entry, id=DocumentId("bwbr0013409"))
    law = replace(law, source=replace(law.source, entry=entry), paragraphs=paragraphs)
    return _index("build-held", (own, law), {"BWBR0013409": DocumentId("bwbr0013409")})


@cache
def hostile() -> SimpleNamespace:
    from dataclasses import replace

    data = LETTER.encode()
    entry = replace(app_fakes.document().source.entry, sha256=hashlib.sha256(data).hexdigest())
    document = structure(read_plain(entry, data))
    notes = {
        (entry.id, p.id): tuple(
            SentenceNote(Authority.MINISTER, f"Words {ALL}") for _ in p.sentences
        )
        for p in document.paragraphs
    }
    return _index("build-hostile", (document,), {}, notes)


def _script(which: str) -> None:
    import streamlit as st
    from tests.app import test_app_citations

    from app import citations
    from kaderwijzer.model import Language

    language = Language(st.query_params.get("lang", "nl"))
    citations.page(language, getattr(test_app_citations, which)())


@pytest.fixture
def visit_citations():
    st.cache_resource.clear()

    def go(which: str = "framework", **address: str) -> AppTest:
        test = AppTest.from_function(_script, default_timeout=30, args=(which,))
        for name, value in address.items():
            test.query_params[name] = value
        return test.run()

    return go


def cards(shown: AppTest) -> list[str]:
    return re.findall(r"<article.*?</article>", html(shown), re.S)


# --- the catalogue -------------------------------------------------------------------------------


def test_the_catalogue_is_that_of_the_corpus():
    own, corpus = citations_data.listing(framework().index), read_catalogue()
    assert own.catalogue.citations == corpus.citations
    assert own.matches == sources(corpus)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_all_sources_stand_in_the_table(visit_citations, lang):
    shown = visit_citations(lang=lang)
    assert not shown.exception
    table = shown.dataframe[0].value
    language = Language(lang)
    assert list(table.columns) == [
        words("citations", language, f"column_{name}")
        for name in ("label", "kind", "times", "chapters", "held", "address", "id")
    ]
    rows = {row[-1]: row for row in table.itertuples(index=False)}
    assert len(rows) == len(table) == 58
    letter = rows["kst-25877-8"]
    assert letter[0] == "Kamerstukken II 1999/2000, 25 877, nr. 8"
    assert (letter[2], letter[4]) == (6, words("citations", language, "no"))
    assert letter[5] == "https://zoek.officielebekendmakingen.nl/kst-25877-8.html"
    assert rows["ctivd-5a"][5] == "–"


def test_chapters_and_counts_are_those_of_the_citations():
    of = citations_data.listing(framework().index)
    match = next(m for m in of.sources if m.id == "ctivd-22a")
    own = [c for c in of.catalogue.citations if c.id == "ctivd-22a"]
    assert citations_data.times(match) == len(own)
    count = citations_data.chapters(match, of.document)
    assert count.total() == len(own)
    assert count["IV"] == sum(c.section.startswith("IV") for c in own)


def test_a_source_is_opened_from_the_list(visit_citations):
    shown = visit_citations()
    assert shown.selectbox[0].value is None
    shown.selectbox[0].set_value("ctivd-28").run()
    assert shown.query_params["source"] == "ctivd-28"
    assert "Toezichtsrapport CTIVD nr. 28" in cards(shown)[0] and not shown.dataframe
    shown.button(key="citations-back").click().run()
    assert "source" not in shown.query_params and shown.dataframe


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_an_address(visit_citations, view, lang):
    shown = visit_citations(v=view, lang=lang)
    assert not shown.exception
    assert shown.segmented_control[0].value == view
    about = f"{view}_about" if view != "sources" else "sources_how"
    assert words("citations", Language(lang), about) in Elements(html(shown)).text


def test_choosing_a_view_goes_to_the_address(visit_citations):
    shown = visit_citations(v="nonsense")
    assert shown.segmented_control[0].value == "sources"
    shown.segmented_control[0].set_value("odd").run()
    assert shown.query_params["v"] == "odd" and len(cards(shown)) > 5


# --- a source ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("nl", ("6 keer aangehaald", "Niet in het corpus", "wijst naar p.", "Gedrukt als")),
        ("en", ("cited 6 times", "Not in the corpus", "points to p.", "As printed")),
    ],
)
def test_a_source_with_the_places_that_rely_on_it(visit_citations, lang, expected):
    (card,) = cards(visit_citations(source="kst-25877-8", lang=lang))
    assert all(part in card for part in expected)
    assert "<code>kst-25877-8</code>" in card and "kaderwijzer sources fetch kst-25877-8" in card
    of = citations_data.listing(framework().index)
    match = next(m for m in of.matches if m.id == "kst-25877-8")
    assert card.count("<li>") == len(match.occurrences)
    text = Elements(card).text
    for at in match.occurrences:
        assert at.proposition in text and f'href="read?p=fn.{at.footnote}&amp;lang={lang}"' in card


def test_a_place_in_the_running_text_leads_to_its_paragraph(visit_citations):
    (card,) = cards(visit_citations(source="BWBR0013409:artikel-59:lid-5"))
    of = citations_data.listing(framework().index)
    paragraphs = {p.id: p for p in of.document.paragraphs}
    links = re.findall(r"read\?p=([^&]+)&", card)
    assert links and all("59" in paragraphs[name].clean.text for name in links)


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("kst-25877-3", "way_fetch"),
        ("kst-29924-3", "way_candidates"),
        ("h-tk-20132014-73", "way_candidates"),
        ("ctivd-5a", "way_hand"),
        ("ctivd-28", "way_carrier"),
        ("BWBR0013409:artikel-59", "way_law"),
        ("be-bim-wet:artikel-18/1", "way_hand"),
    ],
)
def test_how_a_source_can_be_had(id, name):
    of = citations_data.listing(framework().index)
    match = next(m for m in of.matches if m.id == id)
    way = citations_data.way_to(match)
    assert way.name == name
    assert ":artikel" not in way.id
    for language in Language:
        parts = {"id": way.id, "carrier": way.carrier, "candidates": way.candidates}
        assert all(part in words("citations", language, name, **parts) for part in (way.carrier,))


def test_the_probable_source_can_be_opened_too(visit_citations):
    shown = visit_citations(source="kst-29924-3-b1")
    assert "29 924, nr. 3" in cards(shown)[0]


@pytest.mark.parametrize("typed", ["kst-1-1", *HOSTILE])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_unknown_source_is_named_as_typed(visit_citations, typed, lang):
    shown = visit_citations(source=typed, lang=lang)
    assert typed in Elements(html(shown)).text and 'role="alert"' in html(shown)
    assert not cards(shown)
    assert_only_ours(shown)


def test_a_held_law_is_read_at_the_place_cited(visit_citations):
    shown = visit_citations("held", source="BWBR0013409:artikel-59:lid-2")
    assert "In het corpus" in cards(shown)[0] and "kaderwijzer sources" not in html(shown)
    assert words("citations", Language.DUTCH, "held_text") in html(shown)
    assert app_fakes.document().paragraphs[1].clean.text in Elements(html(shown)).text
    assert app_fakes.document().paragraphs[0].clean.text not in Elements(html(shown)).text
    assert_only_ours(shown)


# --- looking up ----------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["25 877, nr. 8", "art. 59 lid 5", "rapport 22a", "voetnoot 37"])
def test_a_look_up_gives_what_the_public_call_gives(visit_citations, query):
    shown = visit_citations(cite=query)
    result = cite(query)
    found = cards(shown)
    assert len(found) == len(result.matches)
    for card, match in zip(found, result.matches, strict=True):
        assert match.label in Elements(card).text
        assert all(at.text in Elements(card).text for at in match.occurrences)
    assert shown.text_input[0].value == query


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("query", ["25 877, nr. 7", "nr. 3", "appels en peren"])
def test_what_is_not_found_is_explained(visit_citations, query, lang):
    result = cite(query)
    shown = visit_citations(cite=query, lang=lang)
    assert getattr(result.explanation, lang) in Elements(html(shown)).text
    for near in result.suggestions:
        assert f'href="citations?source={near.id}&amp;lang={lang}"' in html(shown)


def test_a_new_look_up_leaves_the_source(visit_citations):
    shown = visit_citations(source="ctivd-28")
    shown.text_input[0].set_value("rapport 22a")
    shown.button[0].click().run()
    assert "source" not in shown.query_params
    assert "Toezichtsrapport CTIVD nr. 22A" in cards(shown)[0]
    shown.button(key="citations-back").click().run()
    assert shown.text_input[0].value == "" and shown.dataframe


def test_odd_citations_are_explained(visit_citations):
    of = citations_data.listing(framework().index)
    odd = citations_data.odd(of)
    found = cards(visit_citations(v="odd", lang="en"))
    assert len(found) == len(odd) > 5
    for card, citation in zip(found, odd, strict=True):
        assert citation.verbatim in Elements(card).text
        assert all(note.en in Elements(card).text for note in citation.notes)
        assert ("Probably meant" in card) is bool(citation.probable)


# --- the law and the picture ---------------------------------------------------------------------


def test_the_law_stands_article_by_article(visit_citations):
    shown = visit_citations(v="statute")
    summaries = re.findall(r"<summary[^>]*><b>(.*?)</b>", html(shown))
    of = citations_data.listing(framework().index)
    laws = [m for m in of.matches if m.kind in citations_data.LAWS]
    assert sorted(summaries) == sorted(m.label for m in laws)
    own = [s for s in summaries if s.endswith("Wiv 2002")]
    assert own[:3] == ["art. 2 Wiv 2002", "art. 7 lid 2 Wiv 2002", "art. 12 lid 2 Wiv 2002"]
    assert html(shown).count("<h3") == len(citations_data.articles(of))


def test_a_whole_law_has_a_page(visit_citations):
    shown = visit_citations(source="BWBR0013409")
    assert "art. 59 lid 5 Wiv 2002" in html(shown) and "BIM" not in html(shown)


def test_the_picture_adds_up(visit_citations):
    shown = visit_citations(v="picture")
    of = citations_data.listing(framework().index)
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", html(shown), re.S)
    assert len(rows) == len(citations_data.leaning(of))
    for row in rows:
        cells = [int(c) for c in re.findall(r">(\d+)<", row.split("</th>")[1])]
        assert sum(cells[:-1]) == cells[-1]
    total = sum(int(re.findall(r"<b>(\d+)</b>", row)[0]) for row in rows)
    cited = (c for c in of.catalogue.citations if c.kind is not CitationKind.SECTION)
    assert total == len({(identifier(reading(c)), c.spans) for c in cited})
    heads = re.findall(r'<th scope="col">(.*?)</th>', html(shown))
    assert heads == ["Bron", "I", "II", "III", "IV", "V", "VI", "Samen"]


def test_a_larger_number_is_darker(visit_citations):
    found = re.findall(r'<td class="kw-heat-(\d)">(\d+|–)</td>', html(visit_citations(v="picture")))
    cells = sorted((0 if shown == "–" else int(shown), int(step)) for step, shown in found)
    assert [step for _, step in cells] == sorted(step for _, step in cells)
    assert {step for _, step in cells} == {0, 1, 2, 3, 4, 5}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_picture_is_told_in_sentences_too(visit_citations, lang):
    of = citations_data.listing(framework().index)
    text = Elements(html(visit_citations(v="picture", lang=lang))).text
    for chapter in citations_data.chapter_ids(of.document):
        total = sum(count[chapter] for _, _, count in citations_data.leaning(of))
        label = {"nl": "Hoofdstuk", "en": "Chapter"}[lang]
        assert (f"{label} {chapter} " in text) is bool(total)
        assert str(total) in text


# --- export --------------------------------------------------------------------------------------


def test_the_files_are_those_of_the_command_line(visit_citations, monkeypatch):
    given = {}
    monkeypatch.setattr(
        st, "download_button", lambda label, data, **more: given.update({more["file_name"]: data})
    )
    assert not visit_citations(v="export", lang="en").exception
    assert set(given) == {f"kaderwijzer.{e}" for e in ("csv", "json", "bib", "csl.json")}
    rows = list(csv.DictReader(io.StringIO(given["kaderwijzer.csv"].decode("utf-8-sig"))))
    assert len(rows) == len(read_catalogue().citations)
    assert len(json.loads(given["kaderwijzer.json"])["citations"]) == len(rows)
    assert "@techreport{ctivd-22a," in given["kaderwijzer.bib"]
    assert json.loads(given["kaderwijzer.csl.json"])[0]["type"] == "bill"


# --- nothing typed or read is run ----------------------------------------------------------------


def assert_only_ours(shown):
    found = Elements(html(shown))
    assert found.tags <= OURS
    assert found.attributes <= OUR_ATTRIBUTES
    assert not shown.markdown and not shown.exception
    targets = re.findall(r'href="([^"]*)"', html(shown))
    official = r"https://(zoek\.officielebekendmakingen|wetten\.overheid)\.nl/"
    assert all(re.match(rf"(read\?|citations\?|{official})", t) for t in targets)


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_hostile_query_is_only_typed(visit_citations, typed, lang):
    shown = visit_citations(cite=f"{typed} 25 877, nr. 8", lang=lang)
    assert_only_ours(shown)
    assert shown.text_input[0].value == f"{typed} 25 877, nr. 8"


@pytest.mark.parametrize(
    "address",
    [{"source": "kst-25877-8"}, {"cite": "25 877, nr. 8"}, *({"v": view} for view in VIEWS)],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_hostile_document_is_shown_as_written(visit_citations, address, lang):
    shown = visit_citations("hostile", **address, lang=lang)
    assert_only_ours(shown)
    if "v" not in address:
        text = Elements(html(shown)).text
        assert all(written in text for written in HOSTILE)
        assert (f"Words {ALL}" in text) is (lang == "en")


def test_every_view_shows_only_ours(visit_citations):
    for view in VIEWS:
        assert_only_ours(visit_citations(v=view))


def test_own_words_are_complete_and_are_no_markup():
    own = json.loads((APP / "words" / "citations.json").read_text(encoding="utf-8"))
    assert own["nl"].keys() == own["en"].keys()
    for name, said in (*own["nl"].items(), *own["en"].items()):
        assert said.strip() and not re.search(r"[<>*_`$\[\]&]|:\w+:", said), name
    assert {f"kind_{kind.value}" for kind in CitationKind} <= own["nl"].keys()


def test_the_style_fetches_nothing():
    sheet = (APP / "citations.css").read_text(encoding="utf-8")
    assert not any(part in sheet for part in ("http", "@import", "url(", "//"))
