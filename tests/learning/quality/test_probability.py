"""Calibration: against River, against definitions, and where an interval must reach."""

from typing import Any

import numpy as np
import pytest
from river import metrics

from stream_health.learning.quality.probability import (
    brier,
    calibration_error,
    log_loss,
    rate_interval,
    reliability,
    wilson,
)


def test_log_loss_is_that_of_river() -> None:
    rng = np.random.default_rng(1)
    risk, label = rng.random(500), (rng.random(500) < 0.3).astype(float)
    rolled: Any = metrics.LogLoss()  # type: ignore[no-untyped-call]  # river's own
    for one, truth in zip(risk, label, strict=True):
        rolled.update(bool(truth), float(one))
    assert log_loss(risk, label) == pytest.approx(rolled.get())
    assert brier(risk, label) == pytest.approx(
        sum((r - y) ** 2 for r, y in zip(risk, label, strict=True)) / 500
    )


def test_one_certain_and_wrong_prediction_is_bounded() -> None:
    assert log_loss(np.array([0.0]), np.array([1.0])) == pytest.approx(13.8, abs=0.1)


def test_bins_hold_equal_numbers_and_add_up() -> None:
    rng = np.random.default_rng(2)
    risk = rng.random(1_003)
    label = (rng.random(1_003) < risk).astype(float)
    bins = reliability(risk, label, np.arange(1_003))
    sizes = [one.rows_total for one in bins]
    assert len(bins) == 10
    assert max(sizes) - min(sizes) <= 1
    assert sum(one.observed * one.rows_total for one in bins) == pytest.approx(label.sum())
    assert all(one.low <= one.observed <= one.high for one in bins)
    assert calibration_error(bins) == pytest.approx(
        sum(one.rows_total * abs(one.observed - one.predicted) for one in bins) / 1_003
    )


def test_a_true_probability_is_calibrated_and_a_doubled_one_is_not() -> None:
    rng = np.random.default_rng(4)
    risk = rng.uniform(0.01, 0.4, 20_000)
    label = (rng.random(20_000) < risk).astype(float)
    accounts = np.arange(20_000)
    assert sum(one.calibrated for one in reliability(risk, label, accounts)) == 10
    assert sum(one.calibrated for one in reliability(2 * risk, label, accounts)) == 0


def test_rows_of_one_account_count_as_what_they_are() -> None:
    once = rate_interval(np.array([1.0, 0.0, 0.0, 0.0] * 25), np.arange(100))
    repeated = rate_interval(np.repeat([1.0, 0.0, 0.0, 0.0], 25), np.repeat(np.arange(4), 25))
    assert once == pytest.approx(wilson(0.25, 100), abs=1e-9)
    assert repeated == pytest.approx(wilson(0.25, 4), abs=1e-9)


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_a_rate_of_nothing_or_everything_still_has_an_interval(rate: float) -> None:
    low, high = rate_interval(np.full(50, rate), np.arange(50))
    assert low <= rate <= high
    assert high - low > 0.05
