"""Trains the reading model: `python -m evaluation.train_reader`.

The encoder's lower six layers stay as they are; low-rank changes (LoRA, rank 32) of the upper six and four
heads are learnt together: which table a statement asks, whether it denies that table's canonical question,
which facts it states, and whether the text answers it at all. Each time some tokens are left out, and half of
the time each table's own memory of polarity, so that no question is known by one of its words. How often the
questions are gone through stands in `_EPOCHS`; an estimate is four hours on two cores. The results are
`search/reader.npz` and `decide/heads.json`; afterwards run `python -m evaluation.train_facts`,
`kaderwijzer build` and `python -m evaluation.train_reading`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from evaluation.reading_data import Example, examples
from evaluation.upper_layers import (
    BATCH,
    States,
    Training,
    attended,
    changed_layers,
    encoder_and_tokenizer,
    mean_of,
    numbers_of_changes,
    stored,
    through,
)
from kaderwijzer.decide.template import read_templates
from kaderwijzer.model import Template
from kaderwijzer.read.corpus import read_corpus
from kaderwijzer.search.reader import FILE

_PACKAGE = Path(__file__).parent.parent / "src" / "kaderwijzer"
LAYERS, _WIDTH, _HEAD_RATE = 6, 256, 2e-3
# The share of tokens, and of the times each table's own memory of polarity, that is left out.
_TOKENS_LEFT_OUT, _OWN_LEFT_OUT = 0.1, 0.5
_EPOCHS = 6
_WEIGHTS = (1.0, 1.5, 0.8, 0.5)  # of topic, polarity, facts, inside


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
        self.layers = changed_layers(encoder, LAYERS)
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
        self.often_without = nn.Dropout(_OWN_LEFT_OUT)

    def forward(self, hidden: Any, mask: Any) -> tuple[Any, Any, Any, Any]:
        """Return log odds of topics, polarities, facts and inside for states after the shared layers."""
        if self.training:
            mask = _some(mask)
        hidden = through(self.layers, hidden, mask)
        mean = mean_of(hidden, mask)
        both = self.dropout(torch.cat([mean, attended(hidden, self.attention, mask)], 1))
        near = functional.normalize(mean, dim=1) @ functional.normalize(self.topic, dim=1).T
        turned = torch.tanh(self.turn(both))
        # What is true of all tables must do without each table's own, which remembers words.
        own = self.often_without(torch.ones(len(mean), 1)) * (turned @ self.own.T + self.bias)
        shared = turned @ self.of_canonical(self.canonical).T + self.general(turned)
        facts = torch.tanh(self.tell(both)) @ self.fact.T + self.fact_bias
        return self.sharpness.exp() * near, shared + own, facts, self.inside(both)[:, 0]

    def polarity_weight(self) -> Any:
        """Return a direction per table: what its two canonical questions give, and its own."""
        return self.of_canonical(self.canonical) + self.own


def main() -> None:
    """Train the model, and write the numbers and what they stand for."""
    templates = read_templates()
    corpus = read_corpus(_PACKAGE.parents[1] / "corpus")
    learnt, _ = examples(templates, corpus.annotations.outside)
    encoder, tokenizer = encoder_and_tokenizer()
    states = States(encoder, tokenizer, [e.text for e in learnt])
    slots = Slots(templates)
    centres, canonical = _centres(learnt, states, len(templates)), _canonical(learnt, states)
    torch.manual_seed(0)
    steps = _EPOCHS * sum(e.times for e in learnt) // BATCH
    model = Reading(encoder, centres, canonical, slots.starts[-1])
    _train(model, _batches(learnt, states), states, steps, slots, templates)
    np.savez(_PACKAGE / "search" / FILE, **_numbers(model))
    heads = {"tables": [t.id for t in templates], "facts": slots.facts}
    (_PACKAGE / "decide" / "heads.json").write_text(json.dumps(heads) + "\n", encoding="utf-8")


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
    training = Training(model, steps, _HEAD_RATE)
    model.train()
    for step, batch in zip(range(steps), batches, strict=False):
        hidden, mask = states.batch([e.text for e in batch])
        parts = _losses(model(hidden, mask), batch, slots, templates)
        loss = sum(w * part for w, part in zip(_WEIGHTS, parts, strict=True))
        training.step(loss)
        if step % 100 == 0:
            print(f"step {step} of {steps}: {[round(float(p), 3) for p in parts]}", flush=True)


def _some(mask: Any) -> Any:
    """Leave out a share of the tokens, never the first, so that no question is known by one of its words."""
    kept = torch.rand(mask.shape) >= _TOKENS_LEFT_OUT
    kept[:, 0] = True
    return mask & kept


def _batches(learnt: Sequence[Example], states: States) -> Iterator[list[Example]]:
    """Yield batches without end, of texts about as long as each other."""
    rng = random.Random(0)
    pool = [example for example in learnt for _ in range(example.times)]
    while True:
        rng.shuffle(pool)
        for start in range(0, len(pool) - 8 * BATCH + 1, 8 * BATCH):
            some = sorted(pool[start : start + 8 * BATCH], key=lambda e: states.length(e.text))
            batches = [some[n : n + BATCH] for n in range(0, len(some), BATCH)]
            rng.shuffle(batches)
            yield from batches


def _losses(
    out: tuple[Any, Any, Any, Any],
    batch: Sequence[Example],
    slots: Slots,
    templates: Sequence[Template],
) -> tuple[Any, Any, Any, Any]:
    topics, polarities, facts, inside = out
    topic, polarity, belongs = losses_of(topics, polarities, inside, batch)
    return topic, polarity, fact_loss(facts, batch, slots, templates), belongs


def losses_of(
    topics: Any, polarities: Any, inside: Any, batch: Sequence[Example]
) -> tuple[Any, Any, Any]:
    """Return how far log odds of topics, polarities and inside are from what is right."""
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
        binary(inside, is_inside),
    )


def fact_loss(
    facts: Any, batch: Sequence[Example], slots: Slots, templates: Sequence[Template]
) -> Any:
    """Return how far scores of facts are from what is stated, per fact of each example's table."""
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
    return stored(values | numbers_of_changes(model.layers))


if __name__ == "__main__":
    main()
