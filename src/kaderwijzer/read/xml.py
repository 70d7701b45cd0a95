"""XML of the official publisher → documents: parliamentary papers in both dialects, and statutes.

Papers of about 1995 to 2009 have the root `kamerwrk`: a flat text with loose headings, and notes
outside the body. From 2010 on the root is `officiele-publicatie`: nested parts, notes inside the text.
Neither has page numbers.
"""

from __future__ import annotations

from kaderwijzer.errors import CorpusError
from kaderwijzer.model import Document, Entry
from kaderwijzer.read.elements import Dialect, Walker, names
from kaderwijzer.read.markup import Node, parse_xml
from kaderwijzer.read.statute import STATUTE_ROOTS, StatuteWalker

_INLINE = (
    "nadruk extref intref inf sup vet cur ondlijn onderstreept unl nootref datum ondernummer "
    "redactie wijziging spatie afkorting term verwijzing superscript subscript"
)
PAPERS = Dialect(
    inline=names(_INLINE),
    skipped=names("metadata meta meta-data plaatje illustratie witreg"),
    furniture=names(
        "frontm kamerstukkop dossier stuknr datumtekst ltrlabel nummer ordernr ondtek "
        "ondertekening ondertekenaar dagtekening uitgifte koning spreker kop subtitel "
        "vergadering-nummer vergaderdatum vergadertijd vergadering"
    ),
    titles=frozenset({"titel", "intitule", "citeertitel"}),
    headings=frozenset({"tuskop", "tussenkop", "item-titel"}),
    lists=names("lijst specificatielijst definitielijst"),
    numbers=names("li.nr nr"),
    quotes=frozenset({"citaat"}),
    rows=names("row rij"),
)
_ROOTS = frozenset({"kamerwrk", "officiele-publicatie"})
_NOT_TEXT = {
    "work": "the list of versions of a law",
    "metadata_gegevens": "the metadata of a publication",
    "owms-metadata": "the metadata of a publication",
    "searchRetrieveResponse": "a list of search results",
}


def read_xml(entry: Entry, data: bytes) -> Document:
    """Return the document of an XML file; raises CorpusError with the way out."""
    return document_of(entry, parse_xml(entry.file, data))


def document_of(entry: Entry, root: Node) -> Document:
    """Return the document of a parsed file."""
    if root.tag in _NOT_TEXT:
        raise CorpusError(
            f"{entry.file}: {_NOT_TEXT[root.tag]}, not its text; download the document itself"
        )
    if is_statute(root):
        walker: Walker = StatuteWalker()
    elif root.tag in _ROOTS:
        walker = Walker(PAPERS)
    else:
        raise CorpusError(
            f"{entry.file}: XML of an unknown kind (root '{root.tag}'); use the file of the "
            "official publisher, or the PDF"
        )
    walker.children(root)
    return walker.assembly.document(entry)


def is_statute(root: Node) -> bool:
    """Tell whether a file holds a law: consolidated, or as published in a bulletin."""
    return root.tag in STATUTE_ROOTS or any(n.tag in STATUTE_ROOTS for n in root.nodes)
