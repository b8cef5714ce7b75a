"""What the account did before: grew, spoke for us."""

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Feature, Monotone, Ttl


def _within_year(time_ms: int, hour: int) -> int:
    return int(time_ms >= (hour // HOURS_PER_DAY - 365) * DAY_MS)


def _expanded(account: Account, hour: int) -> float | None:
    outcomes = account.outcomes
    return None if outcomes is None else _within_year(outcomes.expanded_ms, hour)


def _advocate(account: Account, hour: int) -> float | None:
    outcomes = account.outcomes
    return None if outcomes is None else _within_year(outcomes.advocate_ms, hour)


FEATURES = (
    Feature(
        name="outcomes_expanded_365d",
        unit="flag",
        source=Source.OUTCOMES,
        window="365 days",
        ttl=Ttl.DAY,
        meaning="Bought more within a year",
        text="bought more within a year: {value}",
        edges=(1,),
        points=(0, 1_200),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_expanded,
    ),
    Feature(
        name="outcomes_advocate_365d",
        unit="flag",
        source=Source.OUTCOMES,
        window="365 days",
        ttl=Ttl.DAY,
        meaning="Became an advocate within a year",
        text="became an advocate within a year: {value}",
        edges=(1,),
        points=(0, 1_200),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_advocate,
    ),
)
