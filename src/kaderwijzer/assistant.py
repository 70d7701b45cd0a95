"""Asking: a question and an open index → an answer. With `pipeline.py` the only file that joins stages.

text ─► statement ─► Signals ─► readings ─► decide ─► verdict with its proof
└► vector, words ─► sentences with scores ─► passages
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

import kaderwijzer
from kaderwijzer.answer.compose import (
    Frame,
    compose_clarification,
    compose_passages,
    compose_refusal,
    compose_verdict,
    correct_premise,
    rule_of,
)
from kaderwijzer.answer.quote import MAX_CHARACTERS, Passage, quote, select, whole_passage
from kaderwijzer.answer.scope import Judgement, judge, unreadable
from kaderwijzer.decide.frames import premise, statement
from kaderwijzer.decide.kind import wants_yes_or_no
from kaderwijzer.decide.tables import Tables
from kaderwijzer.decide.template import DOCUMENT, anchored
from kaderwijzer.decide.understand import (
    confident,
    decision_of,
    heads,
    readings,
    verdict_chance,
    with_given,
)
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import (
    Anchor,
    Answer,
    Confidence,
    Decision,
    Language,
    Neighbours,
    Paragraph,
    Quote,
    Reading,
    Receipt,
    RefusalReason,
    Role,
    Signals,
    Verdict,
)
from kaderwijzer.read.cleaning import source_spans
from kaderwijzer.read.language import recognise_language
from kaderwijzer.receipt import rules_sha256
from kaderwijzer.search.expand import Glossary
from kaderwijzer.search.index import Index
from kaderwijzer.search.retrieve import Found, Retriever, Weights, ranked

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_QUOTES = 5
MAX_QUOTES = 10
_NEAREST = 3
_KEPT_HEARD = 32
# How likely a reading of a refused question must be to be offered instead of it.
_WORTH_OFFERING = 0.2
# What a row's first quote is ahead of its others, in standard deviations of the sentences' scores.
_FIRST_QUOTE = 1.0
_AROUND = 2  # passages around the proof
# A passage below this share of the best one's score is not shown: it only looks like the question.
_WORTH_SHOWING = 0.2
# A question that may name an article; cheap, so that reading patterns waits until one does.
_NAMES_ARTICLE = re.compile(r"\bart", re.IGNORECASE)
# Without one longer word ("is it so?") nothing is asked that a decision table could answer.
_SAYS_SOMETHING = re.compile(r"\w{4,}")
Facts = Mapping[str, str]


@dataclass(frozen=True)
class Heard:
    """A question as it was heard: its text, language, what it found, and what the model read in it."""

    text: str
    language: Language
    found: Found
    signals: Signals | None
    denied: bool


class Assistant:
    """An open index; answers questions and serves several threads.

    It writes nothing. The last few questions stay heard in memory: to change a fact or the language is
    to ask again, and what a question finds and says does not change with either.
    """

    def __init__(self, index: Index, encoder: Any, weights: Weights | None = None) -> None:
        self.index = index
        self.tables = Tables(index.tables)
        self._encoder = encoder
        self._retriever = Retriever(index, weights)
        self._glossary = Glossary(index.terms)
        self.texts = [self._sentence(u) for u in range(len(index.units))]
        self._first = self._first_units()
        self._proofs = self._proof_units()
        self.hear = lru_cache(_KEPT_HEARD)(self._hear)
        self._receipt = Receipt(
            index.settings.corpus_sha256,
            rules_sha256(index.settings.tables_sha256),
            index.name,
            kaderwijzer.__version__,
        )

    def ask(
        self,
        question: str,
        *,
        language: Language | None = None,
        quotes: int = DEFAULT_QUOTES,
        facts: Facts | None = None,
        id: str | None = None,
    ) -> Answer:
        """Answer a question with at most `quotes` verbatim passages (1 to 10), or refuse it.

        `facts` set or change what the question says, as `{fact: value}`.

        Raises QuestionError where the number of quotes is out of range or a fact is not known.
        """
        if not 1 <= quotes <= MAX_QUOTES:
            raise QuestionError(f"quotes is {quotes}; use a number from 1 to {MAX_QUOTES}")
        began = time.perf_counter()
        answer = self._answer(question, language, quotes, facts or {}, id)
        return replace(answer, milliseconds=(time.perf_counter() - began) * 1000)

    def _answer(
        self, question: str, language: Language | None, quotes: int, facts: Facts, id: str | None
    ) -> Answer:
        language = language or recognise_language(question[:500], self.index.language_odds)
        frame = self._frame(question, language, id)
        problem = unreadable(question, self.index.language_odds, language)
        if problem:
            return compose_refusal(frame, RefusalReason.UNREADABLE, problem, ())
        heard = self.hear(" ".join(question.split()), language)
        read = self._readings(heard, facts) if self._decides(heard, facts) else []
        judgement = self._judged(heard)
        chosen = self._chosen(heard)
        named = self._named_members(heard.text)
        if judgement.refuse and not named and not facts:
            nearest = [self._quote(p, Role.CONTEXT) for p in islice(chosen, _NEAREST)]
            near = self._near_title(heard)
            return compose_refusal(frame, judgement.refuse, None, nearest, near)
        if read:
            return self._decided(frame, read, judgement, heard, quotes, given=bool(facts))
        shown = [self._quote(p, Role.BASIS) for p in named[: quotes - 1]]
        shown += self._worth_showing(list(islice(chosen, quotes - len(shown))))
        return compose_passages(frame, shown, self.index.cited, judgement.confidence)

    # --- hearing and judging ---------------------------------------------------------------------

    def _hear(self, text: str, language: Language) -> Heard:
        """Return what a question finds and what the reading model says of its statement."""
        bare = statement(text, language)
        vector, signals = self._encoder.encode_and_read(text)
        if signals is not None and bare.text != text:
            signals = self._encoder.read(bare.text)
        added = self._glossary.added_words(text, language)
        found = self._retriever.find(text, vector, language, added)
        return Heard(text, language, found, signals, bare.denied)

    def _judged(self, heard: Heard) -> Judgement:
        polar = wants_yes_or_no(heard.text, heard.language)
        signals = heard.signals if self._proofs and polar else None
        reasons = self.index.outside_reasons
        return judge(heard.text, heard.found.neighbours, reasons, signals)

    def _decides(self, heard: Heard, facts: Facts) -> bool:
        """Tell whether decision tables can answer: they are about one document of the corpus."""
        if heard.signals is None or not self._proofs:
            return False
        asks = wants_yes_or_no(heard.text, heard.language) and _SAYS_SOMETHING.search(heard.text)
        return bool(facts or asks)

    def _readings(self, heard: Heard, facts: Facts) -> list[Reading]:
        assert heard.signals is not None
        found = self.proof_scores(heard.found.scores)
        read = readings(heard.text, heard.language, heard.signals, heard.denied, found, self.tables)
        return with_given(read, facts, self.tables)

    def _near_title(self, heard: Heard) -> str | None:
        """Return the title of the table nearest to a question, for saying what the text does regulate."""
        if heard.signals is None or not self._proofs:
            return None
        best = max(range(len(heard.signals.topics)), key=heard.signals.topics.__getitem__)
        title = self.tables.get(heads().tables[best]).title
        return title.nl if heard.language is Language.DUTCH else title.en

    def nearest_questions(self, question: str, language: Language) -> list[str]:
        """Return at most two questions that the text answers and that look most like this one.

        For a question that was refused: it may have been asked in words that were not understood.
        """
        heard = self.hear(" ".join(question.split()), language)
        if not self._decides(heard, {}):
            return []
        likely = [r for r in self._readings(heard, {}) if r.probability >= _WORTH_OFFERING]
        return [
            rule_of(self.tables.get(r.template), r.polarity, language).reading for r in likely[:2]
        ]

    def _chosen(self, heard: Heard) -> Iterator[Passage]:
        scores = heard.found.scores
        return select(ranked(scores), scores.tolist(), self.index.units, self.texts)

    # --- deciding --------------------------------------------------------------------------------

    def _decided(
        self,
        frame: Frame,
        read: list[Reading],
        judgement: Judgement,
        heard: Heard,
        quotes: int,
        *,
        given: bool,
    ) -> Answer:
        sure = confident(read, self.tables, judgement.probability_outside, given=given)
        best = read[0]
        table = self.tables.get(best.template)
        decision = decision_of(best, self.tables)
        shown = self._proven(decision, heard, self._chosen(heard), quotes)
        if sure.degree is None:
            return compose_clarification(frame, sure.options, shown, self.index.cited)
        denied = None if given else self._denied_premise(heard)
        if denied:
            shown = self._with_proof(shown, denied, quotes)
        answer = compose_verdict(frame, table, best, decision, shown, self.index.cited, sure.degree)
        if denied is None:
            return answer
        told_already = denied.rows[0] in decision.rows
        return correct_premise(answer, denied.rows[0].conclusion, told_already=told_already)

    def _denied_premise(self, heard: Heard) -> Decision | None:
        """Return the decision by which the text says no to what a question takes for granted."""
        taken = premise(heard.text, heard.language)
        if taken is None:
            return None
        alone = self.hear(taken, heard.language)
        judgement = judge(taken, alone.found.neighbours, self.index.outside_reasons, alone.signals)
        read = self._readings(alone, {})
        sure = confident(read, self.tables, judgement.probability_outside)
        if judgement.refuse or sure.degree is not Confidence.HIGH:
            return None
        decision = decision_of(read[0], self.tables)
        return decision if decision.verdict is Verdict.NO else None

    def _with_proof(self, shown: list[Quote], denied: Decision, quotes: int) -> list[Quote]:
        """Return the quotes with the one that denies the premise after the proof of the verdict."""
        proof = self._quote(self._anchored(denied.rows[0].anchors[0]), Role.BASIS)
        basis = [q for q in shown if q.role is Role.BASIS]
        if any(q.document == proof.document and q.spans == proof.spans for q in basis):
            return shown
        around = [q for q in shown if q.role is Role.CONTEXT and q.spans != proof.spans]
        return [*basis[: max(1, quotes - 1)], proof, *around][:quotes]

    def _proven(
        self, decision: Decision, heard: Heard, chosen: Iterator[Passage], quotes: int
    ) -> list[Quote]:
        """Return the quotes that prove a decision, then what surrounds them.

        A row's first quote is the one that proves it; one that the question itself finds much better
        may come before it.
        """
        scores, spread = heard.found.scores, float(heard.found.scores.std()) or 1.0
        found: list[tuple[float, Passage]] = []
        for row in decision.rows:
            for place, anchor in enumerate(row.anchors):
                passage = self._anchored(anchor)
                best = float(scores[passage.first : passage.last + 1].max()) / spread
                found.append((best + (_FIRST_QUOTE if place == 0 else 0.0), passage))
        proof: list[Passage] = []
        for _, passage in sorted(found, key=lambda each: -each[0]):
            if not any(_overlap(passage, other) for other in proof):
                proof.append(passage)
        proof = proof[:quotes]
        around = (p for p in chosen if not any(_overlap(p, other) for other in proof))
        context = islice(around, max(0, min(quotes - len(proof), _AROUND)))
        return [self._quote(p, Role.BASIS) for p in proof] + [
            self._quote(p, Role.CONTEXT) for p in context
        ]

    def _anchored(self, anchor: Anchor) -> Passage:
        first, paragraph = self._first[anchor.paragraph]
        sentences = anchored(anchor, paragraph)
        return whole_passage(
            first + sentences[0], first + sentences[-1], self.index.units, self.texts
        )

    def _first_units(self) -> dict[str, tuple[int, Paragraph]]:
        """Return per paragraph of the tables' document its first sentence, by number, and itself."""
        found: dict[str, tuple[int, Paragraph]] = {}
        for number, unit in enumerate(self.index.units):
            document = self.index.documents[unit.document]
            if document.source.entry.id == DOCUMENT:
                paragraph = document.paragraphs[unit.paragraph]
                found.setdefault(paragraph.id, (number, paragraph))
        return found

    def _proof_units(self) -> list[NDArray[np.intp]]:
        """Return per table (in the order of the heads) the sentences of its proof; empty without."""
        if not self._first:
            return []
        return [np.array(self.index.proofs[table], np.intp) for table in heads().tables]

    def proof_scores(self, scores: NDArray[np.float32]) -> dict[str, float]:
        """Return per table the score of its best proving sentence, as z-score over all sentences."""
        spread = float(scores.std()) or 1.0
        middle = float(scores.mean())
        return {
            table: (float(scores[units].max()) - middle) / spread
            for table, units in zip(heads().tables, self._proofs, strict=True)
        }

    # --- passages --------------------------------------------------------------------------------

    def _named_members(self, text: str) -> list[Passage]:
        """Return the members of held laws that a question names, each as its first sentences."""
        if not self.index.held or not _NAMES_ARTICLE.search(text):
            return []
        from kaderwijzer.opening import open_question

        opened = open_question(text, self.index.held, self.index.documents)
        named = {(o.document, p) for o in opened for p in o.paragraphs}
        found: dict[tuple[str, str], Passage] = {}
        for number, unit in enumerate(self.index.units):
            document = self.index.documents[unit.document]
            place = document.source.entry.id, document.paragraphs[unit.paragraph].id
            if place in named:
                first = found.get(place, Passage(number, number, 0.0)).first
                if sum(len(t) + 1 for t in self.texts[first : number + 1]) <= MAX_CHARACTERS:
                    found[place] = Passage(first, number, 0.0)
        return list(found.values())

    def _worth_showing(self, chosen: Sequence[Passage]) -> list[Quote]:
        """Return the quotes of passages that score near the best; that one is the basis."""
        best = chosen[0].score
        worth = [p for p in chosen if p.score >= _WORTH_SHOWING * best]
        roles = [Role.BASIS] + [Role.CONTEXT] * (len(worth) - 1)
        return [self._quote(p, role) for p, role in zip(worth, roles, strict=True)]

    def _quote(self, passage: Passage, role: Role) -> Quote:
        from kaderwijzer.read.corpus import has_pages

        unit = self.index.units[passage.first]
        document = self.index.documents[unit.document]
        paragraph = document.paragraphs[unit.paragraph]
        sentences = range(unit.sentence, unit.sentence + passage.last - passage.first + 1)
        start = paragraph.sentences[sentences[0]].start
        end = paragraph.sentences[sentences[-1]].end
        spans = source_spans(paragraph.clean, start, end, document.source.text)
        notes = self.index.notes.get((document.source.entry.id, paragraph.id), ())
        return quote(
            document,
            paragraph,
            sentences,
            notes,
            role=role,
            spans=spans,
            main=unit.document == 0,
            paged=has_pages(document.source.entry.file),
        )

    def _sentence(self, unit: int) -> str:
        place = self.index.units[unit]
        paragraph = self.index.documents[place.document].paragraphs[place.paragraph]
        span = paragraph.sentences[place.sentence]
        return paragraph.clean.text[span.start : span.end]

    def _frame(self, question: str, language: Language, id: str | None) -> Frame:
        entry = self.index.documents[0].source.entry
        name = id or hashlib.sha256(question.encode("utf-8", "replace")).hexdigest()[:12]
        return Frame(name, question, language, entry.regime, entry.date, self._receipt)

    # --- for measuring ---------------------------------------------------------------------------

    def with_weights(self, weights: Weights) -> Assistant:
        """Return an assistant over the same index that weighs the ways of searching otherwise."""
        return Assistant(self.index, self._encoder, weights)

    def scores(self, question: str, *, glossary: bool = True) -> NDArray[np.float32]:
        """Return the score of every sentence for a question, shape (sentences,)."""
        language = recognise_language(question, self.index.language_odds)
        added = self._glossary.added_words(question, language) if glossary else []
        vector = self._encoder.encode(question)
        return self._retriever.find(question, vector, language, added).scores

    def encode(self, question: str) -> NDArray[np.float32]:
        """Return the vector of a question, shape (dimensions,)."""
        vector: NDArray[np.float32] = self._encoder.encode(question)
        return vector

    def spans(self, passage: Passage) -> list[tuple[int, int]]:
        """Return the source spans of a passage."""
        return [(s.start, s.end) for s in self._quote(passage, Role.CONTEXT).spans]

    def verdict_chance(self, question: str, language: Language) -> tuple[Verdict, float] | None:
        """Return the verdict of the likeliest reading and how sure it is, whatever is made of it."""
        heard = self.hear(" ".join(question.split()), language)
        if not self._decides(heard, {}):
            return None
        outside = self._judged(heard).probability_outside
        return verdict_chance(self._readings(heard, {}), self.tables, outside)

    def chance_outside(self, question: str, language: Language) -> float:
        """Return the probability that the corpus does not answer a question."""
        return self._judged(self.hear(" ".join(question.split()), language)).probability_outside

    def neighbours(
        self, text: str, language: Language, hidden: frozenset[int] = frozenset()
    ) -> Neighbours:
        """Return which written questions lie nearest; for training and for looking into a refusal."""
        scores = self._retriever.scores_by_engine(text, self._encoder.encode(text), language)
        return self._retriever.neighbours(scores, language, hidden)


def _overlap(one: Passage, other: Passage) -> bool:
    return one.first <= other.last and other.first <= one.last
