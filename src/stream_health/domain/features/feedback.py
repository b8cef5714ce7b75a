"""What the CSM knows. A verdict is one row among many: it overwrites no score and is no label."""

from collections.abc import Callable
from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Feature, Monotone, Ttl
from stream_health.domain.features.windowed import within

_REAL: Final = frozenset({"right", "too_late"})
_NO_RISK: Final = frozenset({"not_a_risk"})
_WINDOW_DAYS: Final = 90
_SEASON_DAYS: Final = 14
_YEAR_DAYS: Final = 364
"""52 weeks: the same days of the week."""


def _exit_confirmed(account: Account, hour: int) -> float | None:
    feedback = account.feedback
    if feedback is None:
        return None
    return int(within(feedback.exit_confirmed_ms, hour, _WINDOW_DAYS))


def _verdicts(said: frozenset[str]) -> Callable[[Account, int], float | None]:
    def compute(account: Account, hour: int) -> float | None:
        if account.feedback is None:
            return None
        return sum(
            one.verdict in said and within(one.event_time_ms, hour, _WINDOW_DAYS)
            for one in account.feedback.verdicts
        )

    return compute


def _known_season(account: Account, hour: int) -> float | None:
    """Whether somebody called a fall in these days, of this year or the last, a known event."""
    if account.feedback is None:
        return None
    today = hour // HOURS_PER_DAY
    for one in account.feedback.verdicts:
        if one.verdict == "known_event":
            days = today - one.event_time_ms // DAY_MS
            if days < _SEASON_DAYS or abs(days - _YEAR_DAYS) < _SEASON_DAYS:
                return 1
    return 0


FEATURES = (
    Feature(
        name="feedback_exit_confirmed_90d",
        unit="flag",
        source=Source.FEEDBACK,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="The CSM confirmed that the champion left",
        text="the CSM confirmed that the champion left: {value}",
        edges=(1,),
        points=(0, -8_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_exit_confirmed,
    ),
    Feature(
        name="feedback_alerts_confirmed_90d",
        unit="count",
        source=Source.FEEDBACK,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="Alerts of which the CSM said that they were right, or too late",
        text="{value} [alert|alerts] confirmed by the CSM in 90 days",
        zero_text="no alert confirmed by the CSM in 90 days",
        edges=(1, 2),
        points=(0, -2_000, -4_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_verdicts(_REAL),
    ),
    Feature(
        name="feedback_alerts_not_a_risk_90d",
        unit="count",
        source=Source.FEEDBACK,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="Alerts of which the CSM said that they were no risk",
        text="{value} [alert that was|alerts that were] no risk to the CSM in 90 days",
        zero_text="no alert that was no risk to the CSM in 90 days",
        edges=(1, 2),
        points=(0, 1_000, 2_000),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_verdicts(_NO_RISK),
    ),
    Feature(
        name="feedback_known_season",
        unit="flag",
        source=Source.FEEDBACK,
        window="14 days, and the same days a year ago",
        ttl=Ttl.DAY,
        meaning="The CSM called a fall in these days, this year or the last, a known event",
        text="a known event in these days of the year: {value}",
        edges=(1,),
        points=(0, 4_000),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_known_season,
    ),
)
