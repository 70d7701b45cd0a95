"""What all tests share: the project's corpus and its framework text, read once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kaderwijzer.model import Document
from kaderwijzer.read.corpus import read_document
from kaderwijzer.read.manifest import read_manifest

# The same examples on every machine, and no clock: a slow machine fails nothing.
settings.register_profile(
    "kaderwijzer", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("kaderwijzer")


@pytest.fixture(scope="session")
def corpus_folder() -> Path:
    """Return the folder of the project's own corpus."""
    return Path(__file__).resolve().parents[1] / "corpus"


@pytest.fixture(scope="session")
def framework(corpus_folder: Path) -> Document:
    """Return the framework text as the product reads it."""
    return read_document(corpus_folder, read_manifest(corpus_folder)[0])


@pytest.fixture(scope="session")
def index_for_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """See to it that asking finds an index of the project's corpus: the one there, or a new one."""
    from kaderwijzer import pipeline

    with pytest.MonkeyPatch.context() as patch:
        if not pipeline.is_current():
            patch.setenv("KADERWIJZER_INDEX", str(tmp_path_factory.mktemp("index")))
            pipeline.build()
        yield
