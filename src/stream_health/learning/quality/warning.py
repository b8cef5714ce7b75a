"""How early: days from the first sustained flag to the notice, and who left by surprise."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

DAY_MS: Final = 86_400_000
SURPRISE_DAYS: Final = 90


class Watched(NamedTuple):
    """One account that churned: what was said of it before, oldest first, up to the notice.

    ``alerted_ms`` are the times of its alerts, ``value`` what it was worth (0 when unknown).
    """

    notice_ms: int
    times_ms: Sequence[int]
    flagged: Sequence[bool]
    alerted_ms: Sequence[int] = ()
    value: float = 0.0


class EarlyWarning(NamedTuple):
    """How early churn was flagged, over accounts that churned.

    ``median_days`` is over the accounts that were flagged at all; the shares are over accounts
    that were scored that long before the notice. ``surprise_share`` counts accounts neither
    flagged nor alerted in the 90 days before, ``surprise_value_share`` weighs them by value.
    """

    churned_total: int
    flagged_total: int
    median_days: float
    share_30_days: float
    share_60_days: float
    surprise_share: float
    surprise_value_share: float


def lead_days(one: Watched) -> float | None:
    """Days from the flag that then stayed until the notice, None when it was not flagged then.

    A flag that went out again on the way does not count: a random alert would look early too.

    >>> lead_days(Watched(5 * DAY_MS, [0, DAY_MS, 2 * DAY_MS], [True, False, True]))
    3.0
    """
    since_ms = None
    for time_ms, flagged in zip(one.times_ms, one.flagged, strict=True):
        if time_ms >= one.notice_ms:
            break
        since_ms = (time_ms if since_ms is None else since_ms) if flagged else None
    return None if since_ms is None else (one.notice_ms - since_ms) / DAY_MS


def early_warning(churned: Sequence[Watched]) -> EarlyWarning:
    """Figures over the accounts that churned and were scored before; NaN where there are none."""
    leads = [lead_days(one) for one in churned]
    known = [lead for lead in leads if lead is not None]
    surprised = [is_surprise(one) for one in churned]
    values = [one.value for one in churned]
    lost = sum(value for value, missed in zip(values, surprised, strict=True) if missed)
    return EarlyWarning(
        churned_total=len(churned),
        flagged_total=len(known),
        median_days=float(np.median(known)) if known else float("nan"),
        share_30_days=_share_at_least(churned, leads, 30),
        share_60_days=_share_at_least(churned, leads, 60),
        surprise_share=_share(surprised),
        surprise_value_share=lost / sum(values) if sum(values) else float("nan"),
    )


def is_surprise(one: Watched) -> bool:
    """Whether nothing was flagged or alerted in the 90 days before the notice."""
    start_ms = one.notice_ms - SURPRISE_DAYS * DAY_MS
    flagged_ms = [at for at, flag in zip(one.times_ms, one.flagged, strict=True) if flag]
    return not any(start_ms <= at < one.notice_ms for at in (*flagged_ms, *one.alerted_ms))


def _share_at_least(churned: Sequence[Watched], leads: Sequence[float | None], days: int) -> float:
    enough = [
        lead is not None and lead >= days
        for one, lead in zip(churned, leads, strict=True)
        if one.times_ms and one.notice_ms - one.times_ms[0] >= days * DAY_MS
    ]
    return _share(enough)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else float("nan")
