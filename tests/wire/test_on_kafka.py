"""What the border makes goes through a real Kafka and comes back the same."""

from collections.abc import Callable

from tests.support.kafka import Record, create_topic, produce, read_to_end
from tests.support.wire_records import TIME_MS, usage

from stream_health.domain.effects import BehaviourSignal
from stream_health.domain.events import SignalEvent, Source, UsageEvent
from stream_health.wire.decode import decode_batch
from stream_health.wire.encode import encode_effect
from stream_health.wire.encoded import to_json
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.dead_letters import DEAD_LETTERS, encode_dead_letter
from stream_health.wire.rejected import Rejected, RejectReason


async def test_records_of_the_client_are_read_and_rejected_as_they_are(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    topic = await create_topic(bootstrap, topic_name("usage"))
    await produce(
        bootstrap,
        topic,
        [
            Record(to_json(usage()), b"acme", timestamp_ms=TIME_MS),
            Record(b"\x00nonsense", b"acme", timestamp_ms=TIME_MS),
            Record(None, b"acme", timestamp_ms=TIME_MS),
        ],
    )
    records = await read_to_end(bootstrap, topic)
    good, bad, tombstone = decode_batch(TopicName.USAGE_EVENTS, records)
    assert isinstance(good, UsageEvent)
    assert isinstance(bad, Rejected)
    assert isinstance(tombstone, Rejected)
    assert tombstone.reason == RejectReason.TOMBSTONE
    letter = DEAD_LETTERS.decode(encode_dead_letter(records[1], topic, bad).value or b"")
    assert not isinstance(letter, Rejected)
    assert (letter.value, letter.offset, letter.timestamp_ms) == (b"\x00nonsense", 1, TIME_MS)


async def test_an_output_keeps_its_headers_and_its_event_time(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    topic = await create_topic(bootstrap, topic_name("signals"))
    signal = BehaviourSignal("s1", "acme", "silence", 0.9, TIME_MS, "no use", Source.USAGE)
    made = encode_effect(signal, inputs={})
    sent = Record(made.value, made.key, timestamp_ms=made.timestamp_ms, headers=made.headers)
    await produce(bootstrap, topic, [sent])
    (record,) = await read_to_end(bootstrap, topic)
    assert record.timestamp == TIME_MS
    assert tuple(record.headers) == made.headers
    (event,) = decode_batch(TopicName.SIGNALS, [record])
    assert isinstance(event, SignalEvent)
    assert event.own
