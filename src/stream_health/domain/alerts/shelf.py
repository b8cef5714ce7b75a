"""Plain values by key, with note of what changed since they were last written down."""

from collections.abc import Iterator
from typing import Any

Value = tuple[Any, ...]


class Shelf:
    """One kind of record of the dispatcher's state; the kind is the prefix of its keys.

    Examples
    --------
    >>> shelf = Shelf("clock")
    >>> shelf.put("3", (60_000,)); shelf.put("4", (0,)); shelf.drop("4")
    >>> list(shelf.records(dirty_only=True)), list(shelf.records(dirty_only=True))
    ([('clock/3', (60000,)), ('clock/4', None)], [])
    """

    __slots__ = ("_dirty", "_values", "prefix")

    def __init__(self, kind: str) -> None:
        self.prefix = f"{kind}/"
        self._values: dict[str, Value] = {}
        self._dirty: set[str] = set()

    def get(self, key: str) -> Value | None:
        """Value of a key, ``None`` when there is none."""
        return self._values.get(key)

    def put(self, key: str, value: Value) -> None:
        """Set the value of a key."""
        self._values[key] = value
        self._dirty.add(key)

    def drop(self, key: str) -> None:
        """Forget a key."""
        if self._values.pop(key, None) is not None:
            self._dirty.add(key)

    def items(self) -> list[tuple[str, Value]]:
        """Every key with its value, in order of the keys."""
        return sorted(self._values.items())

    def values(self) -> list[Value]:
        """Every value, in order of the keys."""
        return [value for _, value in self.items()]

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, Value | None]]:
        """Full keys and values, ``None`` for what was dropped; clears the note of changes."""
        for key in sorted(self._dirty if dirty_only else self._dirty | self._values.keys()):
            yield self.prefix + key, self._values.get(key)
        self._dirty.clear()

    def restore(self, key: str, value: Value) -> None:
        """Take back a record; ``key`` as ``records`` gave it."""
        self._values[key.removeprefix(self.prefix)] = value
