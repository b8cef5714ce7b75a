"""What is due when: the boundaries of partition time at which something has to be done."""

from bisect import bisect_left, insort
from typing import Final, NamedTuple
from zlib import crc32

from stream_health.domain.clocking import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    MINUTES_PER_DAY,
    next_boundary,
)

NEVER_YET_MS: Final = -(1 << 62)


def slot_of(account_id: str) -> int:
    """Minute of the day at which a standard account is scored: spread by hash, stable.

    >>> 0 <= slot_of("acme") < 1440
    True
    """
    return crc32(account_id.encode()) % MINUTES_PER_DAY


class Period(NamedTuple):
    """Every instant ``anchor_ms + k * every_ms``."""

    every_ms: int
    anchor_ms: int

    def has(self, time_ms: int) -> bool:
        """Tell whether the instant is one of them.

        >>> Period(7, 3).has(10), Period(7, 3).has(11)
        (True, False)
        """
        return (time_ms - self.anchor_ms) % self.every_ms == 0

    def after(self, time_ms: int) -> int:
        """The next one, strictly after the instant."""
        return next_boundary(time_ms, self.every_ms, anchor_ms=self.anchor_ms)


class Agenda:
    """Which accounts are looked at, at which boundaries."""

    __slots__ = ("_minutes", "_rare_ms", "clock_ms", "high_value", "releases", "sampling", "slots",
                 "snapshots", "touched", "wake_ms")  # fmt: skip

    def __init__(self, snapshots: Period, sampling: Period | None = None) -> None:
        self.snapshots = snapshots
        self.sampling = sampling
        self.high_value: set[str] = set()
        self.touched: set[str] = set()  # high-value accounts since the last boundary
        self.slots: dict[int, set[str]] = {}
        self.releases: dict[int, set[str]] = {}  # instant -> accounts whose label is then known
        self.wake_ms: int | None = None  # a model takes effect
        self.clock_ms: int | None = None  # somebody waits for this minute
        self._minutes: list[int] = []
        self._rare_ms = NEVER_YET_MS

    def place(self, account_id: str, *, watched: bool = False, daily: bool = False) -> None:
        """Have an account watched, scored at its daily slot, or neither."""
        if watched:
            self.high_value.add(account_id)
        else:
            self.high_value.discard(account_id)
            self.touched.discard(account_id)
        if daily:
            self._add_slot(account_id)
        else:
            self._remove_slot(account_id)

    def _add_slot(self, account_id: str) -> None:
        minute = slot_of(account_id)
        if minute not in self.slots:
            self.slots[minute] = set()
            insort(self._minutes, minute)
        self.slots[minute].add(account_id)

    def _remove_slot(self, account_id: str) -> None:
        minute = slot_of(account_id)
        ids = self.slots.get(minute, set())
        ids.discard(account_id)
        if not ids and minute in self.slots:
            del self.slots[minute]
            self._minutes.remove(minute)

    def add_release(self, release_ms: int, account_id: str) -> None:
        """Note that a label of the account will be known at this instant."""
        self.releases.setdefault(release_ms, set()).add(account_id)
        self._rare_ms = min(self._rare_ms, release_ms)

    def next_due(self, time_ms: int) -> int:
        """First boundary after ``time_ms`` at which there is work; at the latest the full hour."""
        if time_ms >= self._rare_ms:
            self._rare_ms = self._next_rare(time_ms)
        due = self._rare_ms
        if self.wake_ms is not None:
            due = min(due, max(self.wake_ms, time_ms + 1))
        if self.clock_ms is not None:
            due = min(due, max(self.clock_ms, time_ms + 1))
        minute_ms = next_boundary(time_ms, MINUTE_MS)
        if minute_ms >= due:
            return due
        return minute_ms if self.touched else min(due, self._next_slot(minute_ms, due))

    def _next_rare(self, time_ms: int) -> int:
        """Full hour, sample, snapshot or label: asked for anew only when one has passed."""
        due = min(next_boundary(time_ms, HOUR_MS), self.snapshots.after(time_ms))
        if self.sampling is not None:
            due = min(due, self.sampling.after(time_ms))
        if self.releases:
            due = min(due, max(min(self.releases), time_ms + 1))
        return due

    def slot_at(self, time_ms: int) -> set[str]:
        """Standard accounts whose daily slot is this full minute."""
        if time_ms % MINUTE_MS:
            return set()
        return self.slots.get(time_ms % DAY_MS // MINUTE_MS, set())

    def _next_slot(self, minute_ms: int, limit_ms: int) -> int:
        """First full minute from this one on that is the slot of some account."""
        minute = minute_ms % DAY_MS // MINUTE_MS
        place = bisect_left(self._minutes, minute)
        if place == len(self._minutes):
            return limit_ms
        return minute_ms + (self._minutes[place] - minute) * MINUTE_MS
