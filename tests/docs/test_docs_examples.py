"""What the documentation shows is what the program does: its examples run, its commands are known."""

from __future__ import annotations

import doctest
import json
import re
import shlex

import pytest
from tests.docs.pages import DOCS, NAMES, PAGES, ROOT, blocks

import kaderwijzer
from docs import write_cli
from kaderwijzer.cli import main

_SHOWN = re.compile(r"^\$ kaderwijzer (.+)\n((?:(?!\$ ).*\n)+)", re.MULTILINE)
_GIVEN = re.compile(r"^(?:\S*/)?kaderwijzer ([a-z].*?)(?: +>.*)?$", re.MULTILINE)
EXAMPLES = [
    pytest.param(command, printed, id=f"{page.name}: {command}"[:60])
    for page in PAGES
    for block in blocks(page, "console")
    for command, printed in _SHOWN.findall(block)
]
COMMANDS = {" ".join(words): write_cli.help_of(words) for words in write_cli.commands()}


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=str)
def test_python_examples_run(index_for_tests, page) -> None:
    known: dict[str, object] = {}
    for number, block in enumerate(blocks(page, "python")):
        test = doctest.DocTestParser().get_doctest(block, known, page.name, page.name, number)
        assert test.examples
        runner = doctest.DocTestRunner()
        runner.run(test, clear_globs=False)
        known = test.globs
        assert runner.summarize().failed == 0


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 6
    assert [name for name in NAMES if blocks(DOCS / name, "python")] == ["python.md"]


@pytest.mark.parametrize(("command", "printed"), EXAMPLES)
def test_a_command_prints_what_is_shown(index_for_tests, capsys, command, printed) -> None:
    assert main(shlex.split(command)) == 0
    got = capsys.readouterr().out
    shortened = printed.rstrip("\n")
    wanted = shortened + ("\n" if shortened.endswith("...") else "...\n")
    ways = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.OutputChecker().check_output(wanted, got, ways), f"{wanted}\n--- got:\n{got}"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_and_option_is_known(page) -> None:
    for block in blocks(page, "console"):
        for given in _GIVEN.findall(block.replace("$ ", "")):
            words = shlex.split(given)
            name = " ".join(words[:2]) if " ".join(words[:2]) in COMMANDS else words[0]
            assert name in COMMANDS, given
            options = [word for word in words if word.startswith("--")]
            assert [each for each in options if each not in COMMANDS[name]] == [], given


def test_every_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.compile(r"(?:^|`)make ([a-z-]+)", re.MULTILINE)
    targets = {t for page in PAGES for t in named.findall(page.read_text(encoding="utf-8"))}
    assert {"install", "evaluate"} <= targets
    assert targets <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_the_reference_of_the_commands_is_fresh() -> None:
    # However wide another version of Python sets its help, the words are these.
    written = write_cli.PAGE.read_text(encoding="utf-8")
    assert written.split() == write_cli.page().split(), (
        "docs/cli.md is stale: run `python docs/write_cli.py`"
    )


def test_every_command_is_in_the_reference() -> None:
    assert set(COMMANDS) > {"", "build", "ask", "citations", "sources", "sources open", "mcp"}
    assert all("usage: kaderwijzer" in printed for printed in COMMANDS.values())


def test_every_public_name_is_explained() -> None:
    page = (DOCS / "python.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## ([a-z]+)$", page, re.MULTILINE)) == set(kaderwijzer.__all__)


def test_every_field_of_the_json_is_explained() -> None:
    schema = json.loads((ROOT / "tests/whole/answer.schema.json").read_text(encoding="utf-8"))
    answer, quote = re.split(r"^## A quote$", (DOCS / "json.md").read_text("utf-8"), flags=re.M)
    assert set(_fields(answer)) == set(schema["properties"])
    assert set(_fields(quote)) >= set(schema["$defs"]["quote"]["properties"])


def _fields(text: str) -> list[str]:
    rows = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def test_no_figure_of_the_evaluation_is_copied() -> None:
    for name in ("limits.md", "how-it-decides.md", "index.md", "tutorial.md", "how-to.md"):
        assert re.findall(r"\b0\.\d{2,}|\d %", (DOCS / name).read_text("utf-8")) == []
