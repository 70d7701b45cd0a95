"""The README runs: its Python examples, its first command with its printed output, its targets."""

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
