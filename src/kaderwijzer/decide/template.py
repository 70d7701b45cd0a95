"""`templates/*.yaml` → decision tables, each row proven: one legal question a file.

A table is sound when every combination of fact values meets exactly one row, and every anchor's quote
stands in its paragraph word for word. `faults` names all that is not so.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import (
    Anchor,
    AskedAs,
    Authority,
    Bilingual,
    Document,
    DocumentId,
    Fact,
    FactValue,
    Language,
    Paragraph,
    ParagraphId,
    Phrasing,
    Polarity,
    Row,
    Template,
    Verdict,
    WrittenQuestion,
)

_PACKAGE = "kaderwijzer.decide"
# A quote that begins behind one of these words would say more than the text does.
_NEGATED = re.compile(
    r"\b(?:niet|geen|slechts|uitsluitend|alleen|tenzij|mits|nooit|nimmer|zonder|behoudens)\s*$"
)
# The document that the tables are about.
DOCUMENT = DocumentId("ctivd-juridisch-kader-mivd-2015")


@lru_cache(maxsize=1)
def read_templates() -> tuple[Template, ...]:
    """Read and check all tables; raises CorpusError that names every fault of form."""
    return tuple(template_of(data) for data in _all_data())


def tables_json() -> str:
    """Return all tables without their phrasings as JSON, by id: what asking needs of them."""
    return json.dumps(
        {data["id"]: {**data, "phrasings": None} for data in _all_data()}, ensure_ascii=False
    )


@lru_cache(maxsize=1)
def _all_data() -> tuple[dict[str, Any], ...]:
    folder = resources.files(_PACKAGE).joinpath("templates")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return tuple(_read(f.name, f.read_text(encoding="utf-8")) for f in files)


def _read(name: str, text: str) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data: dict[str, Any] = yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        raise CorpusError(f"{name}: not valid YAML ({' '.join(str(error).split())})") from error
    problems = [f"{name}: {'/'.join(map(str, e.path))}: {e.message[:200]}" for e in _invalid(data)]
    if problems:
        raise CorpusError("\n".join(problems))
    if name != f"{data['id']}.yaml":
        raise CorpusError(f"{name}: its id is {data['id']}; give file and table one name")
    return data


def _invalid(data: Any) -> list[Any]:
    return sorted(_validator().iter_errors(data), key=lambda e: list(map(str, e.path)))


@lru_cache(maxsize=1)
def _validator() -> Any:
    import jsonschema

    schema = resources.files(_PACKAGE).joinpath("schemas", "template.schema.json")
    return jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))


def template_of(data: dict[str, Any]) -> Template:
    """Return a table from its checked data; without phrasings where those were left out."""
    return Template(
        id=data["id"],
        title=_both(data["title"]),
        question=_both(data["question"]),
        opposite=_both(data["opposite"]),
        facts=tuple(_fact(fact) for fact in data["facts"]),
        rows=tuple(_row(row) for row in data["rows"]),
        phrasings=tuple(_phrasings(data["phrasings"] or {})),
    )


def _both(data: dict[str, str]) -> Bilingual:
    return Bilingual(data["nl"], data["en"])


def _fact(data: dict[str, Any]) -> Fact:
    values = (
        FactValue(v["id"], _both(v["label"]), tuple(v["cues"]["nl"]), tuple(v["cues"]["en"]))
        for v in data["values"]
    )
    return Fact(data["id"], _both(data["ask"]), tuple(values))


def _row(data: dict[str, Any]) -> Row:
    return Row(
        when=tuple(sorted(data["when"].items())),
        verdict=Verdict(data["verdict"]),
        disputed=data["disputed"],
        conclusion=_both(data["conclusion"]),
        authority=Authority(data["authority"]),
        anchors=tuple(Anchor(a["paragraph"], a["quote"]) for a in data["anchors"]),
        scenarios=tuple(_both(s) for s in data["scenarios"]),
    )


def _phrasings(data: dict[str, Any]) -> Iterator[Phrasing]:
    for polarity in Polarity:
        for language in Language:
            for item in data.get(polarity.value, {}).get(language.value, ()):
                facts = tuple(sorted(item.get("facts", {}).items()))
                yield Phrasing(AskedAs(polarity, facts), language, item["q"])


def polarity_of(template: Template, reading: str) -> Polarity | None:
    """Return which way round a canonical question asks its table; None where it is not one of its own."""
    if reading in (template.question.nl, template.question.en):
        return Polarity.POSITIVE
    if reading in (template.opposite.nl, template.opposite.en):
        return Polarity.NEGATIVE
    return None


def faults(templates: Iterable[Template], document: Document) -> list[str]:
    """Return every gap, overlap, unknown fact value and quote that does not stand in the text."""
    text = {p.id: p.clean.text for p in document.paragraphs}
    return [
        f"{template.id}: {fault}"
        for template in templates
        for fault in (*_row_faults(template), *_anchor_faults(template, text))
    ]


def _row_faults(template: Template) -> Iterator[str]:
    values = {fact.id: {value.id for value in fact.values} for fact in template.facts}
    named = [*(row.when for row in template.rows), *(p.asked.facts for p in template.phrasings)]
    for fact, value in sorted({pair for when in named for pair in when}):
        if value not in values.get(fact, ()):
            yield f"there is no fact {fact} with the value {value}; correct it"
    for facts in combinations(template):
        fitting = sum(set(row.when) <= set(facts) for row in template.rows)
        if fitting != 1:
            yield f"{fitting} rows for {dict(facts)}; exactly one must fit"


def combinations(template: Template) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield every combination of fact values of a table."""
    choices = [[(fact.id, value.id) for value in fact.values] for fact in template.facts]
    return itertools.product(*choices)


def _anchor_faults(template: Template, text: dict[Any, str]) -> Iterator[str]:
    for row in template.rows:
        if row.disputed and len(row.anchors) < 2:
            yield f"the disputed row {dict(row.when)} needs a quote for each position"
        for anchor in row.anchors:
            before, found, _ = text.get(anchor.paragraph, "").partition(anchor.quote)
            if not found:
                yield f"not in {anchor.paragraph}: '{anchor.quote[:60]}'; copy it from the text"
            elif _NEGATED.search(before):
                yield f"cut behind a negator: '{anchor.quote[:60]}'; take that word in"


def canonical_questions(
    templates: Iterable[Template], document: Document
) -> Iterator[WrittenQuestion]:
    """Yield the canonical questions and their opposites, each with the sentences that prove a row.

    They lead a question that is put as yes or no to the passage on which its verdict rests.
    """
    paragraphs = {p.id: p for p in document.paragraphs}
    for template in templates:
        for paragraph, sentences in _proof(template, paragraphs):
            for both in (template.question, template.opposite):
                for language, text in ((Language.DUTCH, both.nl), (Language.ENGLISH, both.en)):
                    yield WrittenQuestion(
                        document.source.entry.id, paragraph, sentences, language, text
                    )


def proofs(
    templates: Iterable[Template], document: Document
) -> Iterator[tuple[str, set[tuple[ParagraphId, int]]]]:
    """Yield per table the sentences (paragraph and number) in which the quotes of its rows stand."""
    paragraphs = {p.id: p for p in document.paragraphs}
    for template in templates:
        anchors = [anchor for row in template.rows for anchor in row.anchors]
        yield (
            template.id,
            {
                (ParagraphId(anchor.paragraph), sentence)
                for anchor in anchors
                for sentence in anchored(anchor, paragraphs[ParagraphId(anchor.paragraph)])
            },
        )


def _proof(
    template: Template, paragraphs: Mapping[ParagraphId, Paragraph]
) -> Iterator[tuple[ParagraphId, tuple[int, ...]]]:
    """Yield once each the sentences in which the first quote of a row stands."""
    seen = set()
    for row in template.rows:
        paragraph = paragraphs[ParagraphId(row.anchors[0].paragraph)]
        sentences = anchored(row.anchors[0], paragraph)
        if (paragraph.id, sentences) not in seen:
            seen.add((paragraph.id, sentences))
            yield paragraph.id, sentences


def anchored(anchor: Anchor, paragraph: Paragraph) -> tuple[int, ...]:
    """Return the numbers of the sentences in which an anchor's quote stands, from 0."""
    start = paragraph.clean.text.index(anchor.quote)
    end = start + len(anchor.quote)
    return tuple(n for n, s in enumerate(paragraph.sentences) if s.start < end and start < s.end)
