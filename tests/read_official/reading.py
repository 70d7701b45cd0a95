"""Reading a single file as a document of the corpus."""

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from kaderwijzer.model import Document, DocumentId, Entry, Language, Layout, Regime
from kaderwijzer.read.corpus import document_from

HERE = Path(__file__).parent
FIXTURES = HERE / "fixtures"
CASES = HERE / "cases"
# What an XML file holds beside its text.
_BESIDE = {
    "metadata",
    "meta-data",
    "bwb-inputbestand",
    "bwb-wijzigingen",
    "redactionele-correcties",
}


def entry(name: str) -> Entry:
    """Return an entry for a file of this name."""
    return Entry(
        id=DocumentId("stuk"),
        file=name,
        title="Een stuk",
        title_en="A paper",
        kind="parliamentary_paper",
        publisher="Staten-Generaal",
        date="2015-06-10",
        language=Language.DUTCH,
        first_page=1,
        sha256="",
        regime=Regime("Wiv 2002", "2002-05-29", "2018-05-01", "Wiv 2017"),
        layout=Layout(),
    )


def read(path: Path) -> Document:
    """Read a file."""
    return document_from(entry(path.name), path.read_bytes())


def read_text(name: str, text: str) -> Document:
    """Read a text as if it were a file of this name."""
    return document_from(entry(name), text.encode())


def text_of_xml(path: Path) -> Counter[str]:
    """Count the characters of an XML file that are text, by the parser of the standard library."""
    return characters(ElementTree.fromstring(path.read_bytes()))


def characters(root: ElementTree.Element) -> Counter[str]:
    """Count the characters that stand in an element, without white space."""
    found: Counter[str] = Counter()
    waiting = [root]
    while waiting:
        element = waiting.pop()
        found.update(re.sub(r"\s", "", element.text or ""))
        for child in element:
            found.update(re.sub(r"\s", "", child.tail or ""))
            if child.tag not in _BESIDE:
                waiting.append(child)
    return found
