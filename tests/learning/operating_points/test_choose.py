"""Thresholds keep what was asked for, and no better threshold was passed over."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.policy import Operating
from stream_health.learning.operating_points.choose import NOBODY, operating_point
from stream_health.learning.operating_points.tally import (
    HALF_LIFE_EXAMPLES,
    Tally,
    place_of,
    risk_at,
)

predictions = st.lists(
    st.tuples(st.floats(0.001, 0.999), st.integers(0, 1)), min_size=2, max_size=80
).filter(lambda rows: 0 < sum(label for _, label in rows) < len(rows))
OPERATING = Operating(high_value_recall_min=0.7, digital_precision_min=0.6, positives_min=1)


def tally_of(rows: list[tuple[float, int]], tier: str) -> Tally:
    tally = Tally(half_life_examples=math.inf)
    for risk, label in rows:
        tally.add(tier, risk, label)
    return tally


def flagged(rows: list[tuple[float, int]], risk_min: float) -> tuple[int, int]:
    """(those who left, all) that a threshold flags, by the definition."""
    found = [label for risk, label in rows if place_of(risk) >= place_of(risk_min + 1e-9)]
    return sum(found), len(found)


@given(predictions)
def test_high_value_gets_the_highest_threshold_with_the_recall_asked_for(
    rows: list[tuple[float, int]],
) -> None:
    point = operating_point("high_value", tally_of(rows, "high_value").counts("high_value"),
                            operating=OPERATING)  # fmt: skip
    assert point is not None
    positives = sum(label for _, label in rows)
    found, total = flagged(rows, point.risk_min)
    assert found >= 0.7 * positives - 1e-9
    assert point.recall == pytest.approx(found / positives, rel=0.02)
    assert point.flagged_share == pytest.approx(total / len(rows), rel=0.02)
    higher = [risk_at(place_of(risk)) for risk, _ in rows if place_of(risk) > place_of(
        point.risk_min + 1e-9)]  # fmt: skip
    assert all(flagged(rows, risk)[0] < 0.7 * positives for risk in higher)


@given(predictions)
def test_digital_touch_gets_the_most_recall_at_the_precision_asked_for_or_nobody(
    rows: list[tuple[float, int]],
) -> None:
    point = operating_point("digital", tally_of(rows, "digital").counts("digital"),
                            operating=OPERATING)  # fmt: skip
    assert point is not None
    ways = [flagged(rows, risk_at(place_of(risk))) for risk, _ in rows]
    precise = [found for found, total in ways if found / total >= 0.605]
    if point.risk_min == NOBODY:
        assert not precise
    else:
        found, total = flagged(rows, point.risk_min)
        assert found / total >= 0.595
        assert found >= max(precise, default=0)


def test_too_few_who_left_choose_nothing() -> None:
    rows = [(0.5, 1)] * 99 + [(0.1, 0)] * 900
    counts = tally_of(rows, "standard").counts("standard")
    assert operating_point("standard", counts, operating=Operating()) is None
    more = tally_of([*rows, (0.5, 1), (0.5, 1)], "standard").counts("standard")
    point = operating_point("standard", more, operating=Operating())
    assert point is not None
    assert point.precision == point.recall == 1.0


def test_old_examples_count_half_after_the_half_life_and_the_newest_in_full() -> None:
    tally = Tally()
    tally.add("standard", 0.5, 1)
    for _ in range(HALF_LIFE_EXAMPLES - 1):
        tally.add("standard", 0.1, 0)
    tally.add("standard", 0.9, 0)
    counts = tally.counts("standard")
    newest = 2.0 ** (-1.0 / HALF_LIFE_EXAMPLES)
    assert counts[0][1] == pytest.approx(0.5 * newest, rel=1e-9)
    assert counts[place_of(0.9)][0] == pytest.approx(newest, rel=1e-9)


def test_a_tally_restored_goes_on_as_if_nothing_had_been() -> None:
    rows = [(0.1 + 0.01 * (i % 70), i % 3 % 2) for i in range(300)]
    whole, first, second = Tally(), Tally(), Tally()
    for place, (risk, label) in enumerate(rows):
        whole.add("digital", risk, label)
        if place < 150:
            first.add("digital", risk, label)
    second.restore(first.snapshot())
    for risk, label in rows[150:]:
        second.add("digital", risk, label)
    assert second.snapshot() == whole.snapshot()
