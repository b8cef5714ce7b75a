"""Which bin each feature had at a past hour: what an alert needs to name its causes."""

import struct
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from stream_health.domain.clocking import HOUR_MS, HOURS_PER_DAY

HOURS_KEPT: Final = 8 * HOURS_PER_DAY
DAYS_KEPT: Final = 120  # 90 days of references and the 30 an alert may stay open
KINDS: Final = ("config", "model", "aging", "late", "profile", "coverage", "event")

FEATURES_MAX: Final = 1 << 10
BINS_MAX: Final = 1 << 8
_KIND_CODE: Final = {kind: code for code, kind in enumerate(KINDS)}


class Past(NamedTuple):
    """The bin a feature had, and the kind of cause of its last change since."""

    bin: int
    kind: str


_Slots = dict[int, dict[int, tuple[int, int]]]  # slot -> feature -> (bin before, kind code)


class BinJournal:
    """Per hour of 8 days and per day of 120, the bins before what changed in it.

    The slot of hour ``h`` holds the changes that the score noted at the full hour ``h`` is the
    first to show: those after ``h - 1`` and up to the boundary ``h`` itself. Going back undoes the
    slots after the time asked for. Feature indexes mean something within one catalogue version
    only: with another one begin a new journal.

    Examples
    --------
    >>> journal = BinJournal()
    >>> journal.note(10, 0, 3, "event"); journal.note(12, 0, 2, "aging")
    >>> [journal.bins_at(hour * 3_600_000, (1, 5)) for hour in (9, 10, 11, 12)]
    [[3, 5], [2, 5], [2, 5], [1, 5]]
    """

    __slots__ = ("_days", "_hours", "_newest")

    def __init__(self) -> None:
        self._newest = 0
        self._hours: _Slots = {}
        self._days: _Slots = {}

    def note(self, hour: int, feature_index: int, old_bin: int, kind: str) -> None:
        """Remember a change: ``hour`` (since the epoch) is the first full hour that shows it.

        Raises
        ------
        ValueError
            When the hour lies before one already noted, or a number does not fit its field.
        """
        if hour < self._newest:
            msg = f"hour {hour} lies before {self._newest}: time never goes back"
            raise ValueError(msg)
        if not (0 <= feature_index < FEATURES_MAX and 0 <= old_bin < BINS_MAX):
            msg = f"feature {feature_index} or bin {old_bin} is out of range"
            raise ValueError(msg)
        if hour != self._newest:
            self._newest = hour
            _forget(self._hours, hour - HOURS_KEPT)
            _forget(self._days, _day_slot(hour) - DAYS_KEPT)
        code = _KIND_CODE[kind]
        for slots, slot in ((self._hours, hour), (self._days, _day_slot(hour))):
            changes = slots.setdefault(slot, {})
            before = changes.get(feature_index)
            changes[feature_index] = (old_bin if before is None else before[0], code)

    def changed_since(self, time_ms: int) -> dict[int, Past] | None:
        """Every feature that changed after a past full hour, with the bin it had then.

        An hour older than 8 days is answered with the midnight it follows; ``None`` when it is
        older than what is kept.
        """
        hour = time_ms // HOUR_MS
        if hour >= self._newest - HOURS_KEPT:
            return _undo(self._hours, hour)
        day = hour // HOURS_PER_DAY
        if day >= _day_slot(self._newest) - DAYS_KEPT:
            return _undo(self._days, day)
        return None

    def bins_at(self, time_ms: int, current_bins: Sequence[int]) -> list[int] | None:
        """All bins as they were at a past full hour (see ``changed_since``), from those of now."""
        changed = self.changed_since(time_ms)
        if changed is None:
            return None
        bins = list(current_bins)
        for feature_index, past in changed.items():
            bins[feature_index] = past.bin
        return bins

    def snapshot(self) -> tuple[Any, ...]:
        """Plain values, in the order of ``restore``; four bytes per change."""
        hour = self._newest
        return (hour, _pack(self._hours, hour), _pack(self._days, _day_slot(hour)))

    @classmethod
    def restore(cls, record: tuple[Any, ...]) -> "BinJournal":
        """Rebuild from a snapshot; behaves as the original ever after."""
        journal = cls()
        journal._newest = record[0]
        journal._hours = _unpack(record[1], record[0])
        journal._days = _unpack(record[2], _day_slot(record[0]))
        return journal


def _day_slot(hour: int) -> int:
    """Midnight that first shows a change of the hour slot, as a day number."""
    return -(-hour // HOURS_PER_DAY)


def _forget(slots: _Slots, through: int) -> None:
    for slot in [slot for slot in slots if slot <= through]:
        del slots[slot]


def _undo(slots: _Slots, after: int) -> dict[int, Past]:
    past: dict[int, Past] = {}
    for slot in sorted((slot for slot in slots if slot > after), reverse=True):
        for feature_index, (old_bin, code) in slots[slot].items():
            newer = past.get(feature_index)
            past[feature_index] = Past(old_bin, KINDS[code] if newer is None else newer.kind)
    return past


def _pack(slots: _Slots, newest: int) -> bytes:
    """Age of the slot, feature, bin and kind in 32 bits each, oldest first."""
    words = [
        (newest - slot) << 22 | feature_index << 12 | old_bin << 4 | code
        for slot, changes in sorted(slots.items())
        for feature_index, (old_bin, code) in sorted(changes.items())
    ]
    return struct.pack(f"<{len(words)}I", *words)


def _unpack(packed: bytes, newest: int) -> _Slots:
    slots: _Slots = {}
    for (word,) in struct.iter_unpack("<I", packed):
        changes = slots.setdefault(newest - (word >> 22), {})
        changes[word >> 12 & FEATURES_MAX - 1] = (word >> 4 & BINS_MAX - 1, word & 15)
    return slots
