"""How many watched accounts each CSM has: what a share of a book is measured against."""

from collections import Counter

from stream_health.domain.effects import BookSizes
from stream_health.domain.engine.agenda import Agenda
from stream_health.domain.engine.registry import Registry

NOBODY = ""
"""Stands for the CSM of accounts that have none."""


def book_sizes(registry: Registry, agenda: Agenda, partition: int, at_ms: int) -> BookSizes:
    """Count the watched accounts of the partition by CSM."""
    counts: Counter[str] = Counter()
    for account_id in agenda.high_value:
        profile = registry.live[account_id].account.profile
        counts[(profile.csm if profile else None) or NOBODY] += 1
    csms = tuple(sorted(counts))
    return BookSizes(partition, at_ms, csms, tuple(counts[csm] for csm in csms))
