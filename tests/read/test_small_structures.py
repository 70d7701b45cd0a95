"""Small documents, one trait of typesetting each, are read as they are meant."""

from pathlib import Path

import pytest
import yaml
from tests.read.folder import source
from tests.read.test_reading_properties import assert_sound

from kaderwijzer.model import Document, Layout, RegionKind
from kaderwijzer.read.structure import structure

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "structure.yaml").read_text(encoding="utf-8")
)


def pieces(document: Document) -> list[str]:
    """Return furniture, then headings, paragraphs and footnotes by their place."""
    text = document.source.text
    placed = [(s.span.start, f"section {s.id}: {s.title}") for s in document.sections]
    for p in document.paragraphs:
        placed.append((p.clean.pieces[0].source, f"{p.kind.value} {p.id}: {p.clean.text}"))
    furniture = [r for r in document.regions if r.kind is RegionKind.FURNITURE]
    return [
        *(f"furniture: {text[r.start : r.end]}" for r in furniture),
        *(words for _, words in sorted(placed)),
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_small_document(case: dict) -> None:
    layout = Layout(**{key: tuple(value) for key, value in case.get("layout", {}).items()})
    document = structure(source(case["text"].replace("~", "\f"), layout=layout))
    assert pieces(document) == case["expected"]
    assert_sound(document)
