"""The catalogue page and the exports."""

from __future__ import annotations

import csv
import io
import json
import re

from evaluation.citations.write_catalogue import PAGE, page

from kaderwijzer.cite.export import to_bibtex, to_csl_json, to_csv, to_json_text
from kaderwijzer.cite.lookup import Catalogue, sources
from kaderwijzer.model import Citation, CitationKind


def test_catalogue_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "docs/citations.md is stale: run `python -m evaluation.citations.write_catalogue`"
    )


def test_catalogue_page_lists_every_source(catalogue: Catalogue) -> None:
    text = page()
    assert all(f"`{m.id}`" in text for m in sources(catalogue))
    assert "fn 18 (p. 24); fn 27 (p. 25); fn 29 (p. 25); fn 31 (p. 24)" in text


def test_csv_gives_back_every_citation(citations: tuple[Citation, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(citations), newline="")))
    assert [r["id"] for r in rows] == [c.id for c in citations]
    assert [int(r["start"]) for r in rows] == [c.spans[0].start for c in citations]
    assert {r["held"] for r in rows} == {"False"}
    held = csv.DictReader(io.StringIO(to_csv(citations, held={"kst-25877-8"}), newline=""))
    assert {r["id"] for r in held if r["held"] == "True"} == {"kst-25877-8"}
    assert rows[8]["label"] == "Kamerstukken II 1999/2000, 25 877, nr. 8, p. 102"


def test_json_is_that_of_the_contract(citations: tuple[Citation, ...]) -> None:
    data = json.loads(to_json_text(citations))
    assert data["schema"] == "kaderwijzer/1" and len(data["citations"]) == 204
    assert set(data["citations"][0]) >= {
        *("id", "kind", "label", "verbatim", "document", "page"),
        *("section", "footnote", "spans", "pinpoint", "notes"),
    }


def test_csl_json_has_every_outside_source_once(catalogue: Catalogue) -> None:
    items = json.loads(to_csl_json(catalogue))
    inside = (CitationKind.SECTION, CitationKind.FOOTNOTE)
    expected = [m.id for m in sources(catalogue) if m.kind not in inside]
    assert [i["id"] for i in items] == expected
    paper = next(i for i in items if i["id"] == "kst-25877-3")
    assert paper["title"] == "Memorie van toelichting bij de Wiv 2002"
    assert paper["type"] == "bill" and paper["collection-number"] == "25877"


def test_bibtex_has_balanced_entries_with_own_keys(catalogue: Catalogue) -> None:
    text = to_bibtex(catalogue)
    keys = re.findall(r"^@\w+\{([^,]+),$", text, re.M)
    assert len(keys) == len(set(keys)) == len(json.loads(to_csl_json(catalogue)))
    assert text.count("{") == text.count("}")
    assert "kst-20012002-25877-58a" in keys and "BWBR0013409-artikel-59-lid-5" in keys
