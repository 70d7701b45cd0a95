"""The encoder and the reading model as ONNX graphs that share their work, so that asking needs no torch.

Written once, at set-up, from the modules of transformers; `encode.py` runs them.
"""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

from kaderwijzer.search.reader import Reader, read_reader

Names = tuple[str, ...]


def export_graphs(model: Any, folder: Path) -> None:
    """Export the encoder in three graphs that share their work, dynamic in batch and length.

    `lower.onnx`: token ids → hidden states after the shared layers; `model.onnx`: these → normalised mean
    vector; `reader.onnx`: these → what the reading model says (see `reader.py`).
    """
    folder.mkdir(exist_ok=True)
    reader = read_reader()
    shared = reader.shared
    layers = model.encoder.layer
    hidden, mask = ("hidden", "attention_mask"), ("input_ids", "attention_mask")
    lower = _lower(model, layers[:shared])
    _export(lower, _ids(), mask, ("hidden",), folder / "lower.onnx")
    _export(_upper(layers[shared:]), _hidden(), hidden, ("vector",), folder / "model.onnx")
    heads = _reading(layers[shared:], reader)
    names = ("topics", "polarities", "facts", "inside")
    _export(heads, _hidden(), hidden, names, folder / "reader.onnx")


def _ids() -> tuple[Any, Any]:
    import torch

    ids = torch.ones((2, 7), dtype=torch.int64)
    return ids, torch.ones_like(ids)


def _hidden() -> tuple[Any, Any]:
    import torch

    return torch.ones((2, 7, 384)), torch.ones((2, 7), dtype=torch.int64)


def _through(layers: Any, hidden: Any, mask: Any) -> Any:
    """Run hidden states through encoder layers; padding is masked out."""
    bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e9
    for layer in layers:
        hidden = _layer(layer, hidden, bias)
    return hidden


def _layer(layer: Any, hidden: Any, bias: Any) -> Any:
    import torch

    own = layer.attention.self
    batch, length, width = hidden.shape
    heads = own.num_attention_heads

    def split(projected: Any) -> Any:
        return projected.view(batch, length, heads, width // heads).transpose(1, 2)

    query, key, value = (split(p(hidden)) for p in (own.query, own.key, own.value))
    weights = (query @ key.transpose(2, 3) / (width // heads) ** 0.5 + bias).softmax(-1)
    mixed = (weights @ value).transpose(1, 2).reshape(batch, length, width)
    attended = layer.attention.output(mixed, hidden)
    made: torch.Tensor = layer.output(layer.intermediate(attended), attended)
    return made


def _mean(hidden: Any, mask: Any) -> Any:
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1)


def _lower(model: Any, layers: Any) -> Any:
    import torch

    class Lower(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embeddings, self.layers = model.embeddings, layers

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return _through(self.layers, self.embeddings(input_ids), attention_mask)

    return Lower()


def _upper(layers: Any) -> Any:
    import torch

    class Upper(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = layers

        def forward(self, hidden: Any, attention_mask: Any) -> Any:
            mean = _mean(_through(self.layers, hidden, attention_mask), attention_mask)
            return torch.nn.functional.normalize(mean, p=2.0, dim=1)

    return Upper()


def _reading(layers: Any, reader: Reader) -> Any:
    """Return the reading model: the upper layers with its low-rank changes, and its heads."""
    import copy

    import torch

    changed = copy.deepcopy(layers)
    for name, (up, down) in reader.changes.items():
        weight = changed.get_submodule(name).weight
        weight.data += torch.from_numpy(up @ down)
    tensors = {name: torch.from_numpy(values) for name, values in reader.heads.items()}

    class Reading(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = changed
            self.heads = torch.nn.ParameterDict(tensors).requires_grad_(False)

        def forward(self, hidden: Any, attention_mask: Any) -> Any:
            head: Any = self.heads
            states = _through(self.layers, hidden, attention_mask)
            mean = _mean(states, attention_mask)
            away = (1.0 - attention_mask.to(states.dtype)) * -1e9
            share = (states @ head["attention"] + away).softmax(1).unsqueeze(-1)
            both = torch.cat([mean, (states * share).sum(1)], 1)
            topics = torch.nn.functional.normalize(mean, p=2.0, dim=1) @ head["topic_weight"].T
            turned = torch.tanh(
                both @ head["polarity_layer_weight"].T + head["polarity_layer_bias"]
            )
            polarities = turned @ head["polarity_weight"].T + head["polarity_bias"]
            told = torch.tanh(both @ head["fact_layer_weight"].T + head["fact_layer_bias"])
            facts = told @ head["fact_weight"].T + head["fact_bias"]
            return topics, polarities, facts, both @ head["inside_weight"] + head["inside_bias"]

    return Reading().eval()


def _export(
    module: Any, given: tuple[Any, Any], inputs: Names, outputs: Names, target: Path
) -> None:
    import torch

    dimensions = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=512)}
    logging.getLogger("onnxscript").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            module.eval(),
            given,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_shapes=dict.fromkeys(inputs, dimensions),
            dynamo=True,
            verbose=False,
        )
    assert program is not None  # with dynamo=True there is one
    proto = program.model_proto
    # The exporter notes its own stack traces at every node: paths of this machine, and no use.
    for noted in (proto, proto.graph, *proto.graph.node, *proto.graph.value_info):
        del noted.metadata_props[:]
    target.write_bytes(proto.SerializeToString(deterministic=True))
