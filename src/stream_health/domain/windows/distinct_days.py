"""How many distinct keys were active in any window of the last days, exactly."""

from array import array
from collections.abc import Callable
from typing import Any, Final

DAYS_KEPT: Final = 63  # closed days; with the open one a mask has 64 bits
_WINDOWS_CACHED_MAX: Final = 12
_SHARD_KEYS: Final = 48

Record = tuple[Any, ...]


class DistinctDays:
    """Per key one bit per day it was active on, in one array: bit 0 is 63 days before the newest.

    Counts of the windows last asked for are kept and corrected with each new bit, so that asking
    again is cheap. Records come in shards of 48 keys as they came: only touched ones are rewritten.

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

    __slots__ = (
        "_counts",
        "_dirty",
        "_keys",
        "_keys_max",
        "_masks",
        "_origin",
        "_places",
        "_shards_written",
        "_silent",
        "_tag",
    )

    def __init__(self, tag: str, *, keys_max: int) -> None:
        self._tag = tag
        self._keys_max = keys_max
        self._origin = 0  # the day of bit 0
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._masks = array("Q")
        self._counts: dict[int, int] = {}  # by window, as a mask
        self._dirty: set[int] = set()
        self._shards_written = 0
        self._silent = 0  # keys that had no bit left when bit 0 was last moved

    def __len__(self) -> int:
        """Keys tracked."""
        return len(self._keys)

    def see(self, key: str, day: int, *, open_day: int) -> bool:
        """Note that a key was active; true if that is new for the day.

        A day more than 63 days before the open one is not counted.
        """
        if day < open_day - DAYS_KEPT:
            return False
        if day - self._origin > DAYS_KEPT:
            self._move(open_day)
        place = self._places.get(key)
        if place is None:
            place = self._begin(key)
            if place is None:
                return False
        mask = self._masks[place]
        bit = 1 << (day - self._origin)
        if mask & bit:
            return False
        for window in self._counts:
            # Most windows end before the day; comparing says so at once.
            if window >= bit and window & bit and not window & mask:
                self._counts[window] += 1
        self._masks[place] = mask | bit
        self._dirty.add(place // _SHARD_KEYS)
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
            found = sum(1 for mask in self._masks if mask & window)
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
            key: (mask & window).bit_count()
            for key, mask in zip(self._keys, self._masks, strict=True)
            if mask & window
        }

    def days_of(self, key: str, start: int, end: int) -> list[int]:
        """Days of ``[start, end)`` a key was active on, in order."""
        mask = self._mask_of(key) & self._window(start, end)
        return [self._origin + bit for bit in range(mask.bit_length()) if mask >> bit & 1]

    def last_day(self, key: str, start: int) -> int | None:
        """Last day a key was active on; ``None`` when that was before ``start`` or never."""
        day = self._origin + self._mask_of(key).bit_length() - 1
        return day if day >= max(start, self._origin) else None

    def _mask_of(self, key: str) -> int:
        place = self._places.get(key)
        return 0 if place is None else self._masks[place]

    def _window(self, start: int, end: int) -> int:
        skipped = max(0, self._origin - start)
        days = end - start - skipped
        return ((1 << days) - 1) << (start + skipped - self._origin) if days > 0 else 0

    def _begin(self, key: str) -> int | None:
        """Place of a new key; ``None`` when there is no room even without the silent ones."""
        # Without silent ones nothing can be forgotten, and a full account would ask at every event.
        if len(self._keys) >= self._keys_max and self._silent:
            self._keep(self._active())
        if len(self._keys) >= self._keys_max:
            return None
        place = self._places[key] = len(self._keys)
        self._keys.append(key)
        self._masks.append(0)
        return place

    def _move(self, open_day: int) -> None:
        """Move bit 0 to the oldest day kept; once most keys have no bit left, forget those."""
        shift = open_day - DAYS_KEPT - self._origin
        if shift <= 0:
            return
        self._origin += shift
        self._counts.clear()
        masks = self._masks
        for place, mask in enumerate(masks):
            masks[place] = mask >> shift
        self._silent = masks.count(0)
        if len(masks) > _SHARD_KEYS and 2 * self._silent > len(masks):
            self._keep(self._active())

    def _active(self) -> list[str]:
        return [key for key, mask in zip(self._keys, self._masks, strict=True) if mask]

    def _keep(self, keys: list[str]) -> None:
        """Keep these active keys, in this order; every shard is to be rewritten."""
        self._silent = 0
        self._masks = array("Q", [self._masks[self._places[key]] for key in keys])
        self._keys = keys
        self._places = {key: place for place, key in enumerate(keys)}
        self._dirty = set(range(_shards_of(len(keys))))

    def records(self, open_day: int, *, dirty_only: bool) -> list[tuple[str, Record | None]]:
        """Shards to write: day of bit 0, masks of 8 bytes, then the keys; ``None`` for one gone.

        All of them (not ``dirty_only``) come in the order of their keys and without silent ones:
        the same for the same facts, however these came.
        """
        if not dirty_only:
            self._move(open_day)
            self._keep(sorted(self._active()))
        shards = _shards_of(len(self._keys))
        gone = range(shards, self._shards_written)
        if not self._dirty and not gone:
            return []
        self._shards_written = shards
        dirty, self._dirty = self._dirty, set()
        return [
            *((f"{self._tag}{shard}", self._shard(shard)) for shard in sorted(dirty)),
            *((f"{self._tag}{shard}", None) for shard in gone),
        ]

    def _shard(self, shard: int) -> Record:
        place = slice(shard * _SHARD_KEYS, (shard + 1) * _SHARD_KEYS)
        return (self._origin, self._masks[place].tobytes(), *self._keys[place])

    def restore(self, read: Callable[[str], Record | None]) -> None:
        """Take over what `records` gave, read by tag."""
        shards: list[Record] = []
        while (record := read(f"{self._tag}{len(shards)}")) is not None:
            shards.append(record)
        self._origin = max((record[0] for record in shards), default=0)
        for first_day, masks, *keys in shards:
            shift = self._origin - first_day
            self._keys += keys
            self._masks.extend(mask >> shift for mask in memoryview(masks).cast("Q"))
        self._places = {key: place for place, key in enumerate(self._keys)}
        self._shards_written = len(shards)
        self._silent = self._masks.count(0)


def _shards_of(keys: int) -> int:
    return -(-keys // _SHARD_KEYS)
