"""Which segment an account belongs to: the first of the policy's list that matches."""

from collections.abc import Mapping

from stream_health.domain.policy import Policy, Segment

BOOK = Segment(name="book")
"""Where an account belongs when no segment of the policy matches it."""


def segment_of(policy: Policy, profile_fields: Mapping[str, str | None]) -> Segment:
    """First segment of the policy whose every ``match`` field agrees with the profile.

    ``profile_fields`` holds ``tier``, ``plan`` and the segment fields (industry, region, size ...).
    A field the profile does not know matches nothing. Without a match it is `BOOK`.

    >>> bank = Segment(name="banks", match=(("industry", "banking"),))
    >>> policy = Policy(segments=(bank, Segment(name="rest")))
    >>> segment_of(policy, {"industry": "banking", "tier": "high"}).name
    'banks'
    >>> segment_of(policy, {}).name
    'rest'
    """
    for segment in policy.segments:
        if all(profile_fields.get(name) == value for name, value in segment.match):
            return segment
    return BOOK
