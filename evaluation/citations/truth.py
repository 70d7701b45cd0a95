"""The hand-written citations of the framework and of the held-back texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from kaderwijzer.model import (
    Document,
    DocumentId,
    Entry,
    Language,
    Layout,
    Page,
    Paragraph,
    ParagraphId,
    ParagraphKind,
    Regime,
    SectionId,
    Source,
    Span,
)
from kaderwijzer.read.cleaning import JoinRules, clean
from kaderwijzer.read.corpus import read_document
from kaderwijzer.read.manifest import read_manifest

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "corpus"
MARKED = re.compile(r"\[\[(.*?) => (.*?)\]\]", re.S)


@dataclass(frozen=True)
class Truth:
    """One source cited at one place, as a person read it."""

    start: int
    end: int
    id: str
    pinpoint: str | None


def framework() -> Document:
    """Return the document that gold.yaml is about."""
    return read_document(CORPUS, read_manifest(CORPUS)[0])


def gold() -> list[Truth]:
    """Return the hand-written citations of the framework text."""
    rows = yaml.safe_load((HERE / "gold.yaml").read_text(encoding="utf-8"))["citations"]
    return [
        Truth(row["at"][0], row["at"][1], id, row["pinpoint"]) for row in rows for id in row["ids"]
    ]


def held_back(name: str = "held-back-texts") -> Iterator[tuple[Document, list[Truth]]]:
    """Yield the held-back texts of a file as documents with their citations."""
    for marked in yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8")):
        text, truths = unmarked(marked)
        yield document_of(text), truths


def unmarked(marked: str) -> tuple[str, list[Truth]]:
    """Take the marks out of a text.

    >>> unmarked("Zie [[nr. 8 => kst-1; p. 2]].")
    ('Zie nr. 8.', [Truth(start=4, end=9, id='kst-1', pinpoint='p. 2')])
    """
    text, truths, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        ids, _, pinpoint = match[2].partition("; ")
        end = len(text) + len(match[1])
        truths += [Truth(len(text), end, i.strip(), pinpoint or None) for i in ids.split(",")]
        text, at = text + match[1], match.end()
    return text + marked[at:], truths


def document_of(text: str) -> Document:
    """Return a text as a document of one paragraph under the Wiv 2002."""
    regime = Regime("Wiv 2002", "2002-05-29", "2018-05-01", "Wiv 2017")
    entry = Entry(
        id=DocumentId("held-back"),
        file="held-back.txt",
        title="",
        title_en="",
        kind="text",
        publisher="",
        date="2015-06-10",
        language=Language.DUTCH,
        first_page=1,
        sha256="",
        regime=regime,
        layout=Layout(),
    )
    lines = [Span(m.start(), m.end()) for m in re.finditer(r"\S(?:.*\S)?", text)]
    reading = clean(text, lines, [], JoinRules(text, ()))
    paragraph = Paragraph(
        ParagraphId("1"),
        ParagraphKind.BODY,
        SectionId(""),
        (1,),
        reading,
        (Span(0, len(reading.text)),),
        (),
    )
    return Document(Source(entry, text, (Page(1, 0, len(text)),)), (), (paragraph,), ())
