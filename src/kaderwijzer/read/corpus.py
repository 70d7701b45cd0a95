"""A corpus folder → its documents and annotations, with one hash over all that was read."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import Corpus, Document, Entry, Source
from kaderwijzer.read.annotations import annotation_files, read_annotations
from kaderwijzer.read.manifest import MANIFEST, read_file, read_manifest
from kaderwijzer.read.pdf import read_pdf
from kaderwijzer.read.plain import read_plain
from kaderwijzer.read.structure import structure

_READERS = {".txt": read_plain, ".pdf": read_pdf}


def read_corpus(folder: Path) -> Corpus:
    """Read and check everything in a corpus folder."""
    entries = read_manifest(folder)
    documents = tuple(read_document(folder, entry) for entry in entries)
    return Corpus(documents, read_annotations(folder, documents), corpus_sha256(folder))


def read_document(folder: Path, entry: Entry) -> Document:
    """Read one document of the corpus."""
    return structure(read_source(folder, entry))


def read_source(folder: Path, entry: Entry) -> Source:
    """Read the text and pages of one document with the reader for its kind of file."""
    suffix = Path(entry.file).suffix.lower()
    if suffix not in _READERS:
        kinds = " or ".join(sorted(_READERS))
        raise CorpusError(f"{entry.file}: cannot read '{suffix}' files; use {kinds}")
    return _READERS[suffix](entry, read_file(folder, entry))


def corpus_sha256(folder: Path) -> str:
    """Return one hash over the manifest, the documents and the annotations of a corpus folder.

    It reads the files' bytes and nothing else, so that an index can tell quickly whether it is stale.
    """
    if not (folder / MANIFEST).is_file():
        raise CorpusError(
            f"{folder}: no {MANIFEST} there; name the corpus folder with --corpus DIR"
        )
    digest = hashlib.sha256()
    documents = [p for p in folder.iterdir() if p.suffix.lower() in _READERS]
    for path in [folder / MANIFEST, *sorted(documents), *annotation_files(folder)]:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
