"""A corpus of four sentences with all that can be written about it, and an index of fake vectors.

Key number k has the k-th unit vector, so a question's vector says outright how near each key is.
"""

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kaderwijzer.model import (
    Annotations,
    Authority,
    Cited,
    Corpus,
    DocumentId,
    Entry,
    KeyKind,
    Language,
    Layout,
    OutsideQuestion,
    ParagraphId,
    Passages,
    RefusalReason,
    Regime,
    SentenceNote,
    Span,
    Term,
    WrittenQuestion,
)
from kaderwijzer.read.plain import read_plain
from kaderwijzer.read.structure import structure
from kaderwijzer.search.index import FORMAT, Contents, Index, Settings, read_index, write_index
from kaderwijzer.search.passages import passages

ID = DocumentId("klein")
TEXT = """\
I Beslissen

De minister beslist over het verzoek. Het hoofd mag niet zelf beslissen, tenzij er haast is.

II Toezicht

De commissie ziet toe op de dienst. Zij brengt verslag uit aan de minister.
"""
ENGLISH = ("The minister decides.", "The head may not.", "The committee oversees.", None)
# (sentences of paragraph, language, question)
QUESTIONS = [
    ("I.1", (0,), Language.DUTCH, "Wie beslist er?"),
    ("I.1", (0,), Language.ENGLISH, "Who decides?"),
    ("I.1", (0, 1), Language.DUTCH, "Wat mag het hoofd?"),
    ("II.1", (0,), Language.ENGLISH, "Who oversees the service?"),
    ("II.1", (0,), Language.DUTCH, "Wie houdt toezicht?"),
]
OUTSIDE = [
    (Language.DUTCH, "Wat kost het?", RefusalReason.NOT_IN_TEXT),
    (Language.ENGLISH, "What does it cost?", RefusalReason.NOT_IN_TEXT),
    (Language.DUTCH, "Hoe laat is het?", RefusalReason.OUTSIDE_CORPUS),
]
TERM = Term(
    ID, ParagraphId("I.1"), "De minister", "minister", "minister", ("bewindsman",), (), "…", "…"
)

CITED = Cited("kst-1-2", "Kamerstukken II, 1, nr. 2", ID, 3, (Span(0, 1), Span(4, 9)), None, False)


def entry(text: str = TEXT) -> Entry:
    return Entry(
        id=ID,
        file="klein.txt",
        title="Klein",
        title_en="Small",
        kind="legal_framework",
        publisher="Iemand",
        date="2015-06-10",
        language=Language.DUTCH,
        first_page=1,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        regime=Regime("Wiv 2002", "2002-05-29", None, None),
        layout=Layout(),
    )


def corpus(*, annotated: bool = True, sha256: str = "0" * 64) -> Corpus:
    """Return the corpus of four sentences, with or without notes, questions and terms."""
    document = structure(read_plain(entry(), TEXT.encode()))
    if not annotated:
        return Corpus((document,), Annotations({}, (), (), ()), sha256)
    speakers = [Authority.STATUTE, Authority.COMMITTEE, Authority.MINISTER, Authority.COMMITTEE]
    notes = [SentenceNote(who, english) for who, english in zip(speakers, ENGLISH, strict=True)]
    by_paragraph = {
        (ID, ParagraphId("I.1")): tuple(notes[:2]),
        (ID, ParagraphId("II.1")): tuple(notes[2:]),
    }
    questions = tuple(
        WrittenQuestion(ID, ParagraphId(p), s, language, text) for p, s, language, text in QUESTIONS
    )
    outside = tuple(OutsideQuestion(lang, text, why, "topic") for lang, text, why in OUTSIDE)
    return Corpus((document,), Annotations(by_paragraph, questions, (TERM,), outside), sha256)


def contents(made_of: Corpus | None = None) -> Contents:
    """Return what goes into an index of the tiny corpus: key k has unit vector k."""
    source = made_of or corpus()
    found = passages(source)
    settings = Settings(FORMAT, "1.2.3", source.sha256, "default", "fingerprint", "tables")
    odds = {" de": 1.5, "the": -1.25}
    return Contents(
        settings=settings,
        corpus=source,
        cited=(CITED,),
        held={"kst-1-2": ID},
        passages=found,
        vectors=np.eye(len(found.keys), dtype=np.float32),
        language_odds=odds,
        tables="{}",
        proofs={},
    )


def index(folder: Path, made_of: Corpus | None = None) -> Index:
    """Write the tiny index and read it back."""
    return read_index(folder / write_index(folder, contents(made_of)))


def number(found: Passages, kind: KeyKind, text: str) -> int:
    """Return the number of the key of a kind whose text begins with `text`."""
    (only,) = [
        n for n, key in enumerate(found.keys) if key.kind is kind and key.text.startswith(text)
    ]
    return only


def vector(size: int, cosines: dict[int, float]) -> NDArray[np.float32]:
    """Return the vector of a question that has these cosines with these keys, and none else."""
    made = np.zeros(size, np.float32)
    for key, cosine in cosines.items():
        made[key] = cosine
    return made
