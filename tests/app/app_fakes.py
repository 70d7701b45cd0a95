"""A document full of markup, an assistant that quotes it, and switches to make opening fail."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace

from kaderwijzer.answer.compose import Frame, compose_passages, compose_refusal
from kaderwijzer.answer.quote import quote
from kaderwijzer.model import (
    Answer,
    Authority,
    Confidence,
    Document,
    DocumentId,
    Entry,
    Language,
    Layout,
    Paragraph,
    Quote,
    Receipt,
    RefusalReason,
    Regime,
    Role,
    SentenceNote,
)
from kaderwijzer.read.cleaning import source_spans
from kaderwijzer.read.plain import read_plain
from kaderwijzer.read.structure import structure

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[klik](javascript:alert(1))",
    "![beeld](http://example.org/x.png)",
    r"$\frac{a}{b}$",
    ":smile:",
    "`code`",
    "**vet**",
    "</mark></article><h1>groot</h1>",
    "&lt;b&gt;",
)
_ALL = " ".join(HOSTILE)
TEXT = f"""I Kop <b>vet</b>

De eerste zin staat er kalm. Een dienst schrijft {_ALL} in zijn brief.1 De derde zin sluit af.

Deze alinea is één zin.

1 Kamerstukken II <u>1999/2000</u>, {_ALL}, nr. 3.
"""
ENGLISH = ("The first sentence is calm.", f"A service writes {_ALL}.", "The third one ends it.")
REGIME = Regime("Wet <i>X</i> 2001", "2001-01-01", "2011-02-03", "Wet Y 2011")


@cache
def document() -> Document:
    data = TEXT.encode()
    entry = Entry(
        id=DocumentId("brief"),
        file="brief.txt",
        title=f"Brief {_ALL}",
        title_en=f"Letter {_ALL}",
        kind="letter",
        publisher=f"Uitgever {_ALL}",
        date="2005-06-07",
        language=Language.DUTCH,
        first_page=9,
        sha256=hashlib.sha256(data).hexdigest(),
        regime=REGIME,
        layout=Layout(),
    )
    return structure(read_plain(entry, data))


def paragraph(name: str) -> Paragraph:
    return next(p for p in document().paragraphs if p.id == name)


def passage(name: str, sentences: range, role: Role = Role.BASIS) -> Quote:
    own = paragraph(name)
    start, end = own.sentences[sentences[0]].start, own.sentences[sentences[-1]].end
    spans = source_spans(own.clean, start, end, document().source.text)
    return quote(
        document(), own, sentences, notes().get(("brief", name), ()), role=role, spans=spans
    )


def notes() -> dict[tuple[str, str], tuple[SentenceNote, ...]]:
    speakers = (Authority.COMMITTEE, Authority.MINISTER, Authority.STATUTE)
    return {("brief", "I.1"): tuple(map(SentenceNote, speakers, ENGLISH))}


class FakeAssistant:
    """Quotes the letter ("twee": two sentences of it), refuses "later", and cannot read "???"."""

    def __init__(self) -> None:
        self.index = SimpleNamespace(documents=(document(),), notes=notes())

    def ask(self, question: str) -> Answer:
        language = Language.ENGLISH if "what" in question.lower() else Language.DUTCH
        receipt = Receipt("c" * 64, "r" * 64, "build-fake", "0.0")
        frame = Frame("id", question, language, REGIME, "2005-06-07", receipt)
        first, second = passage("I.1", range(1, 2)), passage("I.2", range(1), Role.CONTEXT)
        if "twee" in question:
            first = passage("I.1", range(1, 3))
        note = passage("fn.1", range(1), Role.CONTEXT)
        if question == "???":
            return compose_refusal(frame, RefusalReason.UNREADABLE, "Dit is geen vraag.", ())
        if "later" in question:
            return compose_refusal(frame, RefusalReason.LATER_LAW, None, (second,))
        return compose_passages(
            frame, (first, second, note), cited=(), confidence=Confidence.MEDIUM
        )


@dataclass
class State:
    """What the next attempts to open and to build meet with."""

    opening: Exception | None = None
    building: Exception | None = None
    built: list[str] = field(default_factory=list)


state = State()


def load() -> FakeAssistant:
    if state.opening:
        raise state.opening
    return FakeAssistant()


def build(say) -> None:
    say("Reading **the** corpus")
    if state.building:
        raise state.building
    state.built.append("index")
    state.opening = None
