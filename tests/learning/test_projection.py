"""The projection against its definition: in order, nearest, and nothing to do when it is so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.learning.projection import nearest_in_order

PAIRS = st.lists(
    st.tuples(st.floats(min_value=-1e5, max_value=1e5), st.floats(min_value=0.01, max_value=1e4)),
    min_size=1,
    max_size=12,
)


def mean(pairs: list[tuple[float, float]]) -> float:
    return sum(value * weight for value, weight in pairs) / sum(weight for _, weight in pairs)


@given(PAIRS)
def test_of_weights_apart_it_is_the_largest_of_the_smallest_means_around_each_bin(
    pairs: list[tuple[float, float]],
) -> None:
    values, weights = zip(*pairs, strict=True)
    size = len(pairs)
    oracle = [
        max(min(mean(pairs[a : b + 1]) for b in range(i, size)) for a in range(i + 1))
        for i in range(size)
    ]
    found = nearest_in_order(np.array(values), np.diag(weights), [range(size)])
    assert found == pytest.approx(oracle, rel=1e-6, abs=1e-6)


@given(st.integers(min_value=0, max_value=10_000))
def test_chains_never_fall_whatever_goes_together(seed: int) -> None:
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(9, 9))
    values = rng.normal(size=9)
    found = nearest_in_order(values, root @ root.T + np.eye(9), [range(4), range(7, 4, -1)])
    assert (np.diff(found[:4]) >= -1e-8).all()
    assert (np.diff(found[5:8]) <= 1e-8).all()


def test_what_one_feature_must_give_up_the_other_takes_over() -> None:
    together = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.9], [0.0, 0.9, 1.0]])
    found = nearest_in_order(np.array([1.0, -1.0, 0.0]), together, [range(2)])
    assert found[0] == pytest.approx(found[1])
    assert found[2] < -0.5


@given(st.lists(st.floats(min_value=-1e5, max_value=1e5), min_size=1, max_size=9))
def test_what_is_in_order_stays_as_it_is(values: list[float]) -> None:
    ordered = np.array(sorted(values))
    found = nearest_in_order(ordered, np.eye(len(values)), [range(len(values))])
    assert found.tolist() == ordered.tolist()
