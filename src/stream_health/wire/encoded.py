"""A record ready to be produced, and how values become JSON."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import orjson

ONLY_PARTITION: Final = 0  # of the topics that have one


class Encoded(NamedTuple):
    """One record to produce; the fields stand in the order of the runtime's ``Output``.

    Attributes
    ----------
    topic
        Name without prefix.
    key, value
        Raw bytes; a value of ``None`` is a tombstone.
    partition
        Partition number; ``None`` means the one of the batch it comes from.
    timestamp_ms
        Event time; ``None`` means the time of sending.
    headers
        Record headers in order.
    """

    topic: str
    key: bytes | None
    value: bytes | None
    partition: int | None = None
    timestamp_ms: int | None = None
    headers: tuple[tuple[str, bytes], ...] = ()


def to_json(value: Mapping[str, Any]) -> bytes:
    """Compact JSON in UTF-8.

    Raises
    ------
    TypeError
        When a value has no JSON form.

    Examples
    --------
    >>> to_json({"a": 1.5, "b": None})
    b'{"a":1.5,"b":null}'
    """
    return orjson.dumps(value)
