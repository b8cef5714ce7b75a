"""How early: days from the first sustained flag to the notice, and who left by surprise."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from stream_health.domain.clocking import DAY_MS
from stream_health.learning.quality.bootstrap import intervals
from stream_health.learning.quality.figures import beside, number
from stream_health.learning.quality.ranking import Numbers

SURPRISE_DAYS: Final = 90
_SCORED_DAYS: Final = (0, 30, 60)


class Watched(NamedTuple):
    """One account that churned: what was said of it before, oldest first, up to the notice.

    ``alerted_ms`` are the times of its alerts, ``value`` what it was worth (0 when unknown).
    """

    notice_ms: int
    times_ms: Sequence[int]
    flagged: Sequence[bool]
    alerted_ms: Sequence[int] = ()
    value: float = 0.0


class Loss(NamedTuple):
    """What a churn says of the score, as it is counted.

    ``lead_days`` are full days from the flag that then stayed until the notice, None when it was
    not flagged then; ``scored_days`` says for how long it had been scored: at least 0, 30 or 60
    days. A ``surprise`` was neither flagged nor alerted in the 90 days before.
    """

    lead_days: int | None
    scored_days: int
    surprise: bool


class Lost(NamedTuple):
    """How many churned alike, and what they were worth together."""

    accounts_total: int = 0
    value: float = 0


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


def lead_days(one: Watched) -> int | None:
    """Full days from the flag that then stayed until the notice, None when it was not flagged.

    A flag that went out again on the way does not count: a random alert would look early too.

    >>> lead_days(Watched(5 * DAY_MS, [0, DAY_MS, 2 * DAY_MS], [True, False, True]))
    3
    """
    since_ms = None
    for time_ms, flagged in zip(one.times_ms, one.flagged, strict=True):
        if time_ms >= one.notice_ms:
            break
        since_ms = (time_ms if since_ms is None else since_ms) if flagged else None
    return None if since_ms is None else (one.notice_ms - since_ms) // DAY_MS


def scored_days(first_ms: int, notice_ms: int) -> int:
    """Which of 0, 30 and 60 days an account had been scored for when it gave notice."""
    return max(days for days in _SCORED_DAYS if notice_ms - first_ms >= days * DAY_MS)


def is_near(at_ms: int, notice_ms: int) -> bool:
    """Whether an instant lies in the 90 days before the notice."""
    return notice_ms - SURPRISE_DAYS * DAY_MS <= at_ms < notice_ms


def loss_of(one: Watched) -> Loss:
    """What the churn of an account says."""
    flagged_ms = [at for at, flag in zip(one.times_ms, one.flagged, strict=True) if flag]
    return Loss(
        lead_days(one),
        scored_days(min(one.times_ms, default=one.notice_ms), one.notice_ms),
        not any(is_near(at, one.notice_ms) for at in (*flagged_ms, *one.alerted_ms)),
    )


def count_loss(counted: dict[Loss, Lost], loss: Loss, lost: Lost) -> None:
    """Add to those who churned alike."""
    before = counted.get(loss, Lost())
    counted[loss] = Lost(before.accounts_total + lost.accounts_total, before.value + lost.value)


def early_warning(churned: Sequence[Watched]) -> EarlyWarning:
    """Figures over the accounts that churned and were scored before; NaN where there are none."""
    return warning_of(losses_of(churned))


def losses_of(churned: Sequence[Watched]) -> dict[Loss, Lost]:
    """Count accounts that churned by what each says."""
    counted: dict[Loss, Lost] = {}
    for one in churned:
        count_loss(counted, loss_of(one), Lost(1, one.value))
    return counted


def warning_of(counted: Mapping[Loss, Lost]) -> EarlyWarning:
    """Figures over losses that were counted."""
    leads = [
        loss.lead_days
        for loss, lost in counted.items()
        if loss.lead_days is not None
        for _ in range(lost.accounts_total)
    ]
    surprising = {loss: lost for loss, lost in counted.items() if loss.surprise}
    total = _accounts(counted)
    return EarlyWarning(
        churned_total=total,
        flagged_total=len(leads),
        median_days=float(np.median(leads)) if leads else float("nan"),
        share_30_days=_share_at_least(counted, 30),
        share_60_days=_share_at_least(counted, 60),
        surprise_share=_over(_accounts(surprising), total),
        surprise_value_share=_over(_value(surprising), _value(counted)),
    )


def warning_figures(counted: Mapping[Loss, Lost], *, resamples: int) -> dict[str, Any]:
    """Figures by plain names, with the 95 % ``intervals`` of those that are no counts.

    Accounts are drawn again; those that churned alike are worth the same each.

    >>> found = warning_figures({Loss(40, 60, False): Lost(30), Loss(None, 60, True): Lost(10)},
    ...                         resamples=200)
    >>> found["share_30_days"], found["intervals"]["share_30_days"]
    (0.75, {'low': 0.6, 'high': 0.875})
    """
    in_order = sorted(counted.items(), key=loss_key)
    alike = np.repeat(np.arange(len(in_order)), [lost.accounts_total for _, lost in in_order])

    def figures(weight: Numbers | None) -> dict[str, float]:
        """What is resampled."""
        times = np.bincount(alike, weight, minlength=len(in_order)).astype(int)
        return warning_of(
            {
                loss: Lost(int(total), lost.value / lost.accounts_total * int(total))
                for (loss, lost), total in zip(in_order, times, strict=True)
            }
        )._asdict()

    found = intervals(figures, np.arange(len(alike)), resamples=resamples)
    totals = [name for name in found if name.endswith("_total")]
    counts = {name.removesuffix("_total"): number(found.pop(name).value) for name in totals}
    return counts | beside(found)


def loss_key(item: tuple[Loss, Lost]) -> tuple[int, int, bool]:
    """Order of counted losses."""
    loss = item[0]
    return (-1 if loss.lead_days is None else loss.lead_days, loss.scored_days, loss.surprise)


def _share_at_least(counted: Mapping[Loss, Lost], days: int) -> float:
    known = {loss: lost for loss, lost in counted.items() if loss.scored_days >= days}
    early = {loss: lost for loss, lost in known.items() if (loss.lead_days or 0) >= days}
    return _over(_accounts(early), _accounts(known))


def _accounts(counted: Mapping[Loss, Lost]) -> int:
    return sum(lost.accounts_total for lost in counted.values())


def _value(counted: Mapping[Loss, Lost]) -> float:
    return sum(lost.value for lost in counted.values())


def _over(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
