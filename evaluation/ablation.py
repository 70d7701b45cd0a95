"""What each way of searching adds, measured on the development questions.

Only the search is measured (recall in the first five quotes, nothing refused), so that the parts can
be told apart. Late interaction over token vectors is measured as a candidate beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from evaluation.late_interaction import late_scores
from evaluation.measures import Figure, Spans, figure, holds
from evaluation.questions import Question, read_questions
from kaderwijzer.answer.quote import select
from kaderwijzer.assistant import Assistant
from kaderwijzer.search.retrieve import default_weights, ranked

Weights = Mapping[str, float]


def ablation_table(assistant: Assistant) -> str:
    """Return the table as Markdown."""
    questions = [q for q in read_questions("open-development") if q.answerable]
    lines = [
        "## What each part adds (development questions, search only)\n",
        "| searched by | first quote | first five, nl | first five, en |",
        "|---|---|---|---|",
    ]
    for name, weights, glossary in designs():
        lines.append(_line(name, assistant, questions, weights, glossary=glossary))
    lines.append(_line("all, and late interaction", assistant, questions, late=True))
    return "\n".join(lines) + "\n"


def designs() -> list[tuple[str, Weights, bool]]:
    """Return the designs compared: name, weights, whether the glossary adds words."""
    full = default_weights()

    def only(engines: str, kinds: str) -> Weights:
        return {
            name: weight
            for name, weight in full.items()
            if name.split("/")[0] in engines.split() and name.split("/")[1] in kinds.split()
        }

    own, every = "sentence paragraph", "sentence paragraph translation question"
    return [
        ("BM25 (stems), the text", only("stems", own), False),
        ("dense, paragraphs", {"dense/paragraph": 1.0}, False),
        ("dense, sentences", {"dense/sentence": 1.0}, False),
        ("dense + BM25, paragraphs", {"dense/paragraph": 1.0, "stems/paragraph": 1.0}, False),
        ("dense + BM25, the text", only("dense stems", own), False),
        ("+ translation", only("dense stems", f"{own} translation"), False),
        ("+ questions", only("dense stems", every), False),
        ("+ letter groups", full, False),
        ("+ glossary: all, in use", full, True),
        ("all but dense", only("stems groups", every), True),
        ("all but BM25 over stems", only("dense groups", every), True),
        ("all but questions", only("dense stems groups", f"{own} translation"), True),
        ("all but translation", only("dense stems groups", f"{own} question"), True),
    ]


def _line(
    name: str,
    assistant: Assistant,
    questions: list[Question],
    weights: Weights | None = None,
    *,
    glossary: bool = True,
    late: bool = False,
) -> str:
    searcher = assistant.with_weights(weights or default_weights())
    first: list[float] = []
    five: dict[str, list[float]] = {"nl": [], "en": []}
    for question in questions:
        scores = searcher.scores(question.text, glossary=glossary)
        if late:
            scores = scores + late_scores(assistant, question.text)
        quotes = _quotes(assistant, scores)
        first.append(_all_held(quotes[:1], question))
        five[question.language].append(_all_held(quotes, question))
    cells = [_cell(figure(v)) for v in (first, five["nl"], five["en"])]
    return f"| {name} | {' | '.join(cells)} |"


def _quotes(assistant: Assistant, scores: NDArray[np.float32]) -> list[Spans]:
    chosen = select(ranked(scores), scores.tolist(), assistant.index.units, assistant.proof.texts)
    return [assistant.spans(p) for p in islice(chosen, 5)]


def _all_held(quotes: list[Spans], question: Question) -> float:
    return float(all(holds(quotes, group) for group in question.gold))


def _cell(value: Figure | None) -> str:
    return f"{value.value:.3f} ({value.low:.2f}-{value.high:.2f})" if value else "-"
