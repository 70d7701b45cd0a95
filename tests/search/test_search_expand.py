"""Words of a question → the words that the source uses."""

from dataclasses import replace

import pytest
from tests.search.tiny import TERM

from kaderwijzer.model import Language
from kaderwijzer.search.expand import Glossary

NL, EN = Language.DUTCH, Language.ENGLISH
TERMS = [
    replace(TERM, dutch="derdepartijregel", english="third party rule",
            dutch_also=("derde landregel", "third party rule"), english_also=("originator control",)),
    replace(TERM, dutch="bewindspersoon", english="member of government",
            dutch_also=("minister",), english_also=("minister",)),
    replace(TERM, dutch="Tweede Kamer", english="House of Representatives",
            dutch_also=("parlement", "minister"), english_also=()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Wat is de derde landregel?", NL, ["derdepartijregel"]),
        ("Wat is de DERDE  LANDREGEL?", NL, ["derdepartijregel"]),
        ("What about originator control?", EN, ["third party rule"]),
        ("originator control", NL, []),  # the other language's name
        ("third party rule", NL, ["derdepartijregel"]),  # the Dutch use it too
        ("derdepartijregel of derde landregel", NL, []),  # the source's word is there already
        ("landregel", NL, []),  # half a name
        ("ministerie", NL, []),  # a longer word
        ("de minister.", NL, ["Tweede Kamer", "bewindspersoon"]),
        ("de minister van het parlement", NL, ["Tweede Kamer", "bewindspersoon"]),
        ("", NL, []),
    ],
)
def test_added_words(text: str, language: Language, expected: list[str]) -> None:
    assert Glossary(TERMS).added_words(text, language) == expected


def test_an_empty_glossary_adds_nothing() -> None:
    assert Glossary([]).added_words("de minister", NL) == []
