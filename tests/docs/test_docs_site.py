"""The documentation builds as a site without a warning, and asks nothing of other machines."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.docs.pages import DOCS, PAGES, ROOT

from docs import site_pages

# What a browser fetches by itself when it shows a page; a link is fetched only by whoever follows it.
_FETCHED = {
    ("script", "src"), ("img", "src"), ("img", "srcset"), ("iframe", "src"), ("embed", "src"),
    ("source", "src"), ("video", "src"), ("audio", "src"), ("object", "data"), ("use", "href"),
    ("input", "src"),
}  # fmt: skip
_ELSEWHERE = re.compile(r"^\s*(?:[a-z]+:)?//", re.IGNORECASE)
_LINKED = {"canonical", "prev", "next"}  # relations that nothing is fetched for


class Fetches(HTMLParser):
    """The addresses that a page fetches."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        named = {name: value or "" for name, value in attrs}
        self.addresses += [v for name, v in named.items() if (tag, name) in _FETCHED]
        if tag == "link" and not set(named.get("rel", "").split()) <= _LINKED:
            self.addresses.append(named.get("href", ""))


def elsewhere(addresses: list[str]) -> list[str]:
    return [address for address in addresses if _ELSEWHERE.match(address)]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """Build the site as `make docs` does, in a folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    told = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder


def test_every_page_is_in_the_site_and_its_menu(site) -> None:
    menu = (site / "index.html").read_text(encoding="utf-8")
    names = [path.stem for path in DOCS.glob("*.md")]
    names += [
        "CHANGELOG",
        "CONTRIBUTING",
        "evaluation/README",
        "evaluation/history",
        "evaluation/report",
    ]
    for name in names:
        path = name.replace("README", "index")
        assert (site / f"{path}.html").is_file(), name
        assert f'href="{path}.html"' in menu, name


def test_nothing_is_fetched_from_elsewhere(site) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > len(PAGES)
    fetched = [a for page in pages for a in Fetches(page.read_text(encoding="utf-8")).addresses]
    assert any(address.endswith(".css") for address in fetched)
    assert any(address.endswith(".js") for address in fetched)
    assert elsewhere(fetched) == []


def test_a_fetch_from_elsewhere_would_be_found() -> None:
    page = '<link rel=stylesheet href=//a.example/x.css><img src="https://a.example/y.png">'
    assert len(elsewhere(Fetches(page).addresses)) == 2
    link = '<a href="https://a.example">a</a><link rel="canonical" href="https://a.example">'
    assert elsewhere(Fetches(link).addresses) == []


def test_no_style_fetches_from_elsewhere(site) -> None:
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert styles
    for style in styles:
        named = re.findall(r"url\(['\"]?([^)'\"]+)", style) + re.findall(
            r"@import ['\"]([^'\"]+)", style
        )
        assert elsewhere(named) == []


def test_links_to_what_lies_outside_the_folder_lead_there(site) -> None:
    limits = (site / "limits.html").read_text(encoding="utf-8")
    assert 'href="evaluation/report.html"' in limits
    report = (site / "evaluation" / "report.html").read_text(encoding="utf-8")
    assert "plots/kinds.svg" in report and (site / "evaluation/plots/kinds.svg").is_file()


def test_generated_pages_keep_their_lists_and_lines(site) -> None:
    rules = (site / "rules.en.html").read_text(encoding="utf-8")
    assert re.search(r"<li>\s*(?:<p>)?<a href=\"#ii-[^>]*>II [^<]*</a>[^<]*(?:</p>)?\s*<ul>", rules)
    assert "coop-partly-regulated</code><br" in rules


def test_the_example_of_the_hook_holds() -> None:
    assert doctest.testmod(site_pages) == (0, 1)
