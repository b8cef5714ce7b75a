"""Whether the alerts of several accounts come from one cause, and which of them matter most."""

from typing import Final

from stream_health.domain.alerts.condition import SCORE_DROP
from stream_health.domain.alerts.episode import CRITICAL
from stream_health.domain.alerts.open_alert import OpenAlert, depth_milli
from stream_health.domain.alerts.standing import SILENCE
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import AlertCandidate, Cause

TOGETHER: Final = frozenset({SCORE_DROP, SILENCE})
"""Kinds whose alerts may have one cause: what everybody feels at once."""

_FEEDS: Final = frozenset({"usage", "tickets", "billing", "engagement"})
_RENEWAL_NEAR_DAYS: Final = 90


def leading_cause(candidate: AlertCandidate) -> Cause | None:
    """The cause that costs most."""
    worst = min(candidate.causes, key=lambda cause: cause.points_milli, default=None)
    return worst if worst is not None and worst.points_milli < 0 else None


def shared_cause(candidate: AlertCandidate) -> str:
    """Name what other accounts may suffer from too: a feed, else a feature, else a kind of cause.

    >>> from stream_health.domain.effects import AlertCandidate, Cause
    >>> fall = Cause("aging", -9_000, "", "users_7d_total", "usage")
    >>> fields = dict.fromkeys(AlertCandidate._fields)
    >>> shared_cause(AlertCandidate(**(fields | {"alert_kind": "score_drop", "causes": (fall,)})))
    'usage'
    """
    if candidate.alert_kind == SILENCE:
        return "usage"
    leading = leading_cause(candidate)
    if leading is None:
        return candidate.alert_kind
    if leading.source in _FEEDS:
        return str(leading.source)
    return leading.feature or leading.kind


def theme_of_alert(candidate: AlertCandidate) -> str:
    """Theme of the next step: what comes after the verb in the action's code."""
    return "" if candidate.action is None else candidate.action.code.partition(".")[2]


def weight(alert: OpenAlert, now_ms: int) -> int:
    """How much an alert matters: value at risk times urgency; whole numbers, so that all agree.

    Urgency grows with severity, depth of the fall and nearness of the renewal. Amounts of
    different currencies are compared as they are.
    """
    candidate = alert.candidate
    percent = 200 if candidate.severity == CRITICAL else 100
    if candidate.reference_milli is not None:
        percent += max(0, depth_milli(candidate)) // 250  # 25 points count as much as a warning
    if candidate.renewal_at_ms is not None:
        days = (candidate.renewal_at_ms - now_ms) // DAY_MS
        if 0 <= days < _RENEWAL_NEAR_DAYS:
            percent += 100 * (_RENEWAL_NEAR_DAYS - days) // _RENEWAL_NEAR_DAYS
    return (candidate.value_at_risk_minor or 0) * percent
