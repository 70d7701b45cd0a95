"""Elements of a publication → blocks of text, the same for every dialect of the official publisher.

A dialect is data: it says which elements stand inside a line, which are lists, which are printed but
never quoted. Whatever it does not name is read as text, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kaderwijzer.read.assemble import Assembly, Block, Note
from kaderwijzer.read.markup import Node
from kaderwijzer.read.pieces import Mark, NewLine, Piece

_NUMBERED = re.compile(
    r"(?:§\s*)?(?P<id>\d+(?:\.\d+)*[a-z]?(?=[.)]?\s)|[IVXLC]+(?=[.)]\s)|[A-Z](?=[.)]\s))[.)]?\s+(?=\S)"
)
_SHORT = 60
# How a loose heading is set: bold stands above italic; of a heading of HTML, its number.
_RANKS = {"vet": 0, "cur": 2, **{f"h{i}": i - 1 for i in range(1, 7)}}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def names(words: str) -> frozenset[str]:
    """Return the names of elements in a text of words."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Dialect:
    """What the elements of one kind of file are; elements that it does not name are text."""

    inline: frozenset[str]
    skipped: frozenset[str] = frozenset()
    furniture: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    quotes: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    note: str = "noot"
    call: str = "voetref"
    apart: str = "voetnoot"


@dataclass
class Outline:
    """The sections that are open: an id for each depth, and the styles of loose headings below."""

    path: list[str] = field(default_factory=list)
    styles: list[tuple[int, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def open(self, depth: int, number: str) -> str:
        """Return the id of a section at a depth (from 1), by its number or else by a letter."""
        del self.path[depth - 1 :]
        parent = self.path[-1] if self.path else ""
        own = number.strip().strip("§.) ") or self._letter(parent)
        head, _, last = parent.rpartition(".")
        if parent and own.split(".")[0] == last and "." in own:
            own = f"{head}.{own}".lstrip(".")
        elif parent:
            own = f"{parent}.{own}"
        self.path.append(own)
        return own

    def level(self, rank: int, style: str) -> int:
        """Return how deep a loose heading of this style is below its part, from 1."""
        if (rank, style) in self.styles:
            del self.styles[self.styles.index((rank, style)) + 1 :]
        else:
            self.styles[:] = [s for s in self.styles if s[0] <= rank]
            self.styles.append((rank, style))
        return len(self.styles)

    def _letter(self, parent: str) -> str:
        count = self.counts[parent] = self.counts.get(parent, 0) + 1
        return _LETTERS[(count - 1) % 26] * ((count - 1) // 26 + 1)


class Walker:
    """Walks through a tree and adds what it finds to an assembly."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.assembly = Assembly()
        self.outline = Outline()
        self.depth = 0

    def children(self, node: Node) -> None:
        """Add the content of a node: runs of text as paragraphs, elements as what they are."""
        inline: list[Piece] = []
        last: Block | None = None
        for part in node.content:
            if isinstance(part, str) or part.tag in self._inline:
                inline += self.inline(part)
                continue
            last = self._flush(inline, last)
            last = self.child(part, last)
        self._flush(inline, last)

    @property
    def _inline(self) -> frozenset[str]:
        return self.dialect.inline | {self.dialect.note, self.dialect.call}

    def _flush(self, inline: list[Piece], last: Block | None) -> Block | None:
        block = self.assembly.paragraph(inline[:]) if inline else None
        inline.clear()
        return block or last

    def child(self, node: Node, last: Block | None) -> Block | None:
        """Add an element; return the paragraph that the next one may run on from."""
        if node.tag in self.dialect.skipped:
            return last
        if self._set_apart(node):
            return None
        if node.tag in self.dialect.lists:
            return self._list(node, last)
        if node.tag in self.dialect.rows:
            return self.assembly.paragraph(self.flat(node))
        if self._is_leaf(node):
            return self._text(node, last)
        if node.tag in self.dialect.quotes:
            self.assembly.paragraph(self.flat(node), quoted=True)
        else:
            self.children(node)
        return None

    def _set_apart(self, node: Node) -> bool:
        """Add an element that is a heading, a note or furniture; return whether it was one."""
        dialect = self.dialect
        if node.tag == dialect.apart:
            self._register(node)
        elif node.tag in dialect.furniture or _is_list_of_names(node):
            self.assembly.furniture(_printed([*self.flat(node)]))
        elif node.tag in dialect.titles:
            self.assembly.heading(_printed([*self.inline_of(node)]))
        elif node.tag in dialect.headings:
            self.loose_heading(node)
        elif node.first("kop"):
            self.section(node)
        else:
            return False
        return True

    def _is_leaf(self, node: Node) -> bool:
        return all(n.tag in self._inline for n in node.nodes)

    def _text(self, node: Node, last: Block | None) -> Block | None:
        pieces = list(self.inline_of(node))
        if node.tag in self.dialect.quotes:
            return self.assembly.paragraph(pieces, quoted=True)
        if last and _runs_on(last.text(), _printed(pieces)):
            last.pieces += [NewLine(), *pieces]
            return last
        return self.assembly.paragraph(pieces)

    def _list(self, node: Node, last: Block | None) -> Block | None:
        if last and last.text().endswith((":", ",", ";")):
            last.pieces += [NewLine(), *self.flat(node)]
            return last
        for item in node.content:
            self.assembly.paragraph(self.flat(Node(node.tag, {}, [item])))
        return None

    # --- headings --------------------------------------------------------------------------------

    def section(self, node: Node) -> None:
        """Add a part with a heading of its own, and what stands in it."""
        kop = node.first("kop")
        assert kop is not None
        before, styles = self.assembly.section, self.outline.styles
        self.depth, self.outline.styles = self.depth + 1, []
        self.heading(kop)
        rest = [c for c in node.content if c is not kop]
        self.children(Node(node.tag, node.attributes, rest))
        self.depth, self.outline.styles = self.depth - 1, styles
        self.assembly.section = before

    def heading(self, kop: Node) -> None:
        """Open the section that a `kop` heads: by its label and number, or its number alone."""
        label, number, title = (_text_of(kop, tag) for tag in ("label", "nr", "titel"))
        printed = kop.text(" ")
        if label and number:
            id = f"{label} {number.strip('. ')}".lower()
        else:
            id = self.outline.open(self.depth, number)
        self.assembly.heading(printed, id, title or printed)

    def loose_heading(self, node: Node) -> None:
        """Open a section at a heading that encloses nothing; its style says how deep it is."""
        printed = _printed([*self.inline_of(node)])
        match = _NUMBERED.match(printed)
        number = match.group("id") if match else ""
        letters = node.attributes.get("letat", node.tag)
        level = self.outline.level(_RANKS.get(letters, 1), f"{letters} {_style(number)}")
        id = self.outline.open(self.depth + level, number)
        self.assembly.heading(printed, id, printed[match.end() :] if match else printed)

    # --- pieces ----------------------------------------------------------------------------------

    def inline_of(self, node: Node) -> Iterator[Piece]:
        """Yield the content of an element whose content all stands in one line."""
        for part in node.content:
            yield from self.inline(part)

    def inline(self, part: Node | str) -> Iterator[Piece]:
        """Yield text, or an element inside a line; a note becomes its call."""
        if isinstance(part, str):
            yield part
        elif part.tag == self.dialect.note:
            yield Mark(self._register(part), part.attributes.get("id", str(id(part))))
        elif part.tag == self.dialect.call:
            printed = part.attributes.get("nr") or part.text()
            yield Mark(printed, part.attributes.get("refid"))
        elif part.tag not in self.dialect.skipped:
            yield from self.flat(part)

    def flat(self, node: Node) -> Iterator[Piece]:
        """Yield everything in an element, each block in it on a line of its own."""
        fresh = True
        number = node.attributes.get("nr")
        if (
            number
            and node.tag == "li"
            and not any(n.tag in self.dialect.numbers for n in node.nodes)
        ):
            yield f"{number} "
        for part in node.content:
            if isinstance(part, str) or part.tag in self._inline:
                yield from self.inline(part)
                fresh = fresh and isinstance(part, str) and not part.strip()
            elif part.tag in self.dialect.skipped:
                continue
            elif part.tag in self.dialect.dropped:
                yield from (Mark(part.text()), " ")
            elif part.tag in self.dialect.numbers:
                yield f"{part.text()} "
            elif node.tag in self.dialect.rows:
                yield from (*self.flat(part), " ")
            else:
                yield from ([] if fresh else [NewLine()])
                yield from self.flat(part)
                fresh = False

    def _register(self, node: Node) -> str:
        """Keep a note for when it is called; return its printed number."""
        number = next(node.all("noot.nr"), None)
        printed = number.text() if number else node.attributes.get("nr", "*")
        body = Node(node.tag, {}, [c for c in node.content if c is not number])
        key = node.attributes.get("id", str(id(node)))
        self.assembly.notes[key] = Note(printed, list(self.flat(body)))
        return printed


def _printed(pieces: list[Piece]) -> str:
    text = "".join(p if isinstance(p, str) else " " * isinstance(p, NewLine) for p in pieces)
    return " ".join(text.split())


def _text_of(node: Node, tag: str) -> str:
    child = node.first(tag)
    return child.text() if child else ""


def _style(number: str) -> str:
    """Return the style of a heading's number, which says how deep it is."""
    if not number:
        return "none"
    if number[0].isdigit():
        return f"digits{number.count('.')}"
    return "roman" if re.fullmatch("[IVXLC]+", number) else "letter"


def _runs_on(before: str, after: str) -> bool:
    """Tell whether a paragraph goes on with the sentence of the one before it."""
    return before.endswith((",", ";")) or (before.endswith(":") and after[:1].islower())


def _is_list_of_names(node: Node) -> bool:
    """Tell whether a group of lines is one of names below a paper, not text."""
    if node.tag != "al-groep" or not node.nodes:
        return False
    lines = [n.text() for n in node.nodes]
    return all(n.tag == "al" for n in node.nodes) and all(
        0 < len(line) < _SHORT and line[0].isupper() and not re.search(r"[.,;:?!]$", line)
        for line in lines
    )
