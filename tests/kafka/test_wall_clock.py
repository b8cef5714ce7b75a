"""The wall clock: ticks of owned partitions, scores in real time, and a broker that goes away."""

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
from tests.support.kafka import Record, create_topic, produce
from tests.support.worker import site

from stream_health.app.ticker import Ticker
from stream_health.local.broker import EmbeddedBroker
from stream_health.local.recording import read_topic
from stream_health.wire.times import format_time, parse_time_ms

pytestmark = [pytest.mark.kafka, pytest.mark.slow, pytest.mark.timeout(180)]

OPTIONS = ["--clock", "wall", "--tick-every", "1s"]


@pytest.fixture
def own_broker() -> Iterator[EmbeddedBroker]:
    """A broker that this test alone may kill."""
    with EmbeddedBroker() as running:
        yield running


async def test_a_fresh_account_is_scored_in_real_time(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    prefix = topic_name("wall") + "."
    async with site(bootstrap, tmp_path, prefix=prefix, options=OPTIONS) as place:
        number = await place.started()
        began_ms = time.time_ns() // 1_000_000
        now = format_time(began_ms)
        profile = {"account_id": "fresh", "updated_at": now, "tier": "high"}
        use = {
            "account_id": "fresh", "event_id": "e1", "user_id": "u1", "occurred_at": now,
            "name": "login",
        }  # fmt: skip
        for topic, value in (("account-profiles", profile), ("usage-events", use)):
            await produce(bootstrap, prefix + topic, [Record(orjson.dumps(value), key=b"fresh")])

        def counted() -> bool:
            return bool(place.metrics(number).get(("stream_health_score_latency_seconds_count",)))

        await place.until(counted, what="score in real time")
        (score, *_) = await place.values("score-changes")
        ticks = await read_topic(bootstrap, prefix + "clock")
        shown = place.metrics(number)
    assert (score["account_id"], score["previous_score"]) == ("fresh", None)
    assert parse_time_ms(score["as_of"]) >= began_ms
    assert {record.partition for record in ticks} == {0, 1}
    times = [parse_time_ms(orjson.loads(record.value)["time"]) for record in ticks]
    assert all(time_ms % 1_000 == 0 for time_ms in times)
    assert shown["stream_health_score_latency_seconds_sum",] > 0
    assert shown["stream_health_event_latency_seconds_count",] > 0
    assert shown["stream_health_high_value_accounts",] == 1


async def test_ticks_go_on_by_themselves_when_the_broker_is_back(
    own_broker: EmbeddedBroker,
) -> None:
    await create_topic(own_broker.bootstrap, "t.clock", partitions=2)
    clock = iter(range(10**6))
    ticker = Ticker(
        own_broker.bootstrap,
        prefix="t.",
        owned=lambda: {1},
        interval_ms=1_000,
        now_ms=lambda: next(clock) * 1_000,
        security={},
    )

    async def written() -> int:
        return len(await read_topic(own_broker.bootstrap, "t.clock"))

    await ticker.start()
    try:
        while await written() < 2:
            await asyncio.sleep(0.1)
        own_broker.kill()
        await asyncio.sleep(1)
        own_broker.restart()
        before = await written()
        while await written() < before + 3:
            await asyncio.sleep(0.1)
    finally:
        await ticker.stop()
    records = await read_topic(own_broker.bootstrap, "t.clock")
    assert {record.partition for record in records} == {1}
    times = [record.timestamp for record in records]
    assert times == sorted(times)
    assert [parse_time_ms(orjson.loads(r.value)["time"]) for r in records] == times


async def test_a_worker_whose_broker_is_gone_can_still_be_stopped(
    own_broker: EmbeddedBroker, tmp_path: Path
) -> None:
    async with site(own_broker.bootstrap, tmp_path, prefix="gone.", options=OPTIONS) as place:
        await place.started()
        own_broker.kill()
        await asyncio.sleep(1.5)
        assert place.fleet.stop() == [0]
