"""One model, two engines: sentence-transformers builds the index, ONNX Runtime reads questions.

The golden vectors are those of the model that the project ships. When the model changes on purpose,
write them again: `python -m tests.whole.test_whole_engines`.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kaderwijzer.assistant import Assistant
from kaderwijzer.search import models
from kaderwijzer.search.embed import ModelEncoder, embed
from kaderwijzer.search.encode import QueryEncoder

GOLDEN = Path(__file__).with_name("golden_vectors.json")
CLOSE = 0.9999
Vectors = NDArray[np.float32]


def texts() -> list[str]:
    return [row["text"] for row in json.loads(GOLDEN.read_text(encoding="utf-8"))]


def onnx(found: list[str]) -> Vectors:
    model = models.prepare(models.DEFAULT)
    encoder = QueryEncoder(Path(model.location), model.query_prefix)
    return np.stack([encoder.encode(text) for text in found])


@pytest.fixture(scope="module")
def golden() -> Vectors:
    rows = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return np.array([row["vector"] for row in rows], np.float32)


@pytest.fixture(scope="module")
def by_onnx(assistant: Assistant) -> Vectors:
    return np.stack([assistant.encode(text) for text in texts()])


@pytest.fixture(scope="module")
def by_torch(assistant: Assistant) -> Vectors:
    folder = models.prepare(assistant.index.settings.model_choice).location
    return embed(folder, [], texts(), progress=False)


def cosines(one: Vectors, other: Vectors) -> list[float]:
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return ((one * other).sum(axis=1) / lengths).tolist()


def test_onnx_gives_the_golden_vectors(golden: Vectors, by_onnx: Vectors) -> None:
    assert len(golden) == 10
    assert min(cosines(golden, by_onnx)) >= CLOSE


def test_sentence_transformers_gives_the_golden_vectors(golden: Vectors, by_torch: Vectors) -> None:
    assert min(cosines(golden, by_torch)) >= CLOSE


def test_the_engines_agree_with_each_other(by_onnx: Vectors, by_torch: Vectors) -> None:
    assert min(cosines(by_onnx, by_torch)) >= CLOSE
    assert np.allclose(np.linalg.norm(by_onnx, axis=1), 1, atol=1e-5)
    assert np.allclose(np.linalg.norm(by_torch, axis=1), 1, atol=1e-5)


def test_texts_that_differ_have_vectors_that_differ(golden: Vectors) -> None:
    between = golden @ golden.T - np.eye(len(golden))
    assert between.max() < 0.999


def test_the_same_text_has_the_same_vector_twice(assistant: Assistant) -> None:
    one, other = (assistant.encode("Wat is een direct belang?") for _ in range(2))
    assert one.tolist() == other.tolist()


def test_texts_and_questions_are_marked_as_what_they_are(by_torch: Vectors) -> None:
    model = models.prepare(models.DEFAULT)
    one = texts()[:1]
    both = embed(model.location, one, one, progress=False)
    assert both.shape == (2, by_torch.shape[1])
    assert cosines(both[1:], by_torch[:1])[0] >= CLOSE  # as a question
    assert cosines(both[:1], by_torch[:1])[0] < 0.999  # as a passage


def test_a_model_of_ones_own_reads_questions_too(golden: Vectors) -> None:
    folder = models.prepare(models.DEFAULT).location
    vectors = np.stack([ModelEncoder(folder).encode(text) for text in texts()[:2]])
    assert min(cosines(vectors, golden[:2])) >= CLOSE


def test_a_long_text_is_cut_and_not_refused(assistant: Assistant) -> None:
    vector = assistant.encode("verstrekking van gegevens " * 400)
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-4)


_ASK = """
import json, sys, kaderwijzer
answer = kaderwijzer.ask("Wanneer is sprake van een direct belang?")
print(json.dumps([answer.quotes[0].paragraph, sorted(sys.modules)]))
"""


def test_asking_needs_no_torch(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASK], env=environment, capture_output=True, text=True, check=True
    )
    paragraph, loaded = json.loads(done.stdout.splitlines()[-1])
    assert paragraph == "IV.5"
    assert "onnxruntime" in loaded
    banned = {"torch", "transformers", "sentence_transformers", "yaml", "pypdf", "streamlit"}
    assert banned.isdisjoint(loaded)


_OFFLINE = """
import socket, sys
tried = []
def forbidden(*arguments, **_options):
    tried.append(arguments)
    raise OSError("no network")
socket.getaddrinfo = socket.create_connection = socket.socket.connect = forbidden
from kaderwijzer.cli import main
code = main(["ask", "What is the third party rule?", "--json"])
assert not tried, tried
sys.exit(code)
"""


def test_asking_tries_no_network(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _OFFLINE],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["quotes"][0]["paragraph"] == "V.i.4"


def _write(found: list[str]) -> None:
    vectors = onnx(found).tolist()
    rows: list[dict[str, Any]] = [
        {"text": text, "vector": [round(x, 5) for x in vector]}
        for text, vector in zip(found, vectors, strict=True)
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    GOLDEN.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    _write(texts())
