"""What is only of the right form is never said to exist: numbers of laws could not be looked up."""

from __future__ import annotations

import pytest
from evaluation.citations.truth import document_of

from kaderwijzer.cite.export import to_csv
from kaderwijzer.cite.gathered import Catalogue
from kaderwijzer.cite.identity import known
from kaderwijzer.cite.lookup import look_up, to_json
from kaderwijzer.cite.parse import parse
from kaderwijzer.cite.patterns import Law, laws
from kaderwijzer.cli_cite import lookup_lines
from kaderwijzer.model import Existence, Language
from kaderwijzer.sources import cited_sources, to_lines

ALL = [law for law in laws().by_id.values() if law.id.startswith("BWB")]
SAID = {Language.DUTCH: "niet nagegaan of het bestaat", Language.ENGLISH: "was not checked"}


def relying_on(law: Law) -> Catalogue:
    document = document_of(f"Zie artikel 8 lid 2 {law.names[0]}.")
    return Catalogue(parse(document), (document,))


def test_no_law_stands_on_the_list_of_what_is_known_to_exist() -> None:
    assert [i for i in known() if i.startswith("BWB")] == []


@pytest.mark.parametrize("law", ALL, ids=lambda law: law.names[0])
def test_an_article_follows_the_scheme(law: Law) -> None:
    catalogue = relying_on(law)
    (citation,) = catalogue.citations
    (match,) = look_up(f"artikel 8 lid 2 {law.names[0]}", catalogue).matches
    assert citation.id == match.id == f"{law.id}:artikel-8:lid-2"
    assert citation.existence is match.existence is Existence.UNCHECKED
    assert ",follows_scheme," in to_csv(catalogue.citations)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("law", ALL, ids=lambda law: law.names[0])
def test_a_look_up_says_that_it_was_not_checked(law: Law, language: Language) -> None:
    found = to_json(look_up("artikel 8 lid 2", relying_on(law)), "1", language)
    assert found["matches"][0]["existence"] == "follows_scheme"
    printed = [line for _, line in lookup_lines(found, language.value)]
    assert any(SAID[language] in line for line in printed)
    assert not any("officiële lijst" in line or "official list" in line for line in printed)


@pytest.mark.parametrize("language", Language)
def test_what_is_on_the_list_is_said_to_be(catalogue: Catalogue, language: Language) -> None:
    found = to_json(look_up("kst-25877-8", catalogue), "1", language)
    printed = [line for _, line in lookup_lines(found, language.value)]
    assert any("officiële lijst" in line or "official list" in line for line in printed)


@pytest.mark.parametrize("law", ALL, ids=lambda law: law.names[0])
def test_the_list_of_sources_calls_its_address_not_checked(law: Law) -> None:
    (source,) = cited_sources(relying_on(law).documents, {}, {})
    assert (source.id, source.checked_on) == (law.id, None)
    assert any(f"{law.id}&g=" in line and "(not checked)" in line for _, line in to_lines([source]))
