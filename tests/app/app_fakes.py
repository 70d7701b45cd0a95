"""A document full of markup, an assistant that quotes it, and switches to make opening fail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import SimpleNamespace

from kaderwijzer.answer.compose import (
    Frame,
    compose_clarification,
    compose_passages,
    compose_refusal,
    compose_verdict,
)
from kaderwijzer.answer.quote import quote
from kaderwijzer.assistant import Assistant
from kaderwijzer.decide.apply import decide
from kaderwijzer.decide.tables import Tables
from kaderwijzer.decide.template import DOCUMENT
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import (
    Alternative,
    Answer,
    Authority,
    Cited,
    Confidence,
    Document,
    DocumentId,
    Entry,
    FactSource,
    KnownFact,
    Language,
    Layout,
    Paragraph,
    Polarity,
    Quote,
    Reading,
    Receipt,
    RefusalReason,
    Regime,
    Role,
    SentenceNote,
    Template,
    Verdict,
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


# --- two decision tables about the letter ------------------------------------------------------


def both(words: str) -> dict[str, str]:
    return {"nl": f"{words} NL", "en": f"{words} EN"}


def _value(id: str, said: str) -> dict[str, object]:
    return {
        "id": id,
        "label": both(f"{id}, *zo*"),
        "cues": {"nl": [said, _ALL], "en": [said, _ALL]},
    }


def _fact(id: str, ask: str, yes: str, no: str) -> dict[str, object]:
    return {"id": id, "ask": both(ask), "values": [_value("yes", yes), _value("no", no)]}


def _row(verdict: str, *quotes: str, disputed: bool = False, **when: str) -> dict[str, object]:
    return {
        "when": when,
        "verdict": verdict,
        "disputed": disputed,
        "conclusion": both(f"Slotsom {_ALL} {'-'.join(when.values())}."),
        "authority": "committee",
        "anchors": [{"paragraph": p, "quote": q} for p, q in (q.split("|") for q in quotes)],
        "scenarios": [],
    }


FIRST, LAST, ONLY = "I.1|De eerste zin", "I.1|De derde zin", "I.2|Deze alinea"
TABLES = (
    {
        "id": "brief-mag",
        "title": both(f"Mag de brief {_ALL}"),
        "question": both(f"Mag de brief weg {_ALL}?"),
        "opposite": both("Mag de brief niet weg?"),
        "facts": [
            _fact("signed", f"Getekend {_ALL}?", "ondertekend", "kaal"),
            _fact("urgent", "Spoed?", "spoed", "tijd"),
        ],
        "rows": [
            _row("no", FIRST, signed="no"),
            _row("no", LAST, signed="yes", urgent="no"),
            _row("yes", ONLY, LAST, disputed=True, signed="yes", urgent="yes"),
        ],
        "phrasings": None,
    },
    {
        "id": "brief-kalm",
        "title": both("Kalme brief"),
        "question": both("Is de brief kalm?"),
        "opposite": both("Is de brief onrustig?"),
        "facts": [],
        "rows": [_row("yes", FIRST)],
        "phrasings": None,
    },
)  # fmt: skip
# What the notes of the letter cite, as an index tells it.
CITED = Cited(
    "src:1", f"Kamerstukken {_ALL}", DocumentId("brief"), 1, (), "https://x.example/<b>", True
)


def tabled_document() -> Document:
    """The letter under the name of the document that tables are about."""
    entry = replace(document().source.entry, id=DOCUMENT)
    return replace(document(), source=replace(document().source, entry=entry))


class FakeAssistant:
    """Quotes the letter ("twee": two sentences of it), refuses "later", and cannot read "???".

    "buiten" is not in the text; for "buiten iets" there is a question that is.
    "mag" gets a verdict by the table `brief-mag` ("ondertekend" states a fact, "kaal" implies one),
    "dubbel" two readings.
    """

    def __init__(self, *, tabled: bool = False) -> None:
        documents = (document(), tabled_document()) if tabled else (document(),)
        settings = SimpleNamespace(corpus_sha256="c" * 64, tables_sha256="t" * 64)
        noted = {(DOCUMENT, name): note for (_, name), note in notes().items()} if tabled else {}
        self.index = SimpleNamespace(
            documents=documents,
            notes=notes() | noted,
            name="build-fake",
            settings=settings,
            cited=(CITED,),
            held={},
        )
        self.tables = Tables(json.dumps({table["id"]: table for table in TABLES}))

    names = Assistant.names

    def ask(self, question: str, *, facts: Mapping[str, str] | None = None) -> Answer:
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
        if "buiten" in question:
            asked = Alternative("brief-mag", "Mag een brief ondertekend zijn?", Verdict.YES, ())
            instead = [asked] if "iets" in question else []
            return compose_refusal(
                frame, RefusalReason.NOT_IN_TEXT, None, (second,), instead=instead
            )
        if "mag" in question.lower():
            return self._decided(frame, facts or {}, (first, second))
        if "dubbel" in question:
            return self._double(frame, (first, second))
        return compose_passages(
            frame, (first, second, note), cited=(), confidence=Confidence.MEDIUM
        )

    def _decided(self, frame: Frame, facts: Mapping[str, str], quotes: tuple[Quote, ...]) -> Answer:
        table = self.tables.get("brief-mag")
        values = {fact.id: {"unknown", *(v.id for v in fact.values)} for fact in table.facts}
        if any(value not in values.get(name, ()) for name, value in facts.items()):
            raise QuestionError("no such fact")
        known = tuple(f for f in self._read(frame.question) if f.id not in facts)
        known += tuple(
            KnownFact(name, value, FactSource.GIVEN, "")
            for name, value in facts.items()
            if value != "unknown"
        )
        reading = Reading(table.id, Polarity.POSITIVE, known, 0.9)
        decision = decide(table, {f.id: f.value for f in known}, Polarity.POSITIVE)
        return compose_verdict(frame, table, reading, decision, quotes, (CITED,), Confidence.HIGH)

    def _read(self, question: str) -> tuple[KnownFact, ...]:
        if "ondertekend" in question:
            return (KnownFact("signed", "yes", FactSource.STATED, question),)
        if "kaal" in question:
            return (KnownFact("signed", "no", FactSource.INFERRED, ""),)
        return ()

    def _option(
        self, table: Template, polarity: Polarity, question: str
    ) -> tuple[Template, Reading, Verdict]:
        known = self._read(question) if table.facts else ()
        verdict = decide(table, {f.id: f.value for f in known}, polarity).verdict
        return table, Reading(table.id, polarity, known, 0.4), verdict

    def _double(self, frame: Frame, quotes: tuple[Quote, ...]) -> Answer:
        ways = zip(map(self.tables.get, self.tables), Polarity, strict=True)
        options = [self._option(table, polarity, frame.question) for table, polarity in ways]
        _, read, _ = options[0]
        decision = decide(options[0][0], {f.id: f.value for f in read.facts}, read.polarity)
        return compose_clarification(frame, options, decision, quotes, ())


@dataclass
class State:
    """What the next attempts to open and to build meet with."""

    opening: Exception | None = None
    building: Exception | None = None
    tabled: bool = False
    built: list[str] = field(default_factory=list)


state = State()


def load() -> FakeAssistant:
    if state.opening:
        raise state.opening
    return FakeAssistant(tabled=state.tabled)


def build(say) -> None:
    say("Reading **the** corpus")
    if state.building:
        raise state.building
    state.built.append("index")
    state.opening = None
