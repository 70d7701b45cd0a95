"""Exact inner-product search over sentence vectors; the only file that knows FAISS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaderwijzer.errors import IndexProblem

Vectors = NDArray[np.float32]


class Dense:
    """A flat FAISS index; vectors have length one, so the inner product is the cosine."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> Dense:
        """Index vectors of shape (texts, dimensions)."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Dense:
        """Load an index file; raises IndexProblem where it is damaged."""
        import faiss

        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise IndexProblem(f"{path}: damaged; run 'kaderwijzer build'") from error

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        import faiss

        faiss.write_index(self._index, str(path))

    @property
    def shape(self) -> tuple[int, int]:
        """Number of vectors and their dimension."""
        return int(self._index.ntotal), int(self._index.d)

    def vectors(self) -> Vectors:
        """Return all indexed vectors, shape (texts, dimensions)."""
        vectors: Vectors = self._index.reconstruct_n(0, self._index.ntotal)
        return vectors

    def scores(self, vector: Vectors) -> Vectors:
        """Return the cosine of every indexed vector with one of shape (dimensions,)."""
        # All are wanted: those above a cosine come unsorted, four times as soon as the nearest would.
        _, cosines, places = self._index.range_search(vector.reshape(1, -1), -np.inf)
        scores = np.empty(self._index.ntotal, np.float32)
        scores[places] = cosines
        return scores
