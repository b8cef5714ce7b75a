"""How many distinct keys were active in any window of the last days, exactly."""

from bisect import insort
from collections.abc import Callable, Iterable
from itertools import chain
from operator import itemgetter
from typing import Any, Final
from zlib import crc32

DAYS_KEPT: Final = 63  # closed days; with the open one a mask has 64 bits, an integer everywhere
_REBASE_AFTER_DAYS: Final = 127
_WINDOWS_CACHED_MAX: Final = 12
_SHARD_KEYS: Final = 48

Record = tuple[Any, ...]


class DistinctDays:
    """Per key one bit per day it was active on.

    Counts of the windows last asked for are kept and corrected with each new bit, so that asking
    again is cheap. Records come in shards of about 48 keys: only touched ones are rewritten.

    Parameters
    ----------
    tag : str
        First letter of the record tags: ``n`` gives ``n0``, ``n1``, ...
    keys_max : int
        Keys tracked at a time. When full, keys silent for more than 63 days make room; failing
        that, a new key is not counted (and which one depends on who came first).

    Examples
    --------
    >>> users = DistinctDays("n", keys_max=100)
    >>> users.see("ann", 200, open_day=200), users.see("ann", 200, open_day=200)
    (True, False)
    >>> users.see("bob", 198, open_day=200)
    True
    >>> users.count(190, 200), users.count(190, 201)
    (1, 2)
    """

    __slots__ = ("_counts", "_dirty", "_keys_max", "_masks", "_members", "_origin", "_tag")

    def __init__(self, tag: str, *, keys_max: int) -> None:
        self._tag = tag
        self._keys_max = keys_max
        self._origin = 0  # the day of bit 0
        self._masks: dict[str, int] = {}
        self._members: list[list[str]] = []  # keys of each shard, sorted
        self._counts: dict[int, int] = {}  # by window, as a mask
        self._dirty: set[int] = set()

    def __len__(self) -> int:
        """Keys tracked."""
        return len(self._masks)

    def see(self, key: str, day: int, *, open_day: int) -> bool:
        """Note that a key was active; true if that is new for the day.

        A day more than 63 days before the open one is not counted.
        """
        if day < open_day - DAYS_KEPT:
            return False
        if day - self._origin > _REBASE_AFTER_DAYS:
            self._rebase(open_day)
        mask = self._masks.get(key)
        if mask is None:
            if not self._make_room(key, open_day):
                return False
            mask = 0
        bit = 1 << (day - self._origin)
        if mask & bit:
            return False
        for window in self._counts:
            # Most windows end before the day; comparing says so at once.
            if window >= bit and window & bit and not window & mask:
                self._counts[window] += 1
        self._masks[key] = mask | bit
        self._dirty.add(_shard_of(key, len(self._members)))
        return True

    def count(self, start: int, end: int) -> int:
        """Distinct keys active on a day of ``[start, end)``, none older than 63 closed days."""
        window = self._window(start, end)
        if not window:
            return 0
        counts = self._counts
        found = counts.get(window)
        if found is None:
            if len(counts) >= _WINDOWS_CACHED_MAX:
                counts.clear()
            found = sum(1 for mask in self._masks.values() if mask & window)
            counts[window] = found
        return found

    def days_by_key(self, start: int, end: int) -> dict[str, int]:
        """Days of ``[start, end)`` each key was active on, none older than 63 closed days.

        >>> users = DistinctDays("n", keys_max=100)
        >>> [users.see("ann", day, open_day=day) for day in (7, 8, 9)]
        [True, True, True]
        >>> users.days_by_key(8, 20), users.days_of("ann", 8, 20)
        ({'ann': 2}, [8, 9])
        """
        window = self._window(start, end)
        return {
            key: (mask & window).bit_count() for key, mask in self._masks.items() if mask & window
        }

    def days_of(self, key: str, start: int, end: int) -> list[int]:
        """Days of ``[start, end)`` a key was active on, in order."""
        mask = self._masks.get(key, 0) & self._window(start, end)
        return [self._origin + bit for bit in range(mask.bit_length()) if mask >> bit & 1]

    def last_day(self, key: str, start: int) -> int | None:
        """Last day a key was active on; ``None`` when that was before ``start`` or never."""
        day = self._origin + self._masks.get(key, 0).bit_length() - 1
        return day if day >= max(start, self._origin) else None

    def _window(self, start: int, end: int) -> int:
        skipped = max(0, self._origin - start)
        days = end - start - skipped
        return ((1 << days) - 1) << (start + skipped - self._origin) if days > 0 else 0

    def _make_room(self, key: str, open_day: int) -> bool:
        if len(self._masks) >= self._keys_max:
            self._rebase(open_day)
            if len(self._masks) >= self._keys_max:
                return False
        self._grow()
        insort(self._members[_shard_of(key, len(self._members))], key)
        return True

    def _grow(self) -> None:
        """Keep shards near their size; all are rewritten when there are more of them."""
        if len(self._masks) >= _SHARD_KEYS * len(self._members):
            self._share_out(_shards_needed(len(self._masks) + 1))

    def _share_out(self, shards: int) -> None:
        if shards == 1:
            self._members = [sorted(self._masks)]
        else:
            self._members = [[] for _ in range(shards)]
            for key in sorted(self._masks):
                self._members[_shard_of(key, shards)].append(key)
        self._dirty = set(range(shards))

    def _rebase(self, open_day: int) -> None:
        """Move bit 0 to the oldest day kept, and forget keys that have no bit left."""
        shift = open_day - DAYS_KEPT - self._origin
        if shift <= 0:
            return
        self._origin += shift
        self._counts.clear()
        self._masks = {key: mask >> shift for key, mask in self._masks.items() if mask >> shift}
        self._members = [[key for key in keys if key in self._masks] for keys in self._members]

    def records(self, open_day: int, *, dirty_only: bool) -> list[tuple[str, Record | None]]:
        """Shards to write: number of shards, day of bit 0, then key and mask by turns."""
        gone: list[tuple[str, Record | None]] = []
        if not dirty_only:
            shards_before = len(self._members)
            self._rebase(open_day)
            self._share_out(_shards_needed(len(self._masks)) if self._masks else 0)
            gone = [
                (f"{self._tag}{shard}", None) for shard in range(len(self._members), shards_before)
            ]
        if not self._dirty:
            return gone
        dirty, self._dirty = self._dirty, set()
        first_day = open_day - DAYS_KEPT
        return gone + [
            (f"{self._tag}{shard}", self._shard(shard, first_day)) for shard in sorted(dirty)
        ]

    def _shard(self, shard: int, first_day: int) -> Record:
        keys, shift = self._members[shard], first_day - self._origin
        masks = [mask >> shift for mask in map(self._masks.__getitem__, keys)]
        pairs: Iterable[tuple[str, int]] = zip(keys, masks, strict=True)
        if not all(masks):
            pairs = filter(itemgetter(1), pairs)
        return (len(self._members), first_day, *chain.from_iterable(pairs))

    def restore(self, read: Callable[[str], Record | None]) -> None:
        """Take over what `records` gave, read by tag."""
        first = read(f"{self._tag}0")
        if first is None:
            return
        others = [read(f"{self._tag}{shard}") for shard in range(1, first[0])]
        shards = [first, *(shard for shard in others if shard is not None)]
        self._origin = max(shard[1] for shard in shards)
        for _, first_day, *flat in shards:
            shift = self._origin - first_day
            for key, mask in zip(flat[::2], flat[1::2], strict=True):
                if mask >> shift:
                    self._masks[key] = mask >> shift
        self._share_out(first[0])
        self._dirty = set()


def _shards_needed(keys: int) -> int:
    """Power of two that keeps shards at 48 keys on average at most, at least one."""
    return 1 << max(0, (max(keys, 1) - 1) // _SHARD_KEYS).bit_length()


def _shard_of(key: str, shards: int) -> int:
    return crc32(key.encode()) & (shards - 1) if shards > 1 else 0
