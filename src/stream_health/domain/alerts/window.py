"""The scores of the last n slots of time, in memory sorted, so that a median is one look-up."""

import sys
from array import array
from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import Final

MISSING: Final = -(2**31)


class SlotWindow:
    """Integer values by slot (hour or day number) of the last ``size`` slots, gaps allowed.

    Slots never go back. Each span in ``spans`` is a number of newest slots kept sorted beside the
    values.

    Examples
    --------
    >>> window = SlotWindow(3, size=5)
    >>> for slot, value in enumerate((70, 50, 60, 40)):
    ...     window.put(slot, value)
    >>> window.median_low(3, minimum=3), window.median_low(3, minimum=4)
    (50, None)
    >>> window.latest_slot(3, 50, until=3), window.median_low_at(2, 3, minimum=3)
    (1, 60)
    """

    __slots__ = ("_ring", "_sorted", "newest")

    def __init__(self, *spans: int, size: int) -> None:
        if size < max(spans):
            msg = f"size={size} must hold the longest of the spans {spans}"
            raise ValueError(msg)
        self._ring = array("i", [MISSING]) * size
        self._sorted = {span: array("i") for span in spans}
        self.newest: int | None = None

    def advance(self, slot: int) -> None:
        """Forget what leaves the spans when ``slot`` is the newest.

        Raises
        ------
        ValueError
            When the slot lies before the newest one.
        """
        newest = self.newest
        if newest is None or slot == newest:
            self.newest = slot
            return
        if slot < newest:
            msg = f"slot {slot} lies before {newest}: time never goes back"
            raise ValueError(msg)
        if slot - newest >= len(self._ring):
            self._clear()
        else:
            for passed in range(newest + 1, slot + 1):
                self._pass(passed)
        self.newest = slot

    def put(self, slot: int, value: int) -> None:
        """Set the value of a slot, the newest from now on; a repeated slot is replaced."""
        if self.newest is not None and slot == self.newest + 1:
            self._follow(slot, value)
            return
        self.advance(slot)
        ring, index = self._ring, slot % len(self._ring)
        replaced = ring[index]
        ring[index] = value
        for ordered in self._sorted.values():
            if replaced != MISSING:
                del ordered[bisect_left(ordered, replaced)]
            insort(ordered, value)

    def median_low(self, span: int, *, minimum: int) -> int | None:
        """Low median of the newest ``span`` slots: a value that was there; of fewer, ``None``."""
        ordered = self._sorted[span]
        return ordered[(len(ordered) - 1) // 2] if len(ordered) >= minimum else None

    def median_low_at(self, slot: int, span: int, *, minimum: int) -> int | None:
        """What ``median_low`` said when ``slot`` was the newest, of the values as they are now."""
        values = sorted(value for _, value in self._back_from(slot, span) if value != MISSING)
        return values[(len(values) - 1) // 2] if len(values) >= minimum else None

    def latest_slot(self, span: int, value: int, *, until: int) -> int:
        """Newest slot of the ``span`` that ends with slot ``until`` which has the value."""
        for slot, found in self._back_from(until, span):
            if found == value:
                return slot
        msg = f"no slot of the {span} until {until} has the value {value}"
        raise ValueError(msg)

    def latest_at_least(self, span: int, value: int, *, until: int) -> int | None:
        """Newest slot of the ``span`` that ends with slot ``until`` with the value or more."""
        return next((slot for slot, found in self._back_from(until, span) if found >= value), None)

    def shift(self, delta: int, *, since_slot: int | None = None) -> None:
        """Add ``delta`` to every value, or to those of ``since_slot`` and after."""
        ring = self._ring
        for slot, value in list(self._newest_first(len(ring))):
            if since_slot is not None and slot < since_slot:
                break
            if value != MISSING:
                ring[slot % len(ring)] = value + delta
        self._sort()

    def forget_before(self, slot: int) -> None:
        """Drop the values of all slots before ``slot``."""
        ring = self._ring
        for old, _ in list(self._newest_first(len(ring))):
            if old < slot:
                ring[old % len(ring)] = MISSING
        self._sort()

    def snapshot(self) -> tuple[int | None, bytes]:
        """Newest slot and the values, four bytes each."""
        return (self.newest, _little_endian(self._ring).tobytes())

    def restore(self, record: tuple[int | None, bytes]) -> None:
        """Take back what ``snapshot`` gave."""
        self.newest = record[0]
        self._ring = _little_endian(array("i", record[1]))
        self._sort()

    def _newest_first(self, span: int) -> Iterator[tuple[int, int]]:
        return iter(()) if self.newest is None else self._back_from(self.newest, span)

    def _back_from(self, slot: int, span: int) -> Iterator[tuple[int, int]]:
        ring, size, newest = self._ring, len(self._ring), self.newest
        if newest is not None:
            oldest = max(slot - span, newest - size)
            for back in range(min(slot, newest), oldest, -1):
                yield back, ring[back % size]

    def _follow(self, slot: int, value: int) -> None:
        """Add the slot after the newest: where what leaves is what comes, the order stays."""
        ring, size = self._ring, len(self._ring)
        for span, ordered in self._sorted.items():
            leaving = ring[(slot - span) % size]
            if leaving == value:
                continue
            if leaving != MISSING:
                del ordered[bisect_left(ordered, leaving)]
            insort(ordered, value)
        ring[slot % size] = value
        self.newest = slot

    def _pass(self, slot: int) -> None:
        ring = self._ring
        for span, ordered in self._sorted.items():
            leaving = ring[(slot - span) % len(ring)]
            if leaving != MISSING:
                del ordered[bisect_left(ordered, leaving)]
        ring[slot % len(ring)] = MISSING

    def _clear(self) -> None:
        self._ring = array("i", [MISSING]) * len(self._ring)
        self._sort()

    def _sort(self) -> None:
        for span in self._sorted:
            values = [value for _, value in self._newest_first(span) if value != MISSING]
            self._sorted[span] = array("i", sorted(values))


def _little_endian(values: "array[int]") -> "array[int]":
    """Give the values in the byte order of snapshots, or back from it."""
    if sys.byteorder == "little":
        return values
    swapped = values[:]
    swapped.byteswap()
    return swapped
