"""Flapping and the work alerts make, counted by hand."""

import numpy as np
import pytest

from stream_health.domain.clocking import WEEK_MS
from stream_health.learning.quality.labels import Fate, Maturity
from stream_health.learning.quality.load import Raised, alert_load
from stream_health.learning.quality.stability import band_flips_per_month, top_overlap

DAY_MS = 86_400_000


def test_flips_are_within_an_account_and_rows_may_come_in_any_order() -> None:
    account = np.array([1, 0, 1, 0, 1, 0])
    day = np.array([60, 0, 0, 60, 30, 30])
    band = np.array([2, 0, 2, 0, 2, 1])  # account 0 goes 0, 1, 0; account 1 stays
    assert band_flips_per_month(account, day * DAY_MS, band) == pytest.approx(2 / 4)


def test_who_is_there_only_once_is_not_compared() -> None:
    account = np.array([0, 1, 2, 1, 2, 3])
    time = np.array([0, 0, 0, 1, 1, 1])
    risk = np.array([0.9, 0.8, 0.1, 0.8, 0.1, 0.9])
    assert top_overlap(account, time, risk, k=1) == 1.0
    turned = np.array([0.9, 0.8, 0.1, 0.1, 0.8, 0.9])
    assert top_overlap(account, time, turned, k=1) == 0.0


def test_false_alerts_are_counted_over_the_weeks_in_which_they_could_be_known() -> None:
    maturity = Maturity(horizon_ms=4 * WEEK_MS, grace_ms=0, known_until_ms=10 * WEEK_MS)
    fates = {"gone": Fate(churned_ms=(3 * WEEK_MS,))}
    alerts = [
        Raised("gone", WEEK_MS, "ann"),
        Raised("fine", WEEK_MS, "bob"),
        Raised("fine", 9 * WEEK_MS, "bob"),
    ]
    found = alert_load(alerts, fates, maturity, csms=2, weeks=10.0)
    assert (found.right_total, found.false_total, found.unknown_total) == (1, 1, 1)
    assert found.alerts_per_csm_week == pytest.approx(3 / 20)
    assert found.false_per_csm_week == pytest.approx(1 / 12)
