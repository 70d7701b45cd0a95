"""The reading model's numbers: low-rank changes of the encoder's upper layers, and heads.

`reader.npz` is made by `evaluation/train_reader.py`. What each position of a head stands for is written in
`decide/heads.json`; here they are numbers only.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FILE = "reader.npz"
_CHANGE = "layer."


@dataclass(frozen=True)
class Reader:
    """`shared` layers come before it; `changes` are factors (up, down) per changed weight, by name."""

    shared: int
    changes: dict[str, tuple[Floats, Floats]]
    heads: dict[str, Floats]


def read_reader() -> Reader:
    """Read the reading model, as float32."""
    path = resources.files("kaderwijzer.search").joinpath(FILE)
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        values = {name: arrays[name].astype(np.float32) for name in arrays.files}
    names = sorted({n.rsplit(".", 1)[0] for n in values if n.startswith(_CHANGE)})
    changes = {n.removeprefix(_CHANGE): (values[f"{n}.up"], values[f"{n}.down"]) for n in names}
    heads = {n: v for n, v in values.items() if not n.startswith(_CHANGE) and n != "shared"}
    return Reader(int(values["shared"]), changes, heads)
