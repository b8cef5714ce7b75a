"""Flapping and the work alerts make, counted by hand."""

import numpy as np

from stream_health.domain.clocking import WEEK_MS
from stream_health.learning.quality.labels import Fate, Maturity
from stream_health.learning.quality.load import Raised, Reach, reach_of, verdict_of
from stream_health.learning.quality.stability import top_overlap, ways

DAY_MS = 86_400_000


def test_flips_are_within_an_account_and_rows_may_come_in_any_order() -> None:
    account = np.array([1, 0, 1, 0, 1, 0])
    day = np.array([60, 0, 0, 60, 30, 30])
    band = np.array([2, 0, 2, 0, 2, 1])  # account 0 goes 0, 1, 0; account 1 stays
    watched_ms, flips = ways(account, day * DAY_MS, band, accounts=3)
    assert (watched_ms.tolist(), flips.tolist()) == ([60 * DAY_MS, 60 * DAY_MS, 0], [2, 0, 0])


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
    assert reach_of(alerts, maturity, csms=2, weeks=10.0) == Reach(2, 10.0, 6.0)
    verdicts = [verdict_of(one, fates, maturity) for one in alerts]
    assert verdicts == ["right", "false", "unknown"]
