"""A word that turns a sentence round is never cut off: one table, two ways of cutting it."""

import json
import re
from pathlib import Path

import pytest
import yaml

from kaderwijzer.answer.quote import quote
from kaderwijzer.answer.render import quote_to_json
from kaderwijzer.checks import check_answer
from kaderwijzer.model import Document, Language, Paragraph, Role
from kaderwijzer.read.cleaning import source_spans
from kaderwijzer.read.corpus import read_document
from kaderwijzer.read.manifest import read_manifest

# Negator → a sentence in which it decides. Lines break around it in every way.
SENTENCES = {
    "niet": "De MIVD mag deze gegevens niet\naan een buitenlandse dienst verstrekken.",
    "geen": "Voor deze verstrekking is\ngeen toestemming van de minister vereist.",
    "tenzij": "De gegevens worden niet verstrekt, tenzij\nde minister toestemming verleent.",
    "mits": "De dienst mag ondersteuning verlenen,\nmits\ndit zijn eigen belang niet schaadt.",
    "slechts": "Samenwerking is slechts1 toegestaan met een dienst die in aanmerking\nkomt.",
    "behoudens": "Behoudens dringende\nredenen worden oude gegevens vernietigd.",
    "uitsluitend": "De gegevens mogen uitslui-\ntend voor dat doel worden gebruikt.",
    "nooit": "Het hoofd mag hierover nooit\nzelf een beslissing nemen.",
    "nimmer": "De bron van de gegevens wordt\nnimmer bekend gemaakt.",
    "alleen": "De minister kan deze toestemming alleen\nschriftelijk verlenen.",
    "zonder": "De dienst verstrekt zonder\nvoorafgaande toestemming gegevens.",
}
TEXT = (
    "I Ontkenningen\n\n"
    + "\n\n".join(SENTENCES.values())
    + "\n\n1 Kamerstukken II 1997/98, 25 877, nr. 3, p. 74.\n"
)
NEGATORS = list(SENTENCES)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import hashlib

    folder = Path(tmp_path_factory.mktemp("negators"))
    (folder / "ontkenningen.txt").write_text(TEXT, encoding="utf-8")
    document = {
        "id": "ontkenningen",
        "file": "ontkenningen.txt",
        "title": "Ontkenningen",
        "kind": "legal_framework",
        "publisher": "Iemand",
        "date": "2015-06-10",
        "language": "nl",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "regime": {"law": "Wiv 2002", "in_force_from": "2002-05-29"},
    }
    (folder / "manifest.yaml").write_text(yaml.safe_dump({"documents": [document]}))
    return folder


@pytest.fixture(scope="module")
def document(corpus: Path) -> Document:
    return read_document(corpus, read_manifest(corpus)[0])


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def quotations(document: Document, negator: str) -> list[dict[str, object]]:
    """Return every quotation of one sentence of a document that holds the negator."""
    return [
        _quoted(document, paragraph, number)
        for paragraph in document.paragraphs
        for number, s in enumerate(paragraph.sentences)
        if negator in words(paragraph.clean.text[s.start : s.end])
    ]


def _quoted(document: Document, paragraph: Paragraph, number: int) -> dict[str, object]:
    sentence = paragraph.sentences[number]
    spans = source_spans(paragraph.clean, sentence.start, sentence.end, document.source.text)
    sentences = range(number, number + 1)
    made = quote(document, paragraph, sentences, (), role=Role.BASIS, spans=spans)
    return quote_to_json(made, Language.DUTCH)


def saved(folder: Path, *quotes: dict[str, object]) -> Path:
    path = folder / "answer.json"
    path.write_text(json.dumps({"quotes": quotes, "nearest": []}), encoding="utf-8")
    return path


def sliced(document: Document, quote: dict[str, object]) -> str:
    text = document.source.text
    return "".join(text[start:end] for start, end in quote["spans"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("negator", NEGATORS)
def test_a_quote_keeps_the_negator(document: Document, negator: str) -> None:
    found = quotations(document, negator)
    assert found
    for quotation in found:
        assert negator in words(str(quotation["text"]))
        assert negator in words(sliced(document, quotation).replace("-\n", ""))


@pytest.mark.parametrize("negator", NEGATORS)
def test_the_framework_too(framework: Document, negator: str) -> None:
    # Counted in the untouched source (line-end hyphens apart) and in all quotations together.
    everything = [
        _quoted(framework, p, n) for p in framework.paragraphs for n in range(len(p.sentences))
    ]
    in_quotes = sum(words(str(q["text"])).count(negator) for q in everything)
    in_source = words(re.sub(r"-\s*\n", "", framework.source.text)).count(negator)
    in_headings = sum(
        words(framework.source.text[s.span.start : s.span.end]).count(negator)
        for s in framework.sections
    )
    assert in_quotes == in_source - in_headings


@pytest.mark.parametrize("negator", NEGATORS)
def test_check_passes_the_whole_quote(
    document: Document, corpus: Path, tmp_path: Path, negator: str
) -> None:
    assert check_answer(saved(tmp_path, *quotations(document, negator)), str(corpus)) == []


def without_words(quotation: dict[str, object], negator: str) -> dict[str, object]:
    """Cut the negator out of the text and leave the spans."""
    text = re.sub(rf"\b{negator}\b ?", "", str(quotation["text"]), flags=re.IGNORECASE)
    return {**quotation, "text": text}


def without_span(
    document: Document, quotation: dict[str, object], negator: str
) -> dict[str, object]:
    """Cut the negator out of both the text and the spans, so that the one still gives the other."""
    wrapped = r"[-\n]*".join(negator)
    cut = re.compile(rf"\b{wrapped}(?![a-z])\s?", re.IGNORECASE)
    whole = quotation["spans"]
    first, last = whole[0][0], whole[-1][1]  # type: ignore[index]
    gone = {i for m in cut.finditer(document.source.text, first, last) for i in range(*m.span())}
    spans = [[i, i + 1] for a, b in whole for i in range(a, b) if i not in gone]  # type: ignore[attr-defined]
    kept = {**quotation, "spans": spans}
    return {**kept, "text": " ".join(sliced(document, kept).split())}


def only_before(
    document: Document, quotation: dict[str, object], negator: str
) -> dict[str, object]:
    """Stop the quotation before the negator, in the text and in the spans."""
    text = str(quotation["text"])
    at = re.search(rf"\b{negator}\b", text, re.IGNORECASE)
    assert at
    start = quotation["spans"][0][0]  # type: ignore[index]
    return {**quotation, "text": text[: at.start()].strip(), "spans": [[start, start + at.start()]]}


@pytest.mark.parametrize("negator", NEGATORS)
def test_check_finds_the_negator_missing(
    document: Document, corpus: Path, tmp_path: Path, negator: str
) -> None:
    for quotation in quotations(document, negator):
        for broken in (
            without_words(quotation, negator),
            without_span(document, quotation, negator),
            only_before(document, quotation, negator),
        ):
            assert negator not in words(str(broken["text"]))
            (fault,) = check_answer(saved(tmp_path, broken), str(corpus))
            assert str(quotation["paragraph"]) in fault
