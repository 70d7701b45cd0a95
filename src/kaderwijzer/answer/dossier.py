"""An answer → a dossier in Markdown, in which nothing that was typed or quoted can act as markup.

The text is that of `dossier_blocks.py`; `dossier_docx.py` writes the same for a word processor.
"""

from __future__ import annotations

import re

from kaderwijzer.answer.conclude import NameFact, as_named
from kaderwijzer.answer.dossier_blocks import Block, Style, blocks
from kaderwijzer.model import Answer

_INLINE = re.compile(r"[\\`*_\[\]{}#~$]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_AUTOLINK = re.compile(r":(?=//)|(?<=\bwww)\.|(?<=\bmailto):|(?<=\bxmpp):", re.IGNORECASE)
_LINE_START = re.compile(r"^(\d{1,9}(?=[.)])|)([+\-.)])")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.~:/?#@!$&'()*+,;=%_-]+")
_BEFORE = {
    Style.TITLE: "# ",
    Style.HEADING: "## ",
    Style.SUBHEADING: "### ",
    Style.TEXT: "",
    Style.QUOTE: "> ",
    Style.ITEM: "- ",
    Style.COMMAND: "    ",
}


def dossier(answer: Answer, today: str, name: NameFact = as_named) -> str:
    """Return an answer as a dossier in Markdown; `today` (ISO date) is the day on which it is made.

    `name` gives the words for a fact and a value, by their identifiers; without it those are shown.
    """
    lines: list[str] = []
    before = None
    for block in blocks(answer, today, name):
        if lines and not before is block.style is Style.ITEM:
            lines.append("")
        lines.append(_markdown(block))
        before = block.style
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    r"""Return one line of plain text as Markdown that shows exactly these characters, at a line's start.

    >>> escaped("1. *not* <b>bold</b>")
    '1\\. \\*not\\* &lt;b&gt;bold&lt;/b&gt;'
    """
    return _LINE_START.sub(r"\1\\\2", _inline(text))


def _inline(text: str) -> str:
    text = _INLINE.sub(r"\\\g<0>", text)
    text = re.sub("[&<>]", lambda match: _ENTITIES[match[0]], text)
    return _AUTOLINK.sub(r"\\\g<0>", text)


def _markdown(block: Block) -> str:
    before = _BEFORE[block.style]
    if block.style is Style.COMMAND:
        return f"{before}{block.text}"
    if block.lead:
        text = f"**{_inline(block.lead)}:** {_inline(block.text)}"
    else:
        text = _inline(block.text) if before.startswith("#") else escaped(block.text)
    return f"{before}{text}{_address(block.address)}".rstrip()


def _address(address: str) -> str:
    """Return an address as a link where it looks like one, else as text."""
    if not address:
        return ""
    return f" <{address}>" if _ADDRESS.fullmatch(address) else f" {_inline(address)}"
