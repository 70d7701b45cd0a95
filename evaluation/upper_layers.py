"""What the trained models share: the encoder's upper layers with low-rank changes that are learnt (LoRA).

The lower six layers stay as they are, so that what they make of a text is computed once (`States`), for
every model that is trained. Used by `train_reader.py` and `train_facts.py`.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from kaderwijzer.search import models

SHARED, WIDTH, BATCH = 6, 384, 64
_RANK, _SCALE, _TOKENS, _HEADS = 32, 2.0, 80, 12
_RATE, _WARM_UP, _LEAST = 6e-4, 60, 0.02
_CHANGED = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


class Changed(nn.Module):
    """A linear layer with a low-rank change that is learnt."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer.requires_grad_(False)
        size = layer.in_features
        self.down = nn.Parameter(torch.randn(_RANK, size) / math.sqrt(size))
        self.up = nn.Parameter(torch.zeros(layer.out_features, _RANK))

    def forward(self, x: Any) -> Any:
        """Return the layer's own output and the change."""
        change = functional.linear(functional.linear(x, self.down), self.up)
        return self.layer(x) + _SCALE * change


def encoder_and_tokenizer() -> tuple[Any, Any]:
    """Return the default encoder and its tokenizer, as modules of transformers."""
    from transformers import BertModel, PreTrainedTokenizerFast

    folder = models.prepare(models.DEFAULT).location
    encoder: Any = BertModel.from_pretrained(folder)
    return encoder.eval(), PreTrainedTokenizerFast.from_pretrained(folder)


def changed_layers(encoder: Any, number: int) -> Any:
    """Return the first `number` layers after the shared ones, frozen, with changes to learn."""
    layers = copy.deepcopy(encoder.encoder.layer[SHARED : SHARED + number]).requires_grad_(False)
    for layer in layers:
        for name in _CHANGED:
            parent, _, leaf = name.rpartition(".")
            home = layer.get_submodule(parent)
            setattr(home, leaf, Changed(home.get_submodule(leaf)))
    return layers


def through(layers: Any, x: Any, mask: Any) -> Any:
    """Return states, shape (texts, longest, 384), after some layers; `mask` says which are real."""
    for layer in layers:
        x = _through(layer, x, mask)
    return x


def _through(layer: Any, x: Any, mask: Any) -> Any:
    own = layer.attention.self
    batch, length, width = x.shape

    def split(projected: Any) -> Any:
        return projected.view(batch, length, _HEADS, width // _HEADS).transpose(1, 2)

    mixed = functional.scaled_dot_product_attention(
        split(own.query(x)), split(own.key(x)), split(own.value(x)), mask[:, None, None, :]
    )
    attended = layer.attention.output(mixed.transpose(1, 2).reshape(batch, length, width), x)
    return layer.output(layer.intermediate(attended), attended)


def mean_of(states: Any, mask: Any) -> Any:
    """Return the mean of the real states of each text."""
    weights = mask.float().unsqueeze(-1)
    return (states * weights).sum(1) / weights.sum(1)


def attended(states: Any, attention: Any, mask: Any) -> Any:
    """Return the mean of the real states by how much attention each deserves."""
    share = (states @ attention).masked_fill(~mask, -1e4).softmax(1).unsqueeze(-1)
    return (states * share).sum(1)


class Training:
    """The optimiser of a model and its schedule: a short warm-up, then down in a straight line."""

    def __init__(self, model: nn.Module, steps: int, head_rate: float) -> None:
        named = list(model.named_parameters())
        changes = [p for n, p in named if n.endswith((".up", ".down"))]
        heads = [p for n, p in named if p.requires_grad and not n.endswith((".up", ".down"))]
        self._learnt = [*changes, *heads]
        self._optimiser = torch.optim.AdamW(
            [
                {"params": changes, "lr": _RATE, "weight_decay": 0.0},
                {"params": heads, "lr": head_rate, "weight_decay": 0.02},
            ]
        )
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda s: min(1, (s + 1) / _WARM_UP) * max(_LEAST, 1 - s / steps)
        )

    def step(self, loss: Any) -> None:
        """Learn from one batch."""
        loss.backward()
        nn.utils.clip_grad_norm_(self._learnt, 1.0)
        self._optimiser.step()
        self._optimiser.zero_grad()
        self._schedule.step()


def numbers_of_changes(layers: Any) -> dict[str, Any]:
    """Return the changes by name, as the package stores them; the scale is in `up`."""
    values = {}
    for number, layer in enumerate(layers):
        for name in _CHANGED:
            changed: Any = layer.get_submodule(name)
            values[f"layer.{number}.{name}.up"] = _SCALE * changed.up
            values[f"layer.{number}.{name}.down"] = changed.down
    return values


def recall_changes(layers: Any, changes: dict[str, tuple[Any, Any]]) -> None:
    """Set the changes to stored ones, factors (up, down) by name."""
    for number, layer in enumerate(layers):
        for name in _CHANGED:
            changed: Any = layer.get_submodule(name)
            up, down = changes[f"{number}.{name}"]
            changed.up.data.copy_(torch.from_numpy(up) / _SCALE)
            changed.down.data.copy_(torch.from_numpy(down))


def stored(values: dict[str, Any]) -> dict[str, Any]:
    """Return everything that asking needs, as float16."""
    numbers = {name: value.detach().numpy().astype(np.float16) for name, value in values.items()}
    return {"shared": np.array(SHARED), **numbers}


class States:
    """Texts as the shared layers leave them, and their vectors: computed once, kept in memory."""

    def __init__(self, encoder: Any, tokenizer: Any, texts: Sequence[str]) -> None:
        self._numbers = {text: n for n, text in enumerate(sorted(set(texts)))}
        self._states: list[Any] = [None] * len(self._numbers)
        self.vectors = torch.zeros(len(self._numbers), WIDTH)
        ordered = sorted(self._numbers, key=len)
        with torch.no_grad():
            for start in range(0, len(ordered), BATCH):
                self._add(encoder, tokenizer, ordered[start : start + BATCH])

    def _add(self, encoder: Any, tokenizer: Any, texts: Sequence[str]) -> None:
        batch = tokenizer(
            [f"query: {text}" for text in texts],
            padding=True,
            truncation=True,
            max_length=_TOKENS,
            return_tensors="pt",
        )
        given = {k: batch[k] for k in ("input_ids", "attention_mask")}
        out = encoder(**given, output_hidden_states=True)
        for row, text in enumerate(texts):
            length = int(batch["attention_mask"][row].sum())
            number = self._numbers[text]
            self._states[number] = out.hidden_states[SHARED][row, :length].half()
            mean = out.last_hidden_state[row, :length].mean(0)
            self.vectors[number] = functional.normalize(mean, dim=0)

    def vector(self, text: str) -> Any:
        """Return the encoder's vector of a text."""
        return self.vectors[self._numbers[text]]

    def length(self, text: str) -> int:
        """Return how many tokens a text has."""
        return len(self._states[self._numbers[text]])

    def batch(self, texts: Sequence[str]) -> tuple[Any, Any]:
        """Return states, shape (texts, longest, 384), and which of them are real."""
        states = [self._states[self._numbers[text]].float() for text in texts]
        padded = nn.utils.rnn.pad_sequence(states, batch_first=True)
        lengths = torch.tensor([len(s) for s in states])
        return padded, torch.arange(padded.shape[1])[None, :] < lengths[:, None]
