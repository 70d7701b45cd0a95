"""Real files of the official publisher, where a folder with samples lies beside the project."""

import os
import re
from pathlib import Path

import pytest
from tests.read_official.reading import read

from kaderwijzer.checks import document_faults
from kaderwijzer.errors import CorpusError
from kaderwijzer.model import Document, ParagraphKind

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "samples"
SAMPLES = Path(os.environ.get("KADERWIJZER_SAMPLES", BESIDE))
pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(),
    reason="no samples: name their folder in KADERWIJZER_SAMPLES",
)
WIV = "BWBR0013409_wiv2002_laws-markdown.md"
READ = {
    WIV: (304, 0),
    "kst-25823-3_EXCERPT_kamerwrk.xml": (2, 0),
    "kst-24138-3_EXCERPT_tail_voetnoot.xml": (2, 1),
    "kst-35786-7.xml": (1, 0),
    "kst-36750-3_EXCERPT_modern.xml": (2, 3),
    "wetsuite_bwb_toestand_3.xml": (6, 0),
    "wetsuite_stb.xml": (8, 0),
}
REFUSED = {
    "h-tk-20172018-70-1.xml": "mis-encoded at line 1",
    "h-tk-20172018-70-6.xml": "mis-encoded at line 1",
    "wetsuite_bwb_manifest.xml": "the list of versions of a law",
    "wetsuite_opmeta1.xml": "the metadata of a publication",
    "wetsuite_opmeta2.xml": "the metadata of a publication",
    "sru_record_kst-36867-A_EXCERPT.xml": "a list of search results",
}


@pytest.fixture(scope="module")
def wiv() -> Document:
    return read(SAMPLES / WIV)


@pytest.mark.parametrize("name", READ)
def test_a_sample_is_read_whole(name: str) -> None:
    document = read(SAMPLES / name)
    notes = [p for p in document.paragraphs if p.kind is ParagraphKind.FOOTNOTE]
    assert (len(document.paragraphs) - len(notes), len(notes)) == READ[name]
    assert document_faults(document) == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_sample_that_is_no_text_is_refused(name: str) -> None:
    with pytest.raises(CorpusError, match=REFUSED[name]):
        read(SAMPLES / name)


def test_every_article_and_member_of_the_wiv_2002_has_its_place(wiv: Document) -> None:
    text = wiv.source.text
    articles = re.findall(r"(?m)^###\s*Artikel\s+(\w+)", text)
    assert [s.id for s in wiv.sections if s.id.startswith("artikel")] == [
        f"artikel {a}" for a in articles
    ]
    members = [p for p in wiv.paragraphs if re.fullmatch(r"artikel \w+\.\w+", p.id)]
    assert len(members) == len(re.findall(r"(?m)^\d+[a-z]?\.\s", text)) > 200


@pytest.mark.parametrize(
    ("id", "starts", "ends"),
    [
        ("artikel 59.5", "Een verzoek om ondersteuning als bedoeld in het vierde lid", "."),
        ("artikel 12.4", "De gegevens die in het kader van de taakuitvoering", "zijn ontleend."),
        ("artikel 2", "De diensten en de coördinator verrichten hun taak", "betrokken Minister."),
        ("artikel 36.1", "De diensten zijn in het kader van een goede taakuitvoering", "organen."),
        ("artikel 106", "Deze wet wordt aangehaald als", "zal worden geplaatst."),
    ],
)
def test_a_member_of_the_wiv_2002_holds_its_text(
    wiv: Document, id: str, starts: str, ends: str
) -> None:
    found = next(p for p in wiv.paragraphs if p.id == id).clean.text
    assert found.startswith(starts)
    assert found.endswith(ends)
