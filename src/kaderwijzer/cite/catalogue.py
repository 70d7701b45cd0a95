"""The catalogue of all sources and statute references, as a Markdown page for the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaderwijzer.cite.gathered import Catalogue
from kaderwijzer.cite.labels import natural_key, show_pinpoint
from kaderwijzer.cite.lookup import sources
from kaderwijzer.model import CitationKind, Occurrence, SourceMatch

_TITLES = {
    CitationKind.KAMERSTUK: "Parliamentary papers (Kamerstukken)",
    CitationKind.HANDELINGEN: "Minutes (Handelingen)",
    CitationKind.AANHANGSEL: "Written questions (Aanhangsel Handelingen)",
    CitationKind.REPORT: "Reports",
    CitationKind.STATUTE: "Articles of law, member by member",
    CitationKind.FOREIGN_LAW: "Foreign law",
    CitationKind.SECTION: "References within the text",
    CitationKind.FOOTNOTE: "References to footnotes",
    CitationKind.CASE: "Judgments",
    CitationKind.STAATSBLAD: "Staatsblad",
}
_HEAD = """# Catalogue of citations

Generated from the corpus by `python -m evaluation.citations.write_catalogue`; do not edit by hand.
Citations are shown as printed; a remark offers the probable correction. Addresses follow the rules
of the publisher and were not opened.
"""


def catalogue_markdown(catalogue: Catalogue) -> str:
    """Return the page that lists every source with the places that rely on it."""
    return "\n".join([_HEAD, *_counts(catalogue), *_tables(catalogue)]) + "\n"


def _counts(catalogue: Catalogue) -> Iterator[str]:
    found = sources(catalogue)
    texts = ", ".join(d.source.entry.title for d in catalogue.documents)
    notes = sum(1 for c in catalogue.citations if c.footnote is not None)
    yield (
        f"{len(found)} sources, cited {len(catalogue.citations)} times "
        f"({notes} times in footnotes) in: {texts}.\n"
    )


def _tables(catalogue: Catalogue) -> Iterator[str]:
    found = sources(catalogue)
    for kind, title in _TITLES.items():
        of_kind = [m for m in found if m.kind is kind]
        if of_kind:
            yield f"## {title}\n"
            yield from _table(of_kind)
            yield ""
    remarks = [(m, n) for m in found for n in m.notes]
    if remarks:
        yield "## Remarks\n"
        yield from (f"- {m.label}: {n.en}." for m, n in remarks)


def _table(matches: Sequence[SourceMatch]) -> Iterator[str]:
    yield "| Source | Identifier | Relied on at |"
    yield "| --- | --- | --- |"
    for match in matches:
        shown = f"[{match.label}]({match.url})" if match.url else match.label
        yield f"| {shown} | `{match.id}` | {_places(match.occurrences)} |"


def _places(occurrences: Sequence[Occurrence]) -> str:
    places = dict.fromkeys(_place(o) for o in occurrences)
    return "; ".join(sorted(places, key=natural_key))


def _place(at: Occurrence) -> str:
    where = f"fn {at.footnote}" if at.footnote else f"{at.section}, p. {at.page}"
    return f"{where} ({show_pinpoint(at.pinpoint)})" if at.pinpoint else where
