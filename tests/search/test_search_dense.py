"""Exact search by FAISS against plain numpy."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaderwijzer.errors import IndexProblem
from kaderwijzer.search.dense import Dense, Vectors


def vectors(count: int, size: int, seed: int) -> Vectors:
    made = np.random.default_rng(seed).normal(size=(count, size)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@given(st.integers(1, 40), st.integers(1, 48), st.integers(0, 2**32))
def test_scores_are_inner_products_in_the_order_of_the_texts(
    count: int, size: int, seed: int
) -> None:
    indexed, question = vectors(count, size, seed), vectors(1, size, seed + 1)[0]
    assert np.allclose(Dense.build(indexed).scores(question), indexed @ question, atol=1e-5)


def test_a_text_with_the_questions_vector_scores_one_and_its_opposite_minus_one() -> None:
    indexed = np.array([[0, 1], [1, 0], [-1, 0], [1, 0]], np.float32)
    assert Dense.build(indexed).scores(np.array([1, 0], np.float32)).tolist() == [0, 1, -1, 1]


def test_shape() -> None:
    assert Dense.build(vectors(7, 5, 0)).shape == (7, 5)


def test_saved_and_loaded_it_scores_the_same(tmp_path: Path) -> None:
    built, question = Dense.build(vectors(9, 6, 1)), vectors(1, 6, 2)[0]
    built.save(tmp_path / "v.faiss")
    assert Dense.load(tmp_path / "v.faiss").scores(question).tolist() == (
        built.scores(question).tolist()
    )


@pytest.mark.parametrize("content", [None, b"", b"IxF", b"not an index at all" * 20])
def test_a_damaged_or_missing_file_names_the_way_out(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "v.faiss"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(IndexProblem, match=r"v\.faiss: damaged; run 'kaderwijzer build'"):
        Dense.load(path)
