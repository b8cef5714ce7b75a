"""History fed to a real broker: where records go, and that no tick runs ahead of them."""

from collections.abc import Callable, Iterator

import orjson

from stream_health.app.topics_admin import Installation, create_topics
from stream_health.domain.clocking import HOUR_MS
from stream_health.domain.engine.control import Tick
from stream_health.local.feeder import feeder_to
from stream_health.local.recording import read_topic
from stream_health.local.replay.history import Line
from stream_health.runtime.partitioner import partition_of
from stream_health.wire.internal.clock import CLOCK
from stream_health.wire.names import TopicName

PARTITIONS = 3
START_MS = 1_767_571_200_000


def lines(hours: int) -> Iterator[Line]:
    """One usage event and one ticket every ten minutes, of a dozen accounts."""
    for place in range(hours * 6):
        time_ms = START_MS + place * HOUR_MS // 6
        key = f"acct-{place % 12}".encode()
        for topic in (TopicName.USAGE_EVENTS, TopicName.TICKET_EVENTS):
            yield Line(topic, key, orjson.dumps({"place": place}), time_ms, 0, 0)


async def prepared(bootstrap: str, topic_name: Callable[[str], str]) -> str:
    prefix = topic_name("feed") + "."
    await create_topics(
        Installation(bootstrap=bootstrap, prefix=prefix, partitions=PARTITIONS, keep_history=True)
    )
    return prefix


async def test_records_go_where_their_key_belongs_at_their_own_time(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    prefix = await prepared(bootstrap, topic_name)
    async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
        await feeder.feed(lines(3))
        assert feeder.sent_total == 36
    records = await read_topic(bootstrap, prefix + TopicName.USAGE_EVENTS)
    assert len(records) == 18
    for record in records:
        assert record.partition == partition_of(record.key, PARTITIONS)
        place = orjson.loads(record.value)["place"]
        assert record.timestamp == START_MS + place * HOUR_MS // 6


async def test_every_partition_has_a_tick_an_hour_and_one_after_the_last_record(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    prefix = await prepared(bootstrap, topic_name)
    async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
        await feeder.feed(lines(3))
        assert feeder.time_ms == START_MS + 3 * HOUR_MS
    ticks = await read_topic(bootstrap, prefix + TopicName.CLOCK)
    for number in range(PARTITIONS):
        mine = [tick.value for tick in ticks if tick.partition == number]
        times = [tick.event_time_ms for tick in CLOCK.decode_values(mine) if isinstance(tick, Tick)]
        assert times == [START_MS + hour * HOUR_MS for hour in range(4)]


async def test_an_end_is_ticked_and_nothing_at_or_after_it_is_sent(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    prefix = await prepared(bootstrap, topic_name)
    until_ms = START_MS + HOUR_MS // 2
    async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
        await feeder.feed(lines(3), until_ms=until_ms)
        assert feeder.sent_total == 6
        assert feeder.time_ms == until_ms
