"""Trains the wording model: `python -m evaluation.train_wording`, about four minutes on two cores.

From the same questions as the reading model (`reading_data.py`), but from nothing: a vector per group of
letters, and heads for topic, polarity and "does the text answer it". Each time some groups are left out, so
that no question is known by one of its words. The result is `search/wording.npz`; afterwards run
`python -m evaluation.train_reading`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from evaluation.reading_data import Example, examples
from evaluation.train_reader import losses_of
from kaderwijzer.decide.template import read_templates
from kaderwijzer.read.corpus import read_corpus
from kaderwijzer.search.wording import FILE, SLOTS, slots_of

_PACKAGE = Path(__file__).parent.parent / "src" / "kaderwijzer"
_WIDTH, _LEFT_OUT, _DROPOUT = 128, 0.3, 0.2
_EPOCHS, _BATCH, _RATE, _WARM_UP, _LEAST = 8, 256, 3e-3, 100, 0.02
_WEIGHTS = (1.0, 1.0, 0.5)  # of topic, polarity, inside


class Bag(nn.Module):
    """The vectors and the heads."""

    def __init__(self, tables: int) -> None:
        super().__init__()
        self.vectors = nn.EmbeddingBag(SLOTS, _WIDTH, mode="sum")
        nn.init.normal_(self.vectors.weight, std=0.02)
        self.topic, self.inside = nn.Linear(_WIDTH, tables), nn.Linear(_WIDTH, 1)
        self.turn, self.polarity = nn.Linear(_WIDTH, _WIDTH), nn.Linear(_WIDTH, tables)
        self.general = nn.Linear(_WIDTH, 1)
        for head in (self.topic, self.polarity, self.inside):
            nn.init.zeros_(head.weight)
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, texts: Sequence[Any]) -> tuple[Any, Any, Any]:
        """Return log odds of topics, polarities and inside for the slots of some texts."""
        kept = [slots[torch.rand(len(slots)) >= _LEFT_OUT] for slots in texts]
        sizes = torch.tensor([len(slots) for slots in kept])
        summed = self.vectors(torch.cat(kept), sizes.cumsum(0) - sizes)
        mixed = self.dropout(summed / sizes.clamp(min=1).sqrt()[:, None])
        turned = torch.tanh(self.turn(mixed))
        polarities = self.polarity(turned) + self.general(turned)
        return self.topic(mixed), polarities, self.inside(mixed)[:, 0]


def main() -> None:
    """Train, and write the numbers."""
    torch.manual_seed(0)
    templates = read_templates()
    corpus = read_corpus(_PACKAGE.parents[1] / "corpus")
    learnt, _ = examples(templates, corpus.annotations.outside)
    pool = [example for example in learnt for _ in range(example.times)]
    slots = {text: torch.from_numpy(slots_of(text)) for text in {e.text for e in learnt}}
    model, steps = Bag(len(templates)), _EPOCHS * len(pool) // _BATCH
    optimiser = torch.optim.Adam(model.parameters(), lr=_RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1, (s + 1) / _WARM_UP) * max(_LEAST, 1 - s / steps)
    )
    for step, batch in zip(range(steps), _batches(pool), strict=False):
        topics, polarities, inside = model([slots[example.text] for example in batch])
        parts = losses_of(topics, polarities, inside, batch)
        loss: Any = sum(w * part for w, part in zip(_WEIGHTS, parts, strict=True))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}: {[round(float(p), 3) for p in parts]}", flush=True)
    np.savez(_PACKAGE / "search" / FILE, **_numbers(model))


def _batches(pool: Sequence[Example]) -> Iterator[list[Example]]:
    """Yield batches without end."""
    while True:
        order = torch.randperm(len(pool)).tolist()
        for start in range(0, len(pool) - _BATCH + 1, _BATCH):
            yield [pool[n] for n in order[start : start + _BATCH]]


def _numbers(model: Bag) -> dict[str, Any]:
    """Return everything that asking needs, as float16."""
    values: dict[str, Any] = {
        "vectors": model.vectors.weight,
        "topic_weight": model.topic.weight,
        "topic_bias": model.topic.bias,
        "turn_weight": model.turn.weight,
        "turn_bias": model.turn.bias,
        "polarity_weight": model.polarity.weight + model.general.weight,
        "polarity_bias": model.polarity.bias + model.general.bias,
        "inside_weight": model.inside.weight[0],
        "inside_bias": model.inside.bias[0],
    }
    return {name: value.detach().numpy().astype(np.float16) for name, value in values.items()}


if __name__ == "__main__":
    main()
