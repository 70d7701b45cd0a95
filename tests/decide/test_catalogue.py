"""The printed catalogue of the decision tables: current, complete, and true to the places."""

import re
from dataclasses import replace

import pytest
from evaluation.write_rules import PAGES, page

from kaderwijzer.answer.quote import pages_of
from kaderwijzer.decide.catalogue import Labels, escaped, in_text_order, place, rules_markdown, slug
from kaderwijzer.decide.template import read_templates
from kaderwijzer.model import Anchor, Authority, Bilingual, Document, Language, Template
from kaderwijzer.read.cleaning import source_spans

LANGUAGES = pytest.mark.parametrize("language", Language)


@pytest.fixture(scope="module")
def tables(framework: Document) -> tuple[Template, ...]:
    return in_text_order(read_templates(), framework)


@pytest.fixture(scope="module")
def pages(framework: Document) -> dict[Language, str]:
    return {language: page(framework, language) for language in Language}


def plain(markdown: str) -> str:
    """Return what a reader sees of Markdown: without bold, small print and escapes."""
    shown = re.sub(r"(?<!\\)\*\*?|</?sub>|\\$", "", markdown, flags=re.M)
    return re.sub(r"\\([_\W])", r"\1", shown)


@LANGUAGES
def test_the_page_is_not_stale(language: Language, pages: dict[Language, str]) -> None:
    assert PAGES[language].read_text(encoding="utf-8") == pages[language], (
        f"docs/{PAGES[language].name} is stale: run `python -m evaluation.write_rules`"
    )


@LANGUAGES
def test_every_table_and_row_is_printed_with_its_proof(
    language: Language,
    pages: dict[Language, str],
    tables: tuple[Template, ...],
    framework: Document,
) -> None:
    _, *blocks = re.split(r"^#### ", pages[language], flags=re.M)
    assert len(blocks) == len(tables)
    for template, block in zip(tables, map(plain, blocks), strict=True):
        assert f"`{template.id}`" in block
        own = [template.title, template.question, template.opposite]
        own += [fact.ask for fact in template.facts]
        own += [value.label for fact in template.facts for value in fact.values]
        own += [both for row in template.rows for both in (row.conclusion, *row.scenarios)]
        missing = [both for both in own if getattr(both, language.value) not in block]
        assert missing == [], template.id
        proofs = re.findall(r"> (.+)\n +> — (.+)|^> (.+)\n> — (.+)", block, flags=re.M)
        printed = [(a or c, b or d) for a, b, c, d in proofs]
        shown = [a for r in template.rows for a in (r.anchors if r.disputed else r.anchors[:1])]
        assert [quote for quote, _ in printed] == [anchor.quote for anchor in shown]
        for anchor, (_, where) in zip(shown, printed, strict=True):
            assert where.startswith(place(anchor, framework, language))


@LANGUAGES
def test_the_contents_lead_to_the_sections_and_count_their_tables(
    language: Language, pages: dict[Language, str], tables: tuple[Template, ...]
) -> None:
    text = pages[language]
    slugs = [slug(heading) for heading in re.findall(r"^#+ (.+)$", text, flags=re.M)]
    lines = re.findall(r"^( *)- \[.+\]\(#(.+)\) \((\d+)\)$", text, flags=re.M)
    assert [slugs.count(link) for _, link, _ in lines] == [1] * len(lines)
    assert sum(int(count) for indent, _, count in lines if not indent) == len(tables)
    sections = re.split(r"^###? ", text, flags=re.M)[-len(lines) :]
    assert [slug(s.splitlines()[0]) for s in sections] == [link for _, link, _ in lines]


def test_a_disputed_row_says_so_and_quotes_all_positions(pages: dict[Language, str]) -> None:
    disputed = sum(row.disputed for template in read_templates() for row in template.rows)
    assert disputed
    assert pages[Language.DUTCH].count("**Betwist: de tekst") == disputed
    assert pages[Language.ENGLISH].count("**Disputed: the text") == disputed


def test_the_top_names_the_law_its_date_and_that_it_is_no_advice(
    pages: dict[Language, str],
) -> None:
    assert "Wiv 2002, zoals beschreven op 10 juni 2015" in pages[Language.DUTCH]
    assert "Geen juridisch advies." in pages[Language.DUTCH]
    assert "Wiv 2002 as described on 10 June 2015" in pages[Language.ENGLISH]
    assert "Not legal advice." in pages[Language.ENGLISH]


def test_tables_follow_the_text(tables: tuple[Template, ...], framework: Document) -> None:
    order = [section.id for section in framework.sections]
    sections = {str(p.id): p.section for p in framework.paragraphs}
    found = [order.index(sections[t.rows[0].anchors[0].paragraph]) for t in tables]
    assert found == sorted(found)
    assert tables[0].rows[0].anchors[0].paragraph == "I.1"


@pytest.mark.parametrize(
    ("paragraph", "quote", "expected"),
    [
        ("V.vii.2", "De minister van BZK acht het te ver gaan", "V.vii.2, p. 24"),
        ("fn.5", "Per 1 mei 2009", "II.i, p. 5, in voetnoot 5"),
        # The note is called after the full stop that the quote leaves out.
        (
            "V.viii.3",
            "die aan de inzet van die bevoegdheden zijn gesteld",
            "V.viii.3, p. 24, voetnoot 60",
        ),
        # One word less, and the note is not that of the quote.
        ("V.viii.3", "die aan de inzet van die bevoegdheden zijn", "V.viii.3, p. 24"),
    ],
)
def test_a_place_is_that_of_the_quote(
    paragraph: str, quote: str, expected: str, framework: Document
) -> None:
    assert place(Anchor(paragraph, quote), framework, Language.DUTCH) == expected


def test_pages_are_those_that_an_answer_gives(
    tables: tuple[Template, ...], framework: Document
) -> None:
    paragraphs = {str(p.id): p for p in framework.paragraphs}
    anchors = {a for t in tables for row in t.rows for a in row.anchors}
    for anchor in anchors:
        clean = paragraphs[anchor.paragraph].clean
        start = clean.text.index(anchor.quote)
        spans = source_spans(clean, start, start + len(anchor.quote), framework.source.text)
        expected = "-".join(map(str, pages_of(framework, spans)))
        assert f", p. {expected}," in f"{place(anchor, framework, Language.DUTCH)},"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("art. 59 (lid 5)", "art. 59 (lid 5)"),
        ("a*b_c`d", r"a\*b\_c\`d"),
        ("<b> & [1]", r"\<b\> \& \[1\]"),
        ("1. Ten eerste", r"1\. Ten eerste"),
        ("- streep", r"\- streep"),
        ("# kop", r"\# kop"),
    ],
)
def test_markdown_in_a_text_is_escaped(text: str, expected: str) -> None:
    assert escaped(text) == expected
    assert plain(escaped(text)) == text


def test_a_hostile_title_stays_text(framework: Document) -> None:
    first = read_templates()[0]
    hostile = replace(first, title=Bilingual("<script> [x](y)", "<script> [x](y)"))
    labels = Labels("", {authority: authority.value for authority in Authority})
    text = rules_markdown([hostile], framework, Language.ENGLISH, labels)
    assert r"#### 1. \<script\> \[x\](y)" in text
