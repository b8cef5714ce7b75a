"""The rhythm of anything that is done again and again, and how long the present pause is for it.

One question for accounts, people, features, integrations and invitations: on which days was it
done, how long were the pauses between, and is the one that lasts now a record?
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from stream_health.domain.behaviour.almanac import Counted
from stream_health.domain.behaviour.rarity import record_chance
from stream_health.domain.windows import PrefixSums

WAITS_MIN: Final = 8  # fewer make no rhythm
_DAYS_PER_YEAR: Final = 365


class Pause(NamedTuple):
    """A pause that lasts: days that count without, the longest one before, and how rare it is.

    ``chance_per_year`` is how often a pause as long would come about in a year of the same rhythm,
    ``None`` while the rhythm is not known.
    """

    days: int
    longest_days: int
    chance_per_year: float | None


def days_used(sums: PrefixSums | None, start: int, end: int) -> list[int]:
    """Days of ``[start, end)`` with anything in them, in order.

    >>> sums = PrefixSums(400)
    >>> sums.add(3, 2), sums.add(5, 1)
    (None, None)
    >>> days_used(sums, 0, 9), days_used(sums, 4, 9), days_used(None, 0, 9)
    ([3, 5], [5], [])
    """
    if sums is None:
        return []
    if not (dumped := sums.dump(start, end)):
        return []
    return [day for day, amount in enumerate(dumped[1:], dumped[0]) if amount]


def pause_of(used: Sequence[int], day: int, counted: Counted) -> Pause:
    """The pause from the last day something was done until ``day`` (not over yet).

    Parameters
    ----------
    used
        Days on which it was done, in order; at least one, all before ``day``.
    day
        The open day.
    counted
        The days that count.

    Examples
    --------
    >>> every_day = Counted(0, [True] * 99)
    >>> pause = pause_of([0, 7, 14, 21, 28, 35, 42, 49, 56], 90, every_day)
    >>> pause.days, pause.longest_days, pause.chance_per_year < 0.05
    (33, 6, True)
    """
    missed = [counted.count(before + 1, after) for before, after in pairwise(used)]
    now = counted.count(used[-1] + 1, day)
    chance = None
    if len(missed) >= WAITS_MIN:
        per_year = len(missed) * _DAYS_PER_YEAR / (used[-1] - used[0])
        chance = per_year * record_chance(now + 1, [one + 1 for one in missed])
    return Pause(now, max(missed, default=0), chance)
