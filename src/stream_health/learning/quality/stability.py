"""Does it keep still: band flips, and how much of today's list is on tomorrow's."""

from itertools import pairwise
from typing import Final

import numpy as np

from stream_health.learning.quality.decisions import Flags, top_rows
from stream_health.learning.quality.ranking import NAN, Counts, Numbers

MONTH_MS: Final = 30 * 86_400_000


def band_flips_per_month(account: Counts, time_ms: Counts, band: Counts) -> float:
    """Changes of band per account and 30 days, between one row of an account and its next.

    >>> day = 86_400_000
    >>> band_flips_per_month(np.zeros(3, int), np.array([0, 15, 30]) * day, np.array([0, 1, 0]))
    2.0
    """
    order, same = _ways(account, time_ms)
    flips = (np.diff(band[order]) != 0) & same
    total_ms = int(np.diff(time_ms[order])[same].sum())
    return float(flips.sum()) * MONTH_MS / total_ms if total_ms else NAN


def watched_ms(account: Counts, time_ms: Counts) -> int:
    """Time from the first row of each account to its last, over all accounts.

    >>> watched_ms(np.array([0, 0, 1]), np.array([0, 15, 99]))
    15
    """
    order, same = _ways(account, time_ms)
    return int(np.diff(time_ms[order])[same].sum())


def _ways(account: Counts, time_ms: Counts) -> tuple[Counts, Flags]:
    """Rows by account and time, and which are followed by one of the same account."""
    order = np.lexsort((time_ms, account))
    return order, np.diff(account[order]) == 0


def top_overlap(account: Counts, time_ms: Counts, risk: Numbers, *, k: int) -> float:
    """Mean share of a time's ``k`` riskiest accounts that are among them at the next time, too.

    Only accounts that are there at both times are compared. 1 is a list that does not move.
    """
    times = np.unique(time_ms)
    shares = []
    for earlier, later in pairwise(times):
        lists = []
        here, there = time_ms == earlier, time_ms == later
        both = np.intersect1d(account[here], account[there])
        for rows in (here, there):
            kept = np.flatnonzero(rows & np.isin(account, both))
            kept = kept[np.argsort(account[kept], kind="stable")]
            chosen = top_rows(risk[kept], np.zeros(len(kept), dtype=np.int64), k)
            lists.append(set(account[kept[chosen]].tolist()))
        if lists[0]:
            shares.append(len(lists[0] & lists[1]) / len(lists[0]))
    return float(np.mean(shares)) if shares else NAN
