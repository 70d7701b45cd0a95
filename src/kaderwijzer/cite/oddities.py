"""Citations that are wrong or odd: shown as printed, with the probable correction and its evidence.

Each rule looks at all citations of one document and yields remarks; no rule knows a line or a note.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kaderwijzer.cite.identity import identifier, kind, known, law_name, listed_dossiers
from kaderwijzer.cite.labels import label, show_pinpoint
from kaderwijzer.cite.repeated import repeated_notes
from kaderwijzer.cite.sections import section_oddities
from kaderwijzer.model import (
    Article,
    Citation,
    CitationId,
    CitationKind,
    Document,
    Existence,
    Kamerstuk,
    Note,
    PaperPart,
    PinpointKind,
    Report,
)


@dataclass(frozen=True)
class Remark:
    """A remark on the citation at `index`."""

    index: int
    note: Note
    probable: CitationId | None = None


Rule = Callable[[Sequence[Citation], Document], Iterator[Remark]]


def with_notes(citations: tuple[Citation, ...], document: Document) -> tuple[Citation, ...]:
    """Return the citations with the remarks of all rules."""
    remarks: dict[int, list[Remark]] = defaultdict(list)
    for rule in _RULES:
        for remark in rule(citations, document):
            remarks[remark.index].append(remark)
    return tuple(_remarked(c, remarks.get(i, [])) for i, c in enumerate(citations))


def _remarked(citation: Citation, remarks: Sequence[Remark]) -> Citation:
    if not remarks:
        return citation
    probable = next((r.probable for r in remarks if r.probable), None)
    notes = tuple(dict.fromkeys(r.note for r in remarks))
    # An identifier that was probably misprinted has no address: it would lead nowhere.
    url = None if probable and citation.id not in known() else citation.url
    return replace(citation, notes=notes, probable=probable, url=url)


def two_dossiers(citations: Sequence[Citation], document: Document) -> Iterator[Remark]:
    """A paper under two dossiers that differ in one digit: the unlisted one is probably wrong."""
    papers = [(i, c.reference) for i, c in enumerate(citations)]
    for i, paper in papers:
        if not isinstance(paper, Kamerstuk) or paper.dossier in listed_dossiers():
            continue
        for _, other in papers:
            if isinstance(other, Kamerstuk) and _differ_in_one_digit(paper, other):
                yield _dossier_remark(i, citations, replace(paper, dossier=other.dossier))
                break


def _differ_in_one_digit(paper: Kamerstuk, other: Kamerstuk) -> bool:
    digits = sum(a != b for a, b in zip(paper.dossier, other.dossier, strict=True))
    same = replace(paper, dossier=other.dossier) == other
    return digits == 1 and same and other.dossier in listed_dossiers()


def _dossier_remark(i: int, citations: Sequence[Citation], meant: Kamerstuk) -> Remark:
    where = _notes_of(c for c in citations if c.reference == meant)
    printed, probable = _spaced(citations[i].reference), _spaced(meant)
    note = Note(
        f"gedrukt als {printed}; waarschijnlijk {probable}: zie {_in_notes(where, 'nl')} "
        f"met hetzelfde nr. {meant.number} onder {probable}; {printed} staat niet op de lijst van "
        "officiële kenmerken",
        f"as printed {printed}; probably {probable}: see {_in_notes(where, 'en')} "
        f"with the same nr. {meant.number} under {probable}; {printed} is not on the list of "
        "official identifiers",
    )
    return Remark(i, note, identifier(meant))


def _spaced(reference: object) -> str:
    assert isinstance(reference, Kamerstuk)
    return f"{reference.dossier[:2]} {reference.dossier[2:]}"


def _notes_of(citations: Iterator[Citation]) -> list[int]:
    return sorted({c.footnote for c in citations if c.footnote is not None})


def _in_notes(numbers: Sequence[int], language: str) -> str:
    """Name footnotes, or the running text where there are none.

    >>> _in_notes([18, 31], "nl"), _in_notes([], "nl")
    ('voetnoten 18 en 31', 'de lopende tekst')
    """
    one, many, and_, none = {
        "nl": ("voetnoot", "voetnoten", "en", "de lopende tekst"),
        "en": ("footnote", "footnotes", "and", "the running text"),
    }[language]
    if not numbers:
        return none
    *first, last = map(str, numbers)
    return f"{many} {', '.join(first)} {and_} {last}" if first else f"{one} {last}"


def two_numbers_for_a_report(citations: Sequence[Citation], document: Document) -> Iterator[Remark]:
    """A report attached to two papers: the one that is known to have carried it is right."""
    carriers: dict[str, list[int]] = defaultdict(list)
    for i, (before, citation) in enumerate(pairwise(citations), 1):
        if isinstance(before.reference, Report) and _is_attachment(citation, before):
            carriers[before.reference.id].append(i)
    for report, places in carriers.items():
        if len({citations[i].id for i in places}) > 1:
            for i in places:
                yield _carrier_remark(i, places, citations, report)


def _is_attachment(citation: Citation, report: Citation) -> bool:
    paper = citation.reference
    attached = isinstance(paper, Kamerstuk) and paper.part is PaperPart.ATTACHMENT
    return attached and citation.footnote == report.footnote


def _carrier_remark(
    i: int, places: Sequence[int], citations: Sequence[Citation], report: str
) -> Remark:
    citation = citations[i]
    other = next(citations[j] for j in places if citations[j].id != citation.id)
    name, number = report.removeprefix("ctivd-"), _number(other)
    row = known().get(other.id)
    if row is None or row.carries != report:
        return Remark(
            i,
            Note(
                f"voetnoot {other.footnote} noemt voor rapport {name} nr. {number}; "
                f"waarschijnlijk is nr. {_number(citation)} juist",
                f"footnote {other.footnote} gives nr. {number} for report {name}; "
                f"probably nr. {_number(citation)} is right",
            ),
        )
    nl, en = _cited_otherwise(citation, citations)
    return Remark(
        i,
        Note(
            f"gedrukt als nr. {_number(citation)}; waarschijnlijk nr. {number}: met die brief is "
            f"rapport {name} verzonden en voetnoot {other.footnote} noemt dat nummer{nl}",
            f"as printed nr. {_number(citation)}; probably nr. {number}: report {name} was sent "
            f"with that letter and footnote {other.footnote} gives that number{en}",
        ),
        other.id,
    )


def _number(citation: Citation) -> str:
    assert isinstance(citation.reference, Kamerstuk)
    return citation.reference.number


def _cited_otherwise(citation: Citation, citations: Sequence[Citation]) -> tuple[str, str]:
    """Evidence: the same paper cited elsewhere as a paper of its own."""
    others = _notes_of(
        c for c in citations if c.id == citation.id and c.reference != citation.reference
    )
    if not others:
        return "", ""
    number = _number(citation)
    return (
        f"; vergelijk {_in_notes(others, 'nl')} met nr. {number} zelf, zonder bijlage",
        f"; compare {_in_notes(others, 'en')} with nr. {number} itself, without attachment",
    )


def several_candidates(citations: Sequence[Citation], document: Document) -> Iterator[Remark]:
    """An identifier that does not exist as printed, but only with an addition."""
    for i, citation in enumerate(citations):
        if citation.existence is not Existence.AMBIGUOUS or not citation.candidates:
            continue
        listed = ", ".join(citation.candidates)
        if citation.kind is CitationKind.HANDELINGEN:
            count = len(citation.candidates)
            nl = f"zonder itemnummer aangehaald; er zijn {count} kandidaten: {listed}"
            en = f"cited without an item number; there are {count} candidates: {listed}"
        else:
            nl = f"dit nummer bestaat alleen als {listed}"
            en = f"this number exists only as {listed}"
        yield Remark(i, Note(nl, en), _attached(citation))


def _attached(citation: Citation) -> CitationId | None:
    """Where the citation says "bijlage", the candidate that is the attachment was meant."""
    paper = citation.reference
    if isinstance(paper, Kamerstuk) and paper.part is PaperPart.ATTACHMENT:
        return next((c for c in citation.candidates if c.endswith("-b1")), None)
    return None


def pages_beyond_the_paper(citations: Sequence[Citation], document: Document) -> Iterator[Remark]:
    """Pages that a short letter does not have: they are those of what it carried."""
    for i, citation in enumerate(citations):
        row = known().get(citation.id)
        point = citation.pinpoint
        if not (row and row.pages and point and point.kind is PinpointKind.PAGE):
            continue
        if max(int(last) for _, last in point.ranges) > row.pages:
            carried = label(Report(row.carries)) if row.carries else "?"
            shown = show_pinpoint(point)
            yield Remark(
                i,
                Note(
                    f"nr. {_number(citation)} zelf telt {row.pages} bladzijde; {shown} hoort "
                    f"waarschijnlijk bij de bijlage ({carried})",
                    f"nr. {_number(citation)} itself has {row.pages} page; {shown} is probably of "
                    f"the attachment ({carried})",
                ),
            )


def foreign_law(citations: Sequence[Citation], document: Document) -> Iterator[Remark]:
    """Foreign law is recognised, not resolved."""
    for i, citation in enumerate(citations):
        reference = citation.reference
        if isinstance(reference, Article) and kind(reference) is CitationKind.FOREIGN_LAW:
            name = law_name(reference.law)
            nl = f"buitenlands recht ({name}): geen Nederlands kenmerk of adres"
            en = f"foreign law ({name}): no Dutch identifier or address"
            yield Remark(i, Note(nl, en))


def _repeated(citations: Sequence[Citation], document: Document) -> Iterator[Remark]:
    for i, note in repeated_notes(citations, document):
        yield Remark(i, note)


def _sections(citations: Sequence[Citation], document: Document) -> Iterator[Remark]:
    for i, note, probable in section_oddities(citations, document):
        yield Remark(i, note, probable)


_RULES: tuple[Rule, ...] = (
    two_dossiers,
    two_numbers_for_a_report,
    several_candidates,
    pages_beyond_the_paper,
    foreign_law,
    _repeated,
    _sections,
)
