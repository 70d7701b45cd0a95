"""From a citation to its place in the source that is held."""

import io
from pathlib import Path

import pytest
from tests.sources.made import paper

from kaderwijzer.cite.parse import parse
from kaderwijzer.holding import Told, hold
from kaderwijzer.model import Citation, Document
from kaderwijzer.opening import Opening, open_citation, open_question
from kaderwijzer.read.corpus import read_corpus
from kaderwijzer.read.manifest import held_sources
from kaderwijzer.sources import held_citations

TOLD = Told(date="2000-01-11")
LAW = """### Artikel 59

1.  De hoofden dragen zorg voor verbindingen.
2.  Gegevens kunnen worden verstrekt.
3.  Zie artikel 37.
4.  Ondersteuning kan worden verleend.
5.  Het verzoek is ondertekend.

### Artikel 60

Geen leden.
"""


def paged(pages: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(1, pages + 1):
        canvas.drawString(72, 720, f"Dit is de tekst van bladzijde nummer {number}.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def cited(framework: Document, id: str, footnote: int | None = None) -> Citation:
    return next(c for c in parse(framework) if c.id == id and footnote in (None, c.footnote))


def opened(corpus: Path, citation: Citation) -> tuple[Opening, tuple[str, ...]] | None:
    found = open_citation(citation, held_sources(corpus), read_corpus(corpus).documents)
    return (found.how, found.paragraphs) if found else None


@pytest.mark.parametrize(
    ("id", "paragraphs"),
    [
        ("BWBR0013409:artikel-59:lid-5", ("artikel 59.5",)),
        ("BWBR0013409:artikel-59:lid-2", ("artikel 59.2",)),
        ("BWBR0013409:artikel-59", tuple(f"artikel 59.{n}" for n in range(1, 6))),
    ],
)
def test_an_article_opens_the_member_cited(
    corpus: Path, framework: Document, id: str, paragraphs: tuple[str, ...]
) -> None:
    hold(corpus, LAW.encode(), "BWBR0013409", TOLD, origin="a.md", today="2026-01-02")
    assert opened(corpus, cited(framework, id)) == (Opening.PLACE, paragraphs)


def test_a_member_that_the_text_has_not_is_said_to_be_absent(
    corpus: Path, framework: Document
) -> None:
    hold(corpus, LAW.encode(), "BWBR0013409", TOLD, origin="a.md", today="2026-01-02")
    citation = cited(framework, "BWBR0013409:artikel-12:lid-2")
    assert opened(corpus, citation) == (Opening.NOT_THERE, ())


@pytest.mark.parametrize(("pages", "how"), [(110, Opening.PLACE), (101, Opening.NOT_THERE)])
def test_a_page_is_opened_in_a_pdf(
    corpus: Path, framework: Document, pages: int, how: Opening
) -> None:
    hold(corpus, paged(pages), "kst-25877-8", TOLD, origin="a.pdf", today="2026-01-02")
    found = opened(corpus, cited(framework, "kst-25877-8", 1))  # "nr. 8, p. 102"
    assert found and found[0] is how
    texts = {p.id: p.clean.text for d in read_corpus(corpus).documents[1:] for p in d.paragraphs}
    assert [texts[p] for p in found[1]] == ["Dit is de tekst van bladzijde nummer 102."] * (
        how is Opening.PLACE
    )


def test_xml_has_no_pages_and_says_so(corpus: Path, framework: Document) -> None:
    hold(corpus, paper(number="8"), "kst-25877-8", TOLD, origin="a.xml", today="2026-01-02")
    assert opened(corpus, cited(framework, "kst-25877-8", 1)) == (Opening.NO_PAGES, ())


def test_what_is_not_held_is_not_opened(corpus: Path, framework: Document) -> None:
    assert opened(corpus, cited(framework, "kst-25877-8", 1)) is None


def test_a_law_is_held_with_its_articles(framework: Document) -> None:
    found = held_citations(parse(framework), {"BWBR0013409"})
    assert "BWBR0013409:artikel-59:lid-5" in found
    assert "BWBR0013409" in found
    assert not [id for id in found if not id.startswith("BWBR0013409")]


@pytest.mark.parametrize(
    ("question", "paragraphs"),
    [
        ("Wat zegt artikel 59 lid 5?", [("artikel 59.5",)]),
        ("What does article 59(5) say?", [("artikel 59.5",)]),
        ("Wat staat er in artikel 59, tweede lid, van de Wiv 2002?", [("artikel 59.2",)]),
        ("Wat regelt artikel 60?", [("artikel 60",)]),
        ("Wat zegt artikel 8 EVRM?", []),
        ("Wanneer is sprake van een direct belang?", []),
        ("Wat zegt artikel 59 lid 9?", [()]),
    ],
)
def test_a_question_that_names_an_article_opens_it(
    corpus: Path, question: str, paragraphs: list[tuple[str, ...]]
) -> None:
    hold(corpus, LAW.encode(), "BWBR0013409", TOLD, origin="a.md", today="2026-01-02")
    found = open_question(question, held_sources(corpus), read_corpus(corpus).documents)
    assert [o.paragraphs for o in found] == paragraphs
