"""How many examples a law is tried on that cannot afford, or does not need, the usual hundred."""

from hypothesis import settings

FAST = "fast"
"""The profile of ``make test-fast``."""


def thorough(examples: int) -> settings:
    """Try so many examples; in ``make test-fast`` no more than any other law.

    A number written down in a test would win over the profile.
    """
    fast = settings.get_current_profile_name() == FAST
    return settings(max_examples=min(examples, settings().max_examples) if fast else examples)
