"""What is decided rather than drifts: integrations taken out, seats given up, meetings missed.

Each is an event of its own; it says the more, the rarer it was for this account.
"""

from collections.abc import Iterator
from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.account.actions import Action
from stream_health.domain.account.usage import DAYS_KEPT
from stream_health.domain.behaviour.almanac import date_of
from stream_health.domain.behaviour.kinds import (
    INTEGRATION_REMOVED,
    MEETING_MISSED,
    SEATS_REMOVED,
)
from stream_health.domain.behaviour.rarity import binomial_tail
from stream_health.domain.behaviour.sight import CALM_DAYS, Observation, Sight
from stream_health.domain.behaviour.spikes import LOOK_BACK_DAYS
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import Source

_DAYS_PER_YEAR: Final = 365
_BEFORE_PER_YEAR: Final = 0.01  # how often it happens by chance to one it never happened to
_MEETINGS_DAYS: Final = 60
_PRIOR_MISSED: Final = 1  # of twelve meetings, where nothing is known of the account
_PRIOR_MEETINGS: Final = 12
_DECISION: Final = "decision"


def integration_removed(sight: Sight) -> Iterator[Observation]:
    """See whether somebody took an integration out."""
    usage = sight.account.usage
    sums = None if usage is None else usage.actions[Action.INTEGRATION_REMOVED]
    if usage is None or sums is None or not sums.between(sight.day - LOOK_BACK_DAYS, sight.day):
        return
    first = sight.day - LOOK_BACK_DAYS
    day = first if sums.between(first, first + 1) else first + 1
    if sight.was_said(INTEGRATION_REMOVED, _DECISION, within_days=CALM_DAYS):
        return
    before = sums.between(day - DAYS_KEPT, day)
    years = max(0, day - usage.first_event_ms // DAY_MS) / _DAYS_PER_YEAR
    yield Observation(
        INTEGRATION_REMOVED,
        sight.confidence((before + _BEFORE_PER_YEAR) / (years + 1)),
        f"an integration was taken out on {date_of(day)}; {before} in the 400 days before",
        day,
        subject=_DECISION,
    )


def seats_of(account: Account) -> int | None:
    """Seats as billing said last, or the profile where that is newer."""
    billing, profile = account.billing, account.profile
    said_ms, seats = (0, 0) if billing is None else billing.seats
    if profile is not None and profile.seats is not None and profile.updated_at_ms >= said_ms:
        return profile.seats
    return seats or None


def seats_removed(sight: Sight) -> Iterator[Observation]:
    """See whether the account gave up seats since the last look."""
    state, seats = sight.state, seats_of(sight.account)
    before = state.seats
    if seats is None or seats == before:
        return
    state.seats = seats
    state.dirty = True
    removed = before - seats
    if before <= 0 or removed < sight.rules.seats_share_min * before:
        return
    if sight.was_said(SEATS_REMOVED, _DECISION, within_days=CALM_DAYS):
        return
    yield Observation(
        SEATS_REMOVED,
        sight.confidence(_BEFORE_PER_YEAR),
        f"{removed} of {before} seats were given up, {seats} are left",
        sight.day,
        subject=_DECISION,
        source=Source.BILLING,
    )


def meeting_missed(sight: Sight) -> Iterator[Observation]:
    """See whether a meeting was missed by those who use to come."""
    engagement, day = sight.account.engagement, sight.day
    if engagement is None or not engagement.missed.between(day - LOOK_BACK_DAYS, day):
        return
    if sight.was_said(MEETING_MISSED, within_days=CALM_DAYS):
        return
    start = day - _MEETINGS_DAYS
    missed, held = engagement.missed.between(start, day), engagement.held.between(start, day)
    missed_before = engagement.missed.between(day - DAYS_KEPT, start)
    before = missed_before + engagement.held.between(day - DAYS_KEPT, start)
    share = (missed_before + _PRIOR_MISSED) / (before + _PRIOR_MEETINGS)
    chance = binomial_tail(missed, missed + held, share)
    yield Observation(
        MEETING_MISSED,
        sight.confidence(chance * _DAYS_PER_YEAR / _MEETINGS_DAYS),
        f"{missed} of the last {missed + held} meetings were missed; "
        f"{missed_before} of {before} before",
        day,
        source=Source.ENGAGEMENT,
    )
