"""Citations → CSV, JSON, BibTeX and CSL-JSON for reference managers."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Sequence
from typing import Any

from kaderwijzer.cite.gathered import Catalogue
from kaderwijzer.cite.identity import known, law_name
from kaderwijzer.cite.labels import show_pinpoint
from kaderwijzer.cite.lookup import sources
from kaderwijzer.cite.papers import from_identifier
from kaderwijzer.cite.show import citations_json, is_held
from kaderwijzer.model import (
    Aanhangsel,
    Citation,
    CitationKind,
    Handelingen,
    Kamerstuk,
    Language,
    SourceMatch,
)

_COLUMNS = (
    "id",
    "kind",
    "label",
    "verbatim",
    "document",
    "page",
    "section",
    "footnote",
    "start",
    "end",
    "pinpoint",
    "url",
    "existence",
    "probable",
    "notes",
    "proposition",
    "held",
)
_CSL_TYPES = {
    CitationKind.REPORT: "report",
    CitationKind.CASE: "legal_case",
    CitationKind.STATUTE: "legislation",
    CitationKind.FOREIGN_LAW: "legislation",
    CitationKind.STAATSBLAD: "legislation",
}
_OWN = (CitationKind.SECTION, CitationKind.FOOTNOTE)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(
    citations: Sequence[Citation],
    language: Language = Language.DUTCH,
    held: Collection[str] = (),
) -> str:
    """Return one row per citation, with a heading; offsets are those of the source text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_cell(v) for v in (*_row(c, language), is_held(c, held))] for c in citations)
    return out.getvalue()


def _row(citation: Citation, language: Language) -> list[object]:
    notes = [n.nl if language is Language.DUTCH else n.en for n in citation.notes]
    return [
        citation.id,
        citation.kind.value,
        citation.label,
        citation.verbatim,
        citation.document,
        citation.page,
        citation.section,
        citation.footnote,
        citation.spans[0].start,
        citation.spans[-1].end,
        show_pinpoint(citation.pinpoint) if citation.pinpoint else None,
        citation.url,
        citation.existence.value,
        citation.probable,
        "; ".join(notes),
        citation.proposition,
    ]


def _cell(value: object) -> object:
    """Keep a spreadsheet from reading a text as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def to_json_text(citations: Sequence[Citation], language: Language = Language.DUTCH) -> str:
    """Return all citations as the JSON of the contract."""
    return json.dumps(citations_json(citations, language), ensure_ascii=False, indent=2) + "\n"


def to_csl_json(catalogue: Catalogue) -> str:
    """Return the cited sources, each once, as CSL-JSON."""
    items = [_csl(m) for m in sources(catalogue) if m.kind not in _OWN]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _csl(match: SourceMatch) -> dict[str, Any]:
    reference = from_identifier(match.id)
    item: dict[str, Any] = {
        "id": match.id,
        "type": _CSL_TYPES.get(match.kind, "bill"),
        "title": _title(match),
        "title-short": match.label,
        "URL": match.url,
        "language": "nl-NL",
    }
    if isinstance(reference, Kamerstuk | Handelingen | Aanhangsel):
        item["number"] = reference.number
        item["authority"] = "Staten-Generaal"
    if isinstance(reference, Kamerstuk):
        item["collection-number"] = reference.dossier
    if match.kind in (CitationKind.STATUTE, CitationKind.FOREIGN_LAW):
        item["container-title"] = law_name(match.id.split(":")[0])
    return {key: value for key, value in item.items() if value is not None}


def _title(match: SourceMatch) -> str:
    row = known().get(match.id)
    return (row.title if row else None) or match.label


def to_bibtex(catalogue: Catalogue) -> str:
    """Return the cited sources, each once, as BibTeX entries."""
    entries = [_bibtex(m) for m in sources(catalogue) if m.kind not in _OWN]
    return "\n".join(entries)


def _bibtex(match: SourceMatch) -> str:
    kind = "techreport" if match.kind is CitationKind.REPORT else "misc"
    fields = {
        "title": f"{{{_escaped(_title(match))}}}",
        "howpublished": f"{{{_escaped(match.label)}}}",
        "url": f"{{{match.url}}}" if match.url else None,
        "institution": "{CTIVD}" if match.id.startswith("ctivd-") else None,
    }
    lines = [f"  {name} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{_key(match.id)},", *lines, "}", ""])


def _key(identity: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", identity)


def _escaped(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
