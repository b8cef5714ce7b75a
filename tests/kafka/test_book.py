"""Statistics of the book through a real Kafka: in time, the same in two workers and in a replay."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.support.histories import replayed
from tests.support.worker import began_ms, site

from stream_health.domain.book.statistics import BookOpened
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.policy import Policy
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.feeder import feeder_to
from stream_health.local.replay.history import line_of
from stream_health.wire.times import parse_time_ms

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PARTITIONS, DAYS = 2, 10


def opened_of(clock: list[dict[str, Any]]) -> list[tuple[int, str, int]]:
    """Partition, version and instant of what was opened."""
    return sorted(
        (one["partition"], one["version"], parse_time_ms(one["effective_at"]))
        for one in clock
        if one["kind"] == "opened"
    )


async def test_statistics_reach_both_workers_in_time_and_a_killed_one_counts_nothing_twice(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    """Each day is fed when the one before has been added up, as a wall clock would have it."""
    start_ms = began_ms(DAYS)
    plot = Plot(history_days=5, bad_of_high_value=0.6, bad_of_others=0.4)
    made = SimulatedBook(9, accounts=14, days=DAYS, start_ms=start_ms, plot=plot)
    book = sorted(made.events(), key=lambda line: line_of(line).timestamp)
    prefix = topic_name("sums") + "."
    options = ["--clock", "topic", "--tick-every", "1h", "--no-learn"]
    async with site(bootstrap, tmp_path, prefix=prefix, options=options) as place:
        first = await place.started()
        await place.started()
        lines, days = list(map(line_of, book)), set[int]()
        async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
            for day in sorted({line.timestamp // DAY_MS for line in lines}):
                today = [line for line in lines if line.timestamp // DAY_MS == day]
                await feeder.feed(iter(today), until_ms=(day + 1) * DAY_MS)
                days.add(day)
                if len(days) == DAYS // 2:
                    place.fleet.kill(first)
                    await place.started()
                await _added_up(place, (day + 1) * DAY_MS)
        await place.done()
        sums, clock = await place.values("book-stats"), await place.values("clock")
        assert await place.values("dead-letters") == []

    closed = [(one["partition"], one["day_end"]) for one in sums]
    assert len(closed) == len(set(closed)) >= PARTITIONS * DAYS
    sent = [one["version"] for one in clock if one["kind"] == "book"]
    assert sorted(sent) == sorted([*set(sent)] * PARTITIONS)

    _, replay, heard = replayed(
        tmp_path / "replay",
        [orjson.dumps(line) for line in book],
        policy=Policy(),
        partitions=PARTITIONS,
        learn=False,
    )
    expected = sorted(tuple(one) for one in heard.effects if isinstance(one, BookOpened))
    assert replay.time_ms is not None
    found = [one for one in opened_of(clock) if one[2] <= replay.time_ms]
    assert len(expected) > PARTITIONS * (DAYS - 3)
    assert found == expected


async def _added_up(place: Any, day_end_ms: int) -> None:
    """Wait until every partition was sent the statistics of the day."""
    for _ in range(600):
        clock = await place.values("clock")
        days = [parse_time_ms(one["time"]) for one in clock if one["kind"] == "book"]
        if days.count(day_end_ms) == PARTITIONS:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("not added up in time\n" + place.tails())
