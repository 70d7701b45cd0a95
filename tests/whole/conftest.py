"""The assistant that answers as the product does, opened once; its index is built where need be."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kaderwijzer import pipeline
from kaderwijzer.home import index_folder

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def project_index(corpus_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the project's index, or of one built here where that is not current."""
    chosen = index_folder(None)
    if not pipeline.is_current(corpus_folder, chosen):
        chosen = Path(tmp_path_factory.mktemp("index"))
        pipeline.build(corpus_folder, chosen)
    return chosen


@pytest.fixture(scope="session")
def assistant(corpus_folder: Path, project_index: Path) -> pipeline.Assistant:
    return pipeline.load(corpus_folder, project_index)


@pytest.fixture(scope="session")
def answer_schema() -> Any:
    """Return the validator of an answer as JSON."""
    schema = json.loads((HERE / "answer.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(scope="session")
def environment(corpus_folder: Path, project_index: Path) -> dict[str, str]:
    """Return the environment in which a process of its own finds the program and its index."""
    source = corpus_folder.parent / "src"
    return {
        **os.environ,
        "PYTHONPATH": str(source),
        "KADERWIJZER_CORPUS": str(corpus_folder),
        "KADERWIJZER_INDEX": str(project_index),
    }
