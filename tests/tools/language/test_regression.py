"""The fit of the weights of words."""

import numpy as np
from tools.language.regression import Problem, fit

ROWS = [[0], [0, 1], [1], [2], [0, 2], []]
LABELS = np.array([[1, 0], [1, 0], [0, 1], [0, 1], [1, 1], [0, 0]], float)


def fitted(rows: list[list[int]], labels: np.ndarray, counts: np.ndarray) -> np.ndarray:
    return fit(Problem.of(rows, 3, labels, counts))


def test_two_like_examples_are_one_that_counts_twice() -> None:
    once = fitted(ROWS, LABELS, np.array([[2.0, 2.0]] + [[1.0, 1.0]] * 5))
    twice = fitted([ROWS[0], *ROWS], np.vstack([LABELS[:1], LABELS]), np.ones((7, 2)))
    assert np.allclose(once, twice, atol=1e-3)


def test_an_example_that_is_open_for_a_kind_says_nothing_of_it() -> None:
    counts = np.ones((6, 2))
    counts[4, 1] = 0.0
    other = LABELS.copy()
    other[4, 1] = 0.0
    assert np.allclose(fitted(ROWS, LABELS, counts), fitted(ROWS, other, counts), atol=1e-6)


def test_each_kind_is_fitted_as_if_it_were_alone() -> None:
    together = fitted(ROWS, LABELS, np.ones((6, 2)))
    alone = fitted(ROWS, LABELS[:, :1], np.ones((6, 1)))
    assert np.allclose(together[:, :1], alone, atol=1e-3)


def test_what_comes_with_a_kind_speaks_for_it() -> None:
    weights = fitted(ROWS, LABELS, np.ones((6, 2)))
    assert weights[1, 0] > 0 > weights[1, 1]
