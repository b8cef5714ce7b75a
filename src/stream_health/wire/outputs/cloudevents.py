"""CloudEvents 1.0 in binary mode: the context lies in record headers, the value stays plain.

Source: CloudEvents Kafka protocol binding 1.0.2, section 3.2. Consumers may take two records with
equal ``ce_source`` and ``ce_id`` as one, and ids are deterministic.
"""

from typing import Final

from stream_health.wire.times import format_time

CE_SOURCE: Final = "/stream-health"
_FIXED: Final = (
    ("content-type", b"application/json"),
    ("ce_specversion", b"1.0"),
    ("ce_source", CE_SOURCE.encode()),
)


def event_type(noun: str, verb: str) -> str:
    """Type of an event: what it is about and what happened, with the contract's version.

    >>> event_type("score", "changed")
    'stream-health.score.changed.v1'
    """
    return f"stream-health.{noun}.{verb}.v1"


def headers(event_id: str, ce_type: str, time_ms: int | None) -> tuple[tuple[str, bytes], ...]:
    """Headers of one event; ``ce_time`` is left out when the time is not known.

    >>> dict(headers("e1", "stream-health.score.changed.v1", 0))["ce_time"]
    b'1970-01-01T00:00:00.000Z'
    """
    own = (*_FIXED, ("ce_id", event_id.encode()), ("ce_type", ce_type.encode()))
    return own if time_ms is None else (*own, ("ce_time", format_time(time_ms).encode()))
