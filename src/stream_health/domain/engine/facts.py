"""What the playbook needs to know of an account."""

from stream_health.domain.account.account import Account
from stream_health.domain.playbook.playbook import ProfileFacts


def profile_facts(account: Account) -> ProfileFacts:
    """Owners and dates from the profile; empty when there is none."""
    profile = account.profile
    if profile is None:
        return ProfileFacts()
    return ProfileFacts(
        csm=profile.csm,
        manager=profile.manager,
        started_at_ms=profile.started_at_ms,
        renewal_at_ms=profile.renewal_at_ms,
    )
