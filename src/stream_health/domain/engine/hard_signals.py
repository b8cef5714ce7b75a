"""Hard signals: single events that are looked at the moment they arrive."""

from stream_health.domain.alerts.critical import critical_signal_of
from stream_health.domain.events import AccountEvent, BillingEvent, Outcome, SignalEvent
from stream_health.domain.policy import Policy


def is_hard(event: AccountEvent, policy: Policy) -> bool:
    """Tell whether this event alone calls for a look at once.

    Every critical signal (champion exit, cancellation notice), a payment that failed for good, a
    clear intent to cancel, a churn.
    """
    if critical_signal_of(event, policy.alerts) is not None:
        return True
    if isinstance(event, BillingEvent):
        return event.kind == "payment_failed_for_good"
    if isinstance(event, SignalEvent):
        sure = event.confidence >= policy.alerts.champion_confidence_min and not event.own
        return sure and event.kind == "cancellation_intent"
    return isinstance(event, Outcome) and event.kind == "churned"
