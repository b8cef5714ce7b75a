"""Rates of band flips and alerts: what their intervals cover, and when there are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.learning.quality.ranking import Counts
from stream_health.learning.quality.rates import MONTH_MS, Counted, stability_and_load

FEW = st.integers(0, 5)
ACCOUNT = st.tuples(st.integers(1, 4).map(lambda months: months * MONTH_MS), FEW, FEW, FEW, FEW)
ALERTS = ("alerts_per_csm_week", "false_per_csm_week", "alerts_per_account_year")


def counted(rows: list[tuple[int, ...]]) -> Counted:
    """A row of each account, as columns."""
    return Counted(*np.array(rows, dtype=np.int64).reshape(-1, 5).T)


def false_alerts(times: Counts) -> Counted:
    """Accounts watched for a month each that had so many false alerts."""
    none = np.zeros_like(times)
    return Counted(np.full_like(times, MONTH_MS), none, none, times, none)


@given(st.lists(ACCOUNT, min_size=10, max_size=60))
def test_an_interval_covers_its_figure(rows: list[tuple[int, ...]]) -> None:
    stability, load = stability_and_load(
        counted(rows), csm_weeks=8.0, judged_csm_weeks=4.0, resamples=100
    )
    for section in (stability, load):
        for name, ends in section["intervals"].items():
            assert ends["low"] <= section[name] <= ends["high"]


@given(st.lists(ACCOUNT, max_size=12), st.sampled_from([0.0, 8.0]))
def test_a_figure_that_does_not_exist_has_no_interval_and_draws_change_no_figure(
    rows: list[tuple[int, ...]], weeks: float
) -> None:
    found = [
        stability_and_load(counted(rows), csm_weeks=weeks, judged_csm_weeks=0.0, resamples=draws)
        for draws in (0, 20)
    ]
    for section in (*found[0], *found[1]):
        ends = section.pop("intervals")
        unknown = {name for name in ends if section[name] is None}
        assert all(ends[name] == {"low": None, "high": None} for name in unknown)
        assert "false_per_csm_week" not in ends or "false_per_csm_week" in unknown
    assert found[0] == found[1]


def test_an_interval_is_as_wide_as_that_of_independent_accounts() -> None:
    times = np.repeat([1, 0], [100, 300])
    _, load = stability_and_load(
        false_alerts(times), csm_weeks=10.0, judged_csm_weeks=5.0, resamples=2_000
    )
    # A hundred of four hundred: the standard deviation of their number is sqrt(400 / 4 * 3 / 4).
    ends = load["intervals"]["alerts_per_csm_week"]
    assert (ends["low"], ends["high"]) == pytest.approx((8.3, 11.7), abs=0.15)
    ends = load["intervals"]["false_per_csm_week"]
    assert (ends["low"], ends["high"]) == pytest.approx((16.6, 23.4), abs=0.3)


def test_alerts_of_one_account_make_a_figure_less_sure_than_those_of_many() -> None:
    widths = []
    for times in (np.repeat([1, 0], [20, 20]), np.repeat([20, 0], [1, 39])):
        _, load = stability_and_load(
            false_alerts(times), csm_weeks=10.0, judged_csm_weeks=10.0, resamples=200
        )
        assert load["alerts_per_csm_week"] == 2.0
        widths.append([one["high"] - one["low"] for one in load["intervals"].values()])
    assert all(many < one for many, one in zip(*widths, strict=True))


@pytest.mark.parametrize(("accounts", "known"), [(9, False), (10, True)])
def test_few_accounts_have_no_interval(accounts: int, *, known: bool) -> None:
    _, load = stability_and_load(
        false_alerts(np.arange(accounts)), csm_weeks=1.0, judged_csm_weeks=1.0, resamples=20
    )
    for name in ALERTS:
        assert load[name] is not None
        assert (load["intervals"][name]["low"] is not None) is known
