"""The examples in the docstrings of reading hold."""

import doctest

import pytest

from kaderwijzer.read import cleaning, sentences


@pytest.mark.parametrize("module", [cleaning, sentences], ids=lambda module: module.__name__)
def test_examples(module: object) -> None:
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0
