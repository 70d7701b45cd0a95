"""A note whose text has changed is named with its paragraph and the hash to set."""

from pathlib import Path

import pytest
import yaml
from tests.read.folder import corpus

from kaderwijzer.errors import AnchorError, CorpusError
from kaderwijzer.model import Document
from kaderwijzer.read.annotations import read_annotations, text_hash
from kaderwijzer.read.corpus import read_corpus

OLD = "I Inleiding\n\nDe dienst mag dit. En dat.\n\nHet kan ook anders.\n"
NEW = OLD.replace("mag dit", "mag dit niet")


def note(document: Document, name: str, count: int) -> dict:
    paragraph = next(p for p in document.paragraphs if p.id == name)
    said = [{"who": "committee", "en": f"Sentence {n}."} for n in range(count)]
    return {"paragraph": name, "sha256": text_hash(paragraph), "sentences": said}


def annotated(folder: Path, text: str, notes: list[dict], name: str = "translation/1") -> Path:
    corpus(folder, {"stuk.txt": text.encode()})
    path = folder / "annotations" / "stuk" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(notes, allow_unicode=True), encoding="utf-8")
    return path


@pytest.fixture
def old(tmp_path: Path) -> Document:
    return read_corpus(corpus(tmp_path / "old", {"stuk.txt": OLD.encode()})).documents[0]


def faults(folder: Path) -> list[str]:
    with pytest.raises(AnchorError) as caught:
        read_corpus(folder)
    return str(caught.value).splitlines()


def test_note_on_unchanged_text_is_read(tmp_path: Path, old: Document) -> None:
    annotated(tmp_path, OLD, [note(old, "I.1", 2)])
    (notes,) = read_corpus(tmp_path).annotations.notes.values()
    assert [n.english for n in notes] == ["Sentence 0.", "Sentence 1."]


def test_stale_note_names_paragraph_and_new_hash(tmp_path: Path, old: Document) -> None:
    path = annotated(tmp_path, NEW, [note(old, "I.1", 2), note(old, "I.2", 1)])
    now = read_corpus(corpus(tmp_path / "new", {"stuk.txt": NEW.encode()})).documents[0]
    assert faults(tmp_path) == [
        f"{path}: I.1: the text changed since this was written; read it again, "
        f"then set sha256 to {text_hash(now.paragraphs[0])}"
    ]
    assert text_hash(now.paragraphs[0]) != text_hash(old.paragraphs[0])


def test_all_stale_notes_at_once(tmp_path: Path, old: Document) -> None:
    gone = {**note(old, "I.1", 2), "paragraph": "II.9"}
    path = annotated(tmp_path, NEW, [note(old, "I.1", 2), gone, note(old, "I.2", 3)])
    assert [line.split(": ")[1] for line in faults(tmp_path)] == ["I.1", "II.9", "I.2"]
    assert faults(tmp_path)[1:] == [
        f"{path}: II.9: no such paragraph in stuk; correct the id or remove the item",
        f"{path}: I.2: 3 sentences for 1 in the text; write one for each",
    ]


def test_question_on_a_sentence_that_is_not_there(tmp_path: Path, old: Document) -> None:
    asked = {
        **{k: note(old, "I.1", 0)[k] for k in ("paragraph", "sha256")},
        "questions": [{"sentences": [3], "nl": ["Mag dat?"], "en": ["May it?"]}],
    }
    path = annotated(tmp_path, OLD, [asked], "questions/1")
    assert faults(tmp_path) == [
        f"{path}: I.1: a question names a sentence above 2; correct its number"
    ]


def test_term_whose_quote_is_gone(tmp_path: Path) -> None:
    term = {
        "nl": "dit",
        "en": "this",
        "explain_nl": "Iets.",
        "explain_en": "Something.",
        "anchor": {"paragraph": "I.1", "quote": "De dienst mag dit. En"},
    }
    path = annotated(tmp_path, NEW, [term], "glossary")
    assert faults(tmp_path) == [
        f"{path}: dit: the quote does not stand in I.1; copy it from the text"
    ]


def test_note_of_the_wrong_form_is_named(tmp_path: Path, old: Document) -> None:
    path = annotated(tmp_path, OLD, [{**note(old, "I.1", 2), "sha256": "kort"}])
    with pytest.raises(CorpusError, match="at 0/sha256: 'kort'") as caught:
        read_corpus(tmp_path)
    assert str(caught.value).startswith(f"{path}: ")


def test_annotations_of_the_project_fit_its_text(corpus_folder: Path, framework: Document) -> None:
    notes = read_annotations(corpus_folder, [framework]).notes
    assert {name for _, name in notes} == {p.id for p in framework.paragraphs}
