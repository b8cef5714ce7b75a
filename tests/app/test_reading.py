"""What the engine is given of a batch of records."""

from typing import NamedTuple

import orjson

from stream_health.app.reading import read_inputs
from stream_health.domain.engine.control import Tick
from stream_health.domain.events import SignalEvent, UsageEvent
from stream_health.wire.times import format_time

NOW_MS = 1_767_571_200_000


class Raw(NamedTuple):
    """A record as Kafka gives it."""

    key: bytes | None
    value: bytes | None
    timestamp: int
    partition: int = 0
    offset: int = 0


def usage(time_ms: int, *, timestamp_ms: int = NOW_MS) -> Raw:
    value = {
        "event_id": "e1",
        "account_id": "acme",
        "user_id": "ann",
        "occurred_at": format_time(time_ms),
        "name": "login",
    }
    return Raw(b"acme", orjson.dumps(value), timestamp_ms)


def signal(extractor: str) -> Raw:
    value = {
        "event_id": "s1",
        "account_id": "acme",
        "occurred_at": format_time(NOW_MS),
        "kind": "silence",
        "confidence": 1.0,
        "extractor_version": extractor,
    }
    return Raw(b"acme", orjson.dumps(value), NOW_MS)


def test_records_of_several_topics_are_read_in_their_order() -> None:
    tick = Raw(b"0", orjson.dumps({"kind": "tick", "time": format_time(NOW_MS)}), NOW_MS)
    bad = Raw(b"acme", b"oops", NOW_MS)
    topics = ["usage-events", "clock", "usage-events"]
    inputs, rejected = read_inputs(topics, [usage(NOW_MS), tick, bad])
    assert [type(item) for item in inputs] == [UsageEvent, Tick, type(None)]
    assert {place: why.reason for place, why in rejected.items()} == {2: "not_json"}


def test_an_event_after_its_records_timestamp_is_of_the_future() -> None:
    near, far = usage(NOW_MS + 60_000), usage(NOW_MS + 3_600_000)
    inputs, rejected = read_inputs(["usage-events"] * 2, [near, far])
    assert inputs[0] is not None
    assert inputs[1] is None
    assert rejected[1].reason == "future"
    assert str(NOW_MS + 3_600_000) in rejected[1].detail


def test_what_the_scoring_said_itself_is_no_input_of_it() -> None:
    inputs, rejected = read_inputs(["signals"] * 2, [signal("scoring/1"), signal("behaviour/1")])
    assert inputs[0] is None
    assert isinstance(inputs[1], SignalEvent)
    assert not rejected
