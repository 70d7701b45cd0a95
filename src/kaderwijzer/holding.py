"""A file of a cited source → a document of the corpus: read, described, stored, or nothing at all.

Only `corpus/sources/` and `corpus/held.yaml` are written, each file whole: a temporary file takes the
place of the old one when it is complete. The manifest that people write is never touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaderwijzer.cite.identity import known, law_name
from kaderwijzer.errors import CorpusError
from kaderwijzer.model import Document, Regime
from kaderwijzer.read.corpus import SOURCES, document_from, read_document
from kaderwijzer.read.describe import Description, describe, kind_by_content
from kaderwijzer.read.manifest import HELD, entry_from, held_sources, read_held, read_manifest
from kaderwijzer.read.markup import MAX_BYTES
from kaderwijzer.sources import (
    canonical,
    cited_sources,
    document_id,
    kind_of,
    publisher_of,
    same_source,
)

_HEAD = (
    "# Sources that `kaderwijzer sources add` and `sources fetch` brought in. Written by the program;\n"
    "# the fields are those of manifest.yaml.\n"
)
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class Told:
    """What the user, or the publisher's metadata, says of a file; None where the file must say it."""

    title: str | None = None
    date: str | None = None
    language: str = "nl"
    first_page: int = 1


@dataclass(frozen=True)
class Held:
    """What was stored."""

    source_id: str
    file: str
    document: Document
    replaced: bool


def add_file(
    folder: Path, file: Path, source_id: str, told: Told, *, today: str, replace: bool = False
) -> Held:
    """Add a file that the user has; raises CorpusError with the way out and then changes nothing."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise CorpusError(
                f"{file}: {size // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} MB"
            )
        data = file.read_bytes()
    except OSError as error:
        raise CorpusError(f"{file}: cannot be read ({error.strerror}); name a file") from error
    return hold(folder, data, source_id, told, origin=file.name, today=today, replace=replace)


def hold(
    folder: Path,
    data: bytes,
    source_id: str,
    told: Told,
    *,
    origin: str,
    today: str,
    replace: bool = False,
) -> Held:
    """Check, describe and store the bytes of a source; `origin` is its address or file name."""
    id = canonical(source_id)
    _refuse_second(folder, id, replace)
    suffix = kind_by_content(origin, data)
    said = describe(origin, suffix, data)
    if said.identifier and not same_source(id, said.identifier):
        raise CorpusError(
            f"{origin}: this is {said.identifier}, not {id}; use --id {said.identifier}"
        )
    item = _item(id, suffix, data, said, told)
    item |= {"source_id": id, "retrieved_from": origin, "retrieved_on": today}
    item["regime"] = _as_item(_regime(folder, id, item))
    document = document_from(entry_from(item), data)
    _store(folder, item, data)
    return Held(id, item["file"], document, replace)


def _refuse_second(folder: Path, id: str, replace: bool) -> None:
    own = {e.id for e in read_manifest(folder)} - {i["id"] for i in read_held(folder)}
    if document_id(id) in own:
        raise CorpusError(f"{id}: the manifest describes a document of this name; change it there")
    if id in held_sources(folder) and not replace:
        raise CorpusError(f"{id}: held already; use --replace to put this file in its place")


def _item(id: str, suffix: str, data: bytes, said: Description, told: Told) -> dict[str, Any]:
    date = told.date or said.date
    if date is None:
        raise CorpusError(
            f"{id}: the file does not say its date; add --date YYYY-MM-DD (of a law: the day from "
            "which this text is in force)"
        )
    if not _DATE.fullmatch(date):
        raise CorpusError(f"{id}: '{date}' is no date; write --date YYYY-MM-DD")
    listed = known().get(id)
    return {
        "id": str(document_id(id)),
        "file": f"{SOURCES}/{document_id(id)}{suffix}",
        "title": told.title or said.title or (listed and listed.title) or id,
        "kind": kind_of(id),
        "publisher": publisher_of(id),
        "date": date,
        "language": told.language,
        "first_page": told.first_page,
        "sha256": hashlib.sha256(data).hexdigest(),
    }


# --- regime --------------------------------------------------------------------------------------


def _regime(folder: Path, id: str, item: dict[str, Any]) -> Regime:
    """Return the law that a source is about: itself, or that of the document relying on it."""
    entries = read_manifest(folder)
    if id.startswith("BWB"):
        name = law_name(id)
        return law_regime(
            item["title"] if name == id else name, item["date"], [e.regime for e in entries]
        )
    documents = tuple(read_document(folder, e) for e in entries)
    for source in cited_sources(documents, {}, {}):
        if source.id == id:
            return next(e.regime for e in entries if e.id == source.cited_by[0])
    return entries[0].regime


def law_regime(law: str, date: str, regimes: Iterable[Regime]) -> Regime:
    """Return when a law was in force, as far as the corpus says; else from its text's date on."""
    for regime in regimes:
        if regime.law == law:
            return regime
        if regime.succeeded_by == law and regime.in_force_until:
            return Regime(law, regime.in_force_until, None, None)
    return Regime(law, date, None, None)


def _as_item(regime: Regime) -> dict[str, str]:
    values = {
        "law": regime.law,
        "in_force_from": regime.in_force_from,
        "in_force_until": regime.in_force_until,
        "succeeded_by": regime.succeeded_by,
    }
    return {name: value for name, value in values.items() if value}


# --- writing -------------------------------------------------------------------------------------


def _store(folder: Path, item: dict[str, Any], data: bytes) -> None:
    """Write the file and its description; where either fails, both stay as they were."""
    before = read_held(folder)
    kept = [i for i in before if i["id"] != item["id"]]
    old = [i["file"] for i in before if i["id"] == item["id"]]
    target = folder / item["file"]
    previous = target.read_bytes() if target.is_file() else None
    try:
        target.parent.mkdir(exist_ok=True)
        _replace(target, data)
        _replace(folder / HELD, _yaml([*kept, item]))
    except OSError as error:
        _restore(target, previous)
        raise CorpusError(
            f"{folder}: cannot be written ({error.strerror}); nothing changed"
        ) from error
    for name in old:
        if name != item["file"] and Path(name).parent == Path(SOURCES):
            (folder / name).unlink(missing_ok=True)


def _yaml(items: list[dict[str, Any]]) -> bytes:
    import yaml

    items = sorted(items, key=lambda i: str(i["id"]))
    text = yaml.safe_dump({"documents": items}, allow_unicode=True, sort_keys=False, width=100)
    return (_HEAD + text).encode()


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _restore(path: Path, previous: bytes | None) -> None:
    """Put the old file back, or take the new one away, as far as the disk still allows."""
    with contextlib.suppress(OSError):
        if previous is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(previous)
