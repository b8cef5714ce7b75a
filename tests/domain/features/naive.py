"""Every feature worked out the plain way, from the list of all events: the oracle of the folds.

Slow and obvious on purpose. It shares no code with the folds but the events and the ratio rule.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    EngagementEvent,
    Feedback,
    Outcome,
    ProfileUpdate,
    SignalEvent,
    TicketEvent,
    UsageEvent,
)

SPONSORS = {"champion", "executive_sponsor"}


def ratio(now: float, before: float) -> float:
    """Now to before, at most 10; 0 for nothing after nothing."""
    if before:
        return min(now / before, 10.0)
    return 10.0 if now else 0.0


class Past:
    """All events of an account, asked as of an open hour."""

    def __init__(self, events: Sequence[AccountEvent], hour: int) -> None:
        self.hour = hour
        self.day = hour // 24
        ordered = sorted(events, key=lambda event: (event.event_time_ms, event.event_id))
        self.usage = [one for one in ordered if isinstance(one, UsageEvent)]
        self.tickets = [one for one in ordered if isinstance(one, TicketEvent)]
        self.billing = [one for one in ordered if isinstance(one, BillingEvent)]
        self.engagement = [one for one in ordered if isinstance(one, EngagementEvent)]
        self.outcomes = [one for one in ordered if isinstance(one, Outcome)]
        self.feedback = [one for one in ordered if isinstance(one, Feedback)]
        self.signals = [one for one in ordered if isinstance(one, SignalEvent)]
        profiles = [one for one in ordered if isinstance(one, ProfileUpdate)]
        self.profiles = profiles
        self.profile = profiles[-1] if profiles else None

    def within(self, events: Iterable[Any], first: int, last: int) -> list[Any]:
        """Events of the days ``first <= day < last``, counted from the open day."""
        return [one for one in events if first <= one.event_time_ms // DAY_MS - self.day < last]

    @property
    def used_days(self) -> int:
        """Whole days since the first use."""
        return self.day - self.usage[0].event_time_ms // DAY_MS


def uses(events: Iterable[UsageEvent]) -> int:
    """Sum of how often."""
    return sum(one.times for one in events)


def hours(past: Past, first: int, last: int) -> int:
    """Uses of the hours ``first <= hour < last``, counted from the open hour."""
    return uses(
        one for one in past.usage if first <= one.event_time_ms // HOUR_MS - past.hour < last
    )


def distinct(past: Past, field: str, first: int, last: int) -> int:
    """How many different values of a field."""
    found = {getattr(one, field) for one in past.within(past.usage, first, last)}
    return len(found - {None})


def trend(days: int, history: int) -> Callable[[Past], float | None]:
    """Uses a day against the days before."""

    def value(past: Past) -> float | None:
        if past.used_days < days + history:
            return None
        before = uses(past.within(past.usage, -days - history, -days))
        return ratio(uses(past.within(past.usage, -days, 0)) * history, before * days)

    return value


def best(past: Past) -> float | None:
    """Uses against the best 28 days of half a year."""
    if past.used_days < 56:
        return None
    sums = [uses(past.within(past.usage, -28 * (n + 1), -28 * n)) for n in range(7)]
    return ratio(sums[0], max(sums[1:]))


def year(past: Past) -> float | None:
    """Uses against a year before."""
    if past.used_days < 392:
        return None
    now = uses(past.within(past.usage, -28, 0))
    return ratio(now, uses(past.within(past.usage, -392, -364)))


def falling_weeks(past: Past) -> int | None:
    """Weeks in a row below 95 % of the week before."""
    if past.used_days < 14:
        return None
    weeks = [uses(past.within(past.usage, -7 * (n + 1), -7 * n)) for n in range(9)]
    falls = [weeks[n] < 0.95 * weeks[n + 1] for n in range(8)]
    return falls.index(False) if False in falls else 8


def days_used(events: Iterable[UsageEvent]) -> set[int]:
    """Days with any use."""
    return {one.event_time_ms // DAY_MS for one in events}


def active_days(past: Past) -> float | None:
    """Active days of the last 28, scaled up while younger."""
    if past.used_days < 14:
        return None
    return len(days_used(past.within(past.usage, -28, 1))) * 28 / min(28, past.used_days)


def silence_ratio(past: Past) -> float | None:
    """Days of silence against the usual gap."""
    if past.used_days < 28:
        return None
    days = days_used(past.usage)
    last = max(days)
    active = sum(1 for day in days if last - 56 <= day < last)
    known = min(56, last - min(days))
    return ratio(past.day - last, known / active) if active else None


def duration_trend(past: Past) -> float | None:
    """Time in the product against the 28 days before."""
    if past.used_days < 56:
        return None
    now = sum(one.duration_ms or 0 for one in past.within(past.usage, -28, 0))
    before = sum(one.duration_ms or 0 for one in past.within(past.usage, -56, -28))
    return ratio(now, before) if now or before else None


def users_trend(days: int, periods: int) -> Callable[[Past], float | None]:
    """Distinct users against the mean of the periods before."""

    def value(past: Past) -> float | None:
        if past.used_days < days * (1 + periods):
            return None
        counts = [distinct(past, "user_id", -days * (n + 1), -days * n) for n in range(periods + 1)]
        return ratio(counts[0] * periods, sum(counts[1:]))

    return value


def stickiness(past: Past) -> float | None:
    """Active days per user and day."""
    if past.used_days < 28:
        return None
    events = past.within(past.usage, -28, 0)
    pairs = {(one.user_id, one.event_time_ms // DAY_MS) for one in events}
    users = {user for user, _ in pairs}
    return len(pairs) / (28 * len(users)) if users else 0.0


def lost_users(past: Past) -> float | None:
    """Share of the earlier users who are gone."""
    if past.used_days < 56:
        return None
    before = {one.user_id for one in past.within(past.usage, -56, -28)}
    now = {one.user_id for one in past.within(past.usage, -28, 0)}
    return len(before - now) / len(before) if before else None


def champion_silence(past: Past) -> int | None:
    """Days the longest absent champion or sponsor was last there before anybody was."""
    if past.profile is None or not past.usage:
        return None
    within = past.within(past.usage, -63, 1)
    last = [
        max(days)
        for contact in past.profile.contacts
        if contact.role in SPONSORS
        and (days := days_used(one for one in within if one.user_id == contact.contact_id))
    ]
    return max(days_used(past.usage)) - min(last) if last else None


def depth_trend(past: Past) -> float | None:
    """Uses per user against the 28 days before."""
    if past.used_days < 56:
        return None
    now, before = past.within(past.usage, -28, 0), past.within(past.usage, -56, -28)
    if not now or not before:
        return None
    users_now = len({one.user_id for one in now})
    users_before = len({one.user_id for one in before})
    return ratio(uses(now) * users_before, uses(before) * users_now)


def features_ever(past: Past) -> dict[str, int]:
    """Day of the first use of each product feature."""
    firsts: dict[str, int] = {}
    for one in past.usage:
        if one.feature is not None:
            firsts.setdefault(one.feature, one.event_time_ms // DAY_MS)
    return firsts


def breadth_trend(past: Past) -> float | None:
    """Product features against the 28 days before."""
    if past.used_days < 56 or not features_ever(past):
        return None
    return ratio(distinct(past, "feature", -28, 0), distinct(past, "feature", -56, -28))


def kept_share(past: Past) -> float | None:
    """Share of the product features ever used that still are."""
    if past.used_days < 28 or not features_ever(past):
        return None
    return distinct(past, "feature", -28, 1) / len(features_ever(past))


def time_to_value(past: Past) -> float | None:
    """Days until three product features were used."""
    firsts = sorted(features_ever(past).values())
    if not firsts:
        return None
    first = past.usage[0].event_time_ms // DAY_MS
    start = first
    if past.profile and past.profile.started_at_ms is not None:
        start = past.profile.started_at_ms // DAY_MS
    if first - start > 90:
        return None
    return max((firsts[2] if len(firsts) > 2 else past.day) - start, 0)


def named(past: Past, name: str, first: int, last: int) -> int:
    """Uses of one name."""
    return uses(one for one in past.within(past.usage, first, last) if one.name == name)


def exports(past: Past) -> float | None:
    """Exports of the week against the eight weeks before."""
    if past.used_days < 63:
        return None
    usual = max(named(past, "report.exported", -63, -7), 8)
    return ratio(8 * named(past, "report.exported", -7, 1), usual)


USAGE: dict[str, Callable[[Past], float | None]] = {
    "usage_events_7d_total": lambda past: hours(past, -168, 1),
    "usage_events_24h_week_ratio": lambda past: (
        None
        if past.used_days < 8 or not hours(past, -24, 0) + hours(past, -192, -168)
        else ratio(hours(past, -24, 0), hours(past, -192, -168))
    ),
    "usage_events_7d_ratio": trend(7, 28),
    "usage_events_28d_ratio": trend(28, 28),
    "usage_events_28d_best_ratio": best,
    "usage_events_28d_year_ratio": year,
    "usage_falling_weeks": falling_weeks,
    "usage_active_28d_days": active_days,
    "usage_silence_days": lambda past: (past.hour - past.usage[-1].event_time_ms // HOUR_MS) / 24,
    "usage_silence_ratio": silence_ratio,
    "usage_duration_28d_ratio": duration_trend,
    "usage_users_28d_total": lambda past: distinct(past, "user_id", -28, 1),
    "usage_users_28d_ratio": users_trend(28, 1),
    "usage_users_7d_ratio": users_trend(7, 4),
    "usage_seat_28d_share": lambda past: (
        distinct(past, "user_id", -28, 1) / past.profile.seats
        if past.profile and past.profile.seats
        else None
    ),
    "usage_stickiness_28d_share": stickiness,
    "usage_lost_users_28d_share": lost_users,
    "usage_champion_silent_days": champion_silence,
    "usage_depth_28d_ratio": depth_trend,
    "usage_invitations_28d_total": lambda past: named(past, "user_invited", -28, 1),
    "usage_breadth_28d_total": lambda past: (
        distinct(past, "feature", -28, 1) if features_ever(past) else None
    ),
    "usage_breadth_28d_ratio": breadth_trend,
    "usage_features_kept_share": kept_share,
    "usage_time_to_value_days": time_to_value,
    "usage_exports_7d_ratio": exports,
    "usage_integrations_28d_total": lambda past: named(past, "api", -28, 1),
}
