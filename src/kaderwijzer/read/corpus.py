"""A corpus folder → its documents and annotations, with one hash over all that was read."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import Corpus, Document, Entry, Source
from kaderwijzer.read.annotations import annotation_files, read_annotations
from kaderwijzer.read.html import read_html
from kaderwijzer.read.manifest import HELD, MANIFEST, read_file, read_manifest
from kaderwijzer.read.pdf import read_pdf
from kaderwijzer.read.plain import read_plain
from kaderwijzer.read.statute import read_markdown
from kaderwijzer.read.structure import structure
from kaderwijzer.read.xml import read_xml

# Files that print pages are read into a text with pages first; the others name their own structure.
_PAGED = {".txt": read_plain, ".pdf": read_pdf}
_STRUCTURED = {".xml": read_xml, ".html": read_html, ".htm": read_html, ".md": read_markdown}
SUFFIXES = frozenset({*_PAGED, *_STRUCTURED})
SOURCES = "sources"


def read_corpus(folder: Path) -> Corpus:
    """Read and check everything in a corpus folder."""
    entries = read_manifest(folder)
    documents = tuple(read_document(folder, entry) for entry in entries)
    return Corpus(documents, read_annotations(folder, documents), corpus_sha256(folder))


def read_document(folder: Path, entry: Entry) -> Document:
    """Read one document of the corpus."""
    return document_from(entry, read_file(folder, entry))


def document_from(entry: Entry, data: bytes) -> Document:
    """Read a document from its bytes with the reader for its kind of file."""
    suffix = Path(entry.file).suffix.lower()
    if suffix in _PAGED:
        return structure(_PAGED[suffix](entry, data))
    if suffix in _STRUCTURED:
        return _STRUCTURED[suffix](entry, data)
    kinds = ", ".join(sorted(SUFFIXES))
    raise CorpusError(f"{entry.file}: cannot read '{suffix}' files; use one of {kinds}")


def read_source(folder: Path, entry: Entry) -> Source:
    """Read the text and pages of one document."""
    suffix = Path(entry.file).suffix.lower()
    if suffix in _PAGED:
        return _PAGED[suffix](entry, read_file(folder, entry))
    return read_document(folder, entry).source


def has_pages(file: str) -> bool:
    """Tell whether a file of this name prints pages, so that a citation can point to one."""
    return Path(file).suffix.lower() in _PAGED


def corpus_sha256(folder: Path) -> str:
    """Return one hash over what describes the corpus, its documents and annotations.

    It reads the files' bytes and nothing else, so that an index can tell quickly whether it is stale.
    """
    if not (folder / MANIFEST).is_file():
        raise CorpusError(
            f"{folder}: no {MANIFEST} there; name the corpus folder with --corpus DIR"
        )
    digest = hashlib.sha256()
    for path in [*_described(folder), *_documents(folder), *annotation_files(folder)]:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _described(folder: Path) -> list[Path]:
    return [path for path in (folder / MANIFEST, folder / HELD) if path.is_file()]


def _documents(folder: Path) -> list[Path]:
    found = [*folder.glob("*"), *folder.glob(f"{SOURCES}/*")]
    return sorted(p for p in found if p.suffix.lower() in SUFFIXES and p.is_file())
