"""Small corpus folders made for one test."""

import hashlib
from pathlib import Path
from typing import Any

import yaml

from kaderwijzer.model import DocumentId, Entry, Language, Layout, Regime, Source
from kaderwijzer.read.plain import read_plain


def described(name: str, data: bytes, **changes: Any) -> dict[str, Any]:
    """Return a manifest entry for a file with this content; `changes` overrule, None removes."""
    entry = {
        "id": Path(name).stem,
        "file": name,
        "title": "Een stuk",
        "kind": "other",
        "publisher": "Iemand",
        "date": "2015-06-10",
        "language": "nl",
        "sha256": hashlib.sha256(data).hexdigest(),
        "regime": {"law": "Wiv 2002", "in_force_from": "2002-05-29"},
    }
    return {key: value for key, value in {**entry, **changes}.items() if value is not None}


def corpus(folder: Path, files: dict[str, bytes], **changes: Any) -> Path:
    """Put files with a manifest in a folder; `changes` go for every entry."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    manifest(folder, *(described(name, data, **changes) for name, data in files.items()))
    return folder


def manifest(folder: Path, *entries: dict[str, Any]) -> None:
    """Write the manifest of a folder."""
    content = yaml.safe_dump({"documents": list(entries)}, allow_unicode=True, sort_keys=False)
    (folder / "manifest.yaml").write_text(content, encoding="utf-8")


def entry(**changes: Any) -> Entry:
    """Return the entry of a document that stands in no manifest."""
    values: dict[str, Any] = {
        "id": DocumentId("stuk"),
        "file": "stuk.txt",
        "title": "Een stuk",
        "title_en": "A paper",
        "kind": "other",
        "publisher": "Iemand",
        "date": "2015-06-10",
        "language": Language.DUTCH,
        "first_page": 1,
        "sha256": "0" * 64,
        "regime": Regime("Wiv 2002", "2002-05-29", "2018-05-01", "Wiv 2017"),
        "layout": Layout(),
    }
    return Entry(**{**values, **changes})


def source(text: str, **changes: Any) -> Source:
    """Return a text as the source that a file with it would give."""
    return read_plain(entry(**changes), text.encode())
