"""The framework text, read and parsed once for all tests of citations."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from evaluation.citations.truth import framework

from kaderwijzer.cite.gathered import Catalogue
from kaderwijzer.cite.parse import parse
from kaderwijzer.model import Citation, Document

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    """Return the rows of a table of cases."""
    rows: list[Any] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows


@cache
def whole_catalogue() -> Catalogue:
    """Return the catalogue of the framework; property tests use this, fixtures print too long."""
    text = framework()
    return Catalogue(parse(text), (text,))


@pytest.fixture(scope="session")
def document() -> Document:
    return whole_catalogue().documents[0]


@pytest.fixture(scope="session")
def citations() -> tuple[Citation, ...]:
    return whole_catalogue().citations


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return whole_catalogue()
