"""Writes docs/citations.md; run from the top: `python -m evaluation.citations.write_catalogue`."""

from __future__ import annotations

from pathlib import Path

from kaderwijzer.cite.catalogue import catalogue_markdown
from kaderwijzer.cite.gathered import Catalogue
from kaderwijzer.cite.parse import parse
from kaderwijzer.read.corpus import read_document
from kaderwijzer.read.manifest import read_manifest

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "citations.md"


def page() -> str:
    """Return the catalogue of the corpus as it should stand in the documentation."""
    corpus = ROOT / "corpus"
    documents = tuple(read_document(corpus, entry) for entry in read_manifest(corpus))
    citations = tuple(c for d in documents for c in parse(d))
    return catalogue_markdown(Catalogue(citations, documents))


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
