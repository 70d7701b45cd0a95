"""The public names mean the same whatever was imported before."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "first", ["", "import kaderwijzer.pipeline;", "from kaderwijzer.cite import parse;"]
)
def test_cite_stays_the_function(first: str) -> None:
    program = (
        f"import kaderwijzer; {first} kaderwijzer.cite('voetnoot 3');"
        "print(kaderwijzer.cite('art. 59 lid 5').status.value)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "found"


def test_every_public_name_is_there() -> None:
    import kaderwijzer

    assert all(callable(getattr(kaderwijzer, name)) for name in kaderwijzer.__all__)
