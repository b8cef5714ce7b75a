"""Operating points and the lists CSMs work through, against plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.learning.quality.decisions import operating_point, top_list, top_rows


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_an_operating_point_counts_what_it_says(rows: list[tuple[bool, bool]]) -> None:
    flagged = np.array([flag for flag, _ in rows])
    label = np.array([float(churned) for _, churned in rows])
    found = operating_point(flagged, label)
    hits = sum(flag and churned for flag, churned in rows)
    stayed = [flag for flag, churned in rows if not churned]
    if flagged.any():
        assert found.precision == pytest.approx(hits / flagged.sum())
    else:
        assert math.isnan(found.precision)
    if label.any():
        assert found.recall == pytest.approx(hits / label.sum())
    if stayed:
        assert found.false_positive_rate == pytest.approx(sum(stayed) / len(stayed))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=40),
    st.integers(1, 5),
)
def test_the_top_of_every_group_is_chosen(rows: list[tuple[int, int]], k: int) -> None:
    group = np.array([one for one, _ in rows])
    risk = np.array([float(one) for _, one in rows])
    chosen = top_rows(risk, group, k)
    for one in set(group.tolist()):
        here = risk[group == one]
        assert sorted(risk[(group == one) & chosen]) == sorted(here)[-k:]


def test_value_is_weighed_and_unknown_when_nobody_knows_it() -> None:
    risk, label = np.array([3.0, 2.0, 1.0]), np.array([1.0, 0.0, 1.0])
    group = np.zeros(3, dtype=np.int64)
    found = top_list(risk, label, group, k=1, value=np.array([300.0, 1.0, 100.0]))
    assert found.value_share == pytest.approx(0.75)
    assert math.isnan(top_list(risk, label, group, k=1).value_share)
