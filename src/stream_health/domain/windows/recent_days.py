"""On which of the last days something happened: one bit a day."""

from collections.abc import Sequence
from typing import Any, Final

DAYS_KEPT: Final = 63  # before the newest; with it a mask has 64 bits, an integer everywhere


class RecentDays:
    """Days seen, the newest and the 63 before it; in whatever order they come.

    Examples
    --------
    >>> days = RecentDays()
    >>> for day in (207, 200, 205):
    ...     days.add(day)
    >>> bin(days.since(200)), bin(days.since(205)), days.since(208)
    ('0b10100001', '0b101', 0)
    """

    __slots__ = ("_mask", "_newest")

    def __init__(self) -> None:
        self._newest = 0
        self._mask = 0  # bit 63 is the newest day, bit 0 the oldest that is kept

    def add(self, day: int) -> None:
        """Note a day (since the epoch)."""
        if day > self._newest:
            self._mask >>= day - self._newest
            self._newest = day
        if day >= self._newest - DAYS_KEPT:
            self._mask |= 1 << (day - self._newest + DAYS_KEPT)

    def since(self, start: int) -> int:
        """Days from ``start`` on: bit ``n`` is the day ``start + n``."""
        ahead = start - (self._newest - DAYS_KEPT)
        return self._mask >> ahead if ahead >= 0 else self._mask << -ahead

    def dump(self, start: int) -> tuple[int, ...]:
        """Newest day and mask, of the days from ``start`` on; empty without any."""
        passed = max(0, start - (self._newest - DAYS_KEPT))
        kept = self._mask >> passed << passed
        return (self._newest, kept) if kept else ()

    def load(self, record: Sequence[Any]) -> None:
        """Take back what `dump` gave."""
        if record:
            self._newest, self._mask = record
