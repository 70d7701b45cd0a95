"""The weight file, the vocabulary, and the folder of the converted model."""

import hashlib
import json
import struct
from pathlib import Path

import numpy as np
import pytest

from kaderwijzer.errors import ModelError
from kaderwijzer.search import models
from kaderwijzer.search.vocabulary import kept_pieces
from kaderwijzer.search.weights import WEIGHTS_SHA256, Shape, read_weights

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁de", "ë"]
SCORES = [0.0, 0.0, 0.0, 0.0, -1.5, -2.25]
PLAIN = [1.0, -2.5, 0.125]
# One block of 32 weights: byte j holds weight j (low bits) and weight j + 16 (high bits).
NIBBLES = [(3 * i) % 16 for i in range(32)]
SCALE = 0.5


def block() -> bytes:
    pairs = zip(NIBBLES[:16], NIBBLES[16:], strict=True)
    return struct.pack("<e", SCALE) + bytes(low | high << 4 for low, high in pairs)


def weight_file() -> bytes:
    """Return a small file in the format E5S1, put together field by field."""
    blob = "".join(PIECES).encode()
    ends = np.cumsum([0, *(len(p.encode()) for p in PIECES)])
    head = b"E5S1" + struct.pack("<i", 1)
    head += struct.pack("<7if", 384, 12, 12, 1536, len(PIECES), 512, 2, 1e-12)
    head += struct.pack("<i5iQ", 0, len(PIECES), 0, 1, 2, 3, len(blob))
    head += ends.astype("<u4").tobytes() + np.array(SCORES, "<f4").tobytes() + blob
    head += struct.pack("<iI", 2, 5) + b"chars"  # the normaliser's table, which is not used
    tensors = [("plain", 0, 3, np.array(PLAIN, "<f4").tobytes()), ("small", 1, 30, block())]
    directory = struct.pack("<i", len(tensors))
    size = len(directory) + sum(2 + len(n) + struct.calcsize("<BIQQ") for n, *_ in tensors)
    at = len(head) + size
    data = b""
    for name, kind, count, raw in tensors:
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, at + len(data), len(raw))
        data += raw
    return head + directory + data


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.bin"
    path.write_bytes(weight_file())
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_weight_file_is_read_as_it_was_put_together(weights: Path) -> None:
    read = read_weights(weights, sha256=sha256(weights))
    assert read.pieces == tuple(PIECES)
    assert read.scores.tolist() == SCORES
    assert read.shape == Shape(384, 12, 12, 1536, 6, 512, 2, pytest.approx(1e-12))
    assert sorted(read.tensors) == ["plain", "small"]
    assert read.tensors["plain"].tolist() == PLAIN
    expected = [(nibble - 8) * SCALE for nibble in NIBBLES[:30]]
    assert read.tensors["small"].tolist() == expected


def test_other_weights_are_refused_by_their_hash(weights: Path) -> None:
    with pytest.raises(ModelError, match=r"tiny\.bin: not the expected weights .*--model FOLDER"):
        read_weights(weights)
    assert sha256(weights) != WEIGHTS_SHA256


def test_a_file_of_another_format_is_refused(weights: Path) -> None:
    weights.write_bytes(b"GGUF" + weights.read_bytes()[4:])
    with pytest.raises(ModelError, match="does not begin with E5S1"):
        read_weights(weights, sha256=sha256(weights))


@pytest.mark.parametrize("name", ["none.bin", "."])
def test_a_file_that_cannot_be_read_names_the_option(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match=r"cannot be read .*--weights FILE"):
        read_weights(tmp_path / name)


# --- vocabulary --------------------------------------------------------------------------------


def test_kept_pieces_ascend_and_hold_the_special_ones() -> None:
    kept = kept_pieces(250_037).tolist()
    assert kept == sorted(set(kept))
    assert kept[:4] == [0, 1, 2, 3]  # <s> <pad> </s> <unk>
    assert kept[-1] < 250_037
    assert 40_000 < len(kept) < 100_000  # at most two fifths


def test_fewer_pieces_keep_the_same_ones_of_them() -> None:
    whole = kept_pieces(250_037)
    assert kept_pieces(1000).tolist() == whole[whole < 1000].tolist()


# --- the folder of the model -------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("KADERWIJZER_CACHE", str(folder))
    return folder


def test_the_cache_folder_is_the_one_named(cache: Path) -> None:
    assert models.cache_folder() == cache
    assert models.prepared(models.DEFAULT) is None
    assert not cache.exists()  # looking makes nothing


def test_a_conversion_that_fails_leaves_no_half_folder(cache: Path, weights: Path) -> None:
    with pytest.raises(ModelError, match="not the expected weights"):
        models.prepare(models.DEFAULT, weights)
    assert list((cache / "models").iterdir()) == []
    assert models.prepared(models.DEFAULT) is None


@pytest.fixture
def model_folder(cache: Path) -> Path:
    """Return the folder of the default model, as the program names it in this cache."""
    with pytest.raises(ModelError):
        models.prepare(models.DEFAULT, cache / "none")
    spent = cache / "models"
    name = models._default_folder().name
    (spent / name).mkdir()
    return spent / name


@pytest.mark.parametrize("card", [None, "", "{", "{}", "[]", "3"])
def test_a_folder_whose_card_is_not_whole_counts_as_not_there(
    model_folder: Path, card: str | None
) -> None:
    if card is not None:
        (model_folder / "kaderwijzer.json").write_text(card)
    assert models.prepared(models.DEFAULT) is None


def test_a_folder_with_its_card_is_ready(model_folder: Path) -> None:
    (model_folder / "kaderwijzer.json").write_text(json.dumps({"fingerprint": "f"}))
    ready = models.Model("default", str(model_folder), "f", "query: ")
    assert models.prepared(models.DEFAULT) == ready
    assert models.prepare(models.DEFAULT) == ready


# --- a model of the user's own -----------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "onnx").mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"1")
    (folder / "onnx" / "model.onnx").write_bytes(b"2")
    (folder / "notes.md").write_text("a")
    return folder


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("config.json", True),
        ("model.safetensors", True),
        ("onnx/model.onnx", True),
        ("notes.md", False),
    ],
)
def test_a_folder_is_known_by_its_content(own: Path, path: str, changes: bool) -> None:
    before = models.prepare(str(own))
    assert (before.location, before.query_prefix) == (str(own.resolve()), "")
    (own / path).write_bytes(b"other")
    assert (models.prepare(str(own)).fingerprint != before.fingerprint) is changes


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json is missing"):
        models.prepare(str(tmp_path))


def test_a_hub_name_is_known_by_itself_and_nothing_is_fetched() -> None:
    # Sockets are forbidden here, so a download would fail.
    assert models.prepare("intfloat/some-model").fingerprint == "hub:intfloat/some-model"
