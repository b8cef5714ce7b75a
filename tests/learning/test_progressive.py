"""Running figures against River's metrics."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from river import metrics

from stream_health.learning.progressive import Progressive

PREDICTION = st.tuples(
    st.integers(min_value=1, max_value=49), st.integers(min_value=0, max_value=1)
)


def both_classes(drawn: list[tuple[int, int]]) -> bool:
    return len({label for _, label in drawn}) == 2


PREDICTIONS = st.lists(PREDICTION, min_size=2, max_size=60).filter(both_classes)
# River's rolling AUC gives no half point for ties.
WITHOUT_TIES = st.lists(PREDICTION, min_size=2, unique_by=lambda one: one[0]).filter(both_classes)


@given(PREDICTIONS)
def test_auc_is_the_share_of_pairs_in_the_right_order_and_ties_count_half(
    drawn: list[tuple[int, int]],
) -> None:
    progressive = Progressive()
    for fiftieth, label in drawn:
        progressive.add(fiftieth / 50, label)
    churned = [risk for risk, label in drawn if label]
    stayed = [risk for risk, label in drawn if not label]
    won = sum((one > other) + 0.5 * (one == other) for one in churned for other in stayed)
    assert progressive.report().auc == pytest.approx(won / (len(churned) * len(stayed)))


@given(WITHOUT_TIES)
def test_log_loss_and_auc_agree_with_river(drawn: list[tuple[int, int]]) -> None:
    progressive = Progressive()
    river: Any = metrics  # its metrics are not typed
    log_loss, auc = river.LogLoss(), river.RollingROCAUC(window_size=100)
    for fiftieth, label in drawn:
        progressive.add(fiftieth / 50, label)
        log_loss.update(bool(label), fiftieth / 50)
        auc.update(bool(label), fiftieth / 50)
    report = progressive.report()
    assert report.log_loss == pytest.approx(log_loss.get())
    assert report.auc == pytest.approx(auc.get())


@given(PREDICTIONS, st.integers(min_value=0, max_value=60))
def test_a_restart_changes_no_bit(drawn: list[tuple[int, int]], cut: int) -> None:
    whole, before, after = Progressive(), Progressive(), Progressive()
    for fiftieth, label in drawn:
        whole.add(fiftieth / 50, label)
    for fiftieth, label in drawn[:cut]:
        before.add(fiftieth / 50, label)
    after.restore(before.snapshot())
    for fiftieth, label in drawn[cut:]:
        after.add(fiftieth / 50, label)
    assert after.snapshot() == whole.snapshot()
    assert after.report() == whole.report()


def test_a_certain_and_wrong_prediction_costs_a_finite_loss() -> None:
    progressive = Progressive()
    progressive.add(0.0, 1)
    report = progressive.report()
    assert report.log_loss == pytest.approx(-math.log(1e-6))
    assert report.auc is None


def test_nothing_added_says_nothing() -> None:
    assert set(Progressive().report()[2:]) == {None}
