"""Whether an account is still a customer: what has left is neither watched nor scored daily."""

from stream_health.domain.account.account import Account


def is_deleted(account: Account) -> bool:
    """The CRM no longer knows the account (its profile is a tombstone)."""
    return account.profile is not None and account.profile.deleted


def has_left(account: Account, as_of_ms: int) -> bool:
    """Deleted, or a churn is in effect and neither a profile nor a renewal spoke of it since.

    A pure function of the sub-states, so that it holds however the topics interleave.
    """
    if is_deleted(account):
        return True
    outcomes = account.outcomes
    if outcomes is None or outcomes.churn is None:
        return False
    effective_ms = outcomes.effective_at_ms or 0
    left_ms = max(effective_ms, outcomes.churn.event_time_ms)  # news of the past is no return
    heard_ms = -1 if account.profile is None else account.profile.updated_at_ms
    return left_ms <= as_of_ms and max(heard_ms, outcomes.renewed_ms) <= left_ms
