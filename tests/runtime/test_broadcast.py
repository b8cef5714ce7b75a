"""Every worker holds all of a small topic, and follows it."""

from collections.abc import Callable

import pytest
from tests.support.counting import eventually
from tests.support.kafka import Record, create_topic, produce

from stream_health.runtime.broadcast import TopicView
from stream_health.runtime.errors import NoBrokerError, TopicMismatchError

pytestmark = pytest.mark.kafka


async def test_a_view_holds_the_latest_values_and_follows_changes(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    topic = await create_topic(bootstrap, topic_name("models"), partitions=2)
    await produce(
        bootstrap,
        topic,
        [Record(b"1", b"a"), Record(b"2", b"a"), Record(b"1", b"b"), Record(None, b"b")],
    )
    changes: list[tuple[bytes, bytes | None]] = []
    view = TopicView(bootstrap, topic, on_change=lambda key, value: changes.append((key, value)))
    await view.start()
    try:
        await view.ready()
        assert dict(view.items()) == {b"a": b"2"}
        assert view.get(b"b") is None
        assert [value for key, value in changes if key == b"b"] == [b"1", None]
        await produce(bootstrap, topic, [Record(b"3", b"c")])

        async def followed() -> bool:
            return view.get(b"c") == b"3"

        await eventually(followed)
    finally:
        await view.stop()


async def test_an_empty_topic_is_ready_at_once(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    topic = await create_topic(bootstrap, topic_name("models"))
    view = TopicView(bootstrap, topic)
    await view.start()
    try:
        await view.ready()
        assert list(view.items()) == []
    finally:
        await view.stop()


async def test_a_missing_topic_is_named(bootstrap: str, topic_name: Callable[[str], str]) -> None:
    name = topic_name("missing")
    view = TopicView(bootstrap, name)
    with pytest.raises(TopicMismatchError, match=name):
        await view.start()
    await view.stop()


async def test_a_broker_that_is_not_there_is_named() -> None:
    view = TopicView("127.0.0.1:1", "models")
    with pytest.raises(NoBrokerError, match="no Kafka broker answers"):
        await view.start()
    await view.stop()
