"""The strongest observation of any recent window: a sliding maximum."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any


class Strongest:
    """Observations that no later one equals or exceeds, oldest and strongest first.

    Whatever else was seen can never be the maximum of a window that ends now, so it is not kept
    (the monotone queue of the sliding-window maximum). With strengths in whole per mille, and
    rarely more than one observation a day, that is one to three entries in practice.

    Examples
    --------
    >>> seen = Strongest()
    >>> seen.add(10, 900)
    >>> seen.add(30, 400)
    >>> seen.add(20, 300)  # late, and weaker than what came after it
    >>> seen.since(0), seen.since(15), seen.since(31)
    (900, 400, None)
    """

    __slots__ = ("_strengths", "_times")

    def __init__(self) -> None:
        self._times: list[int] = []
        self._strengths: list[int] = []

    def add(self, time_ms: int, strength: int) -> None:
        """Note an observation."""
        times, strengths = self._times, self._strengths
        at = bisect_left(times, time_ms)
        if at < len(times) and strengths[at] >= strength:
            return
        stop = at + (at < len(times) and times[at] == time_ms)
        start = at
        while start and strengths[start - 1] <= strength:
            start -= 1
        times[start:stop] = [time_ms]
        strengths[start:stop] = [strength]

    def since(self, start_ms: int) -> int | None:
        """Greatest strength at or after an instant, ``None`` when there is none."""
        at = bisect_left(self._times, start_ms)
        return self._strengths[at] if at < len(self._strengths) else None

    def dump(self, start_ms: int) -> tuple[int, ...]:
        """Time and strength by turns, from an instant on."""
        at = bisect_left(self._times, start_ms)
        pairs = zip(self._times[at:], self._strengths[at:], strict=True)
        return tuple(part for pair in pairs for part in pair)

    def load(self, record: Sequence[Any]) -> None:
        """Add back what `dump` gave."""
        for time_ms, strength in zip(record[::2], record[1::2], strict=True):
            self.add(time_ms, strength)
