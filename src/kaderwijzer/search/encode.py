"""Questions → vectors, by ONNX Runtime; the only file that knows it. Loads in a third of a second."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kaderwijzer.errors import ModelError

_MAX_TOKENS = 512


class QueryEncoder:
    """The encoder of a model folder, for one question at a time; safe for several threads."""

    def __init__(self, folder: Path, prefix: str) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        model = folder / "onnx" / "model.onnx"
        if not model.is_file():
            raise ModelError(f"{model}: missing; run 'kaderwijzer build' to make it again")
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(model), options)
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise bare Exception for damaged files
            raise ModelError(
                f"{folder}: damaged model; delete the folder and run 'kaderwijzer build'"
            ) from error
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._prefix = prefix

    def encode(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a text, shape (dimensions,), length one."""
        ids = np.array([self._tokenizer.encode(self._prefix + text).ids], np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        vector: NDArray[np.float32] = self._session.run(None, feed)[0][0]
        return vector


def open_default() -> QueryEncoder | None:
    """Open the default model's encoder where that model is ready; needs no index."""
    from kaderwijzer.search import models

    model = models.prepared(models.DEFAULT)
    return QueryEncoder(Path(model.location), model.query_prefix) if model else None
