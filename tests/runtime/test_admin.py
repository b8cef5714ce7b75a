"""Topics are compared with their specification, and missing ones created."""

from collections.abc import Callable

import pytest
from tests.support.kafka import create_topic

from stream_health.runtime.admin import TopicAdmin, TopicSpec

pytestmark = pytest.mark.kafka


async def test_missing_topics_are_created_as_specified(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    spec = TopicSpec(topic_name("state"), 3, {"cleanup.policy": "compact"})
    async with TopicAdmin(bootstrap) as admin:
        assert [str(d) for d in await admin.differences([spec])] == [
            f"topic {spec.name} does not exist"
        ]
        assert await admin.create_missing([spec]) == [spec.name]
        assert await admin.differences([spec]) == []
        assert await admin.create_missing([spec]) == []


async def test_wrong_partitions_and_settings_are_named(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    name = await create_topic(bootstrap, topic_name("state"), partitions=2)
    spec = TopicSpec(name, 4, {"cleanup.policy": "compact", "retention.ms": "-1"})
    async with TopicAdmin(bootstrap) as admin:
        assert [str(d) for d in await admin.differences([spec])] == [
            f"topic {name}: partitions is 2, expected 4",
            f"topic {name}: cleanup.policy is delete, expected compact",
            f"topic {name}: retention.ms is 604800000, expected -1",
        ]
