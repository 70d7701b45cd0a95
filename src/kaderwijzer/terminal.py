"""Lines in styles → the terminal; plain where the output is a pipe or NO_COLOR is set."""

from __future__ import annotations

import sys
from collections.abc import Iterable

_STYLES = {"conclusion": "bold", "place": "cyan", "translation": "italic", "note": "dim"}
_NARROWEST = 20


def show(lines: Iterable[tuple[str, str]]) -> None:
    """Print (style, line) pairs, wrapped to the terminal with their indentation kept."""
    if not sys.stdout.isatty():
        for _, line in lines:
            print(line)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for style, line in lines:
        indent = len(line) - len(line.lstrip())
        text = Text(line.strip(), style=_STYLES.get(style, ""))
        for part in text.wrap(console, max(_NARROWEST, console.width - indent)) or [text]:
            console.print(" " * indent, part, sep="")
