"""Which features an evaluation has to look at: by source, by age, and by what the account has.

A feature reads one source, and is unknown while the account never heard of it. So a look at an
account needs only the rows of the sources it has; all others stay in their unknown bin.
"""

from collections.abc import Callable
from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.events import Source
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.features.feature import Compute, Feature, Ttl
from stream_health.domain.features.once_a_day import moves_within_a_day

Rows = tuple[tuple[int, Compute], ...]  # index in the catalogue, how it is computed
ByMask = tuple[Rows, ...]  # rows by the mask of their sources, bit ``n`` is source ``n``

_MASKS: Final = 1 << len(Source)


def _rows(wanted: Callable[[Feature], bool]) -> ByMask:
    return tuple(
        tuple(
            (index, feature.compute)
            for index, feature in enumerate(CATALOGUE)
            if mask >> feature.source & 1 and wanted(feature)
        )
        for mask in range(_MASKS)
    )


EVERY: Final = _rows(lambda _: True)
HOURLY: Final = _rows(lambda one: one.ttl is Ttl.HOUR)  # may move when an hour closes
DAILY: Final = _rows(lambda one: one.ttl in (Ttl.HOUR, Ttl.DAY))  # may move when a day closes
OF_BOOK: Final = _rows(lambda one: one.ttl is Ttl.BOOK)  # may move with statistics of the book
OPEN: Final = _rows(  # may move by an event of the open day
    lambda one: one.ttl is not Ttl.BOOK and moves_within_a_day(one.compute)
)

_BILLING_BIT: Final = 1 << Source.BILLING
_PROFILE_BIT: Final = 1 << Source.PROFILE


def known_mask(account: Account) -> int:
    """Sources whose features may be known.

    The CRM also knows of renewals and seats, which are features of billing: a profile counts as
    both.
    """
    mask = account.heard_mask
    return mask | _BILLING_BIT if mask & _PROFILE_BIT else mask
