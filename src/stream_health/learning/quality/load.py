"""How much work alerts make, and how much of it for nothing."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from stream_health.domain.clocking import WEEK_MS
from stream_health.learning.quality.labels import Excluded, Fate, Maturity, label_of


class Raised(NamedTuple):
    """An alert that fired."""

    account_id: str
    at_ms: int
    csm: str | None
    members: tuple[str, ...] = ()  # of a grouped alert; ``account_id`` is the first of them


class Reach(NamedTuple):
    """How many people alerts could reach, and for how many weeks.

    In ``judged_weeks`` those could fire whose horizon has passed by now.
    """

    csms_total: int
    weeks: float
    judged_weeks: float


def reach_of(alerts: Iterable[Raised], maturity: Maturity, *, csms: int, weeks: float) -> Reach:
    """Reach of alerts over ``weeks``, to ``csms`` people, at least those the alerts name.

    >>> reach_of([Raised("a", 0, "ann")], Maturity(2 * WEEK_MS, 0, 0), csms=0, weeks=3.0)
    Reach(csms_total=1, weeks=3.0, judged_weeks=1.0)
    """
    people = max(csms, len({one.csm for one in alerts if one.csm}), 1)
    return Reach(
        people, weeks, max(0.0, weeks - (maturity.horizon_ms + maturity.grace_ms) / WEEK_MS)
    )


def verdict_of(alert: Raised, fates: Mapping[str, Fate], maturity: Maturity) -> str:
    """Whether an alert was right: churn followed within the horizon.

    It is ``unknown`` of one that has not matured, is censored, or came after the notice.

    >>> verdict_of(Raised("a", 0, "ann"), {}, Maturity(10, 0, 100))
    'false'
    """
    label = label_of(alert.at_ms, fates.get(alert.account_id, Fate()), maturity)
    if isinstance(label, Excluded):
        return "unknown"
    return "right" if label else "false"
