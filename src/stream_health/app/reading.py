"""Turns a batch of records into what the engine takes, and what cannot be read into rejections."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final

from stream_health.domain.book.statistics import BookOpened
from stream_health.domain.clocking import MINUTE_MS
from stream_health.domain.effects import ModelActivated
from stream_health.domain.engine.engine import Input
from stream_health.domain.events import SignalEvent
from stream_health.wire.contract import RawRecord
from stream_health.wire.decode import decode_batch
from stream_health.wire.internal.clock import CLOCK
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected, RejectReason

DEFAULT_AHEAD_MAX_MS = 5 * MINUTE_MS

_OFFSET: Final = attrgetter("offset")

ENGINE_TOPICS: tuple[TopicName, ...] = (
    TopicName.CLOCK,  # a tick sorts before records of equal time
    TopicName.USAGE_EVENTS,
    TopicName.TICKET_EVENTS,
    TopicName.BILLING_EVENTS,
    TopicName.ENGAGEMENT_EVENTS,
    TopicName.ACCOUNT_PROFILES,
    TopicName.ACCOUNT_OUTCOMES,
    TopicName.CSM_FEEDBACK,
    TopicName.SIGNALS,
)
"""What the engine reads; equal times are merged in this order."""


def read_inputs(
    topics: Sequence[str],
    records: Sequence[RawRecord],
    *,
    ahead_max_ms: int = DEFAULT_AHEAD_MAX_MS,
) -> tuple[list[Input], dict[int, Rejected]]:
    """Decode a batch, topic by topic, keeping its order.

    Parameters
    ----------
    topics
        Topic of each record, without prefix.
    records
        In merged order.
    ahead_max_ms
        How far an event's own time may lie after the timestamp of its record. The broker bounds
        timestamps; without this an event could drag its partition into another century before
        the first tick is known.

    Returns
    -------
    inputs
        As many as records; ``None`` where there is nothing for the engine.
    rejected
        Why, by place in the batch, for those that could not be read.
    """
    places: dict[str, list[int]] = {}
    for place, topic in enumerate(topics):
        places.setdefault(topic, []).append(place)
    inputs: list[Input] = [None] * len(records)
    rejected: dict[int, Rejected] = {}
    for topic, at in places.items():
        chosen = [records[place] for place in at]
        read = _read_clock(chosen) if topic == TopicName.CLOCK else decode_batch(topic, chosen)
        for place, item in zip(at, read, strict=True):
            if isinstance(item, Rejected):
                rejected[place] = item
            elif item is not None and item.event_time_ms > records[place].timestamp + ahead_max_ms:
                rejected[place] = future(item.event_time_ms, records[place].timestamp)
            elif not (isinstance(item, SignalEvent) and item.own):  # its own words say nothing new
                inputs[place] = item
    return inputs, rejected


def future(event_time_ms: int, timestamp_ms: int) -> Rejected:
    """Say why a record is refused whose event lies after it."""
    detail = f"the event's time {event_time_ms} lies after its record's timestamp {timestamp_ms}"
    return Rejected(RejectReason.FUTURE, detail)


def _read_clock(records: Sequence[RawRecord]) -> list[Input | Rejected]:
    read: list[Input | Rejected] = []
    for record in records:
        if record.value is None:
            read.append(Rejected(RejectReason.TOMBSTONE, "value: null, and a clock has no keys"))
            continue
        (item,) = CLOCK.decode_values([record.value])
        # What the engine itself wrote comes back, and says nothing new.
        read.append(None if isinstance(item, ModelActivated | BookOpened) else item)
    return read


def offsets_reached(
    known: dict[str, int], topics: Sequence[str], records: Sequence[RawRecord]
) -> Mapping[str, int]:
    """Note the newest offset per topic."""
    known.update(zip(topics, map(_OFFSET, records), strict=True))
    return known
