"""How often bands flip and alerts fire, and how sure that is: accounts are drawn again."""

from typing import Any, Final, NamedTuple

import numpy as np

from stream_health.domain.clocking import DAY_MS
from stream_health.learning.quality.bootstrap import intervals
from stream_health.learning.quality.figures import beside
from stream_health.learning.quality.ranking import NAN, Counts, Numbers

MONTH_MS: Final = 30 * DAY_MS
YEAR_MS: Final = 365 * DAY_MS
VERDICTS: Final = ("right", "false", "unknown")
"""An alert was followed by churn within the horizon, was not, or nobody can say."""


class Counted(NamedTuple):
    """Counts of every account, or of every group of accounts that are drawn together.

    ``watched_ms`` is the time from the first row of an account to its last, ``flips`` how often
    its band changed on the way; its alerts are counted by their verdict. Who was watched for no
    time and had no alert counts, too: it may be drawn.
    """

    watched_ms: Counts
    flips: Counts
    right: Counts
    false: Counts
    unknown: Counts


def stability_and_load(
    counted: Counted, *, csm_weeks: float, judged_csm_weeks: float, resamples: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Band flips, and alerts and their rates, by plain names with the 95 % ``intervals`` of rates.

    Parameters
    ----------
    counted
        Accounts or groups; ten at least, or there are no intervals.
    csm_weeks, judged_csm_weeks
        People times the weeks in which any alert could fire, and one whose horizon has passed.
        They stay as they are: nobody draws people.
    resamples
        Draws behind the intervals.

    Examples
    --------
    >>> twice, never = np.tile([0, 2], 10), np.zeros(20, int)
    >>> counted = Counted(np.full(20, MONTH_MS), twice, twice, never, never)
    >>> stability, load = stability_and_load(
    ...     counted, csm_weeks=10.0, judged_csm_weeks=0.0, resamples=200
    ... )
    >>> stability["intervals"]
    {'band_flips_per_account_month': {'low': 0.6, 'high': 1.4}}
    >>> load["alerts"], load["alerts_per_csm_week"], load["false_per_csm_week"]
    (20, 2.0, None)
    """

    def rates(weight: Numbers | None) -> dict[str, float]:
        """What is resampled."""
        watched_ms, flips, right, false, unknown = (
            (count.sum() if weight is None else weight @ count).item() for count in counted
        )
        alerts = right + false + unknown
        return {
            "band_flips_per_account_month": _over(flips, watched_ms / MONTH_MS),
            "alerts_per_csm_week": _over(alerts, csm_weeks),
            "false_per_csm_week": _over(false, judged_csm_weeks),
            "alerts_per_account_year": _over(alerts, watched_ms / YEAR_MS),
        }

    load = intervals(rates, np.arange(len(counted.flips)), resamples=resamples)
    flips = "band_flips_per_account_month"
    totals = {name: int(getattr(counted, name).sum()) for name in VERDICTS}
    return (
        beside({flips: load.pop(flips)}),
        {"alerts": sum(totals.values()), **totals, **beside(load)},
    )


def _over(part: float, whole: float) -> float:
    return part / whole if whole else NAN
