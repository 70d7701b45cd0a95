"""Questions → vectors and readings, by ONNX Runtime; the only file that knows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaderwijzer.errors import ModelError
from kaderwijzer.model import Signals
from kaderwijzer.search.wording import read_wording

_MAX_TOKENS = 512
# How much the wording model counts beside the reading model; chosen on held-back questions. It does not
# hear facts, which the reading model hears better without it.
_SHARE_TOPIC, _SHARE_POLARITY, _SHARE_INSIDE = 0.7, 0.3, 0.3


class QueryEncoder:
    """The encoder of a model folder, for one question at a time; safe for several threads.

    Its lower layers run once for a text; the vector and the reading are made from what they give.
    """

    def __init__(self, folder: Path, prefix: str) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Three graphs run in turn: threads that wait busily would keep the processor from the next one.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        graphs = {name: folder / "onnx" / f"{name}.onnx" for name in ("lower", "model", "reader")}
        for path in graphs.values():
            if not path.is_file():
                raise ModelError(f"{path}: missing; run 'kaderwijzer build' to make it again")
        try:
            self._graphs = {
                name: onnxruntime.InferenceSession(str(path), options)
                for name, path in graphs.items()
            }
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise bare Exception for damaged files
            raise ModelError(
                f"{folder}: damaged model; delete the folder and run 'kaderwijzer build'"
            ) from error
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._prefix = prefix
        self._wording = read_wording()

    def encode(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a text, shape (dimensions,), length one."""
        return self._vector(self._lower(text))

    def read(self, text: str) -> Signals:
        """Return what the reading model and the wording model say of a text."""
        return self._signals(self._lower(text), text)

    def encode_and_read(self, text: str) -> tuple[NDArray[np.float32], Signals]:
        """Return both for one text, with the lower layers run once."""
        lower = self._lower(text)
        return self._vector(lower), self._signals(lower, text)

    def _lower(self, text: str) -> dict[str, Any]:
        ids = np.array([self._tokenizer.encode(self._prefix + text).ids], np.int64)
        mask = np.ones_like(ids)
        feed = {"input_ids": ids, "attention_mask": mask}
        return {"hidden": self._graphs["lower"].run(None, feed)[0], "attention_mask": mask}

    def _vector(self, lower: dict[str, Any]) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._graphs["model"].run(None, lower)[0][0]
        return vector

    def _signals(self, lower: dict[str, Any], text: str) -> Signals:
        topics, polarities, facts, inside = self._graphs["reader"].run(None, lower)
        mixed = self._wording.mixed(text)
        topics = topics[0] + _SHARE_TOPIC * self._wording.topics(mixed)
        polarities = polarities[0] + _SHARE_POLARITY * self._wording.polarities(mixed)
        belongs = float(inside[0]) + _SHARE_INSIDE * self._wording.inside(mixed)
        return Signals(
            tuple(topics.tolist()), tuple(polarities.tolist()), tuple(facts[0].tolist()), belongs
        )


def open_default() -> QueryEncoder | None:
    """Open the default model's encoder where that model is ready; needs no index."""
    from kaderwijzer.search import models

    model = models.prepared(models.DEFAULT)
    return QueryEncoder(Path(model.location), model.query_prefix) if model else None
