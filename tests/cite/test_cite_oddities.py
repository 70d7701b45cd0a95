"""Odd citations are found by rules, all of them and nothing else."""

from __future__ import annotations

import pytest
from evaluation.citations.truth import document_of
from tests.cite.conftest import cases

from kaderwijzer.cite.parse import parse
from kaderwijzer.model import Citation


def test_the_framework_has_these_remarks_and_no_others(citations: tuple[Citation, ...]) -> None:
    remarked = [(c.footnote or 0, c.id, c.probable or "") for c in citations if c.notes]
    expected = [(r["footnote"] or 0, r["id"], r["probable"] or "") for r in cases("oddities")]
    assert sorted(remarked) == sorted(expected)


@pytest.mark.parametrize("row", cases("oddities"), ids=lambda r: f"{r['footnote']}-{r['id']}")
def test_remark(citations: tuple[Citation, ...], row: dict[str, str]) -> None:
    found = [c for c in citations if c.notes and (c.footnote, c.id) == (row["footnote"], row["id"])]
    assert any(row["nl"] in n.nl and row["en"] in n.en for c in found for n in c.notes)


def test_shown_as_printed(citations: tuple[Citation, ...]) -> None:
    (odd,) = [c for c in citations if c.footnote == 27]
    assert odd.verbatim == odd.label == "Kamerstukken I 2001/02, 25 577, nr. 58a, p. 25"
    assert odd.url is None


@pytest.mark.parametrize(
    ("second", "probable"),
    [
        ("25 577, nr. 58a", "kst-20012002-25877-58a"),  # one digit differs, same number
        ("25 578, nr. 58a", None),  # two digits differ
        ("25 577, nr. 58b", None),  # another number
        ("29 924, nr. 58a", None),  # a dossier that is on the list
    ],
)
def test_two_dossiers(second: str, probable: str | None) -> None:
    text = f"Kamerstukken I 2001/02, 25 877, nr. 58a. Kamerstukken I 2001/02, {second}."
    assert [c.probable for c in parse(document_of(text))] == [None, probable]


@pytest.mark.parametrize(("pages", "remarks"), [("p. 1", 0), ("p. 2", 1), ("p. 1-2", 1)])
def test_pages_beyond_the_paper(pages: str, remarks: int) -> None:
    (found,) = parse(document_of(f"Kamerstukken II 2013/14, 33 820, nr. 1, {pages}"))
    assert len(found.notes) == remarks
