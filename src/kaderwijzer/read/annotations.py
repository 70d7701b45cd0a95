"""`corpus/annotations/<document>/` → what was written about each paragraph, held to its text.

Every note carries the hash of the paragraph that it was written for. Where the text has changed since,
the note is named as stale and nothing is built on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from kaderwijzer.errors import AnchorError
from kaderwijzer.model import (
    Annotations,
    Authority,
    Document,
    DocumentId,
    Language,
    OutsideQuestion,
    Paragraph,
    ParagraphId,
    RefusalReason,
    SentenceNote,
    Term,
    WrittenQuestion,
)
from kaderwijzer.read.data import load_yaml

FOLDER = "annotations"
Faults = list[str]
_T = TypeVar("_T")


def text_hash(paragraph: Paragraph) -> str:
    """Return the hash that a note about this paragraph carries: 16 hexadecimal digits."""
    return hashlib.sha256(paragraph.clean.text.encode()).hexdigest()[:16]


def annotation_files(corpus: Path) -> list[Path]:
    """Return all annotation files of a corpus folder, in a fixed order."""
    return sorted((corpus / FOLDER).rglob("*.yaml"))


def read_annotations(corpus: Path, documents: Iterable[Document]) -> Annotations:
    """Read every annotation; raises AnchorError that names all that no longer fit their text."""
    faults: Faults = []
    notes: dict[tuple[DocumentId, ParagraphId], tuple[SentenceNote, ...]] = {}
    questions: list[WrittenQuestion] = []
    terms: list[Term] = []
    outside: list[OutsideQuestion] = []
    for document in documents:
        folder = corpus / FOLDER / document.source.entry.id
        reader = _Reader(document, faults)
        for path in sorted(folder.glob("translation/*.yaml")):
            notes |= dict(reader.anchored(path, "translation", reader.notes))
        for path in sorted(folder.glob("questions/*.yaml")):
            for written in reader.anchored(path, "questions", reader.questions):
                questions += written
        for path in sorted(folder.glob("glossary.yaml")):
            terms += reader.terms(path)
        for path in sorted(folder.glob("outside.yaml")):
            outside += _outside(path)
    if faults:
        raise AnchorError("\n".join(faults))
    return Annotations(notes, tuple(questions), tuple(terms), tuple(outside))


class _Reader:
    """Reads the annotation files of one document and collects what does not fit."""

    def __init__(self, document: Document, faults: Faults) -> None:
        self.id = document.source.entry.id
        self.paragraphs = {p.id: p for p in document.paragraphs}
        self.faults = faults

    def anchored(
        self, path: Path, schema: str, build: Callable[[Paragraph, dict[str, Any]], _T]
    ) -> Iterator[_T]:
        """Yield what `build` makes of each item whose paragraph still has the text it had."""
        for item in load_yaml(path, schema):
            paragraph = self.paragraphs.get(ParagraphId(item["paragraph"]))
            fault = self._misfit(paragraph, item)
            if paragraph is None or fault:
                self.faults.append(f"{path}: {item['paragraph']}: {fault}")
            else:
                yield build(paragraph, item)

    def _misfit(self, paragraph: Paragraph | None, item: dict[str, Any]) -> str | None:
        if paragraph is None:
            return f"no such paragraph in {self.id}; correct the id or remove the item"
        if item["sha256"] != text_hash(paragraph):
            return (
                "the text changed since this was written; read it again, "
                f"then set sha256 to {text_hash(paragraph)}"
            )
        count = len(paragraph.sentences)
        if isinstance(item.get("sentences"), list) and len(item["sentences"]) != count:
            return f"{len(item['sentences'])} sentences for {count} in the text; write one for each"
        if any(n > count for g in item.get("questions", ()) for n in g["sentences"]):
            return f"a question names a sentence above {count}; correct its number"
        return None

    def notes(
        self, paragraph: Paragraph, item: dict[str, Any]
    ) -> tuple[tuple[DocumentId, ParagraphId], tuple[SentenceNote, ...]]:
        written = tuple(SentenceNote(Authority(s["who"]), s["en"]) for s in item["sentences"])
        return (self.id, paragraph.id), written

    def questions(self, paragraph: Paragraph, item: dict[str, Any]) -> list[WrittenQuestion]:
        return [
            WrittenQuestion(
                self.id, paragraph.id, tuple(n - 1 for n in group["sentences"]), language, text
            )
            for group in item["questions"]
            for language in Language
            for text in group[language.value]
        ]

    def terms(self, path: Path) -> Iterator[Term]:
        for item in load_yaml(path, "glossary"):
            paragraph = self.paragraphs.get(ParagraphId(item["anchor"]["paragraph"]))
            if paragraph is None or item["anchor"]["quote"] not in paragraph.clean.text:
                self.faults.append(
                    f"{path}: {item['nl']}: the quote does not stand in "
                    f"{item['anchor']['paragraph']}; copy it from the text"
                )
                continue
            yield _term(self.id, paragraph.id, item)


def _term(document: DocumentId, paragraph: ParagraphId, item: dict[str, Any]) -> Term:
    return Term(
        document=document,
        paragraph=paragraph,
        quote=item["anchor"]["quote"],
        dutch=item["nl"],
        english=item["en"],
        dutch_also=tuple(item.get("nl_also", ())),
        english_also=tuple(item.get("en_also", ())),
        explained_dutch=item["explain_nl"],
        explained_english=item["explain_en"],
    )


def _outside(path: Path) -> Iterator[OutsideQuestion]:
    for item in load_yaml(path, "outside"):
        reason = RefusalReason(item["reason"])
        for language in Language:
            for text in item[language.value]:
                yield OutsideQuestion(language, text, reason, item["topic"])
