"""Bytes of XML or HTML → a tree of nodes, read by lxml, with everything dangerous refused.

A document type is refused before the parser sees it: with it go entities, bombs of entities and
references to other files. Processing instructions and comments vanish without a trace, so that a word
with one inside it stays a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kaderwijzer.errors import CorpusError

MAX_BYTES = 50_000_000
_MAX_ELEMENTS = 1_000_000
_MAX_DEPTH = 150
_AGAIN = "download it again from the official address"
_DANGEROUS = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)|encoding=[\"']([A-Za-z0-9_-]+)")
_LATIN = frozenset({"iso-8859-1", "iso-8859-15", "windows-1252", "latin1"})
# UTF-8 that was read as Latin-1 or Windows-1252 and written as UTF-8 again.
_TWICE = re.compile("[\u00c3\u00c2][\u0080-\u00bf]|\u00e2(?:\u0080|\u20ac)|\u00ef\u00bb\u00bf")


@dataclass
class Node:
    """An element without its namespace: its content is text and further nodes, in order."""

    tag: str
    attributes: dict[str, str]
    content: list[Node | str] = field(default_factory=list)

    @property
    def nodes(self) -> list[Node]:
        """The child elements."""
        return [c for c in self.content if isinstance(c, Node)]

    def first(self, tag: str) -> Node | None:
        """Return the first child with this tag."""
        return next((n for n in self.nodes if n.tag == tag), None)

    def all(self, *tags: str) -> Iterator[Node]:
        """Yield this node and those below it that have one of the tags, in reading order."""
        return (n for n in self.all_nodes() if n.tag in tags)

    def all_nodes(self) -> Iterator[Node]:
        """Yield this node and every node below it, in reading order."""
        yield self
        for node in self.nodes:
            yield from node.all_nodes()

    def text(self, between: str = "") -> str:
        """Return all text in it with white space collapsed, `between` put between its pieces."""
        return " ".join(between.join(self._strings()).split())

    def _strings(self) -> Iterator[str]:
        for part in self.content:
            if isinstance(part, str):
                yield part
            else:
                yield from part._strings()


def parse_xml(name: str, data: bytes) -> Node:
    """Return the root of an XML file; raises CorpusError with the place and the way out."""
    from lxml import etree

    _refuse_large(name, data)
    _refuse_twice_encoded(name, data)
    _refuse_document_type(name, data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = re.sub(r", line \d+, column \d+.*", "", str(error.msg))
        raise CorpusError(
            f"{name}: not well-formed XML at line {line}, column {column} ({reason}); {_AGAIN}"
        ) from error
    return _node(name, root)


def parse_html(name: str, data: bytes) -> Node:
    """Return the root of an HTML page, mended where its tags do not close."""
    from lxml import html

    _refuse_large(name, data)
    text = _DECLARATION.sub("", decode(name, data))
    if not text.strip():
        raise CorpusError(f"{name}: the file is empty; {_AGAIN}")
    parser = html.HTMLParser(no_network=True, remove_pis=True, remove_comments=True)
    return _node(name, html.document_fromstring(text, parser=parser))


def decode(name: str, data: bytes) -> str:
    """Return the text of a file in UTF-8, or in the Latin encoding that its head declares."""
    _refuse_twice_encoded(name, data)
    declared = _CHARSET.search(data[:2048])
    encoding = b"".join(declared.groups(default=b"")).decode().lower() if declared else "utf-8"
    try:
        return data.decode("cp1252" if encoding in _LATIN else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{name}: not UTF-8 text (byte {error.start}); {_AGAIN}, or save it as UTF-8"
        ) from error


def _refuse_large(name: str, data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise CorpusError(
            f"{name}: {len(data) // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} MB is read"
        )
    if data.count(b"<") > 2 * _MAX_ELEMENTS:
        raise CorpusError(f"{name}: more than {_MAX_ELEMENTS:,} elements; add the PDF instead")


def _refuse_twice_encoded(name: str, data: bytes) -> None:
    """Refuse text whose bytes were turned into UTF-8 twice, as the first such place shows."""
    text = data.decode("utf-8", "replace")
    found = _TWICE.search(text)
    if found is None:
        return
    line = text.count("\n", 0, found.start()) + 1
    what = "byte order mark" if found.start() == 0 else "text"
    raise CorpusError(
        f"{name}: mis-encoded at line {line} (the {what} was encoded as UTF-8 twice); {_AGAIN}"
    )


def _refuse_document_type(name: str, data: bytes) -> None:
    if b"\0" in data:
        raise CorpusError(f"{name}: not UTF-8 text but UTF-16 or binary data; {_AGAIN}")
    found = _DANGEROUS.search(data)
    if found:
        line = data.count(b"\n", 0, found.start()) + 1
        raise CorpusError(
            f"{name}: declares a document type or entities at line {line}, which official "
            f"files do not; {_AGAIN}"
        )


def _node(name: str, root: Any) -> Node:
    """Copy a tree of lxml, which may be deep, without recursion."""
    top = Node(_tag(root), dict(root.attrib))
    waiting = [(root, top, 1)]
    while waiting:
        element, node, depth = waiting.pop()
        if depth > _MAX_DEPTH:
            raise CorpusError(f"{name}: elements more than {_MAX_DEPTH} deep; {_AGAIN}")
        node.content += [element.text] if element.text else []
        for child in element:
            if isinstance(child.tag, str):
                copy = Node(_tag(child), dict(child.attrib))
                node.content.append(copy)
                waiting.append((child, copy, depth + 1))
            node.content += [child.tail] if child.tail else []
    return top


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
