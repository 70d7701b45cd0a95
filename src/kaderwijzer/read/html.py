"""HTML of a publication → a document, with the menus around the text left out.

A footnote is a link with a number, to a block that begins with the same number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import Document, Entry
from kaderwijzer.read.elements import Dialect, Walker, names
from kaderwijzer.read.markup import Node, parse_html

PAGES = Dialect(
    inline=names(
        "a abbr b bdi bdo big br cite code dfn em font i ins kbd mark q s small span strike strong "
        "sub sup time tt u var wbr"
    ),
    skipped=names(
        "aside button footer form head header iframe img input label menu nav noscript object option "
        "script select style svg template textarea title"
    ),
    headings=frozenset({"h1", "h2", "h3", "h4", "h5", "h6"}),
    lists=frozenset({"ul", "ol", "dl"}),
    quotes=frozenset({"blockquote"}),
    rows=frozenset({"tr"}),
)
_CONTENT = ("broodtekst", "stuk", "main-column", "article-body", "content")
_NUMBER = re.compile(r"[(\[]?(\d{1,4})[)\].]?")


def read_html(entry: Entry, data: bytes) -> Document:
    """Return the document of an HTML page; raises CorpusError where it holds no text."""
    content = _content(parse_html(entry.file, data))
    _Notes(content).mark()
    walker = Walker(PAGES)
    walker.children(content)
    if not walker.assembly.blocks:
        raise CorpusError(f"{entry.file}: no text in this page; use the PDF of this document")
    return walker.assembly.document(entry)


def _content(root: Node) -> Node:
    """Return the element that holds the text, by its name in the publisher's pages or its kind."""
    nodes = list(root.all_nodes())
    for name in _CONTENT:
        for node in nodes:
            if name in (node.attributes.get("id"), *node.attributes.get("class", "").split()):
                return node
    named = [n for tag in ("main", "article", "body") for n in nodes if n.tag == tag]
    return named[0] if named else root


@dataclass
class _Notes:
    """The footnotes of a page, turned into calls and notes as in the publisher's XML."""

    content: Node

    def mark(self) -> None:
        """Turn each link to a footnote into a call, and each block so called into a note."""
        blocks = self._blocks()
        for block in list(blocks.values()):
            for link in [n for n in block.all_nodes() if n.tag == "a"]:
                number = _NUMBER.fullmatch(link.text())
                target = link.attributes.get("href", "").partition("#")[2]
                note = blocks.get(target)
                if number is None or note is None or note is block:
                    continue
                if _leading(note) == number[1] and _leading(block) != number[1]:
                    link.tag = "voetref"
                    link.attributes = {"nr": number[1], "refid": target}
                    _make_note(note, target, number[1])

    def _blocks(self) -> dict[str, Node]:
        """Return the innermost block around each name that a link can point to."""
        found: dict[str, Node] = {}
        waiting = [(self.content, self.content)]
        while waiting:
            node, block = waiting.pop()
            block = block if node.tag in PAGES.inline else node
            found.setdefault(f"block {id(block)}", block)
            for name in (node.attributes.get("id"), node.attributes.get("name")):
                if name:
                    found.setdefault(name, block)
            waiting += [(child, block) for child in node.nodes]
        return found


def _leading(block: Node) -> str:
    match = _NUMBER.match(block.text())
    return match[1] if match else ""


def _make_note(block: Node, name: str, number: str) -> None:
    if block.tag == "voetnoot":
        return
    block.tag, block.attributes = "voetnoot", {"id": name, "nr": number}
    _drop_leading(block)


def _drop_leading(node: Node) -> bool:
    """Take the number away with which a note begins; return whether it was found."""
    for i, part in enumerate(node.content):
        if isinstance(part, str):
            if part.strip():
                node.content[i] = _NUMBER.sub("", part.lstrip(), count=1)
                return True
        elif _NUMBER.fullmatch(part.text()):
            del node.content[i]
            return True
        elif _drop_leading(part):
            return True
    return False
