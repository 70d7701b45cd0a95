"""A corpus of its own for each test, a server on 127.0.0.1, and a clock that no test waits for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sources.server import Publisher, publisher

from kaderwijzer.fetch import Fetcher, Limits


class Clock:
    """A clock that only sleeping moves on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def time(self) -> float:
        return self.now


@pytest.fixture
def corpus(tmp_path: Path, corpus_folder: Path) -> Path:
    """Return a copy of the project's corpus without what was written about it."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for path in (*corpus_folder.glob("*.yaml"), *corpus_folder.glob("*.txt")):
        if path.name != "held.yaml":
            shutil.copy(path, folder)
    return folder


@pytest.fixture
def site() -> Iterator[Publisher]:
    with publisher() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fetcher(site: Publisher, clock: Clock) -> Iterator[Fetcher]:
    import httpx2

    client = httpx2.Client(trust_env=False, timeout=0.25)
    yield Fetcher(
        base=site.base, client=client, limits=Limits(), sleep=clock.sleep, clock=clock.time
    )
    client.close()
