"""The evaluation report: figures, ablation, plots, and which questions went wrong, as Markdown."""

from __future__ import annotations

import platform
from pathlib import Path

from evaluation.measures import Figure, Row, found
from evaluation.questions import Question
from evaluation.verdicts import Judged, report_of
from kaderwijzer.assistant import Assistant
from kaderwijzer.read.corpus import read_corpus

_KINDS = ("plain", "everyday", "keyword", "short", "typo", "definition", "blockquote", "footnote")
_HEAD = """# Evaluation report

Made by `kaderwijzer evaluate`; do not edit. How the questions were made and what each figure means:
[README.md](README.md). Intervals are 95 %, by bootstrap over questions. A question that is refused
although the text answers it counts as not found.
"""


def write_report(
    folder: Path,
    results: dict[str, list[Row]],
    judged: dict[str, list[Judged]],
    figures: dict[str, dict[str, Figure]],
    assistant: Assistant,
    *,
    ablation: bool,
) -> None:
    """Write report.md and the plots into the evaluation folder."""
    settings = assistant.index.settings
    parts = [_HEAD, f"Version {settings.version}, Python {platform.python_version()}, corpus "]
    parts[-1] += f"`{settings.corpus_sha256[:12]}`, model `{settings.model_fingerprint[:12]}`.\n"
    for name, values in figures.items():
        parts.append(f"## {name}\n\n{_table(values)}")
    test = results["open-test"]
    parts.append(f"## By kind of question (test)\n\n{_by_kind(test)}")
    parts.append("![Recall by kind of question](plots/kinds.svg)\n")
    parts.append("![Both errors of refusing](plots/refusing.svg)\n")
    document = read_corpus(folder.parent / "corpus").documents[0]
    by = report_of(judged["verdict-test"], document)
    parts.append(f"## Verdicts by how they were asked (test)\n\n{by}")
    parts.append("![Share wrong by share answered](plots/risk.svg)\n")
    for name in ("reading.md", "designs.md"):
        parts.append((folder / name).read_text(encoding="utf-8"))
    table = folder / "ablation.md"
    if ablation:
        from evaluation.ablation import ablation_table

        table.write_text(ablation_table(assistant), encoding="utf-8")
    if table.is_file():
        parts.append(table.read_text(encoding="utf-8"))
    (folder / "report.md").write_text("\n".join(parts), encoding="utf-8")
    from evaluation.plots import plot_kinds, plot_refusing, plot_risk

    (folder / "plots").mkdir(exist_ok=True)
    plot_kinds(test, _KINDS, folder / "plots" / "kinds.svg")
    questions: list[Question] = [r.question for r in test]
    plot_refusing(assistant, questions, folder / "plots" / "refusing.svg")
    plot_risk(judged, folder / "plots" / "risk.svg")


def _table(values: dict[str, Figure]) -> str:
    rows = [
        f"| {name} | {f.value:.3f} | {f.low:.3f} to {f.high:.3f} | {f.count} |"
        for name, f in values.items()
    ]
    head = "| figure | value | interval | questions |\n|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def _by_kind(rows: list[Row]) -> str:
    lines = ["| kind | found in first five | questions |", "|---|---|---|"]
    for kind in (*_KINDS, "two"):
        own = [r for r in rows if r.question.kind == kind]
        if own:
            lines.append(f"| {kind} | {sum(found(r, 5) for r in own)} | {len(own)} |")
    return "\n".join(lines) + "\n"
