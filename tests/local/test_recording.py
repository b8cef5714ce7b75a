"""What an installation holds, read back from a real broker."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from tests.support.kafka import Record, create_topic, produce

from stream_health.domain.engine.control import ActivateModel
from stream_health.local.recording import read_state, read_topic, record_history
from stream_health.local.replay.history import History
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time

NOW_MS = 1_767_571_200_000


async def test_a_topic_that_is_not_there_is_named(bootstrap: str) -> None:
    with pytest.raises(LookupError, match="nowhere"):
        await read_topic(bootstrap, "nowhere")


async def test_the_state_is_the_newest_value_of_every_key(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    name = await create_topic(bootstrap, topic_name("state"), partitions=2)
    records = [
        Record(b"old", key=b"a", partition=0),
        Record(b"new", key=b"a", partition=0),
        Record(b"gone", key=b"b", partition=1),
        Record(None, key=b"b", partition=1),
    ]
    await produce(bootstrap, name, records)
    assert await read_state(bootstrap, name) == {0: {b"a": b"new"}, 1: {}}


async def test_recorded_topics_are_history_again(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    prefix = topic_name("recorded") + "."
    usage = {"event_id": "e1", "account_id": "acme", "occurred_at": format_time(NOW_MS)}
    activated = {
        "kind": "activated",
        "partition": 1,
        "version": "m-1",
        "effective_at": format_time(NOW_MS),
    }
    held = {
        TopicName.USAGE_EVENTS: [Record(orjson.dumps(usage), key=b"acme"), Record(b"no json")],
        TopicName.ACCOUNT_PROFILES: [Record(None, key=b"acme", timestamp_ms=NOW_MS + 1)],
        TopicName.CLOCK: [Record(orjson.dumps(activated))],
    }
    for topic, records in held.items():
        await create_topic(bootstrap, prefix + topic)
        await produce(bootstrap, prefix + topic, records)
    path = tmp_path / "history.jsonl"
    written = await record_history(bootstrap, path, prefix=prefix, topics=held)
    history = History([path])
    assert written == 3
    assert [(line.topic, line.timestamp, line.value is None) for line in history] == [
        (TopicName.USAGE_EVENTS, NOW_MS, False),
        (TopicName.ACCOUNT_PROFILES, NOW_MS + 1, True),
    ]
    assert history.activations == [(1, ActivateModel(NOW_MS - 1, "m-1", NOW_MS))]
