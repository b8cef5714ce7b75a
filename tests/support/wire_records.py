"""Records and valid values for the tests of this room."""

from dataclasses import dataclass
from typing import Any

import orjson

TIME = "2026-03-04T05:06:07.891Z"
TIME_MS = 1_772_600_767_891


@dataclass(frozen=True)
class FakeRecord:
    """The part of a Kafka record that is read."""

    value: bytes | None
    key: bytes | None = b"acme"
    timestamp: int = TIME_MS
    partition: int = 1
    offset: int = 7


def usage(**changes: Any) -> dict[str, Any]:
    """Return a full usage value with some fields changed."""
    return {
        "event_id": "e1",
        "account_id": "acme",
        "user_id": "u1",
        "occurred_at": TIME,
        "name": "report.viewed",
        "feature": "reports",
        "count": 3,
        "duration_ms": 1200,
    } | changes


def record(value: object, *, key: bytes | None = b"acme") -> FakeRecord:
    """Return the record of a value as JSON."""
    return FakeRecord(orjson.dumps(value), key)
