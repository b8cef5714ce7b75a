"""Event ids seen in the last 24 hours of partition time, to drop repeated deliveries.

Ids are kept as 64-bit digests in numbered segments; a segment is one record of the state and is
rewritten only until it is full, so that a commit costs eight bytes per event and not the whole set.
"""

from array import array
from collections.abc import Iterator
from hashlib import blake2b

SEGMENT_IDS = 512
KEEP_HOURS = 24


def digest_of(account_id: str, event_id: str) -> int:
    """64-bit digest of an event id within its account (BLAKE2b, so that it is stable)."""
    return int.from_bytes(
        blake2b(f"{account_id}\0{event_id}".encode(), digest_size=8).digest(), "little"
    )


class RecentIds:
    """The ids accepted lately by one partition number, at most ``ids_max`` of them.

    Examples
    --------
    >>> ids = RecentIds(ids_max=1_000)
    >>> ids.add("acme", "e1", hour=0), ids.add("acme", "e1", hour=0), ids.add("beta", "e1", hour=0)
    (True, False, True)
    >>> ids.expire(hour=25)
    >>> ids.add("acme", "e1", hour=25)
    True
    """

    __slots__ = ("_changed", "_dropped", "_ids", "_next", "_open", "_segments", "ids_max")

    def __init__(self, *, ids_max: int = 200_000) -> None:
        self.ids_max = ids_max
        self._ids: set[int] = set()
        self._segments: dict[int, tuple[int, array[int]]] = {}  # number -> (hour, digests)
        self._open: array[int] | None = None
        self._next = 0
        self._changed: set[int] = set()
        self._dropped: set[int] = set()

    def __len__(self) -> int:
        """How many ids are remembered."""
        return len(self._ids)

    @property
    def span(self) -> tuple[int, int]:
        """Numbers of the segments kept: first, and one past the last."""
        return next(iter(self._segments), self._next), self._next

    def add(self, account_id: str, event_id: str, hour: int) -> bool:
        """Remember an id; False when it was there already."""
        digest = digest_of(account_id, event_id)
        if digest in self._ids:
            return False
        self._ids.add(digest)
        segment = self._open
        if segment is None or len(segment) >= SEGMENT_IDS:
            segment = self._open = array("Q")
            self._segments[self._next] = (hour, segment)
            self._next += 1
        segment.append(digest)
        self._changed.add(self._next - 1)
        return True

    def expire(self, hour: int) -> None:
        """Forget what is older than 24 hours, and the oldest above the bound."""
        while self._segments:
            number = next(iter(self._segments))
            opened, digests = self._segments[number]
            if opened >= hour - KEEP_HOURS and len(self._ids) <= self.ids_max:
                return
            del self._segments[number]
            self._ids.difference_update(digests)
            self._changed.discard(number)
            self._dropped.add(number)
            if digests is self._open:
                self._open = None

    def records(self) -> Iterator[tuple[int, tuple[int, bytes] | None]]:
        """Segments changed since the last call, ``None`` for dropped ones; clears the marks."""
        for number in sorted(self._dropped):
            yield number, None
        for number in sorted(self._changed):
            hour, digests = self._segments[number]
            yield number, (hour, digests.tobytes())
        self._dropped.clear()
        self._changed.clear()

    def restore(self, number: int, record: tuple[int, bytes]) -> None:
        """Take one segment back; segments must come in ascending order of their number."""
        hour, content = record
        digests = array("Q")
        digests.frombytes(content)
        self._segments[number] = (hour, digests)
        self._ids.update(digests)
        self._next = number + 1
        self._open = digests
