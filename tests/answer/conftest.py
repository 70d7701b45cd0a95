"""A quote of the framework and the frame of an answer, from which tests make their own."""

import pytest

from kaderwijzer.answer.compose import Frame
from kaderwijzer.answer.quote import quote
from kaderwijzer.model import (
    Authority,
    Document,
    Language,
    Quote,
    Receipt,
    Regime,
    Role,
    SentenceNote,
)
from kaderwijzer.read.cleaning import source_spans

REGIME = Regime("Wiv 2002", "2002-05-29", "2018-05-01", "Wiv 2017")
NOTES = [SentenceNote(Authority.HISTORY, f"English {n}.") for n in range(3)]


@pytest.fixture(scope="session")
def one_quote(framework: Document) -> Quote:
    """Return the whole of paragraph II.i.2, page 4, with footnote 1."""
    paragraph = next(p for p in framework.paragraphs if p.id == "II.i.2")
    start, end = paragraph.sentences[0].start, paragraph.sentences[-1].end
    spans = source_spans(paragraph.clean, start, end, framework.source.text)
    return quote(framework, paragraph, range(3), NOTES, role=Role.BASIS, spans=spans)


@pytest.fixture(params=Language, ids=lambda language: language.value)
def frame(request: pytest.FixtureRequest) -> Frame:
    receipt = Receipt("c" * 64, "r" * 64, "build-1", "1.0")
    return Frame("id", "vraag?", request.param, REGIME, "2015-06-10", receipt)
