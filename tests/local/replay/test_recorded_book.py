"""A replay of recorded topics goes by the statistics that were sent, as they were opened."""

from pathlib import Path

import orjson
from tests.support.histories import START_MS, replayed, usage_line

from stream_health.domain.book.statistics import Book, BookOpened
from stream_health.domain.book.sums import SegmentSums
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.wire.encode import encode_effect
from stream_health.wire.encoded import Encoded
from stream_health.wire.internal.clock import encode_book

BOOK = Book.of(START_MS + DAY_MS, {"book": SegmentSums(40, 30, 30_000, 1)})
USE = [usage_line(day, START_MS + day * DAY_MS + 9 * HOUR_MS) for day in range(5)]


def clock_line(record: Encoded) -> bytes:
    assert record.value is not None
    value = orjson.loads(record.value)
    return orjson.dumps({"topic": "clock", "key": (record.key or b"").decode(), "value": value})


def opened(folder: Path, *records: Encoded) -> list[object]:
    _, _, heard = replayed(folder, [*USE, *map(clock_line, records)], partitions=1, learn=False)
    return [one for one in heard.effects if isinstance(one, BookOpened)]


def test_what_was_opened_opens_at_the_same_instant(tmp_path: Path) -> None:
    late = BookOpened(0, BOOK.version, START_MS + 3 * DAY_MS)
    told = encode_effect(late, inputs={})
    assert opened(tmp_path, encode_book(BOOK, partition=0), told) == [late]


def test_what_was_sent_too_late_to_open_stays_closed(tmp_path: Path) -> None:
    assert opened(tmp_path, encode_book(BOOK, partition=0)) == []


def test_a_history_without_statistics_is_added_up_by_the_replay(tmp_path: Path) -> None:
    found = opened(tmp_path)
    assert [one.effective_at_ms for one in found if isinstance(one, BookOpened)] == [
        START_MS + day * DAY_MS + HOUR_MS for day in range(1, 5)
    ]
