"""The wording model: what a statement's words and letter groups alone say of how it is to be read.

It knows no meaning and hardly any order, only a vector for each word, pair of neighbours and group of
letters; so it errs where the reading model does not, and heard beside it, it settles what that doubts. Its
numbers are in `wording.npz`, made by `evaluation/train_wording.py`; its positions are those of
`decide/heads.json`. Design: Joulin et al., "Bag of Tricks for Efficient Text Classification" (2016), with
hashed groups of letters.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FILE = "wording.npz"
SLOTS = 1 << 15  # letter groups share these; two that fall together are rare enough
_SIZES = (3, 4, 5)


@dataclass(frozen=True)
class Wording:
    """`vectors` has one row per slot; the rest are weights and biases of the heads, by name."""

    vectors: NDArray[np.float16]
    heads: dict[str, Floats]

    def topics(self, mixed: Floats) -> Floats:
        """Return the log chance of each table."""
        odds: Floats = mixed @ self.heads["topic_weight"].T + self.heads["topic_bias"]
        most = odds.max()
        chances: Floats = odds - most - np.log(np.exp(odds - most).sum())
        return chances

    def polarities(self, mixed: Floats) -> Floats:
        """Return per table the log odds that the statement denies its canonical question."""
        turned = np.tanh(mixed @ self.heads["turn_weight"].T + self.heads["turn_bias"])
        odds: Floats = turned @ self.heads["polarity_weight"].T + self.heads["polarity_bias"]
        return odds

    def inside(self, mixed: Floats) -> float:
        """Return the log odds that the text answers the statement at all."""
        return float(mixed @ self.heads["inside_weight"] + self.heads["inside_bias"])

    def mixed(self, text: str) -> Floats:
        """Return the sum of a statement's vectors, shape (width,), made independent of its length."""
        slots = slots_of(text)
        summed: Floats = self.vectors[slots].astype(np.float32).sum(0)
        return summed / np.float32(max(len(slots), 1) ** 0.5)


def slots_of(text: str) -> NDArray[np.int64]:
    """Return the slots of a text's words, pairs of words and letter groups, each once."""
    words = re.findall(r"\w+|[^\w\s]", text.lower())
    groups = {f"word {word}" for word in words}
    groups |= {f"pair {one} {two}" for one, two in pairwise(words)}
    for word in words:
        whole = f" {word} "
        groups |= {whole[n : n + size] for size in _SIZES for n in range(len(whole) - size + 1)}
    return np.array(sorted({zlib.crc32(group.encode()) % SLOTS for group in groups}), np.int64)


def read_wording() -> Wording:
    """Read the wording model."""
    path = resources.files("kaderwijzer.search").joinpath(FILE)
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        heads = {n: arrays[n].astype(np.float32) for n in arrays.files if n != "vectors"}
        return Wording(arrays["vectors"], heads)
