"""Hard signals: single events that are looked at the moment they arrive."""

from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    Feedback,
    Outcome,
    SignalEvent,
)
from stream_health.domain.policy import Policy

SPONSOR_ROLES = frozenset({"champion", "executive_sponsor"})
_LEAVING = frozenset({"champion_leaving", "departed_autoreply"})
_BILLING = frozenset({"cancellation_notice", "payment_failed_for_good"})


def is_hard(event: AccountEvent, policy: Policy) -> bool:
    """Does this event alone call for a look at once?

    A champion or sponsor who leaves, a cancellation (notice or clear intent), a payment that
    failed for good, a churn.
    """
    if isinstance(event, SignalEvent):
        if event.own or event.confidence < policy.alerts.champion_confidence_min:
            return False
        leaving = event.kind in _LEAVING and event.role in SPONSOR_ROLES
        return leaving or event.kind == "cancellation_intent"
    if isinstance(event, BillingEvent):
        return event.kind in _BILLING
    if isinstance(event, Outcome):
        return event.kind == "churned"
    return isinstance(event, Feedback) and event.kind == "champion_exit_confirmed"
