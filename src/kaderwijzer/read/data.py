"""YAML files of the project → checked plain values. Each kind of file has a JSON schema."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from kaderwijzer.errors import CorpusError

_MAX_FAULTS = 10


def load_yaml(path: Path, schema: str) -> Any:
    """Return the content of a YAML file that keeps to `schemas/<schema>.schema.json`.

    Raises CorpusError that names every fault with its place in the file.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = " ".join(str(error).split())
        raise CorpusError(f"{path}: not valid YAML ({where}); mend the file") from error
    faults = sorted(_validator(schema).iter_errors(content), key=lambda e: list(map(str, e.path)))
    if faults:
        lines = [f"{path}: at {_place(f)}: {f.message[:200]}" for f in faults[:_MAX_FAULTS]]
        raise CorpusError("\n".join(lines))
    return content


@lru_cache
def _validator(schema: str) -> Any:
    import jsonschema

    folder = resources.files("kaderwijzer.read").joinpath("schemas")
    text = folder.joinpath(f"{schema}.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def _place(fault: Any) -> str:
    return "/".join(str(p) for p in fault.path) or "the top"
