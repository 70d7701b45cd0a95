"""Trains the heads of facts again: `python -m evaluation.train_facts`, ten minutes on two cores.

On what the reading model makes of a question, which stays as it is, and with questions that state facts in
words far from the tables' own. So topic, polarity and "does the text answer it" do not move. It replaces the
four arrays of facts in `search/reader.npz`; afterwards run `kaderwijzer build` and
`python -m evaluation.train_reading`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from evaluation.reading_data import Example, stating_facts
from evaluation.train_reader import LAYERS, Slots, fact_loss
from evaluation.upper_layers import (
    BATCH,
    States,
    attended,
    changed_layers,
    encoder_and_tokenizer,
    mean_of,
    recall_changes,
    through,
)
from kaderwijzer.decide.template import read_templates
from kaderwijzer.model import Template
from kaderwijzer.search.reader import FILE, Reader, read_reader

_FOLDER = Path(__file__).parent.parent / "src" / "kaderwijzer" / "search"
_EPOCHS, _AT_ONCE, _RATE, _DECAY, _DROPOUT = 5, 128, 1e-3, 0.02, 0.1


class Facts(nn.Module):
    """The head of facts, set to the reading model's own."""

    def __init__(self, heads: dict[str, Any]) -> None:
        super().__init__()
        self.layer_weight = nn.Parameter(torch.from_numpy(heads["fact_layer_weight"]))
        self.layer_bias = nn.Parameter(torch.from_numpy(heads["fact_layer_bias"]))
        self.weight = nn.Parameter(torch.from_numpy(heads["fact_weight"]))
        self.bias = nn.Parameter(torch.from_numpy(heads["fact_bias"]))

    def forward(self, made: Any) -> Any:
        """Return the log odds of all slots for what the model made of some questions."""
        told = torch.tanh(functional.linear(made, self.layer_weight, self.layer_bias))
        return functional.linear(told, self.weight, self.bias)


def main() -> None:
    """Train the head, and write it."""
    templates = read_templates()
    slots, learnt = Slots(templates), stating_facts(templates)
    encoder, tokenizer = encoder_and_tokenizer()
    states = States(encoder, tokenizer, [example.text for example in learnt])
    torch.manual_seed(0)
    reader = read_reader()
    facts = Facts(reader.heads)
    _train(facts, _made(encoder, reader, learnt, states), learnt, slots, templates)
    _replace(_FOLDER / FILE, facts)


def _made(encoder: Any, reader: Reader, learnt: Sequence[Example], states: States) -> Any:
    """Return what the reading model makes of each question, shape (questions, 768)."""
    layers = changed_layers(encoder, LAYERS)
    recall_changes(layers, reader.changes)
    attention = torch.from_numpy(reader.heads["attention"])
    made = torch.zeros(len(learnt), 768)
    order = sorted(range(len(learnt)), key=lambda n: states.length(learnt[n].text))
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            hidden, mask = states.batch([learnt[n].text for n in some])
            hidden = through(layers, hidden, mask)
            made[some] = torch.cat([mean_of(hidden, mask), attended(hidden, attention, mask)], 1)
    return made


def _train(
    facts: Facts, made: Any, learnt: Sequence[Example], slots: Slots, templates: Sequence[Template]
) -> None:
    steps = _EPOCHS * len(learnt) // _AT_ONCE
    optimiser = torch.optim.AdamW(facts.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    often = torch.tensor([float(example.times) for example in learnt])
    for step in range(steps):
        some = torch.multinomial(often, _AT_ONCE)
        scores = facts(functional.dropout(made[some], _DROPOUT))
        loss = fact_loss(scores, [learnt[n] for n in some.tolist()], slots, templates)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}: {float(loss):.3f}", flush=True)


def _replace(path: Path, facts: Facts) -> None:
    """Write the file again with the head of facts exchanged."""
    with np.load(path, allow_pickle=False) as arrays:
        numbers = {name: arrays[name] for name in arrays.files}
    for name, value in facts.named_parameters():
        numbers[f"fact_{name}"] = value.detach().numpy().astype(np.float16)
    np.savez(path, **numbers)


if __name__ == "__main__":
    main()
