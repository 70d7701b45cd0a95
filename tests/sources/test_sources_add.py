"""Adding files by hand: read, described and stored as a whole, or refused and nothing changed."""

from pathlib import Path

import pytest
import yaml
from tests.read_official.reading import FIXTURES
from tests.sources.made import page, paper, pdf

from kaderwijzer.errors import CorpusError
from kaderwijzer.holding import Told, add_file, hold, law_regime
from kaderwijzer.model import Regime
from kaderwijzer.read.corpus import corpus_sha256, read_corpus
from kaderwijzer.read.manifest import held_sources, read_manifest

DAY = "2026-01-02"
DATED = Told(date="1998-02-11")


def state(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_a_source_is_held_described_and_read_with_the_corpus(corpus: Path) -> None:
    manifest = (corpus / "manifest.yaml").read_bytes()
    held = add_file(corpus, FIXTURES / "kst-99002-7.xml", "kst-99002-7", Told(), today=DAY)
    assert held.file == "sources/kst-99002-7.xml"
    item = yaml.safe_load((corpus / "held.yaml").read_text())["documents"][0]
    assert (item["title"], item["date"], item["kind"]) == (
        "Brief van de minister",
        "2014-03-11",
        "parliamentary_paper",
    )
    assert (item["retrieved_from"], item["retrieved_on"]) == ("kst-99002-7.xml", DAY)
    assert (corpus / held.file).read_bytes() == (FIXTURES / "kst-99002-7.xml").read_bytes()
    assert (corpus / "manifest.yaml").read_bytes() == manifest
    documents = read_corpus(corpus).documents
    assert [d.source.entry.id for d in documents][1:] == ["kst-99002-7"]
    assert held_sources(corpus) == {"kst-99002-7": "kst-99002-7"}


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (paper(), ".xml"),
        (page(), ".html"),
        (pdf(), ".pdf"),
        (b"### Artikel 1\n\nTekst.\n", ".md"),
        (b"De dienst verstrekt gegevens.", ".txt"),
    ],
)
def test_the_kind_of_a_file_is_seen_from_its_content(
    corpus: Path, data: bytes, suffix: str
) -> None:
    held = hold(corpus, data, "kst-25877-3", DATED, origin="download", today=DAY)
    assert held.file == f"sources/kst-25877-3{suffix}"
    assert held.document.paragraphs


@pytest.mark.parametrize(
    ("id", "law", "until"),
    [
        ("BWBR0013409", "Wiv 2002", "2018-05-01"),
        ("BWBR0039896", "Wiv 2017", None),
        ("BWBR0005537", "Awb", None),
        ("kst-25877-3", "Wiv 2002", "2018-05-01"),
    ],
)
def test_a_source_has_the_regime_of_its_own_law(
    corpus: Path, id: str, law: str, until: str | None
) -> None:
    text = b"### Artikel 1\n\nTekst.\n" if id.startswith("BWB") else paper()
    held = hold(corpus, text, id, DATED, origin="a", today=DAY)
    stored = next(e for e in read_manifest(corpus) if e.id == id.lower())
    assert (stored.regime.law, stored.regime.in_force_until) == (law, until)
    assert held.document.source.entry == stored


WIV_2002 = Regime("Wiv 2002", "2002-05-29", "2018-05-01", "Wiv 2017")


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        ("Wiv 2002", WIV_2002),
        ("Wiv 2017", Regime("Wiv 2017", "2018-05-01", None, None)),
        ("Awb", Regime("Awb", "2014-09-24", None, None)),
    ],
)
def test_when_a_law_was_in_force(law: str, expected: Regime) -> None:
    assert law_regime(law, "2014-09-24", [WIV_2002]) == expected


def test_the_date_and_title_of_a_consolidated_law_come_from_its_file(corpus: Path) -> None:
    add_file(corpus, FIXTURES / "BWBR9990001.xml", "BWBR9990001", Told(), today=DAY)
    entry = read_manifest(corpus)[1]
    assert (entry.title, entry.date, entry.kind) == ("Proefwet 2002", "2014-09-24", "statute")
    assert entry.regime == Regime("Proefwet 2002", "2014-09-24", None, None)


REFUSED = [
    ("no date", paper(), "kst-25877-3", Told(), "add --date YYYY-MM-DD"),
    ("no such date", paper(), "kst-25877-3", Told(date="2014-13-01"), "'2014-13-01' is no date"),
    ("another paper", paper(number="8"), "kst-25877-3", DATED, "use --id kst-25877-8"),
    ("no identifier", paper(), "25 877 nr. 3", DATED, "is no identifier of a source"),
    ("the manifest's own", paper(), "kst-25877-3", Told(date="x"), "'x' is no date"),
    ("broken XML", b"<kamerwrk><al>", "kst-25877-3", DATED, "not well-formed XML at line 1"),
    ("document type", b"<?xml version='1.0'?><!DOCTYPE a>", "kst-25877-3", DATED, "document type"),
    ("damaged PDF", b"%PDF-1.7 kapot", "kst-25877-3", DATED, "damaged or not a PDF"),
    ("empty", b"  \n", "kst-25877-3", DATED, "the file is empty"),
    ("word processor", b"PK\x03\x04 docx", "kst-25877-3", DATED, "a binary file that is no PDF"),
    ("metadata", b"<?xml version='1.0'?><owms-metadata/>", "kst-25877-3", DATED, "the metadata"),
]


@pytest.mark.parametrize(
    ("case", "data", "id", "told", "says"), REFUSED, ids=[r[0] for r in REFUSED]
)
def test_what_cannot_be_used_is_refused_and_nothing_changes(
    corpus: Path, case: str, data: bytes, id: str, told: Told, says: str
) -> None:
    hold(corpus, paper(number="9"), "kst-25877-9", DATED, origin="a.xml", today=DAY)
    before = state(corpus)
    with pytest.raises(CorpusError) as error:
        hold(corpus, data, id, told, origin="b.xml", today=DAY)
    assert says in str(error.value)
    assert state(corpus) == before


def test_a_file_that_is_not_there_is_refused(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="cannot be read"):
        add_file(corpus, tmp_path / "weg.xml", "kst-25877-3", DATED, today=DAY)


def test_a_source_is_replaced_only_when_asked(corpus: Path) -> None:
    hold(corpus, paper(), "kst-25877-3", DATED, origin="a.xml", today=DAY)
    with pytest.raises(CorpusError, match="held already; use --replace"):
        hold(corpus, pdf(), "kst-25877-3", DATED, origin="a.pdf", today=DAY)
    hold(corpus, pdf(), "kst-25877-3", DATED, origin="a.pdf", today=DAY, replace=True)
    assert sorted(p.name for p in (corpus / "sources").iterdir()) == ["kst-25877-3.pdf"]
    assert [e.file for e in read_manifest(corpus)][1:] == ["sources/kst-25877-3.pdf"]


def test_the_name_of_a_document_in_the_manifest_is_not_taken(corpus: Path) -> None:
    path = corpus / "manifest.yaml"
    path.write_text(
        path.read_text().replace("id: ctivd-juridisch-kader-mivd-2015", "id: ctivd-22a")
    )
    with pytest.raises(CorpusError, match="the manifest describes a document of this name"):
        hold(corpus, pdf(), "ctivd-22a", DATED, origin="a.pdf", today=DAY)


def test_where_the_description_cannot_be_written_the_file_goes_too(corpus: Path) -> None:
    (corpus / "held.yaml").mkdir()
    with pytest.raises(CorpusError, match=r"cannot be written .*nothing changed"):
        hold(corpus, paper(), "kst-25877-3", DATED, origin="a.xml", today=DAY)
    assert [p.name for p in corpus.rglob("*kst*")] == []
    assert [p.name for p in corpus.rglob(".*")] == []


def test_a_folder_that_cannot_be_made_is_named(corpus: Path) -> None:
    (corpus / "sources").write_text("geen map")
    with pytest.raises(CorpusError, match=r"cannot be written .*nothing changed"):
        hold(corpus, paper(), "kst-25877-3", DATED, origin="a.xml", today=DAY)
    assert not (corpus / "held.yaml").exists()


def test_the_hash_of_the_corpus_covers_what_is_held(corpus: Path) -> None:
    empty = corpus_sha256(corpus)
    (corpus / "sources").mkdir()
    assert corpus_sha256(corpus) == empty
    hold(corpus, paper(), "kst-25877-3", DATED, origin="a.xml", today=DAY)
    one = corpus_sha256(corpus)
    assert one != empty
    for name in ("sources/kst-25877-3.xml", "held.yaml"):
        before, path = corpus_sha256(corpus), corpus / name
        path.write_bytes(path.read_bytes() + b"\n")
        assert corpus_sha256(corpus) not in (empty, one, before)


def test_a_held_file_that_was_changed_is_named(corpus: Path) -> None:
    hold(corpus, paper(), "kst-25877-3", DATED, origin="a.xml", today=DAY)
    (corpus / "sources" / "kst-25877-3.xml").write_bytes(paper(text="Iets anders."))
    with pytest.raises(CorpusError, match=r"kst-25877-3\.xml: changed since it was described"):
        read_corpus(corpus)


def test_a_fault_in_the_description_is_named_with_its_place(corpus: Path) -> None:
    hold(corpus, paper(), "kst-25877-3", DATED, origin="a.xml", today=DAY)
    path = corpus / "held.yaml"
    path.write_text(path.read_text().replace("language: nl", "language: fr"))
    with pytest.raises(CorpusError, match=r"held\.yaml: at documents/0/language"):
        read_manifest(corpus)
