"""The README holds: its examples run, its first command prints its output, its figures are the report's."""

import doctest
import re
from pathlib import Path

import pytest

from kaderwijzer.cli import main

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_python_examples_run(index_for_tests: None) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for number, block in enumerate(blocks):
        test = doctest.DocTestParser().get_doctest(block, {}, f"README {number}", "README.md", 0)
        runner = doctest.DocTestRunner()
        runner.run(test)
        assert runner.summarize().failed == 0


def test_first_command_prints_what_the_readme_shows(
    index_for_tests: None, capsys: pytest.CaptureFixture[str]
) -> None:
    block = re.search(
        r"```console\n\$ kaderwijzer ask \"(.*?)\" --quotes 1\n(.*?)```", README, re.S
    )
    assert block
    assert main(["ask", block[1], "--quotes", "1"]) == 0
    assert capsys.readouterr().out.rstrip() == block[2].rstrip()


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"make ([a-z]+)", README))
    assert {"run", "test", "evaluate", "bench"} <= targets
    assert all(re.search(rf"^{target}:", makefile, re.M) for target in targets)


def test_every_link_of_the_readme_leads_to_a_file() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert "evaluation/report.md" in links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_every_command_of_the_readme_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    commands = set(re.findall(r"^\$? ?kaderwijzer (\w+)", README, re.M))
    assert {"ask", "check"} <= commands
    for command in commands:
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0


# The rows of the README's tables → the figures of the report; what is asked openly has a set of its own.
FIGURES = {
    "verdict right": "verdict right",
    "wrong yes or no": "wrong yes or no",
    "asked back which reading is meant": "asked back",
    "answerable yes/no question refused": "answerable refused",
    "first quote proves the verdict": "first quote proves",
    "unanswerable question refused": "unanswerable refused",
}
TABLES = {"on the test questions": "verdict-test", "on the new questions": "verdict-fresh-3"}


@pytest.mark.parametrize(("heading", "chosen"), TABLES.items())
def test_the_figures_of_the_readme_are_those_of_the_report(heading: str, chosen: str) -> None:
    report = (ROOT / "evaluation/report.md").read_text(encoding="utf-8")
    measured = report.split(f"## {chosen}\n")[1].split("\n## ")[0]
    table = README.split(f"| {heading} | Dutch | English |\n")[1].split("\n\n")[0]
    shown = {cells[0]: cells[1:] for cells in map(_cells, table.splitlines())}
    for row, figure in FIGURES.items():
        for column, language in enumerate(("nl", "en")):
            assert shown[row][column] == _figure(measured, f"{figure}, {language}"), row


def _figure(measured: str, name: str) -> str:
    cells = next(cells for cells in map(_cells, measured.splitlines()) if cells[:1] == [name])
    value, interval, count = cells[1:]
    low, high = (float(end) for end in interval.split(" to "))
    return f"{value} ({low:.2f}–{high:.2f}, n = {count})"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
