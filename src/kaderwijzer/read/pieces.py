"""The pieces of a block of a structured file, and the text that they print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kaderwijzer.model import Span


@dataclass(frozen=True)
class Mark:
    """A printed mark that is not read: the call of the note `note`, or the number of a member."""

    printed: str
    note: str | None = None


@dataclass(frozen=True)
class NewLine:
    """What follows stands on a line of its own."""


Piece = str | Mark | NewLine


class Printed:
    """Pieces as text with white space collapsed, and the place of each mark in it."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.text = ""
        self.marks: list[tuple[Mark, Span]] = []
        for piece in pieces:
            if isinstance(piece, Mark):
                start = len(self.text)
                self.text += piece.printed
                self.marks.append((piece, Span(start, len(self.text))))
            elif isinstance(piece, NewLine):
                self.text = self.text.rstrip(" ") + ("\n" if self.text.strip() else "")
            else:
                self._add(piece)
        self.text = self.text.rstrip()

    def _add(self, piece: str) -> None:
        collapsed = re.sub(r"\s+", " ", piece)
        at_start = not self.text or self.text[-1].isspace()
        self.text += collapsed.lstrip(" ") if at_start else collapsed
