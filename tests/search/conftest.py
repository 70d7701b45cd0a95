"""The tiny index of `tiny.py`, written once; tests that damage it make their own."""

from pathlib import Path

import pytest
from tests.search import tiny

from kaderwijzer.model import Passages
from kaderwijzer.search.index import Index
from kaderwijzer.search.passages import passages


@pytest.fixture(scope="session")
def tiny_passages() -> Passages:
    return passages(tiny.corpus())


@pytest.fixture(scope="session")
def tiny_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return tiny.index(Path(tmp_path_factory.mktemp("tiny")))
