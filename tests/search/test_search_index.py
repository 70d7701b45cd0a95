"""The index folder: what goes in comes out, and damage of any kind is named with the way out."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pytest
from tests.search import tiny

from kaderwijzer.errors import IndexProblem
from kaderwijzer.model import Language, RefusalReason
from kaderwijzer.search.index import (
    Index,
    current_build,
    key_table,
    read_index,
    read_settings,
    write_index,
)
from kaderwijzer.search.lexical import Analyzer

REPOSITORY = Path(__file__).resolve().parents[2]


# --- written and read back ---------------------------------------------------------------------


def test_what_goes_in_comes_out(tiny_index: Index) -> None:
    made = tiny.contents()
    (document,), (read,) = made.corpus.documents, tiny_index.documents
    assert read.source.text == document.source.text == tiny.TEXT
    assert read.source.pages == document.source.pages
    assert read.source.entry == replace(document.source.entry, layout=read.source.entry.layout)
    assert (read.sections, read.paragraphs) == (document.sections, document.paragraphs)
    assert tiny_index.notes == made.corpus.annotations.notes
    assert tiny_index.terms == made.corpus.annotations.terms
    assert tiny_index.cited == made.cited
    assert tiny_index.held == made.held
    assert tiny_index.units == made.passages.units
    assert tiny_index.settings == made.settings
    assert tiny_index.language_odds == {" de": 1.5, "the": -1.25}
    not_in_text, outside = RefusalReason.NOT_IN_TEXT, RefusalReason.OUTSIDE_CORPUS
    assert tiny_index.outside_reasons == (not_in_text, not_in_text, outside)


def test_keys_vectors_and_words_come_out(tiny_index: Index) -> None:
    made = tiny.contents()
    table = key_table(made.passages.keys)
    for read, written in zip(astuple(tiny_index.keys), astuple(table), strict=True):
        assert read.tolist() == written.tolist()
    size = len(made.passages.keys)
    assert tiny_index.dense.shape == (size, size)
    second = tiny.vector(size, {1: 1.0})
    assert int(tiny_index.dense.scores(second).argmax()) == 1
    assert set(tiny_index.lexical) == {(lang, a) for lang in Language for a in Analyzer}
    english = tiny_index.lexical[Language.ENGLISH, Analyzer.STEMS].scores("oversees")
    texts = [k.text for k in made.passages.keys if k.language is Language.ENGLISH]
    assert [t for t, s in zip(texts, english, strict=True) if s] == [
        "The committee oversees.",
        "Who oversees the service?",
    ]


def test_a_corpus_without_any_english_has_an_index_too(tmp_path: Path) -> None:
    found = tiny.index(tmp_path, tiny.corpus(annotated=False))
    assert found.notes == {(tiny.ID, "I.1"): (), (tiny.ID, "II.1"): ()}
    assert not found.lexical[Language.ENGLISH, Analyzer.STEMS].scores("minister").any()


def test_only_arrays_and_json_are_written(tmp_path: Path) -> None:
    tiny.index(tmp_path)
    suffixes = {p.suffix for p in tmp_path.rglob("*") if p.is_file() and p.name != "current"}
    assert suffixes == {".json", ".npz", ".faiss"}
    for path in tmp_path.rglob("*.npy"):
        np.load(path, allow_pickle=False)


# --- swapped in whole --------------------------------------------------------------------------


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_new_build_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    old = write_index(tmp_path, tiny.contents())
    new = write_index(tmp_path, tiny.contents(tiny.corpus(sha256="f" * 64)))
    assert old != new
    assert current_build(tmp_path) == tmp_path / new
    assert read_settings(tmp_path / new).corpus_sha256 == "f" * 64
    assert names(tmp_path) == [new, "current"]


def test_what_killed_builds_left_is_cleared_away(tmp_path: Path) -> None:
    old = write_index(tmp_path, tiny.contents())
    shutil.copytree(tmp_path / old, tmp_path / "build-orphan")  # killed before it became current
    (tmp_path / ".build-orphan").write_text("build-orphan\n")
    (tmp_path / ".making-half").mkdir()
    assert current_build(tmp_path).name == old
    new = write_index(tmp_path, tiny.contents())
    assert names(tmp_path) == [new, "current"]


class Breaking:
    """Vectors that raise when the build comes to them, half of its files being written by then."""

    def __init__(self, error: BaseException, folder: Path) -> None:
        self.error, self.folder, self.half_written = error, folder, False

    @property
    def shape(self) -> tuple[int, int]:
        self.half_written = any(self.folder.glob(".making-*/corpus.json"))
        raise self.error


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt(), MemoryError()])
def test_a_build_that_breaks_off_leaves_the_old_index(tmp_path: Path, error: BaseException) -> None:
    old = write_index(tmp_path, tiny.contents())
    vectors = Breaking(error, tmp_path)
    with pytest.raises(type(error)):
        write_index(tmp_path, replace(tiny.contents(), vectors=vectors))
    assert vectors.half_written
    assert names(tmp_path) == [old, "current"]
    assert len(read_index(current_build(tmp_path)).units) == 4


_KILLED = """
import sys, time
from dataclasses import replace
from pathlib import Path
from kaderwijzer.search.index import write_index
from tests.search import tiny

class Waiting:
    @property
    def shape(self):
        print("half", flush=True)
        time.sleep(600)

write_index(Path(sys.argv[1]), replace(tiny.contents(), vectors=Waiting()))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_killed_build_leaves_the_old_index(tmp_path: Path) -> None:
    old = write_index(tmp_path, tiny.contents())
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    paths = os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    ) as build:
        assert build.stdout
        assert build.stdout.readline() == b"half\n"
        build.kill()
    assert build.returncode == -signal.SIGKILL
    assert len(list(tmp_path.glob(".making-*/keys.npz"))) == 1  # it was half done
    assert {p: p.read_bytes() for p in before} == before
    assert len(read_index(current_build(tmp_path)).units) == 4
    new = write_index(tmp_path, tiny.contents())
    assert new != old
    assert names(tmp_path) == [new, "current"]


# --- damaged, foreign, missing -----------------------------------------------------------------

PARTS = [
    "settings.json",
    "corpus.json",
    "keys.npz",
    "vectors.faiss",
    "lexical/nl-stems/terms.json",
    "lexical/nl-stems/scores.npz",
    "lexical/en-groups/scores.npz",
]


def longer(data: bytes) -> bytes:
    return data + b" "


def halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def emptied(_data: bytes) -> bytes:
    return b""


def one_bit_changed(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def overwritten(data: bytes) -> bytes:
    return b"\xff" * len(data)


DAMAGES = [longer, halved, emptied, one_bit_changed, overwritten]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(tmp_path_factory.mktemp("whole"))
    write_index(folder, tiny.contents())
    return folder


@pytest.fixture
def build(whole: Path, tmp_path: Path) -> Path:
    """Return a build of which a test may damage what it likes."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    return current_build(tmp_path)


_WAY_OUT = "run 'kaderwijzer build'"


# A longer or altered settings.json can still say the same; `foreign` below has its cases.
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("part", PARTS[1:])
def test_a_damaged_part(build: Path, part: str, damage: Callable[[bytes], bytes]) -> None:
    path = build / part
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(IndexProblem, match=_WAY_OUT) as problem:
        read_index(build)
    assert part in str(problem.value)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_part(build: Path, part: str) -> None:
    (build / part).unlink()
    with pytest.raises(IndexProblem, match=_WAY_OUT):
        read_settings(build)


def without(key: str) -> Callable[[dict[str, object]], object]:
    return lambda data: {k: v for k, v in data.items() if k != key}


def having(**values: object) -> Callable[[dict[str, object]], object]:
    return lambda data: {**data, **values}


FOREIGN = {
    "an older format": having(format=1),
    "a newer format": having(format=99),
    "no format": without("format"),
    "no corpus hash": without("corpus_sha256"),
    "no model": without("model_fingerprint"),
    "no sizes": without("files"),
    "no hashes": without("sha256"),
    "sizes of another shape": having(files=["corpus.json"]),
    "sizes are a number": having(files=3),
    "an unknown setting": having(colour="red"),
    "a list": lambda _data: [],
    "a number": lambda _data: 3,
    "null": lambda _data: None,
}


@pytest.mark.parametrize("change", FOREIGN.values(), ids=FOREIGN.keys())
def test_foreign_settings(build: Path, change: Callable[[dict[str, object]], object]) -> None:
    path = build / "settings.json"
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    for read in (read_settings, read_index):
        with pytest.raises(IndexProblem, match=_WAY_OUT):
            read(build)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"format":'])
def test_settings_that_are_no_json(build: Path, content: bytes) -> None:
    (build / "settings.json").write_bytes(content)
    with pytest.raises(IndexProblem, match="damaged or foreign index; " + _WAY_OUT):
        read_settings(build)


def test_a_part_that_is_whole_but_not_ours(build: Path) -> None:
    # As another program might write it: sizes and hashes fit, the content does not.
    import hashlib

    (build / "corpus.json").write_text("{}")
    path = build / "settings.json"
    settings = json.loads(path.read_text())
    settings["files"]["corpus.json"] = 2
    settings["sha256"]["corpus.json"] = hashlib.sha256(b"{}").hexdigest()
    path.write_text(json.dumps(settings))
    with pytest.raises(IndexProblem, match=f"damaged index .*{_WAY_OUT}"):
        read_index(build)


@pytest.mark.parametrize(
    ("current", "expected"),
    [
        (None, "no index there"),
        (b"", "damaged index"),
        (b"build-unknown\n", "damaged index"),
        (b"elsewhere\n", "damaged index"),
        (b"\xff\xfe\x00", "no index there"),
        (b"build-\x00", "damaged index"),
    ],
)
def test_no_current_build(build: Path, current: bytes | None, expected: str) -> None:
    marker = build.parent / "current"
    marker.unlink() if current is None else marker.write_bytes(current)
    with pytest.raises(IndexProblem, match=f"{expected}.*; {re.escape(_WAY_OUT)}"):
        current_build(build.parent)


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match="no index there; " + _WAY_OUT):
        current_build(tmp_path / "none")


def test_the_current_build_cannot_lie_outside_the_folder(build: Path) -> None:
    outside = build.parent.parent / "build-outside"
    shutil.copytree(build, outside, dirs_exist_ok=True)
    (build.parent / "current").write_text("build-x/../../build-outside\n")
    with pytest.raises(IndexProblem):
        current_build(build.parent)
