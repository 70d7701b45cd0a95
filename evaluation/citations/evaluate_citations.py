"""Measures the parsing of citations and the look-up against the hand-written files beside this one.

Run from the top of the project: `python -m evaluation.citations.evaluate_citations`. Where the
package nllegalcit is installed, its figures stand beside ours; it gives no offsets, so there only
the sources per paragraph are compared.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from evaluation.citations.truth import Truth, document_of, framework, gold, held_back
from kaderwijzer.cite.found import session
from kaderwijzer.cite.gathered import Catalogue
from kaderwijzer.cite.identity import identifier
from kaderwijzer.cite.labels import show_pinpoint
from kaderwijzer.cite.lookup import look_up
from kaderwijzer.cite.parse import parse
from kaderwijzer.model import Chamber, Citation, Document, Handelingen, Kamerstuk, LookUp, Paragraph

HERE = Path(__file__).parent
# Kinds of paper that nllegalcit does not claim to read are left out of its comparison.
COMPARED = ("kst-", "h-tk", "h-ek")


@dataclass
class Score:
    """How many were right, missed and invented."""

    right: int = 0
    missed: int = 0
    invented: int = 0

    def add(self, true: Iterable[object], found: Iterable[object]) -> None:
        """Count two collections against each other, repetitions included."""
        expected, given = Counter(true), Counter(found)
        both = sum((expected & given).values())
        self.right += both
        self.missed += sum(expected.values()) - both
        self.invented += sum(given.values()) - both

    def __str__(self) -> str:
        """Show precision and recall with their denominators."""
        found, there = self.right + self.invented, self.right + self.missed
        return f"precision {self.right}/{found}, recall {self.right}/{there}"


# --- parsing ---


def as_truth(citation: Citation) -> Truth:
    """Return a parsed citation in the form of the truth."""
    pinpoint = show_pinpoint(citation.pinpoint) if citation.pinpoint else None
    return Truth(citation.spans[0].start, citation.spans[-1].end, citation.id, pinpoint)


def score_parsing(texts: Iterable[tuple[Document, list[Truth]]]) -> tuple[Score, list[str]]:
    """Score citations that must agree in offsets, identifier and pinpoint; list what differs."""
    score, rows = Score(), []
    for document, truths in texts:
        found = [as_truth(c) for c in parse(document)]
        score.add(truths, found)
        text = document.source.text
        rows += [f"missed   {_show(t, text)}" for t in truths if t not in found]
        rows += [f"invented {_show(t, text)}" for t in found if t not in truths]
    return score, rows


def _without_citations(texts: Iterable[tuple[Document, list[Truth]]]) -> str:
    bare = [document for document, truths in texts if not truths]
    found = sum(len(parse(document)) for document in bare)
    return f"{found} citations found in the {len(bare)} texts that have none"


def _show(truth: Truth, text: str) -> str:
    return f"{text[truth.start : truth.end]!r} {truth.id} {truth.pinpoint}"


def score_sources(
    texts: Iterable[tuple[Document, list[Truth]]], read: Callable[[str], list[str]]
) -> Score:
    """Score which papers and minutes are found in each paragraph, without offsets."""
    score = Score()
    for document, truths in texts:
        for paragraph in document.paragraphs:
            true = [t.id for t in truths if _stands_in(paragraph, t)]
            score.add([i for i in true if i.startswith(COMPARED)], read(paragraph.clean.text))
    return score


def _stands_in(paragraph: Paragraph, truth: Truth) -> bool:
    return any(p.source <= truth.start < p.source + p.length for p in paragraph.clean.pieces)


def read_with_nllegalcit(text: str) -> list[str]:
    """Return the papers and minutes that nllegalcit finds, by our identifiers."""
    import nllegalcit

    out: list[str] = []
    with contextlib.redirect_stdout(io.StringIO()):  # it prints the minutes that it reads
        parsed = list(nllegalcit.parse_citations(text))
    for cited in parsed:
        reference = _from_nllegalcit(cited)
        if reference is not None:
            out.append(identifier(reference))
    return out


def _from_nllegalcit(cited: Any) -> Kamerstuk | Handelingen | None:
    kind = type(cited).__name__
    if kind == "KamerstukCitation":
        number = str(cited.ondernummer)
        dossier = re.sub(r"\D", "", str(cited.dossiernummer))
        return Kamerstuk(Chamber(cited.kamer), session(cited.vergaderjaar), dossier, None, number)
    if kind == "HandelingCitation":
        item = str(cited.itemnummer) if cited.itemnummer else None
        years = session(cited.vergaderjaar) or ""
        return Handelingen(Chamber(cited.kamer), years, str(cited.vergaderingnummer), item)
    return None


# --- look-up ---


def queries(name: str) -> list[dict[str, Any]]:
    """Return the queries of a set."""
    rows: list[dict[str, Any]] = yaml.safe_load(
        (HERE / f"queries-{name}.yaml").read_text(encoding="utf-8")
    )
    return rows


def faults(row: dict[str, Any], result: LookUp, truths: Sequence[Truth]) -> list[str]:
    """Return what is wrong with the answer to one query."""
    ids = [str(m.id) for m in result.matches]
    out = []
    if result.status.value != row["status"]:
        out.append(f"status {result.status.value}")
    if ids[:1] != row["ids"][:1] or not set(row["ids"]) <= set(ids):
        out.append(f"ids {ids}")
    wanted = [o for m in result.matches if m.id in row["ids"] for o in m.occurrences]
    if "notes" in row:
        notes = sorted({o.footnote for o in wanted if o.footnote})
        return out if notes == sorted(row["notes"]) else [*out, f"notes {notes}"]
    places = {(o.spans[0].start, o.spans[-1].end) for o in wanted}
    expected = {
        (t.start, t.end)
        for t in truths
        if t.id in row["ids"] and row.get("pinpoint") in (None, t.pinpoint)
    }
    if any("#" in i for i in row["ids"]):
        missing = expected - places
        return [*out, f"missing {sorted(missing)}"] if missing else out
    return out if expected == places else [*out, f"places {sorted(expected ^ places)}"]


def score_queries(name: str) -> tuple[int, int, float, list[str]]:
    """Return right answers, queries, the slowest look-up (median of five) in ms, and what differs."""
    document, truths = framework(), gold()
    catalogue = Catalogue(parse(document), (document,))
    look_up("nr. 8", catalogue)
    right, slowest, rows = 0, 0.0, []
    for row in queries(name):
        result = look_up(row["query"], catalogue)
        slowest = max(slowest, _milliseconds(partial(look_up, row["query"], catalogue)))
        wrong = faults(row, result, truths)
        right += not wrong
        rows += [f"{row['query']!r}: {'; '.join(wrong)}"] if wrong else []
    return right, len(queries(name)), slowest, rows


def parse_milliseconds(repeats: int = 7) -> float:
    """Return the median time of parsing the framework, warm."""
    document = framework()
    parse(document)
    return _milliseconds(partial(parse, document), repeats)


def _milliseconds(work: Callable[[], object], repeats: int = 5) -> float:
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begin))
    return sorted(times)[repeats // 2]


def report() -> str:
    """Return all figures with their denominators, and every difference."""
    lines, details = [], []
    sets = {
        "framework": [(framework(), gold())],
        "held-back texts": list(held_back()),
        "held-back texts of a second reader": list(held_back("held-back-texts-2")),
    }
    for name, texts in sets.items():
        score, rows = score_parsing(texts)
        lines.append(f"{name}: offsets, identifier and pinpoint: {score}")
        lines += [f"{name}: {_without_citations(texts)}"] if len(texts) > 1 else []
        details += [f"{name}: {row}" for row in rows]
        lines.append(f"{name}: papers and minutes per paragraph: {score_sources(texts, _ours)}")
        try:
            theirs = score_sources(texts, read_with_nllegalcit)
            lines.append(f"{name}: the same with nllegalcit: {theirs}")
        except ImportError:
            lines.append(f"{name}: nllegalcit is not installed")
    for name in ("development", "held-back"):
        right, count, slowest, rows = score_queries(name)
        lines.append(f"look-up, {name}: {right}/{count} right, slowest {slowest:.1f} ms")
        details += [f"look-up, {name}: {row}" for row in rows]
    lines.append(f"parsing the framework, warm: {parse_milliseconds():.1f} ms")
    return "\n".join([*lines, "", *details])


def _ours(text: str) -> list[str]:
    found = (str(c.id) for c in parse(document_of(text)))
    return [i for i in found if i.startswith(COMPARED)]


if __name__ == "__main__":
    sys.stdout.write(report() + "\n")
