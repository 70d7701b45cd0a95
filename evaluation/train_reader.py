"""Trains the reading models: `python -m evaluation.train_reader`.

The encoder's lower six layers stay as they are; low-rank changes (LoRA, rank 32) of the upper six and four
heads are learnt together: which table a statement asks, whether it denies that table's canonical question,
which facts it states, and whether the text answers it at all. Two models are trained, each with another
order of the questions; asking averages what they say. A little over two epochs take about an hour each on
two cores. The result is `search/reader-0.npz`, `search/reader-1.npz` and `decide/heads.json`; afterwards
run `kaderwijzer build` and `python -m evaluation.train_reading`.
"""

from __future__ import annotations

import copy
import json
import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from evaluation.reading_data import Example, examples
from kaderwijzer.decide.template import read_templates
from kaderwijzer.model import Template
from kaderwijzer.read.corpus import read_corpus
from kaderwijzer.search import models
from kaderwijzer.search.reader import FILES

_PACKAGE = Path(__file__).parent.parent / "src" / "kaderwijzer"
_SHARED, _RANK, _SCALE, _WIDTH = 6, 32, 2.0, 256
_EPOCHS, _BATCH, _RATE, _HEAD_RATE, _WARM_UP, _TOKENS = 2.3, 64, 6e-4, 2e-3, 60, 80
_WEIGHTS = (1.0, 1.5, 0.8, 0.5)  # of topic, polarity, facts, inside
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


class Slots:
    """Where each fact's values stand in the head of facts; the last slot of a fact is "not said"."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self.facts = [(t.id, f.id, [v.id for v in f.values]) for t in templates for f in t.facts]
        self.starts = np.cumsum([0, *(len(values) + 1 for _, _, values in self.facts)])
        self.of_table: dict[str, list[int]] = {t.id: [] for t in templates}
        for number, (table, _, _) in enumerate(self.facts):
            self.of_table[table].append(number)


class Reading(nn.Module):
    """The upper layers with their changes, and the four heads."""

    def __init__(self, encoder: Any, centres: Any, canonical: Any, slots: int) -> None:
        super().__init__()
        self.layers = copy.deepcopy(encoder.encoder.layer[_SHARED:]).requires_grad_(False)
        for layer in self.layers:
            for name in _CHANGED:
                parent, _, leaf = name.rpartition(".")
                home = layer.get_submodule(parent)
                setattr(home, leaf, Changed(home.get_submodule(leaf)))
        tables = len(centres)
        self.attention = nn.Parameter(torch.randn(384) * 0.02)
        self.topic = nn.Parameter(centres.clone())
        self.sharpness = nn.Parameter(torch.tensor(3.0))
        self.turn, self.tell = nn.Linear(768, _WIDTH), nn.Linear(768, _WIDTH)
        self.register_buffer("canonical", canonical)
        self.of_canonical = nn.Linear(768, _WIDTH, bias=False)
        self.own = nn.Parameter(torch.zeros(tables, _WIDTH))
        self.bias = nn.Parameter(torch.zeros(tables))
        self.general = nn.Linear(_WIDTH, 1)
        self.fact = nn.Parameter(torch.randn(slots, _WIDTH) * 0.02)
        self.fact_bias = nn.Parameter(torch.zeros(slots))
        self.inside = nn.Linear(768, 1)
        self.dropout = nn.Dropout(0.1)

    def forward(self, hidden: Any, mask: Any) -> tuple[Any, Any, Any, Any]:
        """Return log odds of topics, polarities, facts and inside for states after the shared layers."""
        for layer in self.layers:
            hidden = _through(layer, hidden, mask)
        weights = mask.float().unsqueeze(-1)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        share = (hidden @ self.attention).masked_fill(~mask, -1e4).softmax(1).unsqueeze(-1)
        both = self.dropout(torch.cat([mean, (hidden * share).sum(1)], 1))
        near = functional.normalize(mean, dim=1) @ functional.normalize(self.topic, dim=1).T
        turned = torch.tanh(self.turn(both))
        polarities = turned @ self.polarity_weight().T + self.bias + self.general(turned)
        facts = torch.tanh(self.tell(both)) @ self.fact.T + self.fact_bias
        return self.sharpness.exp() * near, polarities, facts, self.inside(both)[:, 0]

    def polarity_weight(self) -> Any:
        """Return a direction per table: what its two canonical questions give, and its own."""
        return self.of_canonical(self.canonical) + self.own


def _through(layer: Any, x: Any, mask: Any) -> Any:
    own = layer.attention.self
    batch, length, width = x.shape

    def split(projected: Any) -> Any:
        return projected.view(batch, length, 12, width // 12).transpose(1, 2)

    mixed = functional.scaled_dot_product_attention(
        split(own.query(x)), split(own.key(x)), split(own.value(x)), mask[:, None, None, :]
    )
    attended = layer.attention.output(mixed.transpose(1, 2).reshape(batch, length, width), x)
    return layer.output(layer.intermediate(attended), attended)


class States:
    """Texts as the shared layers leave them, and their vectors: computed once, kept in memory."""

    def __init__(self, encoder: Any, tokenizer: Any, texts: Sequence[str]) -> None:
        self._numbers = {text: n for n, text in enumerate(sorted(set(texts)))}
        self._states: list[Any] = [None] * len(self._numbers)
        self.vectors = torch.zeros(len(self._numbers), 384)
        ordered = sorted(self._numbers, key=len)
        with torch.no_grad():
            for start in range(0, len(ordered), _BATCH):
                self._add(encoder, tokenizer, ordered[start : start + _BATCH])

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
            self._states[number] = out.hidden_states[_SHARED][row, :length].half()
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


def main() -> None:
    """Train each model, and write the numbers and what they stand for."""
    templates = read_templates()
    corpus = read_corpus(_PACKAGE.parents[1] / "corpus")
    learnt, held_back = examples(templates, corpus.annotations.outside)
    encoder, tokenizer = _encoder()
    states = States(encoder, tokenizer, [e.text for e in [*learnt, *held_back]])
    slots = Slots(templates)
    centres, canonical = _centres(learnt, states, len(templates)), _canonical(learnt, states)
    steps = int(_EPOCHS * sum(e.times for e in learnt) // _BATCH)
    for seed, name in enumerate(FILES):
        torch.manual_seed(seed)
        model = Reading(encoder, centres, canonical, slots.starts[-1])
        _train(model, _batches(learnt, states, seed), states, steps, slots, templates)
        np.savez(_PACKAGE / "search" / name, **_numbers(model))
    heads = {"tables": [t.id for t in templates], "facts": slots.facts}
    (_PACKAGE / "decide" / "heads.json").write_text(json.dumps(heads) + "\n", encoding="utf-8")


def _encoder() -> tuple[Any, Any]:
    from transformers import BertModel, PreTrainedTokenizerFast

    folder = models.prepare(models.DEFAULT).location
    encoder: Any = BertModel.from_pretrained(folder)
    return encoder.eval(), PreTrainedTokenizerFast.from_pretrained(folder)


def _centres(learnt: Sequence[Example], states: States, tables: int) -> Any:
    """Return per table the mean vector of its own questions, where the topics start from."""
    sums = torch.zeros(tables, 384)
    for example in learnt:
        if example.table is not None and example.row is None:
            sums[example.table] += states.vector(example.text)
    return functional.normalize(sums, dim=1)


def _canonical(learnt: Sequence[Example], states: States) -> Any:
    """Return per table the vectors of its two canonical questions (both languages), side by side."""
    own: dict[int, list[Any]] = {}
    for example in learnt:
        if example.table is not None and example.row is None and example.times > 1:
            own.setdefault(example.table, []).append(states.vector(example.text))
    rows = [own[n] for n in range(len(own))]
    return torch.stack([torch.cat([(r[0] + r[1]) / 2, (r[2] + r[3]) / 2]) for r in rows])


def _train(
    model: Reading,
    batches: Iterator[list[Example]],
    states: States,
    steps: int,
    slots: Slots,
    templates: Sequence[Template],
) -> None:
    changes = [p for n, p in model.named_parameters() if n.endswith((".up", ".down"))]
    heads = [
        p
        for n, p in model.named_parameters()
        if p.requires_grad and not n.endswith((".up", ".down"))
    ]
    optimiser = torch.optim.AdamW(
        [
            {"params": changes, "lr": _RATE, "weight_decay": 0.0},
            {"params": heads, "lr": _HEAD_RATE, "weight_decay": 0.02},
        ]
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1, (s + 1) / _WARM_UP) * max(0.02, 1 - s / steps)
    )
    model.train()
    for step, batch in zip(range(steps), batches, strict=False):
        parts = _losses(model(*states.batch([e.text for e in batch])), batch, slots, templates)
        loss = sum(w * part for w, part in zip(_WEIGHTS, parts, strict=True))
        loss.backward()
        nn.utils.clip_grad_norm_([*changes, *heads], 1.0)
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}: {[round(float(p), 3) for p in parts]}", flush=True)


def _batches(learnt: Sequence[Example], states: States, seed: int) -> Iterator[list[Example]]:
    """Yield batches without end, of texts about as long as each other."""
    rng = random.Random(seed)
    pool = [example for example in learnt for _ in range(example.times)]
    while True:
        rng.shuffle(pool)
        for start in range(0, len(pool) - 8 * _BATCH + 1, 8 * _BATCH):
            some = sorted(pool[start : start + 8 * _BATCH], key=lambda e: states.length(e.text))
            batches = [some[n : n + _BATCH] for n in range(0, len(some), _BATCH)]
            rng.shuffle(batches)
            yield from batches


def _losses(
    out: tuple[Any, Any, Any, Any],
    batch: Sequence[Example],
    slots: Slots,
    templates: Sequence[Template],
) -> tuple[Any, Any, Any, Any]:
    topics, polarities, facts, inside = out
    covered = [n for n, e in enumerate(batch) if e.table is not None]
    tables = torch.tensor([batch[n].table for n in covered])
    own = topics[covered].clone()
    for row, n in enumerate(covered):
        for other in set(batch[n].also) - {batch[n].table}:
            own[row, other] = -1e4
    of_table = polarities[covered].gather(1, tables[:, None])[:, 0]
    negative = torch.tensor([float(batch[n].negative) for n in covered])
    is_inside = torch.tensor([float(e.table is not None) for e in batch])
    binary = functional.binary_cross_entropy_with_logits
    return (
        functional.cross_entropy(own, tables, label_smoothing=0.05),
        binary(of_table, negative),
        _fact_loss(facts, batch, slots, templates),
        binary(inside, is_inside),
    )


def _fact_loss(
    facts: Any, batch: Sequence[Example], slots: Slots, templates: Sequence[Template]
) -> Any:
    losses = []
    for row, example in enumerate(batch):
        if example.table is None:
            continue
        for number in slots.of_table[templates[example.table].id]:
            _, fact, values = slots.facts[number]
            value = example.facts.get(fact)
            wanted = values.index(value) if value in values else len(values)
            scores = facts[row, slots.starts[number] : slots.starts[number + 1]]
            losses.append(functional.cross_entropy(scores[None], torch.tensor([wanted])))
    return torch.stack(losses).mean() if losses else facts.sum() * 0


def _numbers(model: Reading) -> dict[str, Any]:
    """Return everything that asking needs, as float16."""
    sharpness = model.sharpness.exp()
    values: dict[str, Any] = {
        "attention": model.attention,
        "topic_weight": sharpness * functional.normalize(model.topic, dim=1),
        "polarity_layer_weight": model.turn.weight,
        "polarity_layer_bias": model.turn.bias,
        "polarity_weight": model.polarity_weight() + model.general.weight,
        "polarity_bias": model.bias + model.general.bias,
        "fact_layer_weight": model.tell.weight,
        "fact_layer_bias": model.tell.bias,
        "fact_weight": model.fact,
        "fact_bias": model.fact_bias,
        "inside_weight": model.inside.weight[0],
        "inside_bias": model.inside.bias[0],
    }
    for number, layer in enumerate(model.layers):
        for name in _CHANGED:
            changed: Any = layer.get_submodule(name)
            values[f"layer.{number}.{name}.up"] = _SCALE * changed.up
            values[f"layer.{number}.{name}.down"] = changed.down
    numbers = {name: value.detach().numpy().astype(np.float16) for name, value in values.items()}
    return {"shared": np.array(_SHARED), **numbers}


if __name__ == "__main__":
    main()
