"""``book-stats``: sums per hour, segment and source, by which the book is seen as a whole."""

from typing import Annotated, NamedTuple

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Count, Name, Time
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time, parse_time_ms


class BookStats(NamedTuple):
    """What one partition number saw of one segment and source in one hour."""

    partition: int
    hour_start_ms: int
    segment: str
    source: str
    accounts: int
    events: int


class BookStatsValue(TypedDict):
    """What one partition number saw of one segment and source in one hour."""

    partition: Annotated[int, Field(ge=0)]
    hour_start: Time
    segment: Name
    source: Name
    accounts: Annotated[Count, Field(description="Accounts with an event in the hour.")]
    events: Count


def encode_book_stats(stats: BookStats) -> Encoded:
    """Make the record of an hour."""
    value: BookStatsValue = {
        "partition": stats.partition,
        "hour_start": format_time(stats.hour_start_ms),
        "segment": stats.segment,
        "source": stats.source,
        "accounts": stats.accounts,
        "events": stats.events,
    }
    key = stats.segment.encode()
    return Encoded(TopicName.BOOK_STATS, key, to_json(value), ONLY_PARTITION, stats.hour_start_ms)


def build_book_stats(value: BookStatsValue) -> BookStats:
    """Read an hour."""
    return BookStats(
        value["partition"],
        parse_time_ms(value["hour_start"]),
        value["segment"],
        value["source"],
        value["accounts"],
        value["events"],
    )


BOOK_STATS = Contract(BookStatsValue, build_book_stats)
