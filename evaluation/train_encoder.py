"""Fits the encoder to questions about the corpus: `python -m evaluation.train_encoder`.

Trains low-rank changes (LoRA, rank 8) of all linear layers so that a question lies near the sentences
that answer it, in either language, and near other questions to the same sentences; all other examples
of a batch count as wrong, save those that answer with the same sentence. It learns from the written
questions (`corpus/annotations`) and from draft propositions with questions by other hands
(`training/propositions`), never from an evaluation set. Three epochs take about forty minutes on two
cores. The result is `src/kaderwijzer/search/adapter.npz`; afterwards rebuild the index, run
`python -m evaluation.train_scope` and `kaderwijzer evaluate`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kaderwijzer.model import Corpus, Document, KeyKind
from kaderwijzer.read.corpus import read_corpus
from kaderwijzer.search import models
from kaderwijzer.search.convert import unadapted
from kaderwijzer.search.passages import passages

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "kaderwijzer" / "search" / "adapter.npz"
_RANK, _ALPHA, _DROPOUT = 8, 16, 0.05
_EPOCHS, _BATCH, _RATE, _TEMPERATURE, _TOKENS = 3, 64, 4e-4, 0.03, 64
_WARM_UP = 30
_SHARE_DUTCH, _SHARE_ENGLISH = 0.3, 0.2  # the rest of the pairs are two questions
_LAYERS = [
    "query",
    "key",
    "value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
]


@dataclass(frozen=True)
class Example:
    """A question and the units that answer it."""

    text: str
    units: tuple[int, ...]


@dataclass(frozen=True)
class Data:
    """All examples, the text of every unit, and its translation."""

    examples: list[Example]
    dutch: dict[int, str]
    english: dict[int, str]


def main() -> None:
    """Train and write the adapter."""
    import torch

    torch.manual_seed(0)
    rng = random.Random(0)
    data = read_data(read_corpus(HERE.parent / "corpus"))
    model, tokenizer = _model()
    optimiser = torch.optim.AdamW(
        [p for p in model.parameters() if p.requires_grad], lr=_RATE, weight_decay=0.01
    )
    steps = _EPOCHS * (len(data.examples) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / _WARM_UP) * max(0.02, 1 - step / steps)
    )
    model.train()
    for step, (batch, wanted) in enumerate(_batches(data, rng)):
        questions = _vectors(model, tokenizer, [f"query: {e.text}" for e in batch])
        answers = _vectors(model, tokenizer, [f"passage: {text}" for text in wanted])
        loss = _loss(questions @ answers.T / _TEMPERATURE, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()
        if step % 20 == 0:
            print(f"step {step} of {steps}: loss {loss.item():.3f}", flush=True)
    np.savez(TARGET, **_factors(model))


def read_data(corpus: Corpus) -> Data:
    """Collect the examples: written questions, and propositions' questions by their anchor."""
    found = passages(corpus)
    dutch, english = {}, {}
    for key in found.keys:
        if key.kind is KeyKind.SENTENCE:
            dutch[key.units[0]] = key.text
        elif key.kind is KeyKind.TRANSLATION:
            english[key.units[0]] = key.text
    written = [Example(k.text, k.units) for k in found.keys if k.kind is KeyKind.QUESTION]
    places = {(u.paragraph, u.sentence): n for n, u in enumerate(found.units) if u.document == 0}
    drafts = list(_drafts(corpus.documents[0], places))
    return Data([*written, *drafts], dutch, english)


def _drafts(document: Document, places: dict[tuple[int, int], int]) -> Iterator[Example]:
    for path in sorted((HERE / "training" / "propositions").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            proposition = json.loads(line)
            units = _anchored(document, places, " ".join(proposition["anchor"].split()))
            if units:
                yield from (Example(q["text"], units) for q in proposition["questions"])


def _anchored(
    document: Document, places: dict[tuple[int, int], int], anchor: str
) -> tuple[int, ...]:
    for p, paragraph in enumerate(document.paragraphs):
        start = paragraph.clean.text.find(anchor)
        if start >= 0:
            end = start + len(anchor)
            return tuple(
                places[p, s]
                for s, span in enumerate(paragraph.sentences)
                if span.start < end and start < span.end
            )
    return ()


def _batches(data: Data, rng: random.Random) -> Iterator[tuple[list[Example], list[str]]]:
    together: dict[tuple[int, ...], list[str]] = {}
    for example in data.examples:
        together.setdefault(example.units, []).append(example.text)
    for _ in range(_EPOCHS):
        rng.shuffle(data.examples)
        for start in range(0, len(data.examples) - _BATCH + 1, _BATCH):
            batch = data.examples[start : start + _BATCH]
            yield batch, [_answer(example, data, together, rng) for example in batch]


def _answer(
    example: Example, data: Data, together: dict[tuple[int, ...], list[str]], rng: random.Random
) -> str:
    """Return what the question is to lie near: the sentences, their translation, or a question."""
    draw = rng.random()
    if draw < _SHARE_DUTCH:
        return " ".join(data.dutch[u] for u in example.units)
    if draw < _SHARE_DUTCH + _SHARE_ENGLISH:
        return " ".join(data.english.get(u, data.dutch[u]) for u in example.units)
    others = [text for text in together[example.units] if text != example.text]
    return rng.choice(others or [example.text])


def _model() -> tuple[Any, Any]:
    """Return the unadapted encoder with trainable low-rank changes, and its tokenizer."""
    from peft import LoraConfig, get_peft_model
    from transformers import PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast.from_pretrained(models.prepare(models.DEFAULT).location)
    config = LoraConfig(r=_RANK, lora_alpha=_ALPHA, lora_dropout=_DROPOUT, target_modules=_LAYERS)
    return get_peft_model(unadapted(models.installed_weights()), config), tokenizer


def _vectors(model: Any, tokenizer: Any, texts: list[str]) -> Any:
    import torch

    batch = tokenizer(texts, padding=True, truncation=True, max_length=_TOKENS, return_tensors="pt")
    with torch.autocast("cpu", torch.bfloat16):
        hidden = model(
            input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]
        ).last_hidden_state
    mask = batch["attention_mask"].unsqueeze(-1)
    mean = (hidden.float() * mask).sum(1) / mask.sum(1)
    return torch.nn.functional.normalize(mean, dim=1)


def _loss(similar: Any, batch: Sequence[Example]) -> Any:
    import torch

    shared = torch.tensor([[bool({*a.units} & {*b.units}) for b in batch] for a in batch])
    shared.fill_diagonal_(False)
    masked = similar.masked_fill(shared, -1e4)
    right = torch.arange(len(batch))
    both = torch.nn.functional.cross_entropy
    return (both(masked, right) + both(masked.T, right)) / 2


def _factors(model: Any) -> dict[str, Any]:
    """Return the factors of every changed weight, scaled, as float16."""
    factors = {}
    for name, module in model.base_model.model.named_modules():
        if hasattr(module, "lora_A"):
            down = module.lora_A["default"].weight.detach().numpy()
            up = module.lora_B["default"].weight.detach().numpy() * module.scaling["default"]
            factors[f"{name}.up"] = up.astype(np.float16)
            factors[f"{name}.down"] = down.astype(np.float16)
    return factors


if __name__ == "__main__":
    main()
