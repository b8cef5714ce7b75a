"""Sums of integers over any window of whole units, by running totals (prefix sums)."""

from array import array
from collections.abc import Sequence
from itertools import accumulate, chain
from operator import sub
from typing import Any, Final

_SURPLUS_MAX: Final = 32  # units beyond the retention before it is worth moving the rest


class PrefixSums:
    """One integer per unit of time, held as running totals.

    The sum of a window is the difference of two totals, whatever its length, so that nothing has
    to be rolled when a unit closes. An amount in the newest unit costs one addition; a late one is
    added to every total after it.

    Parameters
    ----------
    units_kept : int
        How many closed units before the newest are held at least. Adding to older ones, or asking
        for them, is the caller's mistake: see `UsageState`.

    Examples
    --------
    >>> days = PrefixSums(400)
    >>> days.add(10, 3)
    >>> days.add(12, 5)
    >>> days.add(11, 1)  # late
    >>> days.between(10, 12), days.between(11, 13), days.between(0, 10)
    (4, 6, 0)
    """

    __slots__ = ("_before", "_first", "_totals", "_units_kept")

    def __init__(self, units_kept: int) -> None:
        self._units_kept = units_kept
        self._first = 0
        self._before = 0  # the total just before `_first`
        self._totals = array("q")

    def add(self, unit: int, amount: int) -> None:
        """Add an amount to a unit."""
        totals = self._totals
        index = unit - self._first
        newest = len(totals) - 1
        if index == newest >= 0:
            totals[index] += amount
        elif newest < 0:
            self._first = unit
            totals.append(self._before + amount)
        elif index > newest:
            self._append(unit, amount)
        else:
            self._add_late(index, amount)

    def _append(self, unit: int, amount: int) -> None:
        """Open a new newest unit, and let go of what is too old once there is much of it."""
        totals = self._totals
        newest_total = totals[-1]
        gap = unit - self._first - len(totals)
        if gap > self._units_kept:
            self._before, self._first = newest_total, unit
            del totals[:]
        else:
            totals.extend([newest_total] * gap)
        totals.append(newest_total + amount)
        surplus = len(totals) - 1 - self._units_kept
        if surplus > _SURPLUS_MAX:
            self._before = totals[surplus - 1]
            self._first += surplus
            del totals[:surplus]

    def _add_late(self, index: int, amount: int) -> None:
        totals = self._totals
        if index < 0:
            totals[0:0] = array("q", [self._before]) * -index
            self._first += index
            index = 0
        for later in range(index, len(totals)):
            totals[later] += amount

    def between(self, start: int, end: int) -> int:
        """Sum over the units ``start <= unit < end``."""
        totals = self._totals
        if not totals:
            return 0
        newest = len(totals) - 1
        last = end - 1 - self._first
        before = start - 1 - self._first
        upper = totals[last if last < newest else newest] if last >= 0 else self._before
        lower = totals[before if before < newest else newest] if before >= 0 else self._before
        return upper - lower

    def at(self, unit: int) -> int:
        """Amount of one unit.

        >>> sums = PrefixSums(10)
        >>> sums.load((5, 1, 0, 2))
        >>> sums.at(5), sums.at(6), sums.at(7), sums.at(8)
        (1, 0, 2, 0)
        """
        totals = self._totals
        index = unit - self._first
        if not 0 <= index < len(totals):
            return 0
        return totals[index] - (totals[index - 1] if index else self._before)

    def dump(self, start: int, end: int) -> tuple[int, ...]:
        """Amounts of ``[start, end)`` without empty ends: the first unit, then one per unit."""
        totals = self._totals
        low = max(start - self._first, 0)
        before = totals[low - 1] if 0 < low <= len(totals) else self._before
        part = totals[low : max(end - self._first, 0)]
        amounts = list(map(sub, part, chain((before,), part)))
        while amounts and not amounts[-1]:
            amounts.pop()
        if not amounts:
            return ()
        skipped = 0
        while not amounts[skipped]:
            skipped += 1
        return (self._first + low + skipped, *amounts[skipped:])

    def load(self, record: Sequence[Any]) -> None:
        """Add back what `dump` gave."""
        if not record:
            return
        first, *amounts = record
        if not self._totals:
            self._first = first
            self._totals.extend(accumulate(amounts))
            return
        for unit, amount in enumerate(amounts, first):
            self.add(unit, amount)

    @property
    def units_held(self) -> int:
        """How many units have a running total.

        >>> sums = PrefixSums(10)
        >>> sums.load((5, 1, 0, 2))
        >>> sums.units_held
        3
        """
        return len(self._totals)
