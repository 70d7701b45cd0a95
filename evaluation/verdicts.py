"""Whether verdicts are right: the yes/no sets, and the unanswerable questions of the open sets."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.measures import Figure, holds, mean_over
from evaluation.questions import FOLDER
from evaluation.questions import SETS as OPEN_SETS
from kaderwijzer.assistant import Assistant
from kaderwijzer.model import Answer, Document, Language

SETS = (
    "verdict-development",
    "verdict-test",
    "verdict-fresh",
    "verdict-fresh-3",
    "verdict-near-misses",
    "verdict-development-2",
    "verdict-development-3",
)


@dataclass(frozen=True)
class Judged:
    """One question with its gold verdict ("not_covered" where the text has none) and what came."""

    row: dict[str, Any]
    gold: str
    kind: str
    verdict: str | None
    rule: str | None
    disputed: bool
    first_proves: bool
    likeliest: str | None
    chance: float

    @property
    def answerable(self) -> bool:
        """Whether the text answers it."""
        return self.gold != "not_covered"

    @property
    def right(self) -> bool:
        """Whether the verdict given is the gold one; a clarification or refusal is not."""
        return self.kind == "verdict" and self.verdict == self.gold

    @property
    def wrong(self) -> bool:
        """Whether it was given a yes or no that is not the gold verdict: the worst that can happen."""
        return self.kind == "verdict" and self.verdict in ("yes", "no") and not self.right


def judge_all(assistant: Assistant, name: str) -> list[Judged]:
    """Ask every question of a set, and the unanswerable ones of the open set of the same part.

    The second development set and the fresh sets have their own unanswerable ones.
    """
    rows = _read(name)
    part = name.replace("verdict", "open")
    if part in OPEN_SETS:
        open_rows = _read(part)
        rows += [{**row, "verdict": "not_covered"} for row in open_rows if not row["gold"]]
    return [_judged(assistant, row) for row in rows]


def _read(name: str) -> list[dict[str, Any]]:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _judged(assistant: Assistant, row: dict[str, Any]) -> Judged:
    answer = assistant.ask(row["question"])
    chance = assistant.verdict_chance(row["question"], Language(row["lang"]))
    judged = answer.judged
    return Judged(
        row,
        row["verdict"],
        answer.kind.value,
        judged.verdict.value if judged.verdict else None,
        judged.rule.id if judged.rule else None,
        judged.disputed,
        _first_proves(answer, row["gold"]),
        chance[0].value if chance else None,
        chance[1] if chance else 0.0,
    )


def _first_proves(answer: Answer, gold: list[list[list[int]]]) -> bool:
    """Tell whether the first quote holds some group of the gold."""
    if not answer.quotes:
        return False
    first = [(span.start, span.end) for span in answer.quotes[0].spans]
    return any(holds([first], [(a, b) for a, b in group]) for group in gold)


def figures_of(rows: list[Judged]) -> dict[str, Figure]:
    """Return every figure of a set; refused and unsure questions stay in the denominator."""
    figures: dict[str, Figure] = {}

    def add(name: str, own: Iterable[Judged], measure: Callable[[Judged], float]) -> None:
        value = mean_over(list(own), measure)  # type: ignore[arg-type]
        if value:
            figures[name] = value

    for language in ("nl", "en"):
        own = [r for r in rows if r.row["lang"] == language]
        answerable = [r for r in own if r.answerable]
        nothing = [r for r in own if not r.answerable]
        add(f"verdict right, {language}", answerable, lambda r: r.right)
        add(f"wrong yes or no, {language}", answerable, lambda r: r.wrong)
        add(f"asked back, {language}", answerable, lambda r: r.kind == "clarification")
        add(f"answerable refused, {language}", answerable, lambda r: r.kind == "refusal")
        add(f"first quote proves, {language}", answerable, lambda r: r.first_proves)
        add(f"unanswerable refused, {language}", nothing, lambda r: r.kind == "refusal")
        add(f"unanswerable given yes or no, {language}", nothing, lambda r: r.wrong)
    answerable = [r for r in rows if r.answerable]
    given = [r for r in answerable if r.kind == "verdict"]
    add("right where a verdict is given", given, lambda r: r.right)
    add("depends right", [r for r in answerable if r.gold == "depends"], lambda r: r.right)
    add("disputed named", [r for r in answerable if r.row.get("disputed")], lambda r: r.disputed)
    return figures


def report_of(rows: list[Judged], document: Document) -> str:
    """Return what a reader wants beside the figures: by kind, by chapter, and the confusions.

    The chapter is that of the first gold passage, in the document that the questions are about.
    """
    answerable = [r for r in rows if r.answerable]
    by_kind = Counter(r.row["polarity"] for r in answerable)
    starts = [(p.clean.pieces[0].source, p.section) for p in document.paragraphs]
    by_chapter = {
        chapter: [r for r in answerable if _chapter(r.row["gold"][0][0][0], starts) == chapter]
        for chapter in dict.fromkeys(section.split(".")[0] for _, section in starts if section)
    }
    kinds = [
        (kind, [r for r in answerable if r.row["polarity"] == kind])
        for kind, _ in by_kind.most_common()
    ]
    pairs = Counter((r.gold, r.verdict or r.kind) for r in rows)
    lines = [*_counts("how it is asked", kinds), "", *_counts("chapter", by_chapter.items())]
    lines += ["", "| gold | given | questions |", "|---|---|---|"]
    lines += [f"| {gold} | {given} | {n} |" for (gold, given), n in sorted(pairs.items())]
    return "\n".join(lines) + "\n"


def _chapter(offset: int, starts: Sequence[tuple[int, str]]) -> str:
    before = [section for start, section in starts if start <= offset and section]
    return before[-1].split(".")[0]


def _counts(head: str, groups: Iterable[tuple[str, Sequence[Judged]]]) -> list[str]:
    lines = [f"| {head} | right | wrong yes/no | asked back | refused | questions |"]
    lines.append("|---|---|---|---|---|---|")
    for name, own in groups:
        cells = (
            sum(r.right for r in own),
            sum(r.wrong for r in own),
            sum(r.kind == "clarification" for r in own),
            sum(r.kind == "refusal" for r in own),
            len(own),
        )
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    return lines


def write_rows(path: Path, rows: list[Judged]) -> None:
    """Write one line per question, without its text: what was right, and how it was read."""
    lines = [
        json.dumps(
            {
                "id": r.row["id"],
                "lang": r.row["lang"],
                "gold": r.gold,
                "kind": r.kind,
                "verdict": r.verdict,
                "rule": r.rule,
                "right": r.right if r.answerable else r.kind == "refusal",
                "wrong": r.wrong,
                "first_proves": r.first_proves,
                "chance": round(r.chance, 4),
            }
        )
        for r in rows
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def risk_and_coverage(rows: list[Judged]) -> list[tuple[float, float]]:
    """Return (coverage, share wrong) for every threshold, over answerable questions by how sure."""
    ordered = sorted((r for r in rows if r.answerable), key=lambda r: -r.chance)
    points, wrong = [], 0
    for count, row in enumerate(ordered, 1):
        wrong += row.likeliest in ("yes", "no") and row.likeliest != row.gold
        points.append((count / len(ordered), wrong / count))
    return points
