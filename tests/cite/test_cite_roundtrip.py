"""Reading a label gives back what was labelled."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kaderwijzer.cite.find import find
from kaderwijzer.cite.found import Context
from kaderwijzer.cite.identity import identifier
from kaderwijzer.cite.labels import label
from kaderwijzer.cite.papers import from_identifier
from kaderwijzer.model import (
    Aanhangsel,
    Article,
    Case,
    Chamber,
    DocumentId,
    Handelingen,
    Kamerstuk,
    LawId,
    PaperPart,
    Pinpoint,
    PinpointKind,
    Reference,
    Report,
    SectionReference,
    Staatsblad,
)

DOCUMENT = DocumentId("text")
CONTEXT = Context(DOCUMENT, frozenset({"II", "II.iii", "V.vii", "fn.12"}), LawId("BWBR0013409"))
chambers = st.sampled_from(Chamber)
sessions = st.integers(1990, 2024).map(lambda y: f"{y}-{y + 1}")
numbers = st.integers(1, 999).map(str)
members = st.none() | st.integers(1, 12).map(str)


@st.composite
def kamerstukken(draw: st.DrawFn) -> Kamerstuk:
    return Kamerstuk(
        draw(chambers),
        draw(sessions),
        str(draw(st.integers(20000, 36999))),
        draw(st.sampled_from([None, None, "V", "VII", "X", "IIA"])),
        draw(numbers | st.sampled_from(["58a", "12b", "A", "E", "AB"])),
        draw(st.sampled_from(PaperPart)),
    )


@st.composite
def pages(draw: st.DrawFn) -> Pinpoint:
    firsts = draw(st.lists(st.integers(1, 400), min_size=1, max_size=3))
    ranges = [(a, a + draw(st.sampled_from([0, 0, 1, 7]))) for a in firsts]
    listed = tuple((str(a), str(b)) for a, b in ranges)
    return Pinpoint(PinpointKind.PAGE, listed, draw(st.booleans()))


places = st.sampled_from([PinpointKind.CHAPTER, PinpointKind.PARAGRAPH])
chapters = st.builds(
    lambda kind, place: Pinpoint(kind, ((place, place),)),
    places,
    st.sampled_from(["1", "5.1", "7.1.2", "12"]),
)
parts = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=3, unique=True).map(
    lambda letters: Pinpoint(PinpointKind.PART, tuple((x, x) for x in letters))
)
articles = st.builds(
    Article,
    st.sampled_from(["BWBR0013409", "BWBR0039896", "BWBV0001000"]).map(LawId),
    st.sampled_from(["2", "59", "126g", "8:29"]),
    members,
)
reports = st.sampled_from(["22a", "8b", "38", "5a"]).map(lambda n: Report(f"ctivd-{n}"))
minutes = st.builds(Handelingen, chambers, sessions, numbers, st.none() | numbers)
appendices = st.builds(Aanhangsel, chambers, sessions, numbers)
others = (
    st.builds(Staatsblad, st.integers(1990, 2024).map(str), numbers)
    | st.just(Case("ECLI:NL:RVS:2011:BR1234"))
    | st.just(Report("dessens-2013"))
    | st.sampled_from(["II", "II.iii", "V.vii", "fn.12"]).map(
        lambda s: SectionReference(DOCUMENT, s)
    )
    | st.sampled_from(["4.4", "fn.99"]).map(lambda s: SectionReference(None, s))
)


def attached(reference: Reference, pinpoint: Pinpoint | None) -> Pinpoint | None:
    is_attachment = isinstance(reference, Kamerstuk) and reference.part is PaperPart.ATTACHMENT
    return Pinpoint(PinpointKind.ATTACHMENT) if is_attachment and pinpoint is None else pinpoint


@settings(max_examples=400, deadline=None)
@given(
    st.tuples(kamerstukken(), st.none() | pages())
    | st.tuples(minutes | appendices, st.none() | pages())
    | st.tuples(reports, st.none() | chapters)
    | st.tuples(articles, st.none() | parts)
    | st.tuples(others, st.none())
)
def test_reading_a_label_is_the_identity(cited: tuple[Reference, Pinpoint | None]) -> None:
    reference, pinpoint = cited[0], attached(*cited)
    text = label(reference, pinpoint)
    found = find(f"Zie {text}; meer niet.", CONTEXT)
    assert [(f.reference, f.pinpoint) for f in found] == [(reference, pinpoint)]
    assert (found[0].start, found[0].end) == (4, 4 + len(text))


@given(minutes | appendices | st.builds(Staatsblad, st.integers(1990, 2024).map(str), numbers))
def test_identifiers_read_back(reference: Reference) -> None:
    assert from_identifier(identifier(reference)) == reference


@given(kamerstukken())
def test_identifiers_of_papers_read_back(paper: Kamerstuk) -> None:
    back = from_identifier(identifier(paper))
    assert isinstance(back, Kamerstuk)
    assert identifier(back) == identifier(paper)
    assert (back.dossier, back.chapter, back.number) == (paper.dossier, paper.chapter, paper.number)
