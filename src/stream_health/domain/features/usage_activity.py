"""How much the product is used: level, trend, rhythm and silence. Reads every usage event."""

from stream_health.domain.account.account import Account
from stream_health.domain.account.usage import UsageState
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Compute, Feature, Monotone, Ttl
from stream_health.domain.features.once_a_day import once_a_day
from stream_health.domain.features.windowed import against, closed_days, days_since, last_days

FALL_SHARE = 0.95  # a week below 95 % of the one before is a fall
FALLING_WEEKS_MAX = 8
BEST_OF = 6  # periods of 28 days


def used_days(usage: UsageState, hour: int) -> int:
    """Whole days of history before the open day."""
    return hour // HOURS_PER_DAY - usage.first_event_ms // DAY_MS


def _events_7d(account: Account, hour: int) -> float | None:
    usage = account.usage
    if usage is None:
        return None
    return usage.hours.between(hour - 7 * HOURS_PER_DAY, hour + 1)


def _events_24h_week(account: Account, hour: int) -> float | None:
    usage = account.usage
    if usage is None or used_days(usage, hour) < 8:
        return None
    week_ago = hour - 7 * HOURS_PER_DAY
    now = usage.hours.between(hour - HOURS_PER_DAY, hour)
    before = usage.hours.between(week_ago - HOURS_PER_DAY, week_ago)
    return against(now, before) if now or before else None  # a quiet day of every week


def _trend(days: int, *, history: int) -> Compute:
    """Build a trend: events a day in the last days against the ``history`` days before them."""

    @once_a_day
    def compute(usage: UsageState, hour: int) -> float | None:
        if used_days(usage, hour) < days + history:
            return None
        before = closed_days(usage.days, hour, history, ago=days)
        return against(closed_days(usage.days, hour, days) * history, before * days)

    return compute


@once_a_day
def _best(usage: UsageState, hour: int) -> float | None:
    if used_days(usage, hour) < 56:
        return None
    best = max(closed_days(usage.days, hour, 28, ago=28 * ago) for ago in range(1, BEST_OF + 1))
    return against(closed_days(usage.days, hour, 28), best)


@once_a_day
def _year(usage: UsageState, hour: int) -> float | None:
    if used_days(usage, hour) < 392:
        return None
    before = closed_days(usage.days, hour, 28, ago=364)
    return against(closed_days(usage.days, hour, 28), before)


@once_a_day
def _falling_weeks(usage: UsageState, hour: int) -> float | None:
    if used_days(usage, hour) < 14:
        return None
    later = closed_days(usage.days, hour, 7)
    for week in range(1, FALLING_WEEKS_MAX + 1):
        earlier = closed_days(usage.days, hour, 7, ago=7 * week)
        if later >= earlier * FALL_SHARE:
            return week - 1
        later = earlier
    return FALLING_WEEKS_MAX


def _active_days(account: Account, hour: int) -> float | None:
    usage = account.usage
    if usage is None or used_days(usage, hour) < 14:
        return None
    return last_days(usage.active_days, hour, 28) * 28 / min(28, used_days(usage, hour))


def _silence(account: Account, hour: int) -> float | None:
    usage = account.usage
    return None if usage is None else days_since(usage.last_event_ms, hour)


def _silence_ratio(account: Account, hour: int) -> float | None:
    usage = account.usage
    if usage is None or used_days(usage, hour) < 28:
        return None
    last_day = usage.last_event_ms // DAY_MS
    active = usage.active_days.between(last_day - 56, last_day)
    known = min(56, last_day - usage.first_event_ms // DAY_MS)
    if not active:
        return None
    return against(hour // HOURS_PER_DAY - last_day, known / active)


@once_a_day
def _duration_trend(usage: UsageState, hour: int) -> float | None:
    if used_days(usage, hour) < 56:
        return None
    before = closed_days(usage.durations_ms, hour, 28, ago=28)
    if not before and not closed_days(usage.durations_ms, hour, 28):
        return None  # nobody says how long
    return against(closed_days(usage.durations_ms, hour, 28), before)


FEATURES = (
    Feature(
        name="usage_events_7d_total",
        unit="events",
        source=Source.USAGE,
        window="7 days",
        ttl=Ttl.HOUR,
        meaning="Use of the product in the last 7 days",
        text="{value} [use|uses] in the last 7 days",
        zero_text="no use in the last 7 days",
        edges=(1, 20, 100, 500, 2_000),
        points=(-2_500, -1_200, -400, 0, 300, 600),
        unknown_points=-1_000,
        monotone=Monotone.UP,
        compute=_events_7d,
    ),
    Feature(
        name="usage_events_24h_week_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="24 hours against the same a week before",
        ttl=Ttl.HOUR,
        meaning="Use today against the same day last week",
        text="use of the last 24 hours is {value} of the same day last week",
        edges=(0.1, 0.5, 1.5),
        points=(-800, -300, 0, 200),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_events_24h_week,
    ),
    Feature(
        name="usage_events_7d_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="7 days against the 28 before",
        ttl=Ttl.DAY,
        meaning="Use this week against the weeks before",
        text="use of the last week is {value} of the four weeks before",
        edges=(0.25, 0.5, 0.75, 0.9, 1.1, 1.5),
        points=(-3_500, -2_500, -1_000, -200, 0, 300, 600),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_trend(7, history=28),
    ),
    Feature(
        name="usage_events_28d_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="28 days against the 28 before",
        ttl=Ttl.DAY,
        meaning="Use in the last 4 weeks against the 4 weeks before",
        text="use of the last 4 weeks is {value} of the 4 weeks before",
        edges=(0.25, 0.5, 0.7, 0.9, 1.1, 1.5),
        points=(-7_000, -5_500, -3_000, -800, 0, 500, 1_000),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_trend(28, history=28),
    ),
    Feature(
        name="usage_events_28d_best_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="28 days against the best 28 of the 168 before",
        ttl=Ttl.DAY,
        meaning="Use in the last 4 weeks against the best 4 weeks of half a year",
        text="use of the last 4 weeks is {value} of the best 4 weeks of half a year",
        edges=(0.3, 0.5, 0.7, 0.9),
        points=(-5_000, -3_500, -2_000, -400, 200),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_best,
    ),
    Feature(
        name="usage_events_28d_year_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="28 days against the same a year before",
        ttl=Ttl.DAY,
        meaning="Use in the last 4 weeks against the same weeks last year",
        text="use of the last 4 weeks is {value} of the same weeks last year",
        edges=(0.5, 0.9, 1.2),
        points=(-800, -200, 100, 500),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_year,
    ),
    Feature(
        name="usage_falling_weeks",
        unit="weeks",
        source=Source.USAGE,
        window="up to 9 weeks",
        ttl=Ttl.DAY,
        meaning="Weeks in a row with less use than the week before",
        text="use has fallen {value} [week|weeks] in a row",
        zero_text="use has not fallen from one week to the next",
        edges=(2, 3, 4, 6),
        points=(200, 0, -2_000, -4_000, -6_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_falling_weeks,
    ),
    Feature(
        name="usage_active_28d_days",
        unit="days",
        source=Source.USAGE,
        window="28 days",
        ttl=Ttl.DAY,
        meaning="Days of the last 28 on which the product was used",
        text="used on {value} of the last 28 days",
        edges=(1, 5, 10, 15, 20),
        points=(-2_500, -1_500, -700, -100, 300, 600),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_active_days,
    ),
    Feature(
        name="usage_silence_days",
        unit="days",
        source=Source.USAGE,
        window="now",
        ttl=Ttl.HOUR,
        meaning="Days since anybody used the product",
        text="nobody has used the product for {value} [day|days]",
        zero_text="the product is in use today",
        edges=(2, 4, 7, 14, 30),
        points=(500, 0, -800, -2_500, -5_000, -8_000),
        unknown_points=-1_500,
        monotone=Monotone.DOWN,
        compute=_silence,
    ),
    Feature(
        name="usage_silence_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="now against the 56 days before the last use",
        ttl=Ttl.DAY,
        meaning="Silence against the account's own rhythm",
        text="silent for {value} of the usual time between two days of use",
        edges=(2, 4, 8),
        points=(200, -300, -1_200, -2_500),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_silence_ratio,
    ),
    Feature(
        name="usage_duration_28d_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="28 days against the 28 before",
        ttl=Ttl.DAY,
        meaning="Time spent in the product against the 4 weeks before",
        text="time in the product is {value} of the 4 weeks before",
        edges=(0.5, 0.8, 1.2),
        points=(-1_500, -500, 0, 400),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_duration_trend,
    ),
)
