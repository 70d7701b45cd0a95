"""Each pattern finds its examples and nothing in its counter-examples."""

from __future__ import annotations

import json
from importlib import resources

import jsonschema
import pytest

from kaderwijzer.cite.patterns import Pattern, citation_patterns, read_data, statute_pieces
from kaderwijzer.cite.query import query_forms
from kaderwijzer.cite.typed import in_key_words, plain

# These pieces are looked for anywhere; the others only where the piece before them ends.
SEARCHED = {"head", "head_after_member", "member_alone"}
SCHEMAS = {
    "patterns": "patterns",
    "statutes": "patterns",
    "queries": "queries",
    "laws": "laws",
    "known": "known",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_file_keeps_to_its_schema(name: str) -> None:
    text = resources.files("kaderwijzer.cite").joinpath(f"{SCHEMAS[name]}.schema.json").read_text()
    faults = list(jsonschema.Draft202012Validator(json.loads(text)).iter_errors(read_data(name)))
    assert faults == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_refuses_what_it_does_not_know(name: str) -> None:
    text = resources.files("kaderwijzer.cite").joinpath(f"{SCHEMAS[name]}.schema.json").read_text()
    wrong = {**read_data(name), "unknown": 1}
    assert not jsonschema.Draft202012Validator(json.loads(text)).is_valid(wrong)


@pytest.mark.parametrize("pattern", citation_patterns(), ids=lambda p: p.name)
def test_citation_pattern(pattern: Pattern) -> None:
    for example in pattern.examples:
        match = pattern.regex.search(example)
        assert match is not None and match.group() == example
        assert any(word in example for word in pattern.words)
    for text in pattern.not_examples:
        assert pattern.regex.search(text) is None, text


@pytest.mark.parametrize("piece", statute_pieces().values(), ids=lambda p: p.name)
def test_statute_piece(piece: Pattern) -> None:
    find = piece.regex.search if piece.name in SEARCHED else piece.regex.match
    for example in piece.examples:
        match = find(example)
        assert match is not None, example
        rest = example[match.end() :]
        assert rest == "" or piece.name in {*SEARCHED, "next"}, example
    for text in piece.not_examples:
        assert find(text) is None, text


@pytest.mark.parametrize("form", query_forms().values(), ids=lambda f: f.name)
def test_query_form(form: Pattern) -> None:
    for example in form.examples:
        assert form.regex.search(example), example
    for text in form.not_examples:
        assert form.regex.search(text) is None, text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Artikle 59 leden 2", "artikel 59 lid 2"),
        ("Kamerstuken II", "kamerstukken ii"),
        ("footnot 3", "voetnoot 3"),
        ("fn37", "voetnoot 37"),
        ("toezichtsraport no. 5a", "rapport nr. 5a"),
        ("article 59, paragraph 2 of the WIV 2002", "artikel 59 lid 2 of the Wiv 2002"),
        ("metaal 12", "metaal 12"),
    ],
)
def test_spelling(typed: str, read: str) -> None:
    assert in_key_words(plain(typed)) == read
