"""Writes docs/cli.md, the help of every command; run from the top: `python docs/write_cli.py`."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from kaderwijzer.cli import main

PAGE = Path(__file__).parent / "cli.md"
_INTRODUCTION = """\
# The commands

Generated from `kaderwijzer --help` and the help of every command by `python docs/write_cli.py`; do not
edit by hand. JSON goes to standard output, everything else to standard error. Exit codes: 0 done, 1 an
error that is said in a sentence with the next step, 2 wrong usage.

| set in the environment | instead of |
| --- | --- |
| `KADERWIJZER_CORPUS` | `--corpus`: the folder with `manifest.yaml` |
| `KADERWIJZER_INDEX` | `--index`: the folder of the index |
| `KADERWIJZER_CACHE` | the folder for the converted model, in the user's cache |
| `KADERWIJZER_FEEDBACK` | the file that receives feedback given in the app, among the user's data |
"""
# A command in the list of commands: its name, then what it does on the same line.
_COMMAND = re.compile(r"^    ([a-z]+)(?: +\S.*|)$", re.MULTILINE)


def page() -> str:
    """Return the reference of the commands as it should stand in the documentation."""
    return "\n".join([_INTRODUCTION, *map(_section, commands())])


def commands(*above: str) -> Iterator[tuple[str, ...]]:
    """Yield each command as the words that call it: first itself, then those below it."""
    yield above
    _, listed, rest = help_of(above).partition("\ncommands:\n")
    if listed:
        for name in _COMMAND.findall(rest):
            yield from commands(*above, name)


def help_of(command: tuple[str, ...]) -> str:
    """Return what `--help` of a command prints, 80 columns wide and without colours."""
    printed = io.StringIO()
    plain = mock.patch.dict(os.environ, {"COLUMNS": "80", "NO_COLOR": "1"})
    with plain, contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        main([*command, "--help"])
    return printed.getvalue()


def _section(command: tuple[str, ...]) -> str:
    depth = "###" if len(command) > 1 else "##"
    return f"{depth} {' '.join(('kaderwijzer', *command))}\n\n```text\n{help_of(command)}```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
