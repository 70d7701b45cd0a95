"""`corpus/manifest.yaml` → the documents that the corpus holds, checked one by one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import DocumentId, Entry, Language, Layout, Regime
from kaderwijzer.read.data import load_yaml

MANIFEST = "manifest.yaml"


def read_manifest(folder: Path) -> tuple[Entry, ...]:
    """Return the entries of the manifest; raises CorpusError with every fault, a line each."""
    path = folder / MANIFEST
    if not path.is_file():
        raise CorpusError(f"{path}: no manifest; name the corpus folder with --corpus DIR")
    content = load_yaml(path, "manifest")
    entries = tuple(_entry(item) for item in content["documents"])
    faults = [f"{path}: {fault}" for fault in _duplicates(entries)]
    if faults:
        raise CorpusError("\n".join(faults))
    return entries


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
            "restore the file, or put this sha256 in the manifest and check its annotations"
        )
    return data


def _entry(item: dict[str, Any]) -> Entry:
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
