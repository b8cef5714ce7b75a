"""Event time as integer milliseconds since the epoch, UTC, and the boundaries it passes.

Every interval is half open, ``[start, end)``: an instant belongs to the hour it starts, and what is
due at a boundary ``T`` sees only what happened before ``T``.
"""

from typing import Final

SECOND_MS: Final = 1_000
MINUTE_MS: Final = 60 * SECOND_MS
HOUR_MS: Final = 60 * MINUTE_MS
DAY_MS: Final = 24 * HOUR_MS
WEEK_MS: Final = 7 * DAY_MS

HOURS_PER_DAY: Final = 24
MINUTES_PER_DAY: Final = 1_440


def hour_of(time_ms: int) -> int:
    """Hours since the epoch: the hour that contains the instant.

    >>> hour_of(3_600_000), hour_of(3_599_999)
    (1, 0)
    """
    return time_ms // HOUR_MS


def day_of(time_ms: int) -> int:
    """Days since the epoch: the UTC day that contains the instant.

    >>> day_of(86_400_000), day_of(86_399_999)
    (1, 0)
    """
    return time_ms // DAY_MS


def next_boundary(time_ms: int, unit_ms: int, *, anchor_ms: int = 0) -> int:
    """First boundary of the unit that lies strictly after the instant.

    >>> next_boundary(60_000, 60_000), next_boundary(59_999, 60_000)
    (120000, 60000)
    """
    return time_ms + unit_ms - (time_ms - anchor_ms) % unit_ms


def ceil_boundary(time_ms: int, unit_ms: int, *, anchor_ms: int = 0) -> int:
    """First boundary of the unit at or after the instant.

    >>> ceil_boundary(60_000, 60_000), ceil_boundary(60_001, 60_000)
    (60000, 120000)
    """
    return time_ms + (anchor_ms - time_ms) % unit_ms
