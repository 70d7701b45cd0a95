"""The index folder: written beside the old one and swapped in whole; read with a check of its settings.

    index/current                 the name of the build in use
    index/build-<hash>/           settings.json  corpus.json  tables.json  keys.npz  vectors.faiss  …

`settings.json` says what the build was made from. Everything is JSON or plain arrays; nothing is
unpickled.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaderwijzer.errors import IndexProblem
from kaderwijzer.model import (
    Cited,
    Corpus,
    Document,
    DocumentId,
    Key,
    KeyKind,
    Language,
    Passages,
    RefusalReason,
    Span,
    Term,
    Unit,
)
from kaderwijzer.search.dense import Dense
from kaderwijzer.search.lexical import Analyzer, Lexical
from kaderwijzer.search.stored import Notes, document_from_json, document_to_json

FORMAT = 5
_CURRENT = "current"
_MANUAL = "run 'kaderwijzer build'"
LexicalIndexes = dict[tuple[Language, Analyzer], Lexical]


@dataclass(frozen=True)
class Settings:
    """What a build was made from; asking compares these with what is there now."""

    format: int
    version: str
    corpus_sha256: str
    model_choice: str
    model_fingerprint: str
    tables_sha256: str


@dataclass(frozen=True)
class Index:
    """A build, loaded: the documents as read, the keys, and the searchers over them.

    `tables` are the decision tables as JSON, `proofs` per table the sentences that prove its rows.
    """

    settings: Settings
    name: str
    documents: tuple[Document, ...]
    notes: Notes
    terms: tuple[Term, ...]
    cited: tuple[Cited, ...]
    held: dict[str, DocumentId]
    outside_reasons: tuple[RefusalReason, ...]
    language_odds: dict[str, float]
    units: tuple[Unit, ...]
    keys: KeyTable
    dense: Dense
    lexical: LexicalIndexes
    tables: str
    proofs: dict[str, list[int]]


@dataclass(frozen=True)
class KeyTable:
    """The keys as arrays: kind and language per key, and the pairs (key, unit) they lead to.

    `hashes` say what each was embedded as, so that a later build need not embed the same text again.
    """

    kinds: NDArray[np.int8]
    languages: NDArray[np.int8]
    pair_keys: NDArray[np.int32]
    pair_units: NDArray[np.int32]
    hashes: NDArray[np.uint64]


KINDS = tuple(KeyKind)
LANGUAGES = tuple(Language)


def key_table(keys: tuple[Key, ...]) -> KeyTable:
    """Turn keys into arrays."""
    pairs = [(k, u) for k, key in enumerate(keys) for u in key.units]
    return KeyTable(
        np.array([KINDS.index(k.kind) for k in keys], np.int8),
        np.array([LANGUAGES.index(k.language) for k in keys], np.int8),
        np.array([k for k, _ in pairs], np.int32),
        np.array([u for _, u in pairs], np.int32),
        np.array([key_hash(k) for k in keys], np.uint64),
    )


def key_hash(key: Key) -> int:
    """Return a hash of a key's text and of the role in which it is embedded."""
    role = "query" if key.kind in (KeyKind.QUESTION, KeyKind.OUTSIDE) else "passage"
    return int.from_bytes(hashlib.sha256(f"{role}: {key.text}".encode()).digest()[:8], "big")


def known_vectors(folder: Path, model_fingerprint: str) -> dict[int, NDArray[np.float32]]:
    """Return the vectors of the current build by key hash; nothing where another model made them."""
    try:
        build = current_build(folder)
        if read_settings(build).model_fingerprint != model_fingerprint:
            return {}
        _check_hashes(build)
        with np.load(build / "keys.npz", allow_pickle=False) as arrays:
            hashes = arrays["hashes"].tolist()
        return dict(zip(hashes, Dense.load(build / "vectors.faiss").vectors(), strict=True))
    except (IndexProblem, OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}


@dataclass(frozen=True)
class Contents:
    """What goes into a build."""

    settings: Settings
    corpus: Corpus
    cited: tuple[Cited, ...]
    held: dict[str, DocumentId]
    passages: Passages
    vectors: NDArray[np.float32]
    language_odds: dict[str, float]
    tables: str
    proofs: dict[str, list[int]]


def write_index(folder: Path, contents: Contents) -> str:
    """Write a build and make it the current one; a crash at any point leaves the old one in use."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    try:
        _write_parts(temporary, contents)
        name = f"build-{os.urandom(6).hex()}"
        temporary.rename(folder / name)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    marker = folder / f".{name}"
    marker.write_text(name + "\n", encoding="utf-8")
    marker.replace(folder / _CURRENT)
    _remove_others(folder, name)
    return name


def _remove_others(folder: Path, name: str) -> None:
    for path in [*folder.glob("build-*"), *folder.glob(".making-*")]:
        if path.name != name:
            shutil.rmtree(path, ignore_errors=True)
    for marker in folder.glob(".build-*"):
        marker.unlink(missing_ok=True)


def _write_parts(folder: Path, contents: Contents) -> None:
    notes = contents.corpus.annotations
    parts = {
        "documents": [document_to_json(d, notes.notes) for d in contents.corpus.documents],
        "terms": [astuple(term) for term in notes.terms],
        "cited": [astuple(source) for source in contents.cited],
        "held": contents.held,
        "outside_reasons": [question.reason.value for question in notes.outside],
        "language_odds": contents.language_odds,
        "proofs": contents.proofs,
    }
    _write_json(folder / "corpus.json", parts)
    (folder / "tables.json").write_text(contents.tables, encoding="utf-8")
    table = key_table(contents.passages.keys)
    np.savez(
        folder / "keys.npz",
        kinds=table.kinds,
        languages=table.languages,
        pair_keys=table.pair_keys,
        pair_units=table.pair_units,
        hashes=table.hashes,
        units=np.array([(u.document, u.paragraph, u.sentence) for u in contents.passages.units]),
    )
    Dense.build(contents.vectors).save(folder / "vectors.faiss")
    for language in Language:
        texts = [k.text for k in contents.passages.keys if k.language is language]
        for analyzer in Analyzer:
            part = folder / "lexical" / f"{language.value}-{analyzer.value}"
            Lexical.build(texts or [""], language, analyzer).save(part)
    written = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    sums = {
        "files": {name: path.stat().st_size for name, path in written.items()},
        "sha256": {name: _sha256(path) for name, path in written.items()},
    }
    _write_json(folder / "settings.json", {**vars(contents.settings), **sums})


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def current_build(folder: Path) -> Path:
    """Return the folder of the current build; raises IndexProblem where there is none."""
    try:
        name = (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexProblem(f"{folder}: no index there; {_MANUAL}") from error
    build = folder / Path(name).name
    if not name.startswith("build-") or not build.is_dir():
        raise IndexProblem(f"{folder}: damaged index (its build is missing); {_MANUAL}")
    return build


def read_settings(build: Path) -> Settings:
    """Return the settings of a build after checking that its files have the size they had."""
    settings, sizes, _ = _read_settings(build)
    for name, size in sizes.items():
        path = build / name
        if not path.is_file() or path.stat().st_size != size:
            raise IndexProblem(f"{path}: damaged or missing; {_MANUAL}")
    return settings


def _read_settings(build: Path) -> tuple[Settings, dict[str, int], dict[str, str]]:
    """Return the settings of a build, and the size and hash of each of its files."""
    try:
        data = dict(json.loads((build / "settings.json").read_text(encoding="utf-8")))
        sizes, hashes = dict(data.pop("files")), dict(data.pop("sha256"))
        settings = Settings(**data)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexProblem(f"{build}: damaged or foreign index; {_MANUAL}") from error
    if settings.format != FORMAT:
        raise IndexProblem(f"{build}: index of another version; {_MANUAL}")
    return settings, sizes, hashes


def _check_hashes(build: Path) -> None:
    """Compare every file with its hash: one changed letter would make a quote that is none."""
    for name, expected in _read_settings(build)[2].items():
        if _sha256(build / name) != expected:
            raise IndexProblem(f"{build / name}: damaged; {_MANUAL}")


def read_index(build: Path) -> Index:
    """Load a build; raises IndexProblem where anything in it is damaged."""
    settings = read_settings(build)
    _check_hashes(build)
    try:
        return _read_parts(build, settings)
    except (OSError, ValueError, TypeError, LookupError, EOFError, zipfile.BadZipFile) as error:
        raise IndexProblem(f"{build}: damaged index ({error}); {_MANUAL}") from error


def _read_parts(build: Path, settings: Settings) -> Index:
    data = json.loads((build / "corpus.json").read_text(encoding="utf-8"))
    documents, notes = zip(*map(document_from_json, data["documents"]), strict=True)
    with np.load(build / "keys.npz", allow_pickle=False) as arrays:
        units = tuple(Unit(*row) for row in arrays["units"].tolist())
        names = ("kinds", "languages", "pair_keys", "pair_units", "hashes")
        table = KeyTable(*(arrays[name] for name in names))
    lexical = {
        (language, analyzer): Lexical.load(
            build / "lexical" / f"{language.value}-{analyzer.value}", language, analyzer
        )
        for language in Language
        for analyzer in Analyzer
    }
    return Index(
        settings=settings,
        name=build.name,
        documents=documents,
        notes={key: value for part in notes for key, value in part.items()},
        terms=tuple(_term(row) for row in data["terms"]),
        cited=tuple(_cited(row) for row in data["cited"]),
        held={source: DocumentId(name) for source, name in data["held"].items()},
        outside_reasons=tuple(RefusalReason(r) for r in data["outside_reasons"]),
        language_odds=data["language_odds"],
        units=units,
        keys=table,
        dense=Dense.load(build / "vectors.faiss"),
        lexical=lexical,
        tables=(build / "tables.json").read_text(encoding="utf-8"),
        proofs=data["proofs"],
    )


def _term(row: list[Any]) -> Term:
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Term(*values)


def _cited(row: list[Any]) -> Cited:
    id, label, document, footnote, spans, url, held = row
    return Cited(id, label, document, footnote, tuple(Span(*s) for s in spans), url, held)
