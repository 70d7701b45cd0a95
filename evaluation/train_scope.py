"""Trains the model that tells questions outside the corpus: `python -m evaluation.train_scope`.

Outside examples are the written outside questions, each judged with the questions of its own theme
hidden, so that none is near to itself or to its paraphrases. Inside examples are questions by another
hand that the corpus answers (`training/inside.jsonl`); they are not in the index. The result is six
numbers in `src/kaderwijzer/answer/scope.json`; its thresholds are chosen on the development set.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from kaderwijzer.answer import scope
from kaderwijzer.model import Language, Neighbours, OutsideQuestion
from kaderwijzer.pipeline import Assistant, load
from kaderwijzer.read.corpus import read_corpus

HERE = Path(__file__).parent
SCOPE = HERE.parent / "src" / "kaderwijzer" / "answer" / "scope.json"


def main() -> None:
    """Train and write the numbers."""
    from sklearn.linear_model import LogisticRegression

    assistant = load()
    outside = read_corpus(HERE.parent / "corpus").annotations.outside
    near = _outside_neighbours(assistant, outside) + _inside_neighbours(assistant)
    labels = [1] * len(outside) + [0] * (len(near) - len(outside))
    signals = np.array([[float(getattr(n, s)) for s in scope.SIGNALS] for n in near])
    # Signals lie between 0 and 1 with unlike spreads; C is large so that scale matters little.
    model = LogisticRegression(C=100.0, max_iter=2000).fit(signals, labels)
    data = json.loads(SCOPE.read_text(encoding="utf-8"))
    data["model"] = {
        "intercept": round(float(model.intercept_[0]), 4),
        **{s: round(float(c), 4) for s, c in zip(scope.SIGNALS, model.coef_[0], strict=True)},
    }
    SCOPE.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(outside)} outside and {len(near) - len(outside)} inside examples: {data['model']}")


def _outside_neighbours(
    assistant: Assistant, outside: tuple[OutsideQuestion, ...]
) -> list[Neighbours]:
    themes: dict[str, set[int]] = {}
    for position, question in enumerate(outside):
        themes.setdefault(question.topic, set()).add(position)
    return [assistant.neighbours(q.text, q.language, frozenset(themes[q.topic])) for q in outside]


def _inside_neighbours(assistant: Assistant) -> list[Neighbours]:
    lines = (HERE / "training" / "inside.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [assistant.neighbours(r["text"], Language(r["lang"])) for r in rows]


if __name__ == "__main__":
    main()
