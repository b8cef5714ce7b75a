"""How much work alerts make, and how much of it for nothing."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.learning.quality.labels import Excluded, Fate, Maturity, label_of

YEAR_MS: Final = 365 * DAY_MS


class Raised(NamedTuple):
    """An alert that fired."""

    account_id: str
    at_ms: int
    csm: str | None
    members: tuple[str, ...] = ()  # of a grouped alert; ``account_id`` is the first of them


class AlertLoad(NamedTuple):
    """Alerts over CSMs and weeks. ``false_total`` were not followed by churn within the horizon.

    ``unknown_total`` have not matured, are censored, or came after the notice. Years of accounts
    run from the first row of each to its last.
    """

    alerts_total: int
    right_total: int
    false_total: int
    unknown_total: int
    csms_total: int
    weeks: float
    alerts_per_csm_week: float
    false_per_csm_week: float
    alerts_per_account_year: float


def alert_load(
    alerts: Iterable[Raised],
    fates: Mapping[str, Fate],
    maturity: Maturity,
    *,
    csms: int,
    weeks: float,
    account_years: float = 0.0,
) -> AlertLoad:
    """Load over ``csms`` people (at least those named by alerts) and ``weeks``.

    False alerts are counted among those whose horizon has passed, over the weeks in which such
    alerts could fire.

    >>> alert_load([Raised("a", 0, "ann")], {}, Maturity(10, 0, 100), csms=1, weeks=2.0)[:3]
    (1, 0, 1)
    """
    found = list(alerts)
    people = max(csms, len({one.csm for one in found if one.csm}), 1)
    labels = [label_of(one.at_ms, fates.get(one.account_id, Fate()), maturity) for one in found]
    right, false = labels.count(1), labels.count(0)
    matured_weeks = max(0.0, weeks - (maturity.horizon_ms + maturity.grace_ms) / WEEK_MS)
    return AlertLoad(
        alerts_total=len(found),
        right_total=right,
        false_total=false,
        unknown_total=sum(isinstance(label, Excluded) for label in labels),
        csms_total=people,
        weeks=weeks,
        alerts_per_csm_week=len(found) / (people * weeks) if weeks else float("nan"),
        false_per_csm_week=false / (people * matured_weeks) if matured_weeks else float("nan"),
        alerts_per_account_year=len(found) / account_years if account_years else float("nan"),
    )
