"""Files that are dangerous, broken or something else are refused in one line with the way out."""

from pathlib import Path

import pytest
import yaml
from tests.read_official.reading import CASES, entry, read, read_text

from kaderwijzer.errors import CorpusError
from kaderwijzer.read.corpus import document_from
from kaderwijzer.read.markup import MAX_BYTES, parse_html

ROWS = yaml.safe_load((CASES / "refused.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_file_is_refused_in_one_line(row: dict) -> None:
    with pytest.raises(CorpusError) as error:
        read_text(row["file"], row["content"])
    message = str(error.value)
    assert message.startswith(row["file"])
    assert "\n" not in message
    for words in row["says"]:
        assert words in message


def test_an_entity_that_points_at_a_local_file_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("zeer geheim")
    path = tmp_path / "a.xml"
    path.write_text(
        f'<!DOCTYPE a [<!ENTITY s SYSTEM "{secret.as_uri()}">]><kamerwrk><al>&s;</al></kamerwrk>'
    )
    with pytest.raises(CorpusError, match="document type or entities at line 1") as error:
        read(path)
    assert "zeer geheim" not in str(error.value)


def test_a_page_that_includes_a_local_file_shows_nothing_of_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("zeer geheim")
    page = f'<!DOCTYPE html SYSTEM "{secret.as_uri()}"><html><body><p>Tekst</p></body></html>'
    document = read_text("a.html", page)
    assert document.source.text == "Tekst"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_document_type_cannot_hide_in_another_encoding(encoding: str) -> None:
    text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><kamerwrk><al>&x;</al></kamerwrk>'
    with pytest.raises(CorpusError, match="not UTF-8 text but UTF-16 or binary"):
        document_from(entry("a.xml"), text.encode(encoding))


@pytest.mark.parametrize(("deep", "refused"), [(1, False), (149, False), (150, True)])
def test_the_depth_of_elements_is_limited(deep: int, refused: bool) -> None:
    text = "<kamerwrk>" + "<a>" * deep + "Tekst." + "</a>" * deep + "</kamerwrk>"
    if refused:
        with pytest.raises(CorpusError, match="elements more than 150 deep"):
            read_text("a.xml", text)
    else:
        assert read_text("a.xml", text).source.text == "Tekst."


def test_a_page_with_a_hundred_thousand_open_tags_ends_in_a_clear_error() -> None:
    with pytest.raises(CorpusError, match=r"a\.html: "):
        read_text("a.html", "<div>" * 100_000 + "Tekst")


def test_a_file_above_the_limit_is_refused() -> None:
    with pytest.raises(CorpusError, match="at most 50 MB"):
        document_from(entry("a.xml"), b"<kamerwrk>" + b" " * MAX_BYTES + b"</kamerwrk>")


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "ISO-8859-15"])
def test_an_old_page_says_its_own_encoding(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>coördinatie</p></body></html>'
    assert "coördinatie" in parse_html("a.html", page.encode("cp1252")).text()


def test_a_page_that_lies_about_its_encoding_is_refused_with_the_place() -> None:
    with pytest.raises(CorpusError, match=r"not UTF-8 text \(byte 19\)"):
        document_from(entry("a.html"), "<html><body><p>Het \u00e9\u00e9n</p>".encode("cp1252"))
