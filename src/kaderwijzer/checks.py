"""Proofs: that corpus, notes and index belong together, and that a saved answer still holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from kaderwijzer.answer.quote import quote as make_quote
from kaderwijzer.answer.render import quote_to_json
from kaderwijzer.decide.apply import decide
from kaderwijzer.decide.template import (
    DOCUMENT,
    polarity_of,
    read_templates,
)
from kaderwijzer.decide.template import (
    faults as table_faults,
)
from kaderwijzer.decide.understand import stale_heads
from kaderwijzer.errors import CorpusError, KaderwijzerError
from kaderwijzer.home import corpus_folder
from kaderwijzer.model import Corpus, Document, Language, Paragraph, Role
from kaderwijzer.read.cleaning import source_spans
from kaderwijzer.read.corpus import read_corpus, read_document
from kaderwijzer.read.manifest import read_manifest


def check_all(corpus: str | None, index: str | None, say: Callable[[str], None]) -> list[str]:
    """Return every fault of corpus, notes and index; an empty list where all holds."""
    try:
        content = read_corpus(corpus_folder(corpus))
    except KaderwijzerError as error:
        return str(error).splitlines()
    faults = [f for document in content.documents for f in document_faults(document)]
    faults += _untranslated(content)
    faults += _tables(content, say)
    notes = content.annotations
    say(
        f"{len(content.documents)} documents, {len(notes.notes)} translated paragraphs, "
        f"{len(notes.questions)} questions, {len(notes.terms)} terms: read and anchored"
    )
    try:
        from kaderwijzer.pipeline import load

        assistant = load(corpus, index)
        say(f"index {assistant.index.name}: whole and made from this corpus")
    except KaderwijzerError as error:
        faults.append(str(error))
    return faults


def _tables(content: Corpus, say: Callable[[str], None]) -> list[str]:
    """Prove the decision tables on the text they are about, and that the reading model knows them all."""
    try:
        templates = read_templates()
    except KaderwijzerError as error:
        return str(error).splitlines()
    about = [d for d in content.documents if d.source.entry.id == DOCUMENT]
    rows = sum(len(template.rows) for template in templates)
    if about:
        say(f"{len(templates)} decision tables, {rows} rows: complete, unique, quotes in place")
    return [*(f for d in about for f in table_faults(templates, d)), *stale_heads(templates)]


def document_faults(document: Document) -> list[str]:
    """Return where regions do not cover the text once, or a sentence is not a slice of it."""
    name, text = document.source.entry.id, document.source.text
    faults = []
    if "".join(text[r.start : r.end] for r in document.regions) != text:
        faults.append(f"{name}: not every character belongs to exactly one region")
    for paragraph in document.paragraphs:
        for sentence in paragraph.sentences:
            spans = source_spans(paragraph.clean, sentence.start, sentence.end, text)
            sliced = collapsed("".join(text[s.start : s.end] for s in spans))
            if sliced != paragraph.clean.text[sentence.start : sentence.end]:
                faults.append(f"{name}: {paragraph.id}: a sentence is not what its spans hold")
    return faults


def _untranslated(corpus: Corpus) -> list[str]:
    notes = corpus.annotations.notes
    annotated = {document for document, _ in notes}
    return [
        f"{d.source.entry.id}: {p.id} has no translation; write it in annotations/"
        for d in corpus.documents
        if d.source.entry.id in annotated
        for p in d.paragraphs
        if (d.source.entry.id, p.id) not in notes
    ]


def collapsed(text: str) -> str:
    """Return a text with every run of white space as one space."""
    return " ".join(text.split())


def check_answer(path: Path, corpus: str | None) -> list[str]:
    """Return what in a saved answer no longer holds: each quote against its document, word by word."""
    try:
        answer = json.loads(path.read_text(encoding="utf-8"))
        quotes = [*answer["quotes"], *answer["nearest"]]
        documents = _documents(corpus_folder(corpus), {q["document"] for q in quotes})
        faults = [fault for q in quotes for fault in _quote_faults(q, documents)]
        return [*faults, *_verdict_faults(answer)]
    except OSError as error:
        return [f"{path}: cannot be read ({error.strerror}); name a saved answer"]
    except CorpusError as error:
        return str(error).splitlines()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return [f"{path}: not a saved answer ({error}); save one with 'kaderwijzer ask … --json'"]


def _verdict_faults(answer: dict[str, Any]) -> list[str]:
    """Return where the verdict is not what its table decides for its facts, read as the answer says."""
    rule = answer.get("rule")
    if not rule:
        return []
    table = next((t for t in read_templates() if t.id == rule["id"]), None)
    polarity = polarity_of(table, rule["reading"]) if table else None
    if table is None or polarity is None:
        return [f"rule {rule['id']}: no such table, or it asks something else now; ask again"]
    facts = {fact["id"]: fact["value"] for fact in answer["facts"]}
    decided = decide(table, facts, polarity).verdict.value
    if decided == answer["verdict"]:
        return []
    return [
        f"verdict {answer['verdict']}: table {table.id} says {decided} for its facts; ask again"
    ]


def _documents(folder: Path, wanted: Collection[str]) -> dict[str, Document]:
    entries = [entry for entry in read_manifest(folder) if entry.id in wanted]
    return {entry.id: read_document(folder, entry) for entry in entries}


def _quote_faults(quote: dict[str, Any], documents: dict[str, Document]) -> list[str]:
    document = documents.get(quote["document"])
    if document is None:
        return [f"document {quote['document']} is not in the corpus; add it to check this answer"]
    shown = {name: quote[name] for name in _PROVEN}
    if any(shown == true for true in _quotations(document, quote)):
        return []
    return [
        f"quote from {quote['paragraph']}, p. {quote['page']}: not whole sentences of that place, "
        "word for word; ask again"
    ]


# What a quote says that its document can prove.
_PROVEN = ("text", "paragraph", "section", "page", "pages", "spans", "footnotes")


def _quotations(document: Document, quote: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every quotation of whole sentences of the quote's paragraph, as plain data.

    Comparing with these, instead of slicing the spans that the answer itself names, also finds a
    quote whose spans leave out a "niet" or stop before a "tenzij".
    """
    for paragraph in document.paragraphs:
        if paragraph.id == quote["paragraph"]:
            count = len(paragraph.sentences)
            for first, last in combinations(range(count + 1), 2):
                yield _quotation(document, paragraph, range(first, last))


def _quotation(document: Document, paragraph: Paragraph, sentences: range) -> dict[str, Any]:
    start = paragraph.sentences[sentences[0]].start
    end = paragraph.sentences[sentences[-1]].end
    spans = source_spans(paragraph.clean, start, end, document.source.text)
    made = make_quote(document, paragraph, sentences, (), role=Role.BASIS, spans=spans)
    data = quote_to_json(made, Language.DUTCH)
    return {name: data[name] for name in _PROVEN}
