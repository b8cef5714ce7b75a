"""The projection against its definition: monotone, nearest, and nothing to do when it is so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.learning.projection import antitonic, isotonic

PAIRS = st.lists(
    st.tuples(st.floats(min_value=-1e5, max_value=1e5), st.floats(min_value=0.01, max_value=1e4)),
    min_size=1,
    max_size=12,
)


def mean(pairs: list[tuple[float, float]]) -> float:
    return sum(value * weight for value, weight in pairs) / sum(weight for _, weight in pairs)


@given(PAIRS)
def test_it_is_the_largest_of_the_smallest_means_around_each_bin(
    pairs: list[tuple[float, float]],
) -> None:
    values, weights = zip(*pairs, strict=True)
    size = len(pairs)
    oracle = [
        max(min(mean(pairs[a : b + 1]) for b in range(i, size)) for a in range(i + 1))
        for i in range(size)
    ]
    assert isotonic(values, weights) == pytest.approx(oracle, rel=1e-6, abs=1e-6)


@given(PAIRS)
def test_it_never_falls_and_its_mirror_never_rises(pairs: list[tuple[float, float]]) -> None:
    values, weights = zip(*pairs, strict=True)
    assert isotonic(values, weights) == sorted(isotonic(values, weights))
    falling = antitonic(values, weights)
    assert falling == sorted(falling, reverse=True)


@given(st.lists(st.floats(min_value=-1e5, max_value=1e5), min_size=1))
def test_what_is_in_order_stays_as_it_is(values: list[float]) -> None:
    ordered = sorted(values)
    assert isotonic(ordered, [1.0] * len(ordered)) == ordered
