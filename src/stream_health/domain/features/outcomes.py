"""What the account did before: grew, spoke for us."""

from stream_health.domain.account.account import Account
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Feature, Monotone, Ttl
from stream_health.domain.features.windowed import within


def _expanded(account: Account, hour: int) -> float | None:
    outcomes = account.outcomes
    return None if outcomes is None else int(within(outcomes.expanded_ms, hour, 365))


def _advocate(account: Account, hour: int) -> float | None:
    outcomes = account.outcomes
    return None if outcomes is None else int(within(outcomes.advocate_ms, hour, 365))


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
