"""The command `sources`: what it prints where, and how it ends."""

import argparse
import json
from pathlib import Path

import pytest
from tests.read_official.reading import FIXTURES
from tests.sources.made import metadata, paper
from tests.sources.server import Publisher, Reply

from kaderwijzer.cli_sources import add_sources, run_fetch
from kaderwijzer.errors import CorpusError
from kaderwijzer.fetch import Fetcher

XML = {"Content-Type": "application/xml"}


def command() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kaderwijzer")
    add_sources(parser.add_subparsers())
    return parser


def run(*words: str) -> int:
    options = command().parse_args(["sources", *words])
    return int(options.run(options))


def test_list_prints_the_backlog(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--corpus", str(corpus)) == 0
    out = capsys.readouterr().out
    assert out.startswith("30 sources cited, 0 held.\n")
    assert "kst-25877-3" in out and "(not checked)" in out


def test_list_as_json(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--json", "--corpus", str(corpus)) == 0
    content = json.loads(capsys.readouterr().out)
    assert content["schema"] == "kaderwijzer/1"
    assert len(content["sources"]) == 30
    assert content["sources"][1] == {
        "id": "kst-29924-39",
        "kind": "kamerstuk",
        "label": "Kamerstukken II 2009/10, 29 924, nr. 39",
        "cited": 23,
        "cited_by": ["ctivd-juridisch-kader-mivd-2015"],
        "held": False,
        "document": None,
        "url": "https://zoek.officielebekendmakingen.nl/kst-29924-39.html",
        "checked_on": None,
        "candidates": [],
    }


def test_add_says_what_is_held_and_what_comes_next(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(FIXTURES / "kst-99001-3.xml")
    words = ("add", file, "--id", "kst-99001-3", "--date", "1999-11-01", "--corpus", str(corpus))
    assert run(*words, "--json") == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["document"] == "kst-99001-3"
    assert "4 sections, 4 paragraphs, 2 footnotes" in printed.err
    assert "makes it searchable" in printed.err
    with pytest.raises(CorpusError, match="held already"):
        run(*words)


def test_without_a_command_it_shows_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    assert "sources fetch --all" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["fetch"], ["fetch", "--all", "kst-25877-3"], ["add", "x.xml"]])
def test_wrong_usage_ends_with_two(words: list[str], corpus: Path) -> None:
    with pytest.raises(SystemExit) as end:
        run(*words)
    assert end.value.code == 2


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_fetch_all_holds_what_there_is_and_names_the_rest(
    corpus: Path, site: Publisher, fetcher: Fetcher, capsys: pytest.CaptureFixture[str]
) -> None:
    site.serve("/kst-25877-3/metadata.xml", Reply(metadata("kst-25877-3"), headers=XML))
    site.document("/kst-25877-3.xml", paper())
    options = command().parse_args(["sources", "fetch", "--all", "--json", "--corpus", str(corpus)])
    assert run_fetch(command(), options, fetcher) == 1
    printed = capsys.readouterr()
    outcomes = {o["id"]: o for o in json.loads(printed.out)["sources"]}
    assert outcomes["kst-25877-3"]["status"] == "fetched"
    assert outcomes["kst-25877-8"]["status"] == "failed"
    assert outcomes["BWBR0013409"]["status"] == "by_hand"
    assert "1 fetched, 0 held already, 17 failed, 12 to be added by hand." in printed.err
    assert "kst-25877-3 is held as sources/kst-25877-3.xml" in printed.err


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_fetch_of_what_is_held_ends_well(
    corpus: Path, site: Publisher, fetcher: Fetcher, capsys: pytest.CaptureFixture[str]
) -> None:
    site.serve("/kst-25877-3/metadata.xml", Reply(metadata("kst-25877-3"), headers=XML))
    site.document("/kst-25877-3.xml", paper())
    options = command().parse_args(["sources", "fetch", "kst-25877-3", "--corpus", str(corpus)])
    assert run_fetch(command(), options, fetcher) == 0
    assert run_fetch(command(), options, fetcher) == 0
    assert "kst-25877-3: held already." in capsys.readouterr().err
