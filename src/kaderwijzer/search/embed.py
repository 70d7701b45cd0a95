"""Texts of the corpus → vectors, by sentence-transformers; the only file that knows it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BATCH = 16  # larger batches are slower on a processor without much cache


def embed(
    model_folder: Path | str, passages: Sequence[str], questions: Sequence[str], *, progress: bool
) -> NDArray[np.float32]:
    """Return the vectors of passages and then questions, shape (texts, dimensions), length one."""
    model = _model(model_folder)
    parts = ((passages, "passage"), (questions, "query"))
    return np.concatenate([_encoded(model, t, role, progress) for t, role in parts if t])


def _encoded(model: Any, texts: Sequence[str], role: str, progress: bool) -> NDArray[np.float32]:
    vectors: NDArray[np.float32] = model.encode(
        list(texts),
        prompt_name=role,
        batch_size=_BATCH,
        normalize_embeddings=True,
        convert_to_numpy=True,
        show_progress_bar=progress,
    )
    return vectors.reshape(len(texts), -1)


def _model(folder: Path | str) -> Any:
    import os

    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = SentenceTransformer(str(folder), device="cpu")
    model.prompts.setdefault("query", "")
    model.prompts.setdefault("passage", "")
    return model


class ModelEncoder:
    """Encodes questions with a model of the user's own; slower to load than the default one."""

    def __init__(self, folder: str) -> None:
        self._model = _model(folder)

    def encode(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question, shape (dimensions,), length one."""
        vector: NDArray[np.float32] = self._model.encode(
            [text], prompt_name="query", normalize_embeddings=True, show_progress_bar=False
        )[0]
        return vector

    def encode_and_read(self, text: str) -> tuple[NDArray[np.float32], None]:
        """Return the vector of a question; a model of the user's own does not read questions."""
        return self.encode(text), None
