"""Parts of the product that fell out of use: edge features, integrations, invitations."""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final, NamedTuple

from stream_health.domain.account.actions import Action
from stream_health.domain.account.usage import DAYS_KEPT
from stream_health.domain.behaviour.almanac import DAYS_PER_WEEK, date_of
from stream_health.domain.behaviour.kinds import (
    BREADTH_DROP,
    EDGE_FEATURE_DROPPED,
    INTEGRATION_REMOVED,
    INVITATIONS_STOPPED,
)
from stream_health.domain.behaviour.rhythm import days_used, pause_of
from stream_health.domain.behaviour.sight import Observation, Sight, key_of
from stream_health.domain.windows.distinct_days import DAYS_KEPT as FEATURE_DAYS_KEPT

_CORE_FEATURES: Final = 3  # the most used ones: when they go, it is not the edge that goes
_EDGE_DAYS_MIN: Final = 10  # of use in 63 days
_INTEGRATION_DAYS_MIN: Final = 20  # of use: what runs by machine runs often
_WEEKS_MIN: Final = 4
_BUSY_SHARE: Final = 0.6


class Part(NamedTuple):
    """Something that may fall out of use, and how that is said."""

    kind: str
    says: str
    subject: str = ""


_CALLS: Final = Part(INTEGRATION_REMOVED, "last call of an integration on", "calls")
_INVITATIONS: Final = Part(INVITATIONS_STOPPED, "last invitation on")


def edge_features(sight: Sight) -> Iterator[Observation]:
    """See which features beside the core were in regular use and are no longer.

    Not while breadth as a whole has fallen, which says the same with more right.
    """
    usage = sight.account.usage
    if usage is None or BREADTH_DROP in sight.state.said:
        return
    features = usage.features
    first_day = sight.day - FEATURE_DAYS_KEPT
    days = features.days_by_key(first_day, sight.day)
    core = sorted(days, key=lambda feature: (-days[feature], feature))[:_CORE_FEATURES]
    for feature in sorted(days):
        if feature in core:
            continue
        last_day = features.last_day(feature, first_day)
        if last_day is None or not sight.paused(last_day, sight.rules.edge_feature_days_min):
            sight.state.rearm(key_of(EDGE_FEATURE_DROPPED, feature))
        elif days[feature] >= _EDGE_DAYS_MIN:
            used = features.days_of(feature, first_day, sight.day)
            what = Part(EDGE_FEATURE_DROPPED, f"feature {feature[:40]} last used on", feature)
            yield from _pause(sight, used, what, chances=len(days) - len(core))


def integrations(sight: Sight) -> Iterator[Observation]:
    """See whether the integrations of an account fell silent while its people work."""
    usage = sight.account.usage
    if usage is None:
        return
    used = days_used(usage.actions[Action.INTEGRATION], sight.day - DAYS_KEPT, sight.day)
    if len(used) >= _INTEGRATION_DAYS_MIN:
        yield from _if_long(sight, used, _CALLS, days_min=sight.rules.integration_days_min)


def invitations(sight: Sight) -> Iterator[Observation]:
    """See whether an account that kept inviting people no longer does."""
    usage = sight.account.usage
    if usage is None:
        return
    used = days_used(usage.actions[Action.INVITATION], sight.day - DAYS_KEPT, sight.day)
    yield from _if_long(sight, used, _INVITATIONS, days_min=sight.rules.invitations_days_min)


def _if_long(
    sight: Sight, used: Sequence[int], part: Part, *, days_min: int
) -> Iterator[Observation]:
    if not used:
        return
    if not sight.paused(used[-1], days_min):
        sight.state.rearm(key_of(part.kind, part.subject))
    else:
        yield from _pause(sight, used, part)


def _pause(
    sight: Sight, used: Sequence[int], part: Part, *, chances: int = 1
) -> Iterator[Observation]:
    """Judge a long pause; one of so many ``chances`` to see one like it."""
    if sight.was_said(part.kind, part.subject) or not _as_busy(sight, since_day=used[-1] + 1):
        return
    pause = pause_of(used, sight.day, sight.counted)
    if pause.chance_per_year is None:
        return
    yield Observation(
        part.kind,
        sight.confidence(chances * pause.chance_per_year),
        f"{part.says} {date_of(used[-1])}, {pause.days} working days ago; "
        f"the longest pause before was {pause.longest_days}",
        used[-1],
        subject=part.subject,
    )


def _as_busy(sight: Sight, *, since_day: int) -> bool:
    """People were nearly as many as usual: with fewer of them, less of everything is used."""
    usage = sight.account.usage
    weeks = [week.user_days for week in sight.state.weeks if week.user_days]
    if usage is None or len(weeks) < _WEEKS_MIN:
        return False
    usual = median(weeks) * (sight.day - since_day) / DAYS_PER_WEEK
    return usage.user_days.between(since_day, sight.day) >= _BUSY_SHARE * usual
