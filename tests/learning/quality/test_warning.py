"""Early warning: only a flag that stayed counts, and silence before a loss is a surprise."""

import math

import pytest

from stream_health.domain.clocking import DAY_MS
from stream_health.learning.quality.warning import (
    Loss,
    Lost,
    Watched,
    early_warning,
    lead_days,
    losses_of,
    warning_figures,
)


def watched(flags: str, *, every_days: int = 7, alerts: tuple[int, ...] = ()) -> Watched:
    """Rows every week up to the notice: ``x`` flagged, ``.`` not."""
    times = [place * every_days * DAY_MS for place in range(len(flags))]
    notice = len(flags) * every_days * DAY_MS
    return Watched(notice, times, [flag == "x" for flag in flags], alerts, value=100.0)


@pytest.mark.parametrize(
    ("flags", "days"),
    # weeks before the notice:  oldest ... last
    [("....", None), ("...x", 7), ("xxxx", 28), ("xx.x", 7), ("xxx.", None), (".xxx", 21)],
)
def test_the_lead_is_that_of_the_flag_that_stayed(flags: str, days: int | None) -> None:
    assert lead_days(watched(flags)) == days


def test_a_row_after_the_notice_says_nothing() -> None:
    late = Watched(10 * DAY_MS, [0, 20 * DAY_MS], [False, True])
    assert lead_days(late) is None


def test_shares_are_over_accounts_that_were_scored_that_long() -> None:
    found = early_warning([watched("xxxxxxxxxx"), watched("........xx"), watched("xx")])
    assert found.churned_total == 3
    assert found.flagged_total == 3
    assert found.median_days == 14
    assert found.share_30_days == pytest.approx(0.5)
    assert found.share_60_days == pytest.approx(0.5)


def test_an_account_that_left_without_a_flag_or_alert_is_a_surprise_of_its_value() -> None:
    alerted = watched("....", alerts=(DAY_MS,))
    found = early_warning([watched("...."), alerted, watched("...x")._replace(value=200.0)])
    assert found.surprise_share == pytest.approx(1 / 3)
    assert found.surprise_value_share == pytest.approx(0.25)


def test_a_flag_of_long_ago_prevents_no_surprise() -> None:
    long_ago = watched("x" + "." * 19)
    assert early_warning([long_ago]).surprise_share == 1.0


def test_nobody_left() -> None:
    found = early_warning([])
    assert found.churned_total == 0
    assert math.isnan(found.surprise_share)


def test_intervals_hold_the_figure_and_narrow_with_the_accounts() -> None:
    widths = []
    for times in (4, 40):
        churned = [watched("xxxxxxxxxx"), watched("." * 10), watched(".....xxxxx")] * times
        found = warning_figures(losses_of(churned), resamples=200)
        ends = found["intervals"]["share_30_days"]
        assert ends["low"] < found["share_30_days"] < ends["high"]
        widths.append(ends["high"] - ends["low"])
    assert widths[1] < widths[0] / 2


def test_an_interval_of_a_share_is_as_wide_as_that_of_independent_accounts() -> None:
    counted = {Loss(40, 60, False): Lost(60), Loss(None, 60, True): Lost(40)}
    ends = warning_figures(counted, resamples=2_000)["intervals"]["surprise_share"]
    assert (ends["low"], ends["high"]) == pytest.approx((0.305, 0.495), abs=0.02)


def test_few_accounts_have_no_interval() -> None:
    found = warning_figures(losses_of([watched("xxxx")] * 9), resamples=50)
    assert found["median_days"] == 28
    assert found["intervals"]["median_days"] == {"low": None, "high": None}


def test_the_order_in_which_losses_were_counted_changes_nothing() -> None:
    counted = losses_of([watched("xxxx"), watched("....")] * 6)
    turned = dict(reversed(counted.items()))
    assert warning_figures(turned, resamples=20) == warning_figures(counted, resamples=20)
