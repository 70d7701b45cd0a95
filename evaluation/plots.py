"""Plots of the report; matplotlib is used here only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.measures import Row, found
from evaluation.questions import Question
from evaluation.verdicts import Judged, risk_and_coverage
from kaderwijzer.answer.scope import refuse_from
from kaderwijzer.assistant import Assistant
from kaderwijzer.model import Language

_COLOURS = {"nl": "#21468b", "en": "#c8641e"}
_NAMES = {"nl": "Dutch", "en": "English"}


def plot_kinds(rows: Sequence[Row], kinds: Sequence[str], target: Path) -> None:
    """Draw per kind of question the share found in the first five quotes, per language."""
    figure, axes = _axes()
    places = np.arange(len(kinds))
    for offset, (language, colour) in zip((-0.2, 0.2), _COLOURS.items(), strict=True):
        shares = [_share(rows, kind, language) for kind in kinds]
        axes.bar(places + offset, shares, 0.38, color=colour, label=_NAMES[language])
    axes.set_xticks(places, kinds, rotation=30, ha="right")
    axes.set_ylabel("found in the first five quotes")
    axes.set_ylim(0, 1)
    axes.legend(loc="lower right")
    _save(figure, target)


def _share(rows: Sequence[Row], kind: str, language: str) -> float:
    own = [r for r in rows if r.question.kind == kind and r.question.language == language]
    return sum(found(r, 5) for r in own) / len(own) if own else 0.0


def plot_refusing(assistant: Assistant, questions: Sequence[Question], target: Path) -> None:
    """Draw both errors of refusing for every threshold: answerable refused, unanswerable kept."""
    chances = np.array([assistant.chance_outside(q.text, Language(q.language)) for q in questions])
    answerable = np.array([q.answerable for q in questions])
    thresholds = np.linspace(0, 1, 201)
    figure, axes = _axes()
    refused = [(chances[answerable] >= t).mean() for t in thresholds]
    kept = [(chances[~answerable] < t).mean() for t in thresholds]
    axes.plot(thresholds, refused, color="#b3261e", label="answerable refused")
    axes.plot(thresholds, kept, color="#21468b", label="unanswerable kept")
    axes.axvline(refuse_from(), color="grey", linestyle=":", label="threshold in use")
    axes.set_xlabel("refuse from this probability of lying outside the corpus")
    axes.set_ylabel("share of questions")
    axes.legend()
    _save(figure, target)


def plot_risk(judged: Mapping[str, Sequence[Judged]], target: Path) -> None:
    """Draw which share of verdicts would be wrong yes/no if only the surest questions got one."""
    figure, axes = _axes()
    for (name, rows), colour in zip(judged.items(), ("#c8641e", "#21468b"), strict=False):
        points = risk_and_coverage(list(rows))
        axes.plot(*zip(*points, strict=True), color=colour, label=name)
    axes.axhline(0.04, color="grey", linestyle=":", label="aim: at most 0.04 wrong")
    axes.set_xlabel("share of answerable questions that get a verdict, surest first")
    axes.set_ylabel("share of these wrong (yes or no)")
    axes.set_ylim(0, 0.5)
    axes.legend()
    _save(figure, target)


def _axes() -> Any:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "kaderwijzer"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 3.6), layout="constrained")
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _save(figure: Any, target: Path) -> None:
    figure.savefig(target, metadata={"Date": None})
