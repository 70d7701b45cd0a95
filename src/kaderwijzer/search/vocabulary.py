"""Which pieces of the encoder's vocabulary are kept: those that Dutch and English words need.

The original vocabulary serves a hundred languages; dropping the others' pieces saves three fifths of
the memory and changes no vector of a Dutch or English text. `vocabulary.bin` holds one bit per
original piece (zlib). It was made from general word lists, never from the corpus:

    python -m kaderwijzer.search.vocabulary TOKENIZER.json WORDLIST...
"""

from __future__ import annotations

import sys
import unicodedata
import zlib
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FILE = "vocabulary.bin"


def kept_pieces(count: int) -> NDArray[np.int64]:
    """Return the ids of the kept pieces in ascending order, of `count` original ones."""
    packed = resources.files("kaderwijzer.search").joinpath(_FILE).read_bytes()
    bits = np.unpackbits(np.frombuffer(zlib.decompress(packed), np.uint8), count=count)
    return np.flatnonzero(bits)


def choose(tokenizer_file: str, word_lists: list[str]) -> NDArray[np.bool_]:
    """Mark the pieces that the words need, and every Latin piece that is not only letters."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(tokenizer_file)
    keep = np.zeros(tokenizer.get_vocab_size(), bool)
    for piece, number in tokenizer.get_vocab().items():
        keep[number] = _always(piece)
    words = {w for f in word_lists for w in Path(f).read_text("utf-8").split()}
    forms = sorted({form for w in words for form in (w, w.lower(), w.capitalize(), w.upper())})
    # A word at the start of a text and after an opening bracket is cut differently.
    for i in range(0, len(forms), 10_000):
        batch = forms[i : i + 10_000]
        for encoding in tokenizer.encode_batch(batch + [f"({w})" for w in batch]):
            keep[encoding.ids] = True
    return keep


def _always(piece: str) -> bool:
    letters = [c for c in piece if c.isalpha()]
    special = piece.startswith("<") and piece.endswith(">")
    latin = all("LATIN" in unicodedata.name(c, "") for c in letters)
    return (
        special or (len(letters) <= 2 and latin) or (latin and len(letters) < len(piece.strip("▁")))
    )


if __name__ == "__main__":
    marks = choose(sys.argv[1], sys.argv[2:])
    target = Path(__file__).with_name(_FILE)
    target.write_bytes(zlib.compress(np.packbits(marks).tobytes(), 9))
    print(f"{int(marks.sum())} of {marks.size} pieces kept, {target.stat().st_size} bytes")
