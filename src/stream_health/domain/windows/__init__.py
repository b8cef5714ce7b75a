"""What happened lately, counted exactly: sums, distinct keys, days and strongest values.

A window is half open, ``[start, end)``, in whole units (hours or days since the epoch). Every
structure is a commutative fold: the order in which events arrive within the retention leaves no
trace in it.
"""

from stream_health.domain.windows.distinct_days import DistinctDays
from stream_health.domain.windows.prefix_sums import PrefixSums
from stream_health.domain.windows.recent_days import RecentDays
from stream_health.domain.windows.strongest import Strongest

__all__ = ["DistinctDays", "PrefixSums", "RecentDays", "Strongest"]
