"""Days with much more of something than ever before: exports, changed rights, deactivations."""

from collections.abc import Iterator
from typing import Final

from stream_health.domain.account.actions import Action
from stream_health.domain.account.usage import DAYS_KEPT
from stream_health.domain.behaviour.almanac import date_of
from stream_health.domain.behaviour.kinds import ADMIN_CHANGE, EXPORT_SPIKE, SEATS_REMOVED
from stream_health.domain.behaviour.rarity import record_chance
from stream_health.domain.behaviour.sight import CALM_DAYS, Observation, Sight
from stream_health.domain.windows import PrefixSums

LOOK_BACK_DAYS: Final = 2  # a day is looked at again where a look was missed
_DAYS_MIN: Final = 4  # of the same before: never from a level of zero
_HISTORY_DAYS_MIN: Final = 28
_DAYS_PER_YEAR: Final = 365
_SPIKES: Final = (
    (Action.EXPORT, EXPORT_SPIKE, "exports"),
    (Action.ADMIN, ADMIN_CHANGE, "changes of roles, permissions or sign-on"),
    (Action.DEACTIVATION, SEATS_REMOVED, "users taken off the account"),
)


def spikes(sight: Sight) -> Iterator[Observation]:
    """See whether one of the last days has a record number of exports, changes, removals."""
    usage = sight.account.usage
    if usage is None:
        return
    for action, kind, what in _SPIKES:
        sums = usage.actions[action]
        if sums is None or not sums.between(sight.day - LOOK_BACK_DAYS, sight.day):
            continue
        for day in range(sight.day - LOOK_BACK_DAYS, sight.day):
            if not sight.was_said(kind, what, within_days=CALM_DAYS):
                yield from _spike(sight, sums, day, kind=kind, what=what)


def _spike(
    sight: Sight, sums: PrefixSums, day: int, *, kind: str, what: str
) -> Iterator[Observation]:
    rules, size = sight.rules, sums.between(day, day + 1)
    if size < rules.spike_total_min:
        return
    dumped = sums.dump(day - DAYS_KEPT, day)
    before = [amount for amount in dumped[1:] if amount]
    if len(before) < _DAYS_MIN or day - dumped[0] < _HISTORY_DAYS_MIN:
        return
    if size < rules.spike_ratio_min * max(before):
        return
    per_year = len(before) * _DAYS_PER_YEAR / (day - dumped[0])
    yield Observation(
        kind,
        sight.confidence(per_year * record_chance(size, before, heavy_tailed=True)),
        f"{size} {what} on {date_of(day)}; the most on a day before was {max(before)}",
        day,
        subject=what,
    )
