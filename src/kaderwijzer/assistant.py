"""Asking: a question and an open index → an answer. With `pipeline.py` and `proof.py` all that joins stages.

text ─► statement ─► Signals ─► readings ─► decide ─► verdict with its proof
└► vector, words ─► sentences with scores ─► passages
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

import kaderwijzer
from kaderwijzer.answer.compose import (
    Frame,
    alternative,
    compose_clarification,
    compose_passages,
    compose_refusal,
    compose_verdict,
    correct_premise,
)
from kaderwijzer.answer.conclude import NameFact, as_named, in_language, names_of
from kaderwijzer.answer.quote import Passage
from kaderwijzer.answer.scope import Judgement, judge, unreadable
from kaderwijzer.decide.frames import premise, statement
from kaderwijzer.decide.kind import wants_yes_or_no
from kaderwijzer.decide.sure import (
    confident,
    near_table,
    verdict_chance,
    with_given,
    worth_offering,
)
from kaderwijzer.decide.tables import Tables
from kaderwijzer.decide.understand import decision_of, readings, verdict_of
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import (
    Alternative,
    Answer,
    Confidence,
    Decision,
    Language,
    Neighbours,
    Reading,
    Receipt,
    RefusalReason,
    Role,
    Signals,
    Verdict,
)
from kaderwijzer.proof import Proof
from kaderwijzer.read.language import recognise_language
from kaderwijzer.receipt import rules_sha256
from kaderwijzer.search.expand import Glossary
from kaderwijzer.search.index import Index
from kaderwijzer.search.retrieve import Found, Retriever, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_QUOTES = 5
MAX_QUOTES = 10
_NEAREST = 2
_KEPT_HEARD = 32
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
    called_wrong: bool


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
        self.proof = Proof(index)
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
        read = self._readings(heard) if self._decides(heard, facts) else []
        judgement = self._judged(heard, read)
        chosen = self.proof.chosen(heard.found.scores)
        named = self.proof.named_members(heard.text)
        if judgement.refuse and not named and not facts:
            nearest = [self.proof.quote(p, Role.CONTEXT) for p in islice(chosen, _NEAREST)]
            near, instead = self._near_title(heard), self._instead(read, judgement.refuse, heard)
            return compose_refusal(frame, judgement.refuse, None, nearest, near, instead)
        if read:
            read = with_given(read, facts, self.tables)
            return self._decided(frame, read, judgement, heard, quotes, given=bool(facts))
        shown = [self.proof.quote(p, Role.BASIS) for p in named[: quotes - 1]]
        shown += self.proof.worth_showing(list(islice(chosen, quotes - len(shown))))
        return compose_passages(frame, shown, self.index.cited, judgement.confidence)

    def names(self, answer: Answer) -> NameFact:
        """Return what gives the words for the facts of an answer and their values."""
        rule = answer.judged.rule
        return names_of(self.tables.get(rule.id), answer.language) if rule else as_named

    # --- hearing and judging ---------------------------------------------------------------------

    def _hear(self, text: str, language: Language) -> Heard:
        """Return what a question finds and what the reading model says of its statement."""
        bare = statement(text, language)
        vector, signals = self._encoder.encode_and_read(text)
        if signals is not None and bare.text != text:
            signals = self._encoder.read(bare.text)
        added = self._glossary.added_words(text, language)
        found = self._retriever.find(text, vector, language, added)
        return Heard(text, language, found, signals, bare.denied, bare.called_wrong)

    def _judged(self, heard: Heard, read: Sequence[Reading]) -> Judgement:
        said = (heard.signals, read[0]) if read else (None, None)
        return judge(heard.text, heard.found.neighbours, self.index.outside_reasons, *said)

    def _decides(self, heard: Heard, facts: Facts) -> bool:
        """Tell whether decision tables can answer: they are about one document of the corpus."""
        if heard.signals is None or not self.proof.covers:
            return False
        asks = wants_yes_or_no(heard.text, heard.language) and _SAYS_SOMETHING.search(heard.text)
        return bool(facts or asks)

    def _readings(self, heard: Heard) -> list[Reading]:
        assert heard.signals is not None
        found = self.proof.scores_of_tables(heard.found.scores)
        return readings(heard.text, heard.language, heard.signals, heard.denied, found, self.tables)

    def _near_title(self, heard: Heard) -> str | None:
        """Return the title of the table nearest to a question, where it is near: the text regulates that."""
        if heard.signals is None or not self.proof.covers:
            return None
        table = near_table(heard.signals)
        return in_language(self.tables.get(table).title, heard.language) if table else None

    def _instead(
        self, read: Sequence[Reading], reason: RefusalReason, heard: Heard
    ) -> list[Alternative]:
        """Return at most two questions that the text answers and that may have been meant instead."""
        if heard.signals is None or reason is not RefusalReason.NOT_IN_TEXT:
            return []
        get, offered = self.tables.get, worth_offering(read, heard.signals)
        verdicts = (verdict_of(r, self.tables) for r in offered)
        pairs = zip(offered, verdicts, strict=True)
        return [alternative(get(r.template), r, verdict, heard.language) for r, verdict in pairs]

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
        scores, cited = heard.found.scores, self.index.cited
        decision = decision_of(read[0], self.tables)
        if sure.degree is None:
            every = [decision_of(reading, self.tables) for _, reading, _ in sure.options]
            shown = self.proof.of_readings(every, scores, quotes)
            return compose_clarification(frame, sure.options, decision, shown, cited)
        shown = self.proof.proven(decision, scores, quotes)
        denied = None if given else self._denied_premise(heard)
        if denied:
            shown = self.proof.with_proof(shown, denied, quotes)
        told = self.tables.get(read[0].template), read[0], decision, shown, cited, sure.degree
        answer = compose_verdict(frame, *told, called_wrong=heard.called_wrong)
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
        read = self._readings(alone)
        judgement = self._judged(alone, read)
        sure = confident(read, self.tables, judgement.probability_outside)
        if judgement.refuse or sure.degree is not Confidence.HIGH:
            return None
        decision = decision_of(read[0], self.tables)
        return decision if decision.verdict is Verdict.NO else None

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
        return [(s.start, s.end) for s in self.proof.quote(passage, Role.CONTEXT).spans]

    def verdict_chance(self, question: str, language: Language) -> tuple[Verdict, float] | None:
        """Return the verdict of the likeliest reading and how sure it is, whatever is made of it."""
        heard = self.hear(" ".join(question.split()), language)
        if not self._decides(heard, {}):
            return None
        read = self._readings(heard)
        outside = self._judged(heard, read).probability_outside
        return verdict_chance(read, self.tables, outside)

    def chance_outside(self, question: str, language: Language) -> float:
        """Return the probability that the corpus does not answer a question."""
        heard = self.hear(" ".join(question.split()), language)
        read = self._readings(heard) if self._decides(heard, {}) else []
        return self._judged(heard, read).probability_outside

    def neighbours(
        self, text: str, language: Language, hidden: frozenset[int] = frozenset()
    ) -> Neighbours:
        """Return which written questions lie nearest; for training and for looking into a refusal."""
        scores = self._retriever.scores_by_engine(text, self._encoder.encode(text), language)
        return self._retriever.neighbours(scores, language, hidden)
