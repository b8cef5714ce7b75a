"""``clock``: what moves a partition besides events."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.book.statistics import Book, BookOpened
from stream_health.domain.dispatched import ClockWanted
from stream_health.domain.effects import ModelActivated
from stream_health.domain.engine.control import (
    LEARNER,
    ActivateModel,
    ClockRequest,
    OpenBook,
    Tick,
)
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import Encoded, to_json
from stream_health.wire.fields import Name, Time, optional_time_ms
from stream_health.wire.internal.book_stats import SegmentValue, segment_values, sums_of
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time, optional_time, parse_time_ms


class TickValue(TypedDict):
    """A time has come."""

    kind: Literal["tick"]
    time: Time


class ActivateValue(TypedDict):
    """Switch to a model version, at the next full minute unless said otherwise."""

    kind: Literal["activate"]
    time: Annotated[Time, Field(description="When it was asked for, in event time.")]
    version: Name
    effective_at: NotRequired[Time | None]
    by: NotRequired[
        Annotated[str, Field(description="learner, promote, rollback, follow or trial.")]
    ]
    because: NotRequired[Annotated[str | None, Field(description="A person's reason.")]]
    share: NotRequired[
        Annotated[
            Annotated[float, Field(ge=0, le=1)] | None,
            Field(description="Of a trial: of the accounts; 0 ends one."),
        ]
    ]
    until: NotRequired[Annotated[Time | None, Field(description="End of a trial.")]]


class ActivatedValue(TypedDict):
    """The partition has switched."""

    kind: Literal["activated"]
    partition: Annotated[int, Field(strict=True, ge=0)]
    version: Name
    effective_at: Time


class BookValue(TypedDict):
    """Statistics of a day of the whole book, which hold from an instant on."""

    kind: Literal["book"]
    time: Annotated[Time, Field(description="End of the day.")]
    version: Name
    effective_at: Annotated[
        Time, Field(description="Or the next full hour, where the partition has passed it.")
    ]
    segments: list[SegmentValue]


class OpenedValue(TypedDict):
    """The partition compares accounts with these statistics now."""

    kind: Literal["opened"]
    partition: Annotated[int, Field(strict=True, ge=0)]
    version: Name
    effective_at: Time


class RequestValue(TypedDict):
    """The dispatcher waits for the partition's time to reach a full minute."""

    kind: Literal["request"]
    time: Annotated[Time, Field(description="A time the partition had already reached.")]
    until: Time


ClockValue = Annotated[
    TickValue | ActivateValue | ActivatedValue | BookValue | OpenedValue | RequestValue,
    Field(discriminator="kind"),
]
ClockRecord = Tick | ActivateModel | ModelActivated | OpenBook | BookOpened | ClockRequest


def encode_tick(tick: Tick, *, partition: int) -> Encoded:
    """Make the record of a tick."""
    value: TickValue = {"kind": "tick", "time": format_time(tick.event_time_ms)}
    return _record(partition, to_json(value), tick.event_time_ms)


def encode_activation(activation: ActivateModel, *, partition: int) -> Encoded:
    """Make the record that asks a partition for a model version."""
    effective_ms = activation.effective_at_ms
    value: ActivateValue = {
        "kind": "activate",
        "time": format_time(activation.event_time_ms),
        "version": activation.version,
        "effective_at": optional_time(effective_ms),
        "by": activation.by,
        "because": activation.because,
        "share": activation.share,
        "until": optional_time(activation.until_ms),
    }
    return _record(partition, to_json(value), activation.event_time_ms)


def encode_activated(activated: ModelActivated) -> Encoded:
    """Make the record that says a partition has switched."""
    value: ActivatedValue = {
        "kind": "activated",
        "partition": activated.partition,
        "version": activated.version,
        "effective_at": format_time(activated.effective_at_ms),
    }
    return _record(activated.partition, to_json(value), activated.effective_at_ms)


def encode_book(book: Book, *, partition: int) -> Encoded:
    """Make the record that gives a partition the statistics of a day."""
    value: BookValue = {
        "kind": "book",
        "time": format_time(book.day_end_ms),
        "version": book.version,
        "effective_at": format_time(book.effective_at_ms),
        "segments": segment_values(book.segments),
    }
    return _record(partition, to_json(value), book.day_end_ms)


def encode_opened(opened: BookOpened) -> Encoded:
    """Make the record that says from when a partition goes by statistics of the book."""
    value: OpenedValue = {
        "kind": "opened",
        "partition": opened.partition,
        "version": opened.version,
        "effective_at": format_time(opened.effective_at_ms),
    }
    return _record(opened.partition, to_json(value), opened.effective_at_ms)


def encode_clock_request(wanted: ClockWanted) -> Encoded:
    """Make the record that asks a partition to say when a minute has come."""
    value: RequestValue = {
        "kind": "request",
        "time": format_time(wanted.reached_ms),
        "until": format_time(wanted.until_ms),
    }
    return _record(wanted.partition, to_json(value), wanted.reached_ms)


def _record(partition: int, value: bytes, time_ms: int) -> Encoded:
    return Encoded(TopicName.CLOCK, str(partition).encode(), value, partition, time_ms)


def build_clock(
    value: TickValue | ActivateValue | ActivatedValue | BookValue | OpenedValue | RequestValue,
) -> ClockRecord:
    """Read a clock record."""
    if value["kind"] == "tick":
        return Tick(parse_time_ms(value["time"]))
    if value["kind"] == "activate":
        effective_ms = optional_time_ms(value.get("effective_at"))
        return ActivateModel(
            parse_time_ms(value["time"]),
            value["version"],
            effective_ms,
            by=value.get("by", LEARNER),
            because=value.get("because"),
            share=value.get("share"),
            until_ms=optional_time_ms(value.get("until")),
        )
    if value["kind"] == "request":
        return ClockRequest(parse_time_ms(value["time"]), parse_time_ms(value["until"]))
    if value["kind"] == "book":
        day_end_ms = parse_time_ms(value["time"])
        book = Book(value["version"], day_end_ms, sums_of(value["segments"]))
        return OpenBook(day_end_ms, book, parse_time_ms(value["effective_at"]))
    if value["kind"] == "opened":
        return BookOpened(
            value["partition"], value["version"], parse_time_ms(value["effective_at"])
        )
    return ModelActivated(
        value["partition"], value["version"], parse_time_ms(value["effective_at"])
    )


CLOCK = Contract(ClockValue, build_clock)
