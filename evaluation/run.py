"""`kaderwijzer evaluate`: run the sets, write rows, report and plots, compare with the baseline."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from evaluation import verdicts
from evaluation.measures import Figure, Row, found, mean_over, span_scores
from evaluation.questions import SETS, Question, read_questions
from kaderwijzer.assistant import Assistant

HERE = Path(__file__).parent
_TOLERANCE = 0.005
_LESS_IS_BETTER = ("answerable refused", "wrong yes or no", "unanswerable given", "asked back")
Figures = dict[str, Figure]


def run(assistant: Assistant, options: argparse.Namespace) -> int:
    """Measure the chosen sets; return 1 where a figure fell below the accepted baseline."""
    every = (*SETS, *verdicts.SETS)
    names = every if options.set == "all" else (options.set,)
    if unknown := set(names) - set(every):
        print(f"Error: no set {unknown.pop()}; there are {', '.join(every)}", file=sys.stderr)
        return 2
    results = {n: answer_all(assistant, read_questions(n)) for n in names if n in SETS}
    judged = {n: verdicts.judge_all(assistant, n) for n in names if n in verdicts.SETS}
    figures = {name: figures_of(rows) for name, rows in results.items()}
    figures |= {name: verdicts.figures_of(rows) for name, rows in judged.items()}
    for name, rows in results.items():
        write_rows(HERE / "rows" / f"{name}.jsonl", rows)
    for name, own in judged.items():
        verdicts.write_rows(HERE / "rows" / f"{name}.jsonl", own)
    for name, values in figures.items():
        for measure, value in values.items():
            print(f"{name}  {measure:40} {value}")
    if options.set == "all":
        from evaluation.report import write_report

        write_report(HERE, results, judged, figures, assistant, ablation=options.ablation)
    if options.accept:
        write_baseline(figures)
        return 0
    return compare(figures)


def answer_all(assistant: Assistant, questions: list[Question]) -> list[Row]:
    """Ask every question and keep what matters of the answers."""
    return [_row(assistant, question) for question in questions]


def _row(assistant: Assistant, question: Question) -> Row:
    answer = assistant.ask(question.text)
    return Row(
        question,
        answer.kind.value,
        answer.refusal.reason.value if answer.refusal else None,
        tuple(tuple((s.start, s.end) for s in q.spans) for q in answer.quotes),
        answer.confidence.value,
    )


def figures_of(rows: list[Row]) -> Figures:
    """Return every figure of a set; a refused question that has an answer counts as not found."""
    figures: Figures = {}
    answerable = [r for r in rows if r.question.answerable]
    unanswerable = [r for r in rows if not r.question.answerable]
    for language in ("nl", "en"):
        own = [r for r in answerable if r.question.language == language]
        one = [r for r in own if len(r.question.gold) == 1]
        _add(figures, f"recall of first quote, {language}", one, lambda r: found(r, 1))
        _add(figures, f"recall of first five, {language}", one, lambda r: found(r, 5))
        _add(figures, f"characters: recall, {language}", own, lambda r: span_scores(r, 5)[1])
        _add(figures, f"characters: precision, {language}", own, lambda r: span_scores(r, 5)[0])
        _add(figures, f"answerable refused, {language}", own, lambda r: r.kind == "refusal")
        none = [r for r in unanswerable if r.question.language == language]
        _add(figures, f"unanswerable refused, {language}", none, lambda r: r.kind == "refusal")
    two = [r for r in answerable if len(r.question.gold) > 1]
    _add(figures, "both passages in first five", two, lambda r: found(r, 5))
    for kind in ("near", "far"):
        own = [r for r in unanswerable if r.question.kind == kind]
        _add(figures, f"unanswerable refused, {kind}", own, lambda r: r.kind == "refusal")
    return figures


def _add(figures: Figures, name: str, rows: list[Row], measure: Callable[[Row], float]) -> None:
    value = mean_over(rows, measure)
    if value:
        figures[name] = value


def write_rows(path: Path, rows: list[Row]) -> None:
    """Write one line per question: what was asked, what came, whether it was right."""
    path.parent.mkdir(exist_ok=True)
    lines = [json.dumps(_row_to_json(row), ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _row_to_json(row: Row) -> dict[str, object]:
    question = row.question
    right = found(row, 5) if question.answerable else row.kind == "refusal"
    return {
        "id": question.id,
        "lang": question.language,
        "kind": question.kind,
        "section": question.section,
        "answer": row.kind,
        "reason": row.reason,
        "first": question.answerable and found(row, 1),
        "right": right,
        "quotes": [[list(span) for span in quote] for quote in row.quotes],
    }


def write_baseline(figures: dict[str, Figures]) -> None:
    """Accept these figures: later runs must not fall below them."""
    values = {s: {m: round(f.value, 4) for m, f in fs.items()} for s, fs in figures.items()}
    text = json.dumps(values, indent=1, ensure_ascii=False) + "\n"
    (HERE / "baseline.json").write_text(text, encoding="utf-8")


def compare(figures: dict[str, Figures]) -> int:
    """Print every figure that fell below the accepted baseline; return 1 where one did."""
    path = HERE / "baseline.json"
    baseline = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    fell = [
        f"{name}: {measure} was {accepted:.3f}, is {figures[name][measure].value:.3f}"
        for name, measures in baseline.items()
        if name in figures
        for measure, accepted in measures.items()
        if _worse(measure, figures[name][measure].value, accepted)
    ]
    for line in fell:
        print(f"Error: fell below the baseline: {line}", file=sys.stderr)
    return 1 if fell else 0


def _worse(measure: str, value: float, accepted: float) -> bool:
    if measure.startswith(_LESS_IS_BETTER):
        return value > accepted + _TOLERANCE
    return value < accepted - _TOLERANCE
