"""The state of one partition number: a dict of bytes that knows its size."""

from collections.abc import Mapping
from types import MappingProxyType

RESERVED_PREFIX = b"\0"


class StateStore:
    """Keys and values as they lie in the changelog, without the runtime's own records.

    Examples
    --------
    >>> store = StateStore()
    >>> store.apply({b"a": b"123", b"b": b"4"})
    >>> store.apply({b"b": None})
    >>> dict(store.view), len(store), store.bytes_total
    ({b'a': b'123'}, 1, 4)
    """

    def __init__(self) -> None:
        self._records: dict[bytes, bytes] = {}
        self._bytes_total = 0
        self.view: Mapping[bytes, bytes] = MappingProxyType(self._records)

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._records)

    @property
    def bytes_total(self) -> int:
        """Bytes of all keys and values, without the dict's own overhead."""
        return self._bytes_total

    def apply(self, changes: Mapping[bytes, bytes | None]) -> None:
        """Set or delete keys; deleting an unknown key changes nothing."""
        for key, value in changes.items():
            old = self._records.get(key)
            if old is not None:
                self._bytes_total -= len(key) + len(old)
            if value is None:
                self._records.pop(key, None)
            else:
                self._records[key] = value
                self._bytes_total += len(key) + len(value)
