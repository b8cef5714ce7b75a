"""How much of the product is used, how soon, and what is carried out of it."""

from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.account.actions import Action
from stream_health.domain.account.usage import UsageState
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Feature, Monotone, Ttl
from stream_health.domain.features.once_a_day import once_a_day
from stream_health.domain.features.usage_activity import used_days
from stream_health.domain.features.windowed import against, closed_days, last_days

VALUE_FEATURES: Final = 3  # product features in use that count as having arrived
START_SEEN_DAYS: Final = 90  # a first use this long after the start: the start was not seen


def _breadth(account: Account, hour: int) -> float | None:
    usage = account.usage
    if usage is None or not usage.feature_first_days:
        return None
    day = hour // HOURS_PER_DAY
    return usage.features.count(day - 28, day + 1)


@once_a_day
def _breadth_trend(usage: UsageState, hour: int) -> float | None:
    if not usage.feature_first_days or used_days(usage, hour) < 56:
        return None
    day = hour // HOURS_PER_DAY
    before = usage.features.count(day - 56, day - 28)
    return against(usage.features.count(day - 28, day), before)


def _kept_share(account: Account, hour: int) -> float | None:
    usage = account.usage
    if usage is None or not usage.feature_first_days or used_days(usage, hour) < 28:
        return None
    day = hour // HOURS_PER_DAY
    return usage.features.count(day - 28, day + 1) / len(usage.feature_first_days)


def _time_to_value(account: Account, hour: int) -> float | None:
    usage, profile = account.usage, account.profile
    if usage is None or not usage.feature_first_days:
        return None
    first_day = usage.first_event_ms // DAY_MS
    start_ms = None if profile is None else profile.started_at_ms
    start_day = first_day if start_ms is None else start_ms // DAY_MS
    if first_day - start_day > START_SEEN_DAYS:
        return None
    firsts = sorted(usage.feature_first_days.values())
    reached = hour // HOURS_PER_DAY
    if len(firsts) >= VALUE_FEATURES:
        reached = firsts[VALUE_FEATURES - 1]
    return max(reached - start_day, 0)


def _export_spike(account: Account, hour: int) -> float | None:
    usage = account.usage
    if usage is None or used_days(usage, hour) < 63:
        return None
    exports = usage.actions[Action.EXPORT]
    if exports is None:
        return 0.0
    week = last_days(exports, hour, 7)
    usual = closed_days(exports, hour, 56, ago=7)
    return against(8 * week, max(usual, 8))


def _integrations(account: Account, hour: int) -> float | None:
    usage = account.usage
    return None if usage is None else last_days(usage.actions[Action.INTEGRATION], hour, 28)


FEATURES = (
    Feature(
        name="usage_breadth_28d_total",
        unit="features",
        source=Source.USAGE,
        window="28 days",
        ttl=Ttl.DAY,
        meaning="Product features used in the last 28 days",
        text="{value} product [feature was|features were] used in the last 28 days",
        zero_text="no product feature was used in the last 28 days",
        edges=(1, 3, 6, 10),
        points=(-800, -400, 0, 300, 700),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_breadth,
    ),
    Feature(
        name="usage_breadth_28d_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="28 days against the 28 before",
        ttl=Ttl.DAY,
        meaning="Product features used against the 4 weeks before",
        text="the number of product features used is {value} of the 4 weeks before",
        edges=(0.4, 0.7, 0.9, 1.1),
        points=(-2_000, -1_000, -200, 0, 400),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_breadth_trend,
    ),
    Feature(
        name="usage_features_kept_share",
        unit="share",
        source=Source.USAGE,
        window="28 days against ever",
        ttl=Ttl.DAY,
        meaning="Share of the product features ever used that still are",
        text="{value} of the product features ever used still are",
        edges=(0.25, 0.5, 0.75),
        points=(-1_500, -600, 0, 400),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_kept_share,
    ),
    Feature(
        name="usage_time_to_value_days",
        unit="days",
        source=Source.USAGE,
        window="since the start",
        ttl=Ttl.DAY,
        meaning="Days until three product features were in use",
        text="it took {value} [day|days] until three product features were in use",
        edges=(14, 30, 60),
        points=(800, 200, -300, -1_200),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_time_to_value,
    ),
    Feature(
        name="usage_exports_7d_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="7 days against the 56 before",
        ttl=Ttl.DAY,
        meaning="Data taken out against what is usual",
        text="exports are {value} of what is usual",
        edges=(2, 4, 8),
        points=(0, -500, -1_500, -3_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_export_spike,
    ),
    Feature(
        name="usage_integrations_28d_total",
        unit="events",
        source=Source.USAGE,
        window="28 days",
        ttl=Ttl.DAY,
        meaning="Use through integrations in the last 28 days",
        text="integrations were used {value} [time|times] in the last 28 days",
        zero_text="no integration was used in the last 28 days",
        edges=(1, 50),
        points=(0, 400, 800),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_integrations,
    ),
)
