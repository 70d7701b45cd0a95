"""`corpus/manifest.yaml` and `corpus/held.yaml` → the documents of the corpus, checked one by one.

The manifest is written by hand and never by the program; what `sources add` and `sources fetch` bring
in is described in `held.yaml`, in the same way.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import DocumentId, Entry, Language, Layout, Regime
from kaderwijzer.read.data import load_yaml

MANIFEST = "manifest.yaml"
HELD = "held.yaml"
MANIFEST_SCHEMA = "manifest"


def read_manifest(folder: Path) -> tuple[Entry, ...]:
    """Return the entries of the manifest; raises CorpusError with every fault, a line each."""
    path = folder / MANIFEST
    if not path.is_file():
        raise CorpusError(f"{path}: no manifest; name the corpus folder with --corpus DIR")
    entries = tuple(entry_from(item) for item in _items(folder))
    faults = [f"{path}: {fault}" for fault in _duplicates(entries)]
    if faults:
        raise CorpusError("\n".join(faults))
    return entries


def read_held(folder: Path) -> list[dict[str, Any]]:
    """Return the items of `held.yaml` as they stand there; none where there is no such file."""
    path = folder / HELD
    items: list[dict[str, Any]] = (
        load_yaml(path, MANIFEST_SCHEMA)["documents"] if path.is_file() else []
    )
    return items


def held_sources(folder: Path) -> dict[str, DocumentId]:
    """Return the cited sources that the corpus holds: document by canonical identifier."""
    return {
        item["source_id"]: DocumentId(item["id"]) for item in _items(folder) if "source_id" in item
    }


def retrieved_on(folder: Path) -> dict[str, str]:
    """Return the day on which each held source was fetched from its official address."""
    return {
        item["source_id"]: item["retrieved_on"]
        for item in _items(folder)
        if item.get("retrieved_from", "").startswith("http") and "retrieved_on" in item
    }


def _items(folder: Path) -> list[dict[str, Any]]:
    own: list[dict[str, Any]] = load_yaml(folder / MANIFEST, MANIFEST_SCHEMA)["documents"]
    return [*own, *read_held(folder)]


def read_file(folder: Path, entry: Entry) -> bytes:
    """Return the bytes of an entry's file, which must lie in the folder and have its sha256."""
    path = folder / entry.file
    if not path.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(f"{entry.file}: outside the corpus folder; put the file in {folder}")
    if not path.is_file():
        raise CorpusError(f"{path}: the manifest names it but it is not there; add it or its entry")
    data = path.read_bytes()
    if not data:
        raise CorpusError(f"{path}: the file is empty; put the document in it and update sha256")
    digest = hashlib.sha256(data).hexdigest()
    if digest != entry.sha256:
        raise CorpusError(
            f"{path}: changed since it was described (sha256 is {digest}); "
            "restore the file, or put this sha256 where it is described and check its annotations"
        )
    return data


def entry_from(item: dict[str, Any]) -> Entry:
    """Return the entry that an item of a manifest describes."""
    layout = item.get("layout", {})
    return Entry(
        id=DocumentId(item["id"]),
        file=item["file"],
        title=item["title"],
        title_en=item.get("title_en", item["title"]),
        kind=item["kind"],
        publisher=item["publisher"],
        date=item["date"],
        language=Language(item["language"]),
        first_page=item.get("first_page", 1),
        sha256=item["sha256"],
        regime=Regime(
            law=item["regime"]["law"],
            in_force_from=item["regime"]["in_force_from"],
            in_force_until=item["regime"].get("in_force_until"),
            succeeded_by=item["regime"].get("succeeded_by"),
        ),
        layout=Layout(
            page_start=layout.get("page_start"),
            furniture=tuple(layout.get("furniture", ())),
            lost_hyphens=tuple(layout.get("lost_hyphens", ())),
            paragraph_starts=tuple(layout.get("paragraph_starts", ())),
        ),
    )


def _duplicates(entries: tuple[Entry, ...]) -> list[str]:
    faults = []
    for what, values in (("id", [str(e.id) for e in entries]), ("file", [e.file for e in entries])):
        twice = sorted({v for v in values if values.count(v) > 1})
        faults += [f"{what} '{v}' is used by two documents; give each its own" for v in twice]
    return faults
