"""Parts of the product that fell out of use: edge features, integrations, invitations."""

from collections.abc import Iterator, Sequence
from typing import Final

from stream_health.domain.account.actions import Action
from stream_health.domain.account.usage import DAYS_KEPT, UsageState
from stream_health.domain.behaviour.almanac import date_of
from stream_health.domain.behaviour.kinds import (
    BREADTH_DROP,
    EDGE_FEATURE_DROPPED,
    INTEGRATION_REMOVED,
    INVITATIONS_STOPPED,
)
from stream_health.domain.behaviour.rhythm import days_used, pause_of
from stream_health.domain.behaviour.sight import Observation, Sight, key_of
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.windows.distinct_days import DAYS_KEPT as FEATURE_DAYS_KEPT

_CORE_FEATURES: Final = 3  # the most used ones: when they go, it is not the edge that goes
_EDGE_DAYS_MIN: Final = 10  # of use in 63 days
_INTEGRATION_DAYS_MIN: Final = 20  # of use: what runs by machine runs often
_CALLS: Final = "calls"  # tells the pause of an integration from its removal


def edge_features(sight: Sight) -> Iterator[Observation]:
    """See which features beside the core were in regular use and are no longer.

    Not while breadth as a whole has fallen, which says the same with more right.
    """
    usage = sight.account.usage
    if usage is None or BREADTH_DROP in sight.state.said:
        return
    features = usage.features
    days = features.days_by_key(sight.day - FEATURE_DAYS_KEPT, sight.day)
    core = sorted(days, key=lambda feature: (-days[feature], feature))[:_CORE_FEATURES]
    for feature in sorted(days):
        if feature in core:
            continue
        used = features.days_of(feature, sight.day - FEATURE_DAYS_KEPT, sight.day)
        if sight.counted.count(used[-1] + 1, sight.day) < sight.rules.edge_feature_days_min:
            sight.state.rearm(key_of(EDGE_FEATURE_DROPPED, feature))
        elif days[feature] >= _EDGE_DAYS_MIN and _in_use(sight, usage):
            what = f"feature {feature[:40]} last used on"
            yield from _pause(sight, used, EDGE_FEATURE_DROPPED, subject=feature, what=what)


def integrations(sight: Sight) -> Iterator[Observation]:
    """See whether the integrations of an account fell silent while its people work."""
    usage = sight.account.usage
    if usage is None or usage.actions[Action.INTEGRATION] is None or not _in_use(sight, usage):
        return
    used = days_used(usage.actions[Action.INTEGRATION], sight.day - DAYS_KEPT, sight.day)
    if len(used) >= _INTEGRATION_DAYS_MIN:
        days_min = sight.rules.integration_days_min
        yield from _if_long(sight, used, INTEGRATION_REMOVED, subject=_CALLS, days_min=days_min)


def invitations(sight: Sight) -> Iterator[Observation]:
    """See whether an account that kept inviting people no longer does."""
    usage = sight.account.usage
    if usage is None or usage.actions[Action.INVITATION] is None or not _in_use(sight, usage):
        return
    used = days_used(usage.actions[Action.INVITATION], sight.day - DAYS_KEPT, sight.day)
    days_min = sight.rules.invitations_days_min
    yield from _if_long(sight, used, INVITATIONS_STOPPED, subject="", days_min=days_min)


_SAYS: Final = {INTEGRATION_REMOVED: "last call of an integration on",
                INVITATIONS_STOPPED: "last invitation on"}  # fmt: skip


def _if_long(
    sight: Sight, used: Sequence[int], kind: str, *, subject: str, days_min: int
) -> Iterator[Observation]:
    if not used:
        return
    if sight.counted.count(used[-1] + 1, sight.day) < days_min:
        sight.state.rearm(key_of(kind, subject))
    else:
        yield from _pause(sight, used, kind, subject=subject, what=_SAYS[kind])


def _pause(
    sight: Sight, used: Sequence[int], kind: str, *, subject: str, what: str
) -> Iterator[Observation]:
    if not used or sight.was_said(kind, subject):
        return
    pause = pause_of(used, sight.day, sight.counted)
    if pause.chance_per_year is None:
        return
    yield Observation(
        kind,
        sight.confidence(pause.chance_per_year),
        f"{what} {date_of(used[-1])}, {pause.days} working days ago; "
        f"the longest pause before was {pause.longest_days}",
        used[-1],
        subject=subject,
    )


def _in_use(sight: Sight, usage: UsageState) -> bool:
    """Somebody was there in the last days: else it is the account that is silent."""
    last_day = usage.last_event_ms // DAY_MS
    return sight.counted.count(last_day + 1, sight.day) < sight.rules.silence_days_min
