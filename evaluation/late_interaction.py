"""Late interaction (MaxSim over token vectors), a candidate way of searching; measured, not in use."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaderwijzer.assistant import Assistant
from kaderwijzer.search import models


def late_scores(assistant: Assistant, text: str) -> NDArray[np.float32]:
    """Return per sentence the standardised mean, over question tokens, of the best cosine."""
    query = _tokens("query: " + text)
    sentences = _sentences(tuple(assistant.proof.texts))
    scores = np.array([(query @ s.T).max(axis=1).mean() for s in sentences])
    standardised: NDArray[np.float32] = ((scores - scores.mean()) / scores.std()).astype(np.float32)
    return standardised


@lru_cache(maxsize=1)
def _sentences(texts: tuple[str, ...]) -> list[NDArray[np.float32]]:
    return [_tokens("passage: " + text) for text in texts]


def _tokens(text: str) -> NDArray[np.float32]:
    vectors: NDArray[np.float32] = _model().encode(
        text, output_value="token_embeddings", show_progress_bar=False
    )
    array = np.asarray(vectors, np.float32)[1:-1]
    unit: NDArray[np.float32] = array / np.linalg.norm(array, axis=1, keepdims=True)
    return unit


@lru_cache(maxsize=1)
def _model() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(models.prepare(models.DEFAULT).location, device="cpu")
