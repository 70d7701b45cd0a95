"""What a file says about itself: its kind by content, its identifier, title and date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kaderwijzer.errors import CorpusError
from kaderwijzer.read.markup import Node, parse_html, parse_xml
from kaderwijzer.read.statute import is_markdown_statute

_HTML = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_XML = re.compile(rb"<\?xml\b|<(?:kamerwrk|officiele-publicatie|toestand)\b")
_IN_ADDRESS = re.compile(r"/((?:kst|blg|ah|h|stb|stcrt)-[A-Za-z0-9-]+)/metadata\.xml")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEAD = 4096


@dataclass(frozen=True)
class Description:
    """What was found; None where the file does not say."""

    identifier: str | None = None
    title: str | None = None
    date: str | None = None


def kind_by_content(name: str, data: bytes) -> str:
    """Return the suffix of the reader for a file, by its first bytes and not by its name.

    >>> kind_by_content("x.bin", b"%PDF-1.7 ...")
    '.pdf'
    """
    head = data[:_HEAD]
    if not head.strip():
        raise CorpusError(f"{name}: the file is empty; download it again")
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    if _HTML.search(head):
        return ".html"
    if _XML.search(head):
        return ".xml"
    if head.startswith(b"PK") or b"\0" in head:
        raise CorpusError(
            f"{name}: a binary file that is no PDF; use the XML, PDF, HTML or text of the document"
        )
    text = data.decode("utf-8", "replace")
    return ".md" if is_markdown_statute(text) else ".txt"


def describe(name: str, suffix: str, data: bytes) -> Description:
    """Return what a file says about itself; raises CorpusError where it cannot be read."""
    if suffix == ".xml":
        return _describe_xml(parse_xml(name, data))
    if suffix == ".html":
        return _describe_html(parse_html(name, data))
    if suffix == ".md":
        found = re.search(r"(?m)^#+[ \t]*((?:Rijks)?[Ww]et .+)$", data.decode("utf-8", "replace"))
        return Description(title=found[1].strip() if found else None)
    return Description()


def read_metadata(name: str, data: bytes) -> Description:
    """Return what the publisher's metadata of a document say, in either of its two shapes."""
    root = parse_xml(name, data)
    values = _metas(root)
    for node in root.all_nodes():
        values.setdefault(node.tag.rpartition(".")[2], node.text())
    return _from_metas(values)


def _describe_xml(root: Node) -> Description:
    if root.tag == "toestand":
        return Description(
            root.attributes.get("bwb-id"),
            _own_text(root, "citeertitel") or _own_text(root, "intitule"),
            _iso(root.attributes.get("inwerkingtreding")),
        )
    values = _metas(root)
    said = _from_metas(values)
    return Description(
        said.identifier or _identifier_in_address(values) or _legacy_identifier(root),
        said.title or _title(root),
        said.date or _printed_date(root),
    )


def _metas(root: Node) -> dict[str, str]:
    """Return the metadata by the last part of their name."""
    values: dict[str, str] = {}
    for node in root.all("meta", "metadata"):
        name, content = node.attributes.get("name"), node.attributes.get("content")
        if name and content:
            values.setdefault(name.rpartition(".")[2], content)
    return values


def _from_metas(values: dict[str, str]) -> Description:
    dates = (values.get(k) for k in ("issued", "date", "available"))
    return Description(
        values.get("identifier"),
        values.get("documenttitel") or values.get("title"),
        next((d for d in map(_iso, dates) if d), None),
    )


def _identifier_in_address(values: dict[str, str]) -> str | None:
    found = _IN_ADDRESS.search(values.get("externMetadataRecord", ""))
    return found[1] if found else None


def _legacy_identifier(root: Node) -> str | None:
    """Put an identifier together from what is printed; only papers of the Tweede Kamer have it."""
    dossier = next((n.text() for o in root.all("onderw") for n in o.all("nummer")), "")
    number = next((n.text() for s in root.all("stuk") for n in s.nodes if n.tag == "nummer"), "")
    digits = re.sub(r"\D", "", dossier)
    if root.attributes.get("kamer", "2") != "2" or len(digits) != 5 or not number:
        return None
    return f"kst-{digits}-{number.strip('. ')}"


def _title(root: Node) -> str | None:
    own = next((n.text() for s in root.all("stuk") for n in s.nodes if n.tag == "titel"), None)
    about = next(
        (n.text() for n in root.all("onderw", "dossier") for n in n.all("naam", "titel")), None
    )
    whole = ": ".join(t for t in (own and own.capitalize(), about) if t)
    return whole or _own_text(root, "intitule")


def _own_text(root: Node, tag: str) -> str | None:
    """Return the text of an element without the metadata that the publisher hides in it."""
    node = next(root.all(tag), None)
    if node is None:
        return None
    kept = [c for c in node.content if isinstance(c, str) or c.tag != "meta-data"]
    return Node(tag, {}, kept).text() or None


def _printed_date(root: Node) -> str | None:
    dated = (n.attributes.get("isodatum") for n in root.all("datum"))
    return next((d for d in map(_iso, dated) if d), None)


def _describe_html(root: Node) -> Description:
    values = _metas(root)
    said = _from_metas(values)
    title = next((n.text() for n in root.all("title")), None)
    return Description(said.identifier, said.title or title, said.date)


def _iso(value: str | None) -> str | None:
    found = _DATE.match(value or "")
    return found[0] if found else None
