"""Trains the model that tells questions outside the corpus: `python -m evaluation.train_scope`.

Outside examples are the written outside questions, each judged with all questions of its own theme
hidden, so that none is near to itself or to its paraphrases. Inside examples are the answerable
development questions: neither the index nor the encoder's training has seen them. The result is six
numbers in `src/kaderwijzer/answer/scope.json`. It prints both errors per threshold, with the inside
examples judged by models that have not seen them (five folds) and the outside ones of the development
set, which no model has seen; the threshold is chosen from that by hand.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.questions import FOLDER
from kaderwijzer.answer import scope
from kaderwijzer.assistant import Assistant
from kaderwijzer.model import KeyKind, Language, Neighbours
from kaderwijzer.pipeline import load, with_canonical_questions
from kaderwijzer.read.corpus import read_corpus
from kaderwijzer.search.passages import passages

HERE = Path(__file__).parent
SCOPE = HERE.parent / "src" / "kaderwijzer" / "answer" / "scope.json"
_FOLDS = 5
Signals = NDArray[np.float64]


def main() -> None:
    """Train, write the numbers, print the errors."""
    assistant = load()
    outside = _outside(assistant)
    inside, unanswerable = _development(assistant)
    model = _fitted(inside, outside)
    data = json.loads(SCOPE.read_text(encoding="utf-8"))
    data["model"] = {
        "intercept": round(float(model.intercept_[0]), 4),
        **{s: round(float(c), 4) for s, c in zip(scope.SIGNALS, model.coef_[0], strict=True)},
    }
    SCOPE.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(outside)} outside, {len(inside)} inside: {data['model']}")
    folds = np.arange(len(inside)) % _FOLDS
    unseen = np.empty(len(inside))
    for fold in range(_FOLDS):
        other = _fitted(inside[folds != fold], outside)
        unseen[folds == fold] = other.predict_proba(inside[folds == fold])[:, 1]
    refused = model.predict_proba(unanswerable)[:, 1]
    for threshold in np.arange(0.3, 0.96, 0.05):
        print(
            f"from {threshold:.2f}: answerable refused {(unseen >= threshold).mean():.3f}, "
            f"unanswerable refused {(refused >= threshold).mean():.3f}"
        )


def _fitted(inside: Signals, outside: Signals) -> Any:
    from sklearn.linear_model import LogisticRegression

    labels = [0] * len(inside) + [1] * len(outside)
    # Signals lie between 0 and 1 with unlike spreads; C is large so that scale matters little.
    model = LogisticRegression(C=100.0, max_iter=5000, class_weight="balanced")
    return model.fit(np.concatenate([inside, outside]), labels)


def _signals(neighbours: list[Neighbours]) -> Signals:
    return np.array([[float(getattr(n, s)) for s in scope.SIGNALS] for n in neighbours])


def _outside(assistant: Assistant) -> Signals:
    corpus = read_corpus(HERE.parent / "corpus")
    keys = passages(with_canonical_questions(corpus)).keys
    numbered = [(n, k) for n, k in enumerate(keys) if k.kind is KeyKind.OUTSIDE]
    topics = [question.topic for question in corpus.annotations.outside]
    themes: dict[str, set[int]] = {}
    for (number, _), topic in zip(numbered, topics, strict=True):
        themes.setdefault(topic, set()).add(number)
    return _signals(
        [
            assistant.neighbours(key.text, key.language, frozenset(themes[topic]))
            for (_, key), topic in zip(numbered, topics, strict=True)
        ]
    )


def _development(assistant: Assistant) -> tuple[Signals, Signals]:
    rows = []
    for name in ("open-development", "verdict-development"):
        text = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")
        rows += [json.loads(line) for line in text.splitlines()]
    near = [
        (bool(r["gold"]), assistant.neighbours(r["question"], Language(r["lang"]))) for r in rows
    ]
    inside = [n for answerable, n in near if answerable]
    return _signals(inside), _signals([n for answerable, n in near if not answerable])


if __name__ == "__main__":
    main()
