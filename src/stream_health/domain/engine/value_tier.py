"""What an account is worth to us: watched in real time, looked after, or served digitally."""

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


def value_tier_of(account: Account, policy: Policy) -> str:
    """``high_value``, ``digital`` (by its tier) or ``standard``: what operating points go by."""
    if is_high_value(account, policy):
        return "high_value"
    profile = account.profile
    return "digital" if profile is not None and profile.tier == "digital" else "standard"
