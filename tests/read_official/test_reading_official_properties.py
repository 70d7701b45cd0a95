"""What holds for every file in these dialects: nothing is lost, and every place slices back."""

from collections import Counter
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.read_official.reading import characters, read_text

from kaderwijzer.checks import document_faults
from kaderwijzer.errors import CorpusError

ODD = (
    "de dienst verstrekt gegevens. Dat is zo; voor: a. b. 1. 2°. – Zie nr. 8 “ja” x\u00ady  \n \u00a0 "
    "III. Artikel 59 (1) 3) diensten, en."
)
WORDS = st.sampled_from(ODD.split(" "))
TEXT = st.lists(WORDS, max_size=6).map(" ".join)
INLINE = st.sampled_from(["nadruk", "extref", "inf", "noot", "voetref"])
BLOCKS = (
    "al lijst li divisie tuskop tussenkop citaat table row al-groep lid artikel titel ondertekening "
    "iets kop voetnoot li.nr lidnr"
)
BLOCK = st.sampled_from(BLOCKS.split(" "))


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    """Draw an element with text, elements inside a line, processing instructions and blocks."""
    tag = draw(BLOCK)
    parts = [draw(TEXT)]
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["inline", "block", "instruction", "comment"]))
        if kind == "block" and depth:
            parts.append(draw(elements(depth - 1)))
        elif kind == "instruction":
            parts.append("<?xpp qa?>")
        elif kind == "comment":
            parts.append("<!-- x -->")
        else:
            parts.append(draw(inlines()))
        parts.append(draw(TEXT))
    kop = draw(st.sampled_from(["", "", "<kop><nr>1.</nr><titel>Kop</titel></kop>"]))
    return f"<{tag}>{kop if tag in ('divisie', 'artikel') else ''}{''.join(parts)}</{tag}>"


@st.composite
def inlines(draw: st.DrawFn) -> str:
    tag, text = draw(INLINE), draw(TEXT)
    if tag == "noot":
        number = draw(st.integers(1, 4))
        name = draw(st.integers(0, 99))
        return f'<noot id="n{name}"><noot.nr>{number}</noot.nr><noot.al>{text}</noot.al></noot>'
    if tag == "voetref":
        return f'<voetref refid="v{draw(st.integers(1, 2))}" nr="{draw(st.integers(1, 2))}"/>'
    return f"<{tag}>{text}</{tag}>"


PAPERS = st.lists(elements(), min_size=1, max_size=5).map(
    lambda parts: f"<kamerwrk><body><stuk>{''.join(parts)}</stuk></body></kamerwrk>"
)
LAWS = st.lists(elements(), min_size=1, max_size=5).map(
    lambda parts: f"<toestand><wettekst>{''.join(parts)}</wettekst></toestand>"
)


@settings(max_examples=250, deadline=None)
@given(st.one_of(PAPERS, LAWS))
def test_nothing_is_lost_and_every_place_slices_back(text: str) -> None:
    try:
        document = read_text("a.xml", text)
    except CorpusError as error:
        assert "no text found in it" in str(error)
        return
    assert document_faults(document) == []
    assert len({p.id for p in document.paragraphs}) == len(document.paragraphs)
    assert len({s.id for s in document.sections}) == len(document.sections)
    in_file = characters(ElementTree.fromstring(text))
    in_source = Counter(c for c in document.source.text if not c.isspace())
    if "<noot id" not in text:  # two notes of one name are one note
        assert not in_file - in_source


PIECES = st.sampled_from(
    ["### Artikel  1", "###Artikel 2a", "### Hoofdstuk 1", "####Titel", "1.  Eerste lid.", "2. Twee",
     "3a.  Lid", "a. onder a;", "1°. sub;", "Los.", "", "", "  ", "<b>", "Lasten en bevelen", "# x"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=9)), max_size=25))
def test_markdown_keeps_every_character(lines: list[str]) -> None:
    text = "\n".join(["### Artikel 1", "Tekst.", *lines])
    try:
        document = read_text("a.md", text)
    except CorpusError as error:
        assert "mis-encoded" in str(error)
        return
    assert document.source.text == text
    assert document_faults(document) == []
