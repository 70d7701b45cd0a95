"""A dossier → the bytes of a DOCX file; the same answer on the same day gives the same bytes.

The only file that imports python-docx, which the extra `docx` installs.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any

from kaderwijzer.answer.conclude import NameFact, as_named
from kaderwijzer.answer.dossier_blocks import Block, Style, blocks, words
from kaderwijzer.errors import KaderwijzerError
from kaderwijzer.model import Answer, Language

if TYPE_CHECKING:
    from docx.document import Document

_NOT_INSTALLED = (
    "a DOCX dossier needs the package python-docx; run: python -m pip install 'python-docx>=1.2,<2'"
)
_STYLES = {
    Style.TITLE: "Title",
    Style.HEADING: "Heading 1",
    Style.SUBHEADING: "Heading 2",
    Style.TEXT: "Normal",
    Style.QUOTE: "Intense Quote",
    Style.ITEM: "List Bullet",
    Style.COMMAND: "Normal",
}
_TAGS = {Language.DUTCH: "nl-NL", Language.ENGLISH: "en-GB"}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can name


def dossier_docx(answer: Answer, today: str, name: NameFact = as_named) -> bytes:
    """Return an answer as a dossier in DOCX; arguments as for `dossier`.

    Raises KaderwijzerError where python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise KaderwijzerError(_NOT_INSTALLED) from error
    document = docx.Document()
    _describe(document, answer, today)
    for block in blocks(answer, today, name):
        _add(document, block)
    file = io.BytesIO()
    document.save(file)
    return _without_times(file.getvalue())


def _describe(document: Document, answer: Answer, today: str) -> None:
    """Set what a file says about itself, and the language of its text."""
    about, day = document.core_properties, datetime.datetime.fromisoformat(today)
    about.title = words(answer.language, "title")
    about.author = about.last_modified_by = "Kaderwijzer"
    about.comments = ""
    about.language = _TAGS[answer.language]
    about.created = about.modified = day
    for element in document.styles.element.iter(_word("lang")):
        element.set(_word("val"), _TAGS[answer.language])


def _add(document: Document, block: Block) -> None:
    paragraph = document.add_paragraph(style=_STYLES[block.style])
    if block.lead:
        paragraph.add_run(f"{block.lead}: ").bold = True
    run = paragraph.add_run(block.text)
    if block.style is Style.COMMAND:
        run.font.name = "Courier New"
    if block.style in (Style.QUOTE, Style.COMMAND):
        run.font.no_proof = True  # another's words, maybe in another language: not to be corrected
    if block.address:
        paragraph.add_run(f" {block.address}").font.no_proof = True


def _word(name: str) -> str:
    from docx.oxml.ns import qn

    tag: Any = qn(f"w:{name}")
    return str(tag)


def _without_times(data: bytes) -> bytes:
    """Return a ZIP file with the same contents, of which nothing tells when it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
