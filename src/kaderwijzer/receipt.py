"""One hash over all data by which questions are read and answered: part of every answer's receipt."""

from __future__ import annotations

import hashlib
from importlib import resources

_FILES = (
    ("kaderwijzer.search", "fusion.json"),
    ("kaderwijzer.answer", "scope.json"),
    ("kaderwijzer.decide", "frames.json"),
    ("kaderwijzer.decide", "kinds.json"),
    ("kaderwijzer.decide", "heads.json"),
    ("kaderwijzer.decide", "reading.json"),
)


def rules_sha256(tables: str) -> str:
    """Return the hash of the tables (given by theirs) and of the data files beside them."""
    digest = hashlib.sha256(tables.encode())
    for package, name in _FILES:
        digest.update(resources.files(package).joinpath(name).read_bytes())
    return digest.hexdigest()
