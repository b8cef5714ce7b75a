"""Labels: nothing is known before its time, and the core agrees with what the engine releases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.learning.quality.labels import (
    Excluded,
    Fate,
    Maturity,
    label_of,
    labels_of,
)

HORIZON = Maturity(horizon_ms=90, grace_ms=14, known_until_ms=1_000)
# time        0    10              100        114
# row at 10        |-- horizon 90 --|- grace -|


@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        (Fate(), 0),
        (Fate(churned_ms=(10,)), 1),
        (Fate(churned_ms=(99,)), 1),
        (Fate(churned_ms=(100,)), 0),
        (Fate(churned_ms=(9,)), Excluded.AFTER_NOTICE),
        (Fate(churned_ms=(5,), returned_ms=(8,)), 0),
        (Fate(churned_ms=(5,), returned_ms=(11,)), Excluded.AFTER_NOTICE),
        (Fate(churned_ms=(5, 50), returned_ms=(8,)), 1),
        (Fate(ended_ms=99), Excluded.CENSORED),
        (Fate(ended_ms=100), 0),
        (Fate(churned_ms=(50,), ended_ms=60), 1),
        (Fate(returned_ms=(20,)), 0),
    ],
)
def test_the_label_of_a_row_at_10(fate: Fate, expected: int | Excluded) -> None:
    assert label_of(10, fate, HORIZON) == expected


@given(
    at=st.integers(0, 500),
    churned=st.one_of(st.none(), st.integers(0, 500)),
    known_until=st.integers(0, 500),
)
def test_a_row_has_no_label_before_its_horizon_and_grace_have_passed_whatever_is_known(
    at: int, churned: int | None, known_until: int
) -> None:
    fate = Fate() if churned is None else Fate(churned_ms=(churned,))
    label = label_of(at, fate, HORIZON._replace(known_until_ms=known_until))
    if label in (0, 1):
        assert at + 90 + 14 <= known_until


def test_what_is_excluded_is_counted_by_its_reason() -> None:
    rows = [("a", 10), ("a", 990), ("b", 10), ("c", 10)]
    fates = {"b": Fate(churned_ms=(5,)), "c": Fate(ended_ms=20)}
    labels, excluded = labels_of(rows, fates, HORIZON)
    assert labels == [0, None, None, None]
    assert excluded == {"not_matured": 1, "after_notice": 1, "censored": 1}
