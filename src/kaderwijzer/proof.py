"""Which passages of an open index prove an answer, or lie near it, as quotes.

A row of a decision table names the sentences that prove it; searching says which of them fit a question
best and what else is near. Only `assistant.py` uses it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from kaderwijzer.answer.quote import (
    MAX_CHARACTERS,
    Passage,
    joined,
    quote,
    select,
    whole_passage,
)
from kaderwijzer.decide.template import DOCUMENT, anchored
from kaderwijzer.decide.understand import heads
from kaderwijzer.model import Anchor, Decision, Paragraph, Quote, Role
from kaderwijzer.read.cleaning import source_spans
from kaderwijzer.search.index import Index
from kaderwijzer.search.retrieve import ranked

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What a row's first quote is ahead of its others, in standard deviations of the sentences' scores.
_FIRST_QUOTE = 1.0
_AROUND = 2  # passages around the proof
# A passage below this share of the best one's score is not shown: it only looks like the question.
_WORTH_SHOWING = 0.2
# A question that may name an article; cheap, so that reading patterns waits until one does.
_NAMES_ARTICLE = re.compile(r"\bart", re.IGNORECASE)

Place = tuple[int, int]  # a document and a paragraph of it, by number


class Proof:
    """Finds and quotes passages; `texts` are all sentences, `covers` whether tables can be proven."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.texts = [self._sentence(u) for u in range(len(index.units))]
        self._first = self._first_units()
        self._proofs, self._starts = self._proof_units()
        self.covers = bool(len(self._proofs))

    # --- finding ---------------------------------------------------------------------------------

    def chosen(
        self, scores: NDArray[np.float32], within: Container[Place] | None = None
    ) -> Iterator[Passage]:
        """Yield the passages that searching found, best first; only those of some paragraphs, if given."""
        order = ranked(scores)
        if within is not None:
            order = [unit for unit in order if self._paragraph(unit) in within]
        return select(order, scores.tolist(), self._index.units, self.texts)

    def named_members(self, text: str) -> list[Passage]:
        """Return the members of held laws that a question names, each as its first sentences."""
        if not self._index.held or not _NAMES_ARTICLE.search(text):
            return []
        from kaderwijzer.opening import open_question

        opened = open_question(text, self._index.held, self._index.documents)
        named = {(o.document, p) for o in opened for p in o.paragraphs}
        found: dict[tuple[str, str], Passage] = {}
        for number, unit in enumerate(self._index.units):
            document = self._index.documents[unit.document]
            place = document.source.entry.id, document.paragraphs[unit.paragraph].id
            if place in named:
                first = found.get(place, Passage(number, number, 0.0)).first
                if sum(len(t) + 1 for t in self.texts[first : number + 1]) <= MAX_CHARACTERS:
                    found[place] = Passage(first, number, 0.0)
        return list(found.values())

    def scores_of_tables(self, scores: NDArray[np.float32]) -> dict[str, float]:
        """Return per table the score of its best proving sentence, as z-score over all sentences."""
        spread = float(scores.std()) or 1.0
        middle = float(scores.mean())
        best = np.maximum.reduceat(scores[self._proofs], self._starts).tolist()
        return {
            table: (score - middle) / spread
            for table, score in zip(heads().tables, best, strict=True)
        }

    # --- choosing ----------------------------------------------------------------------------------

    def proven(self, decision: Decision, scores: NDArray[np.float32], quotes: int) -> list[Quote]:
        """Return the quotes that prove a decision, then what else their paragraphs say on the question.

        A row's quotes stand in its order, the first one being that which proves it; one that the question
        itself finds much better may come before it.
        """
        anchors = [anchor for row in decision.rows for anchor in row.anchors]
        leading = {id(row.anchors[0]) for row in decision.rows}
        spread = float(scores.std()) or 1.0

        def weight(anchor: Anchor) -> float:
            passage = self._anchored(anchor)
            best = float(scores[passage.first : passage.last + 1].max()) / spread
            return best + (_FIRST_QUOTE if id(anchor) in leading else 0.0)

        first = max(anchors, key=weight)
        proof: list[Passage] = []
        for anchor in (first, *anchors):
            passage = self._anchored(anchor)
            if not any(_overlap(passage, other) for other in proof):
                self._add(passage, proof)
        proof = proof[:quotes]
        beside = {self._paragraph(passage.first) for passage in proof}
        around = (
            p for p in self.chosen(scores, beside) if not any(_overlap(p, other) for other in proof)
        )
        context = islice(around, max(0, min(quotes - len(proof), _AROUND)))
        return [self.quote(p, Role.BASIS) for p in proof] + [
            self.quote(p, Role.CONTEXT) for p in context
        ]

    def of_readings(
        self, decisions: Sequence[Decision], scores: NDArray[np.float32], quotes: int
    ) -> list[Quote]:
        """Return the first quote for each of several readings, then what else proves the first of them."""
        first, *rest = self.proven(decisions[0], scores, quotes)
        others = [self.proven(decision, scores, 1)[0] for decision in decisions[1:]]
        shown: list[Quote] = []
        for each in (first, *others, *rest):
            if not any(_share(each, other) for other in shown):
                shown.append(each)
        return shown[:quotes]

    def with_proof(self, shown: list[Quote], denied: Decision, quotes: int) -> list[Quote]:
        """Return the quotes with the one that denies the premise after the proof of the verdict."""
        proof = self.quote(self._anchored(denied.rows[0].anchors[0]), Role.BASIS)
        basis = [q for q in shown if q.role is Role.BASIS]
        if any(q.document == proof.document and q.spans == proof.spans for q in basis):
            return shown
        around = [q for q in shown if q.role is Role.CONTEXT and q.spans != proof.spans]
        return [*basis[: max(1, quotes - 1)], proof, *around][:quotes]

    def worth_showing(self, chosen: Sequence[Passage]) -> list[Quote]:
        """Return the quotes of passages that score near the best; that one is the basis."""
        best = chosen[0].score
        worth = [p for p in chosen if p.score >= _WORTH_SHOWING * best]
        roles = [Role.BASIS] + [Role.CONTEXT] * (len(worth) - 1)
        return [self.quote(p, role) for p, role in zip(worth, roles, strict=True)]

    # --- quoting -----------------------------------------------------------------------------------

    def quote(self, passage: Passage, role: Role) -> Quote:
        """Return a passage as a quote, with its place and notes."""
        from kaderwijzer.read.corpus import has_pages

        unit = self._index.units[passage.first]
        document = self._index.documents[unit.document]
        paragraph = document.paragraphs[unit.paragraph]
        sentences = range(unit.sentence, unit.sentence + passage.last - passage.first + 1)
        start = paragraph.sentences[sentences[0]].start
        end = paragraph.sentences[sentences[-1]].end
        spans = source_spans(paragraph.clean, start, end, document.source.text)
        notes = self._index.notes.get((document.source.entry.id, paragraph.id), ())
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

    def _add(self, passage: Passage, proof: list[Passage]) -> None:
        """Add a passage to a proof, as a part of one that it adjoins where they fit in one quote."""
        for place, other in enumerate(proof):
            if both := joined(passage, other, self._index.units, self.texts):
                proof[place] = both
                return
        proof.append(passage)

    def _paragraph(self, sentence: int) -> Place:
        unit = self._index.units[sentence]
        return unit.document, unit.paragraph

    def _anchored(self, anchor: Anchor) -> Passage:
        first, paragraph = self._first[anchor.paragraph]
        sentences = anchored(anchor, paragraph)
        return whole_passage(
            first + sentences[0], first + sentences[-1], self._index.units, self.texts
        )

    def _first_units(self) -> dict[str, tuple[int, Paragraph]]:
        """Return per paragraph of the tables' document its first sentence, by number, and itself."""
        found: dict[str, tuple[int, Paragraph]] = {}
        for number, unit in enumerate(self._index.units):
            document = self._index.documents[unit.document]
            if document.source.entry.id == DOCUMENT:
                paragraph = document.paragraphs[unit.paragraph]
                found.setdefault(paragraph.id, (number, paragraph))
        return found

    def _proof_units(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the sentences that prove the tables, in the order of the heads, and where each's begin.

        Both are empty where the corpus is without the tables' document.
        """
        if not self._first:
            return np.empty(0, np.intp), np.empty(0, np.intp)
        proofs = [self._index.proofs[table] for table in heads().tables]
        starts = np.cumsum([0, *map(len, proofs[:-1])], dtype=np.intp)
        return np.concatenate([np.array(p, np.intp) for p in proofs]), starts

    def _sentence(self, unit: int) -> str:
        place = self._index.units[unit]
        paragraph = self._index.documents[place.document].paragraphs[place.paragraph]
        span = paragraph.sentences[place.sentence]
        return paragraph.clean.text[span.start : span.end]


def _overlap(one: Passage, other: Passage) -> bool:
    return one.first <= other.last and other.first <= one.last


def _share(one: Quote, other: Quote) -> bool:
    place = one.document == other.document and one.paragraph == other.paragraph
    return place and not set(one.sentences).isdisjoint(other.sentences)
