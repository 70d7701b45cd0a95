"""Where corpus and index lie when the command does not say so."""

from __future__ import annotations

import os
from pathlib import Path

_MARK = Path("corpus") / "manifest.yaml"


def corpus_folder(chosen: str | Path | None) -> Path:
    """Return the corpus folder: as chosen, KADERWIJZER_CORPUS, or `corpus/` of the project."""
    named = chosen or os.environ.get("KADERWIJZER_CORPUS")
    return Path(named) if named else _home() / "corpus"


def index_folder(chosen: str | Path | None) -> Path:
    """Return the index folder: as chosen, KADERWIJZER_INDEX, or `index/` of the project."""
    named = chosen or os.environ.get("KADERWIJZER_INDEX")
    return Path(named) if named else _home() / "index"


def project_folder() -> Path | None:
    """Return the nearest folder upwards that holds a corpus, or the checkout of this package."""
    here = Path.cwd()
    for folder in (here, *here.parents, *Path(__file__).resolve().parents):
        if (folder / _MARK).is_file():
            return folder
    return None


def _home() -> Path:
    return project_folder() or Path.cwd()
