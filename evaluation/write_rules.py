"""Writes docs/rules.nl.md and docs/rules.en.md; run from the top: `python -m evaluation.write_rules`."""

from __future__ import annotations

from pathlib import Path

from kaderwijzer.answer.labels import authority_label, banner
from kaderwijzer.decide.catalogue import Labels, rules_markdown
from kaderwijzer.decide.template import DOCUMENT, read_templates
from kaderwijzer.model import Authority, Document, Language
from kaderwijzer.read.corpus import read_document
from kaderwijzer.read.manifest import read_manifest

ROOT = Path(__file__).parent.parent
PAGES = {language: ROOT / "docs" / f"rules.{language.value}.md" for language in Language}


def page(document: Document, language: Language) -> str:
    """Return the catalogue of the tables as it should stand in the documentation."""
    entry = document.source.entry
    labels = Labels(
        banner(language, entry.regime, entry.date),
        {authority: authority_label(language, authority) for authority in Authority},
    )
    return rules_markdown(read_templates(), document, language, labels)


def document() -> Document:
    """Return the text that the tables are about."""
    corpus = ROOT / "corpus"
    entry = next(entry for entry in read_manifest(corpus) if entry.id == DOCUMENT)
    return read_document(corpus, entry)


if __name__ == "__main__":
    framework = document()
    for language, path in PAGES.items():
        path.write_text(page(framework, language), encoding="utf-8")
