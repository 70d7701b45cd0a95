"""The catalogue of all decision tables, as one Markdown page a language for the documentation.

Tables stand in the order of the text: by the place of the first quote of their first row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaderwijzer.decide.catalogue_words import WORDS, Words
from kaderwijzer.model import (
    Anchor,
    Authority,
    Bilingual,
    Document,
    Fact,
    Language,
    Paragraph,
    ParagraphId,
    ParagraphKind,
    Row,
    Section,
    SectionId,
    Template,
)

# Characters that mean something in Markdown or HTML wherever they stand.
_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~$])")
# What makes a list, a heading or a rule where a line begins with it.
_OPENING = re.compile(r"^(\d+(?=[.)])|)([-+=#.)])")
# A quote may end before the full stop or the quotation mark after which its footnote is called.
_CLOSING = re.compile(r"[.,;:!?”’)]*")


@dataclass(frozen=True)
class Labels:
    """What another stage puts into words: the law of the text and its date, and who speaks."""

    banner: str
    speakers: Mapping[Authority, str]


@dataclass(frozen=True)
class _Setting:
    """What the parts of a page share."""

    document: Document
    paragraphs: Mapping[str, Paragraph]
    language: Language
    words: Words
    labels: Labels

    def say(self, both: Bilingual) -> str:
        return escaped(both.nl if self.language is Language.DUTCH else both.en)


def rules_markdown(
    templates: Iterable[Template], document: Document, language: Language, labels: Labels
) -> str:
    """Return the page that prints every table; each anchor must stand in the document."""
    paragraphs = {str(p.id): p for p in document.paragraphs}
    setting = _Setting(document, paragraphs, language, WORDS[language], labels)
    tables = in_text_order(templates, document)
    parts = (*_head(tables, setting), *_contents(tables, setting), *_body(tables, setting))
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    r"""Return text so that Markdown shows it as it is.

    >>> escaped("1. een *ster* [sic]")
    '1\\. een \\*ster\\* \\[sic\\]'
    """
    return _OPENING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading.

    >>> slug("II.iii Taken, professionaliteit en betrouwbaarheid")
    'iiiii-taken-professionaliteit-en-betrouwbaarheid'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# --- order -----------------------------------------------------------------------------------


def in_text_order(templates: Iterable[Template], document: Document) -> tuple[Template, ...]:
    """Return the tables by section, paragraph and place of their first quote.

    A footnote stands where it is called.
    """
    order = {section.id: n for n, section in enumerate(document.sections)}
    paragraphs = {str(p.id): (n, p) for n, p in enumerate(document.paragraphs)}
    called = {
        str(marker.number): (n, marker.clean)
        for n, paragraph in enumerate(document.paragraphs)
        for marker in paragraph.markers
    }

    def key(template: Template) -> tuple[int, int, int, str]:
        anchor = template.rows[0].anchors[0]
        n, paragraph = paragraphs[anchor.paragraph]
        own = (n, paragraph.clean.text.index(anchor.quote))
        place = called.get(anchor.paragraph.removeprefix("fn."), own)
        return (order[paragraph.section], *place, template.id)

    return tuple(sorted(templates, key=key))


def _section_of(template: Template, setting: _Setting) -> SectionId:
    return setting.paragraphs[template.rows[0].anchors[0].paragraph].section


def _counts(tables: Iterable[Template], setting: _Setting) -> dict[SectionId, int]:
    """Return how many tables each section has, in text order; a chapter counts its sections."""
    found = [_section_of(template, setting) for template in tables]
    counts = {
        s.id: sum(f == s.id or f.startswith(f"{s.id}.") for f in found)
        for s in setting.document.sections
    }
    return {section: count for section, count in counts.items() if count}


# --- the top of the page ---------------------------------------------------------------------


def _head(tables: Sequence[Template], setting: _Setting) -> Iterator[str]:
    words, entry = setting.words, setting.document.source.entry
    yield f"# {words.title}"
    yield words.generated
    yield words.what.format(
        title=setting.say(Bilingual(entry.title, entry.title_en)),
        publisher=escaped(entry.publisher),
        tables=len(tables),
        rows=sum(len(template.rows) for template in tables),
    )
    yield f"**{escaped(setting.labels.banner)}**"
    yield f"## {words.reading}"
    yield "\n".join(f"- {line}" for line in words.guide)


def _contents(tables: Sequence[Template], setting: _Setting) -> Iterator[str]:
    yield f"## {setting.words.contents}"
    counts = _counts(tables, setting)
    lines = []
    for section in setting.document.sections:
        if section.id in counts:
            indent = "  " * section.id.count(".")
            name = _name(section)
            lines.append(f"{indent}- [{escaped(name)}](#{slug(name)}) ({counts[section.id]})")
    yield "\n".join(lines)


def _name(section: Section) -> str:
    return f"{section.id} {section.title}"


def _body(tables: Sequence[Template], setting: _Setting) -> Iterator[str]:
    numbers = {template.id: n for n, template in enumerate(tables, 1)}
    counts = _counts(tables, setting)
    for section in setting.document.sections:
        if section.id in counts:
            yield f"{'##' + '#' * section.id.count('.')} {escaped(_name(section))}"
        for template in tables:
            if _section_of(template, setting) == section.id:
                yield from _table(template, numbers[template.id], setting)


# --- one table -------------------------------------------------------------------------------


def _table(template: Template, number: int, setting: _Setting) -> Iterator[str]:
    say, words = setting.say, setting.words
    yield f"#### {number}. {say(template.title)}"
    yield (
        f"**{say(template.question)}** `{template.id}`\\\n"
        f"<sub>{words.opposite}: {say(template.opposite)}</sub>"
    )
    letters = {fact.id: chr(ord("A") + n) for n, fact in enumerate(template.facts)}
    if template.facts:
        yield "\n".join(_fact(fact, letters[fact.id], setting) for fact in template.facts)
    for n, row in enumerate(template.rows, 1):
        parts = "\n\n".join(_row(row, _when(row, template, letters, setting), setting))
        yield _item(n, parts) if template.facts else parts


def _item(number: int, text: str) -> str:
    """Return text as one item of a numbered list."""
    return f"{number}. " + re.sub(r"\n(?=.)", "\n   ", text)


def _fact(fact: Fact, letter: str, setting: _Setting) -> str:
    values = " / ".join(f"*{setting.say(value.label)}*" for value in fact.values)
    return f"- {setting.words.fact} **{letter}**: {setting.say(fact.ask)} {values}"


def _when(
    row: Row, template: Template, letters: Mapping[str, str], setting: _Setting
) -> str | None:
    """Return the facts of a row in words and in the table's order; None if it always fits."""
    when = dict(row.when)
    said = [
        f"**{letters[fact.id]}** *{setting.say(value.label)}*"
        for fact in template.facts
        for value in fact.values
        if when.get(fact.id) == value.id
    ]
    return f" {setting.words.both} ".join(said) or None


def _row(row: Row, when: str | None, setting: _Setting) -> Iterator[str]:
    words = setting.words
    start = f"{words.when} {when} → " if when else ""
    disputed = f" **{words.disputed}**" if row.disputed else ""
    speaker = f"*{words.speaking}: {escaped(setting.labels.speakers[row.authority])}.*"
    yield f"{start}{_verdict(row, setting)} {speaker}{disputed}"
    yield from _proof(row, setting)
    scenarios = " · ".join(setting.say(scenario) for scenario in row.scenarios)
    yield f"{words.example}: {scenarios}"


def _verdict(row: Row, setting: _Setting) -> str:
    """Return the conclusion with the verdict in bold at its head."""
    word, conclusion = setting.words.verdicts[row.verdict], setting.say(row.conclusion)
    opening = re.match(rf"{word}[.,]", conclusion)
    if opening is None:
        return f"**{word}.** {conclusion}"
    return f"**{opening[0]}**{conclusion[opening.end() :]}"


def _proof(row: Row, setting: _Setting) -> Iterator[str]:
    """Yield the first quote with the places of the others; of a disputed row all quotes."""
    if row.disputed:
        for anchor in row.anchors:
            yield _quoted(anchor, place(anchor, setting.document, setting.language))
        return
    first, *others = (place(a, setting.document, setting.language) for a in row.anchors)
    further = [setting.words.same if o == first else o for o in dict.fromkeys(others)]
    also = f"; {setting.words.also}: {'; '.join(further)}" if further else ""
    yield _quoted(row.anchors[0], f"{first}{also}")


def _quoted(anchor: Anchor, where: str) -> str:
    return f"> {escaped(anchor.quote)}\\\n> — {where}"


# --- the place of a quote --------------------------------------------------------------------


def place(anchor: Anchor, document: Document, language: Language) -> str:
    """Return where a quote stands, in words: "II.iv.3, p. 9, voetnoot 11"."""
    words = WORDS[language]
    paragraph = next(p for p in document.paragraphs if p.id == ParagraphId(anchor.paragraph))
    start = paragraph.clean.text.index(anchor.quote)
    end = start + len(anchor.quote)
    page = f"p. {'-'.join(map(str, _pages(document, paragraph, start, end)))}"
    if paragraph.kind is ParagraphKind.FOOTNOTE:
        number = paragraph.id.removeprefix("fn.")
        return f"{paragraph.section}, {page}, {words.in_footnote} {number}"
    notes = _footnotes(paragraph, start, end)
    name = words.footnote if len(notes) == 1 else words.footnotes
    called = f", {name} {', '.join(map(str, notes))}" if notes else ""
    return f"{paragraph.id}, {page}{called}"


def _pages(document: Document, paragraph: Paragraph, start: int, end: int) -> tuple[int, ...]:
    """Return the printed numbers of the pages on which a range of the clean text lies."""
    runs = [
        (piece.source + max(start - piece.clean, 0), piece.source + min(end - piece.clean, length))
        for piece, length in ((piece, piece.length) for piece in paragraph.clean.pieces)
        if start < piece.clean + length and piece.clean < end
    ]
    return tuple(
        page.number
        for page in document.source.pages
        if any(low < page.end and page.start < high for low, high in runs)
    )


def _footnotes(paragraph: Paragraph, start: int, end: int) -> tuple[int, ...]:
    closing = _CLOSING.match(paragraph.clean.text, end)
    last = closing.end() if closing else end
    return tuple(m.number for m in paragraph.markers if start < m.clean <= last)
