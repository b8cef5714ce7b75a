"""``book-stats``: sums per segment at the end of a day, by which the book is seen as a whole."""

from collections.abc import Iterable, Sequence
from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.book.sums import BookSums, SegmentSums
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Count, Name, Time
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time, parse_time_ms


class SegmentValue(TypedDict):
    """Sums over the accounts of one segment."""

    segment: Name
    accounts: Annotated[Count, Field(description="Customers at the end of the day.")]
    compared: Annotated[Count, Field(description="Of them, those with a usual week of use.")]
    use_permille: Annotated[
        Count, Field(description="Sum over them: last 7 days in thousandths of a usual week.")
    ]
    left: Annotated[Count, Field(description="Accounts that left in the last 28 days.")]
    expected_millionths: NotRequired[
        Annotated[
            Count,
            Field(
                description="Millionths of those expected to: on this day, in `clock` in 28 days."
            ),
        ]
    ]


class BookStatsValue(TypedDict):
    """What the accounts of one partition number add to the book at the end of a day."""

    partition: Annotated[int, Field(strict=True, ge=0)]
    day_end: Time
    segments: list[SegmentValue]


def encode_book_sums(sums: BookSums) -> Encoded:
    """Make the record of a day."""
    value: BookStatsValue = {
        "partition": sums.partition,
        "day_end": format_time(sums.day_end_ms),
        "segments": segment_values(sums.segments),
    }
    key = str(sums.partition).encode()
    return Encoded(TopicName.BOOK_STATS, key, to_json(value), ONLY_PARTITION, sums.day_end_ms)


def segment_values(segments: Iterable[tuple[str, SegmentSums]]) -> list[SegmentValue]:
    """Sums by segment as they are written."""
    return [
        {
            "segment": name,
            "accounts": sums.accounts,
            "compared": sums.compared,
            "use_permille": sums.use_permille,
            "left": sums.left,
            "expected_millionths": sums.expected_millionths,
        }
        for name, sums in segments
    ]


def sums_of(values: Sequence[SegmentValue]) -> tuple[tuple[str, SegmentSums], ...]:
    """Sums by segment as they were written."""
    return tuple(
        (
            value["segment"],
            SegmentSums(
                accounts=value["accounts"],
                compared=value["compared"],
                use_permille=value["use_permille"],
                left=value["left"],
                expected_millionths=value.get("expected_millionths", 0),
            ),
        )
        for value in values
    )


def build_book_stats(value: BookStatsValue) -> BookSums:
    """Read a day."""
    return BookSums(value["partition"], parse_time_ms(value["day_end"]), sums_of(value["segments"]))


BOOK_STATS = Contract(BookStatsValue, build_book_stats)
