"""Which accounts are watched in real time."""

from stream_health.domain.account.account import Account
from stream_health.domain.policy import Policy


def is_high_value(account: Account, policy: Policy) -> bool:
    """By tier where the CRM says one, else by yearly revenue; never once it is deleted."""
    profile, rule = account.profile, policy.high_value
    if profile is None or profile.deleted:
        return False
    if profile.tier is not None:
        return profile.tier in rule.tiers
    if rule.arr_minor_min is None or profile.arr_minor is None:
        return False
    return profile.arr_minor >= rule.arr_minor_min
