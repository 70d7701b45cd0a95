"""What holds for every text: each character once, every range of the reading text slices back."""

from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.read.folder import source

from kaderwijzer.model import CleanText, Document, Layout, ParagraphKind, RegionKind, Span
from kaderwijzer.read.cleaning import JoinRules, clean, source_spans
from kaderwijzer.read.structure import structure

KINDS = {
    ParagraphKind.BODY: RegionKind.BODY,
    ParagraphKind.BLOCK_QUOTE: RegionKind.BLOCK_QUOTE,
    ParagraphKind.FOOTNOTE: RegionKind.FOOTNOTE,
}
# Lines such as documents have: headings, notes, page numbers, quotations, hyphens, odd white space.
ODD = (
    "de MIVD samen- werking en/ of inlichtingen- en wet. diensten.1 contact.” 2 “De slot.” "
    "(persoons) gegevens zijn. 3 a\u00adb 1 2 3 12 IV II.i V.a nr. 25 877, \u00a0 \t x\u2028y 2\x0b0"
)
WORDS = st.sampled_from(ODD.split(" "))
LINES = st.one_of(
    st.lists(WORDS, min_size=1, max_size=8).map(" ".join),
    st.sampled_from(
        ["", "", " ", "I Inleiding", "II.i Slot", "1 Noot een.", "2 Noot twee", "3 van 9"]
    ),
    st.text(max_size=12),
)
TEXTS = st.lists(LINES, max_size=24).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\n\n", " \n", "\f"]).map(
        lambda end: end.join(lines)
    )
)


def collapsed(text: str) -> str:
    return " ".join(text.split())


def sliced(text: str, spans: tuple[Span, ...]) -> str:
    return collapsed("".join(text[s.start : s.end] for s in spans))


def readable(text: str) -> bool:
    return bool(text.strip()) and "\0" not in text


def assert_sound(document: Document) -> None:
    """Assert what every document must keep to, whatever its text."""
    text = document.source.text
    regions = document.regions
    assert [r.start for r in regions] == [0, *(r.end for r in regions[:-1])]
    assert regions[-1].end == len(text)
    kinds = {i: r.kind for r in regions for i in range(r.start, r.end)}
    assert all(text[i].isspace() for i, k in kinds.items() if k is RegionKind.WHITE_SPACE)
    for paragraph in document.paragraphs:
        places = [p.source + i for p in paragraph.clean.pieces for i in range(p.length)]
        allowed = {KINDS[paragraph.kind], RegionKind.WHITE_SPACE}
        assert {kinds.get(i, RegionKind.WHITE_SPACE) for i in places} <= allowed
        assert places == sorted(set(places))
        for marker in paragraph.markers:
            assert text[marker.source.start : marker.source.end] == str(marker.number)
        for sentence in paragraph.sentences:
            spans = source_spans(paragraph.clean, sentence.start, sentence.end, text)
            assert sliced(text, spans) == paragraph.clean.text[sentence.start : sentence.end]


def test_every_character_of_the_framework_is_in_one_region(framework: Document) -> None:
    assert_sound(framework)


def test_every_kind_of_region_occurs_in_the_framework(framework: Document) -> None:
    assert {r.kind for r in framework.regions} == set(RegionKind)


def test_regions_of_the_framework_hold_nothing_but_their_own(framework: Document) -> None:
    """The letters of all paragraphs, headings and furniture together are those of the source."""
    text = framework.source.text
    taken = {
        p.source + i for q in framework.paragraphs for p in q.clean.pieces for i in range(p.length)
    }
    for region in framework.regions:
        left = [i for i in range(region.start, region.end) if i not in taken]
        if region.kind in (RegionKind.BODY, RegionKind.BLOCK_QUOTE, RegionKind.FOOTNOTE):
            # Left out of the reading text: white space, line-end hyphens, numbers of footnotes.
            assert {text[i] for i in left} <= set(" \xa0\n-0123456789")


@given(data=st.data())
def test_any_range_of_the_framework_slices_back(framework: Document, data: st.DataObject) -> None:
    paragraph = data.draw(st.sampled_from(framework.paragraphs))
    end = data.draw(st.integers(1, len(paragraph.clean.text)))
    start = data.draw(st.integers(0, end - 1))
    spans = source_spans(paragraph.clean, start, end, framework.source.text)
    assert sliced(framework.source.text, spans) == collapsed(paragraph.clean.text[start:end])


def test_every_sentence_of_the_framework_slices_back(framework: Document) -> None:
    text = framework.source.text
    count = 0
    for paragraph in framework.paragraphs:
        for s in paragraph.sentences:
            spans = source_spans(paragraph.clean, s.start, s.end, text)
            assert sliced(text, spans) == paragraph.clean.text[s.start : s.end]
            count += 1
    assert count == 511


@settings(max_examples=150)
@given(text=TEXTS.filter(readable), lost=st.sampled_from([(), ("samen werking",)]))
def test_any_text_is_read_soundly(text: str, lost: tuple[str, ...]) -> None:
    assert_sound(structure(source(text, layout=Layout(lost_hyphens=lost))))


@settings(max_examples=100)
@given(text=TEXTS.filter(readable))
def test_reading_twice_gives_the_same(text: str) -> None:
    assert structure(source(text)) == structure(source(text))


def as_lines(text: str) -> list[Span]:
    spans, at = [], 0
    for raw in text.splitlines(keepends=True):
        if raw.strip():
            begin = at + raw.index(raw.strip()[0])
            spans.append(Span(begin, begin + len(raw.strip())))
        at += len(raw)
    return spans


def cleaned(text: str, dropped: list[Span]) -> CleanText:
    return clean(text, as_lines(text), dropped, JoinRules(text, ("samen werking",)))


@settings(max_examples=150)
@given(text=TEXTS.filter(readable), data=st.data())
def test_cleaning_maps_back(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    dropped = [
        Span(min(a, b), max(a, b))
        for a, b in data.draw(st.lists(st.tuples(places, places), max_size=2))
    ]
    found = cleaned(text, dropped)
    gone = {i for s in dropped for i in range(s.start, s.end)}
    taken = [p.source + i for p in found.pieces for i in range(p.length)]

    assert len(taken) == len(found.text)
    assert taken == sorted(set(taken))
    assert not gone & set(taken)
    assert found.text == collapsed(found.text)
    for char, place in zip(found.text, taken, strict=True):
        assert char == " " if text[place : place + 1].isspace() or place == len(text) else (
            char == text[place]
        )  # fmt: skip


@settings(max_examples=150)
@given(text=TEXTS.filter(readable))
def test_cleaning_leaves_out_only_white_space_and_hyphens(text: str) -> None:
    taken = {p.source + i for p in cleaned(text, []).pieces for i in range(p.length)}
    left = reduce(lambda s, i: s if i in taken else s + text[i], range(len(text)), "")
    assert {c for c in left if not c.isspace()} <= {"-", "\u00ad"}


@settings(max_examples=150)
@given(text=TEXTS.filter(readable), data=st.data())
def test_any_range_of_any_clean_text_slices_back(text: str, data: st.DataObject) -> None:
    found = cleaned(text, [])
    end = data.draw(st.integers(0, len(found.text)))
    start = data.draw(st.integers(0, end))
    assert sliced(text, source_spans(found, start, end, text)) == collapsed(found.text[start:end])
