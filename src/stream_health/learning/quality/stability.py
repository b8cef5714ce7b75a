"""Does it keep still: band flips, and how much of today's list is on tomorrow's."""

from itertools import pairwise

import numpy as np

from stream_health.learning.quality.decisions import top_rows
from stream_health.learning.quality.ranking import NAN, Counts, Numbers


def ways(account: Counts, time_ms: Counts, band: Counts, *, accounts: int) -> tuple[Counts, Counts]:
    """Time from first row to last (ms) and changes of band on the way, of each account.

    ``account`` numbers those of the rows, from 0 to below ``accounts``; 0 for one without rows.

    >>> ways(np.array([0, 1, 0, 0]), np.array([30, 7, 0, 10]), np.array([0, 2, 0, 1]), accounts=3)
    (array([30,  0,  0]), array([2, 0, 0]))
    """
    order = np.lexsort((time_ms, account))
    of, again = account[order][1:], np.diff(account[order]) == 0
    watched_ms, flips = np.zeros((2, accounts), dtype=np.int64)
    np.add.at(watched_ms, of[again], np.diff(time_ms[order])[again])
    np.add.at(flips, of[again], np.diff(band[order])[again] != 0)
    return watched_ms, flips


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
