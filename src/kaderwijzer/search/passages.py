"""A corpus → its sentences, and the texts by which a question finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaderwijzer.model import (
    Corpus,
    Entry,
    Key,
    KeyKind,
    Language,
    Paragraph,
    Passages,
    SentenceNote,
    Unit,
)


def passages(corpus: Corpus) -> Passages:
    """List every sentence once, and the texts that lead to it; keys of questions come last."""
    units: list[Unit] = []
    keys: list[Key] = []
    places: dict[tuple[str, str], list[int]] = {}
    for d, document in enumerate(corpus.documents):
        entry = document.source.entry
        for p, paragraph in enumerate(document.paragraphs):
            first = len(units)
            units += [Unit(d, p, s) for s in range(len(paragraph.sentences))]
            own = list(range(first, len(units)))
            places[entry.id, paragraph.id] = own
            notes = corpus.annotations.notes.get((entry.id, paragraph.id), ())
            keys += _text_keys(paragraph, entry, own)
            keys += _translation_keys(notes, own)
    for question in corpus.annotations.questions:
        own = places[question.document, question.paragraph]
        found = tuple(own[s] for s in question.sentences)
        keys.append(Key(KeyKind.QUESTION, question.language, question.text, found))
    for outside in corpus.annotations.outside:
        keys.append(Key(KeyKind.OUTSIDE, outside.language, outside.text, ()))
    return Passages(tuple(units), tuple(keys))


QUESTION_KINDS = (KeyKind.QUESTION, KeyKind.OUTSIDE)


def _text_keys(paragraph: Paragraph, entry: Entry, own: Sequence[int]) -> Iterator[Key]:
    text, address = paragraph.clean.text, _address(paragraph, entry)
    yield Key(KeyKind.PARAGRAPH, entry.language, address + text, tuple(own))
    for unit, sentence in zip(own, paragraph.sentences, strict=True):
        found = address + text[sentence.start : sentence.end]
        yield Key(KeyKind.SENTENCE, entry.language, found, (unit,))


def _address(paragraph: Paragraph, entry: Entry) -> str:
    """Return how people call a member of a law: its own text does not say so."""
    if entry.kind != "statute":
        return ""
    return f"{paragraph.id.replace('.', ' lid ')} {entry.regime.law}: "


def _translation_keys(notes: Sequence[SentenceNote], own: Sequence[int]) -> Iterator[Key]:
    for unit, note in zip(own, notes, strict=False):
        if note.english:
            yield Key(KeyKind.TRANSLATION, Language.ENGLISH, note.english, (unit,))
