"""A file that cannot be read is refused in one line with the way out."""

import io
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import NameObject, StreamObject
from reportlab.pdfgen.canvas import Canvas
from tests.read.folder import corpus, described, entry, manifest

from kaderwijzer.errors import CorpusError
from kaderwijzer.read.corpus import read_corpus, read_document
from kaderwijzer.read.manifest import read_manifest
from kaderwijzer.read.pdf import read_pdf

DATA = b"I Inleiding\n\nDe dienst mag dit.\n"


def drawn(*lines: str) -> bytes:
    """Return a PDF of one page: with these lines, or only with a picture of lines."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for i, line in enumerate(lines):
        canvas.drawString(72, 700 - 14 * i, line)
    if not lines:
        canvas.rect(72, 700, 300, 2, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def rewritten(**encryption: str) -> bytes:
    """Return a readable PDF, encrypted as told."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(drawn("De dienst mag dit.")))
    if encryption:
        writer.encrypt(**encryption)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def without_pages() -> bytes:
    out = io.BytesIO()
    pypdf.PdfWriter().write(out)
    return out.getvalue()


def with_broken_contents() -> bytes:
    """Return a PDF whose page says it is compressed but is not."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(drawn("De dienst mag dit.")))
    stream = StreamObject()
    stream._data = b"\x00\x01 no deflate stream"
    stream[NameObject("/Filter")] = NameObject("/LZWDecodeX")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read(name: str, data: bytes, folder: Path) -> str:
    """Return the error that a corpus with this one file gives."""
    with pytest.raises(CorpusError) as caught:
        read_corpus(corpus(folder, {name: data}))
    return str(caught.value)


# The file, its content, what the line says is wrong, and the way out that it names.
FILES = {
    "empty text": ("stuk.txt", b"", "is empty", "update sha256"),
    "white text": ("stuk.txt", b" \n\n\t\n", "is empty", "put the document's text in it"),
    "binary text": ("stuk.txt", b"\x00\x01\x02De dienst", "binary data", "use a .txt or .pdf"),
    "text in Latin-1": ("stuk.txt", "geïnformeerd".encode("latin-1"), "byte 2", "save it as UTF-8"),
    "Word file": ("stuk.docx", b"PK\x03\x04", "cannot read '.docx'", "use one of"),
    "file without suffix": ("stuk", DATA, "cannot read ''", "use one of"),
    "empty PDF": ("stuk.pdf", b"", "is empty", "update sha256"),
    "text called PDF": ("stuk.pdf", DATA, "damaged or not a PDF", "save it again as PDF"),
    "PDF cut short": ("stuk.pdf", drawn("De dienst")[:60], "damaged", "save it again as PDF"),
    "PDF of broken pages": ("stuk.pdf", with_broken_contents(), "damaged", "save it again as PDF"),
    "PDF without pages": ("stuk.pdf", without_pages(), "no text layer", "OCR"),
    "scanned PDF": ("stuk.pdf", drawn(), "no text layer (a scan)", "text recognition (OCR)"),
    "PDF with password": (
        "stuk.pdf",
        rewritten(user_password="geheim", algorithm="RC4-128"),
        "encrypted",
        "save a copy without a password",
    ),
    "PDF with password, AES": (
        "stuk.pdf",
        rewritten(user_password="geheim", algorithm="AES-256"),
        "encrypted",
        "save a copy without a password",
    ),
}


@pytest.mark.parametrize(("name", "data", "wrong", "way_out"), FILES.values(), ids=FILES)
def test_file_that_cannot_be_read(
    tmp_path: Path, name: str, data: bytes, wrong: str, way_out: str
) -> None:
    message = read(name, data, tmp_path)
    assert name in message.split(": ")[0]
    assert wrong in message
    assert way_out in message
    assert "\n" not in message


def test_damaged_pdf_says_nothing_but_our_own_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(pypdf.errors.PdfReadError):
        pypdf.PdfReader(io.BytesIO(DATA))
    assert caplog.records, "pypdf itself remarks on this file"
    caplog.clear()
    read("stuk.pdf", DATA, tmp_path)
    assert not caplog.records


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_pdf_that_only_forbids_printing_is_read(tmp_path: Path, algorithm: str) -> None:
    data = rewritten(user_password="", owner_password="geheim", algorithm=algorithm)
    read_back = read_corpus(corpus(tmp_path, {"stuk.pdf": data})).documents[0]
    assert [p.clean.text for p in read_back.paragraphs] == ["De dienst mag dit."]


def test_suffix_in_capitals_is_read(tmp_path: Path) -> None:
    document = read_corpus(corpus(tmp_path, {"stuk.PDF": drawn("De dienst mag dit.")})).documents[0]
    assert document.paragraphs[0].clean.text == "De dienst mag dit."


def test_changed_file(tmp_path: Path) -> None:
    folder = corpus(tmp_path, {"stuk.txt": DATA})
    (folder / "stuk.txt").write_bytes(DATA + b"!")
    sha256 = described("stuk.txt", DATA + b"!")["sha256"]
    with pytest.raises(CorpusError) as caught:
        read_corpus(folder)
    assert str(caught.value) == (
        f"{folder / 'stuk.txt'}: changed since it was described (sha256 is {sha256}); "
        "restore the file, or put this sha256 where it is described and check its annotations"
    )


def test_missing_file(tmp_path: Path) -> None:
    folder = corpus(tmp_path, {"stuk.txt": DATA})
    (folder / "stuk.txt").unlink()
    with pytest.raises(CorpusError, match=r"stuk\.txt: .* it is not there; add it or its entry$"):
        read_corpus(folder)


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    folder = corpus(tmp_path, {"stuk.txt": DATA})
    (folder / "stuk.txt").unlink()
    (folder / "stuk.txt").mkdir()
    with pytest.raises(CorpusError, match=r"it is not there; add it or its entry$"):
        read_corpus(folder)


@pytest.mark.parametrize("how", ["../buiten.txt", "sub/../../buiten.txt", "absolute", "link"])
def test_path_out_of_the_folder(tmp_path: Path, how: str) -> None:
    outside = tmp_path / "buiten.txt"
    outside.write_bytes(DATA)
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    (folder / "link").symlink_to(outside)
    (folder / "link.txt").symlink_to(outside)
    name = {"absolute": str(outside), "link": "link.txt"}.get(how, how)
    manifest(folder, described(name, DATA, id="stuk"))
    with pytest.raises(CorpusError) as caught:
        read_corpus(folder)
    assert str(caught.value) == (f"{name}: outside the corpus folder; put the file in {folder}")


def test_bad_document_names_itself_and_not_the_good_one(tmp_path: Path) -> None:
    folder = corpus(tmp_path, {"goed.txt": DATA, "slecht.txt": b"\xff"})
    with pytest.raises(CorpusError, match=r"^slecht\.txt: not UTF-8"):
        read_corpus(folder)
    good = read_manifest(folder)[0]
    assert read_document(folder, good).paragraphs[0].clean.text == "De dienst mag dit."


@pytest.mark.xfail(strict=True, reason="a byte order mark stays before the first heading")
def test_byte_order_mark_does_not_hide_the_first_heading(tmp_path: Path) -> None:
    folder = corpus(tmp_path, {"stuk.txt": b"\xef\xbb\xbf" + DATA})
    assert [s.id for s in read_corpus(folder).documents[0].sections] == ["I"]


WHOLE = drawn("De dienst mag dit.", "En dat ook.")


@settings(max_examples=120, deadline=None)
@given(
    cut=st.integers(0, len(WHOLE)),
    changes=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=5),
)
def test_damaged_pdf_is_read_or_refused(cut: int, changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, value in changes:
        data[at] = value
    try:
        source = read_pdf(entry(file="stuk.pdf"), bytes(data[:cut]))
    except CorpusError as error:
        message = str(error)
        assert message.startswith("stuk.pdf: ") and "\n" not in message
        assert "; " in message or "OCR" in message
    else:
        assert source.text.strip()
        assert source.pages[-1].end == len(source.text)
