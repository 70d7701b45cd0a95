"""Trains the model that tells questions outside the corpus: `python -m evaluation.train_scope`.

Outside examples are the written outside questions, each judged with all questions of its own theme
hidden, so that none is near to itself or to its paraphrases. Inside examples are questions by another
hand that the corpus answers (`training/inside.jsonl`); they are not in the index. The result is six
numbers in `src/kaderwijzer/answer/scope.json`; its thresholds are chosen on the development set.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from kaderwijzer.answer import scope
from kaderwijzer.model import Corpus, KeyKind, Language, Neighbours
from kaderwijzer.pipeline import Assistant, load
from kaderwijzer.read.corpus import read_corpus
from kaderwijzer.search.passages import passages

HERE = Path(__file__).parent
SCOPE = HERE.parent / "src" / "kaderwijzer" / "answer" / "scope.json"


def main() -> None:
    """Train and write the numbers."""
    from sklearn.linear_model import LogisticRegression

    examples = list(_examples(load(), read_corpus(HERE.parent / "corpus")))
    signals = np.array([[float(getattr(n, s)) for s in scope.SIGNALS] for n, _ in examples])
    labels = [outside for _, outside in examples]
    # Signals lie between 0 and 1 with unlike spreads; C is large so that scale matters little.
    model = LogisticRegression(C=100.0, max_iter=5000).fit(signals, labels)
    data = json.loads(SCOPE.read_text(encoding="utf-8"))
    data["model"] = {
        "intercept": round(float(model.intercept_[0]), 4),
        **{s: round(float(c), 4) for s, c in zip(scope.SIGNALS, model.coef_[0], strict=True)},
    }
    SCOPE.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{sum(labels)} outside and {len(labels) - sum(labels)} inside: {data['model']}")


def _examples(assistant: Assistant, corpus: Corpus) -> Iterator[tuple[Neighbours, int]]:
    outside = [
        (number, key)
        for number, key in enumerate(passages(corpus).keys)
        if key.kind is KeyKind.OUTSIDE
    ]
    themes: dict[str, set[int]] = {}
    for (number, _), question in zip(outside, corpus.annotations.outside, strict=True):
        themes.setdefault(question.topic, set()).add(number)
    for (_, key), question in zip(outside, corpus.annotations.outside, strict=True):
        hidden = frozenset(themes[question.topic])
        yield assistant.neighbours(key.text, key.language, hidden), 1
    for line in (HERE / "training" / "inside.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield assistant.neighbours(row["text"], Language(row["lang"])), 0


if __name__ == "__main__":
    main()
