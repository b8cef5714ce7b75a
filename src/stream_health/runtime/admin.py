"""Compare topics with what they should be, and create those that are missing."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaConnectionError, TopicAlreadyExistsError, for_code

from stream_health.runtime.errors import NoBrokerError

_BROKER_DEFAULT = -1
_SHOWN_LOOKS_MAX = 100
_SHOWN_LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """What a topic should be.

    Attributes
    ----------
    name
        Topic name.
    partitions
        Number of partitions.
    config
        Topic settings that matter, e.g. ``{"cleanup.policy": "compact"}``; others are free.
    replication
        Copies of each partition when the topic is created; -1 takes the broker's default.
    """

    name: str
    partitions: int
    config: Mapping[str, str] = field(default_factory=dict)
    replication: int = _BROKER_DEFAULT


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing about a topic that is not as it should be.

    Attributes
    ----------
    topic
        Topic name.
    setting
        ``exists``, ``partitions`` or the name of a topic setting.
    expected, found
        Values as text; found is None for a missing topic or setting.

    Examples
    --------
    >>> str(Difference("usage", "partitions", "8", "3"))
    'topic usage: partitions is 3, expected 8'
    """

    topic: str
    setting: str
    expected: str
    found: str | None

    def __str__(self) -> str:
        """Return the difference as a sentence."""
        if self.setting == "exists":
            return f"topic {self.topic} does not exist"
        return f"topic {self.topic}: {self.setting} is {self.found}, expected {self.expected}"


def compare(spec: TopicSpec, found: TopicSpec | None) -> list[Difference]:
    """Return how a topic differs from its specification, nothing when it is as it should be.

    Examples
    --------
    >>> [str(d) for d in compare(TopicSpec("t", 2), None)]
    ['topic t does not exist']
    >>> compare(TopicSpec("t", 2), TopicSpec("t", 2, {"retention.ms": "1"}))
    []
    """
    if found is None:
        return [Difference(spec.name, "exists", "yes", None)]
    differences = []
    if found.partitions != spec.partitions:
        differences.append(
            Difference(spec.name, "partitions", str(spec.partitions), str(found.partitions))
        )
    for setting, expected in sorted(spec.config.items()):
        value = found.config.get(setting)
        if value != expected:
            differences.append(Difference(spec.name, setting, expected, value))
    return differences


class TopicAdmin:
    """A connection for looking at topics and creating them; use it with ``async with``."""

    def __init__(self, bootstrap: str, security: Mapping[str, Any] | None = None) -> None:
        self._bootstrap = bootstrap
        self._client = AIOKafkaAdminClient(bootstrap_servers=bootstrap, **(security or {}))

    async def __aenter__(self) -> Self:
        """Connect."""
        try:
            await self._client.start()
        except KafkaConnectionError as error:
            await self._client.close()
            raise NoBrokerError(self._bootstrap) from error
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Disconnect."""
        await self._client.close()

    async def partition_counts(self, topics: Collection[str]) -> dict[str, int]:
        """Return the number of partitions of those of the topics that exist."""
        described = await self._client.describe_topics(list(topics))
        return {
            topic["topic"]: len(topic["partitions"])
            for topic in described
            if not topic["error_code"]
        }

    async def describe(self, topics: Collection[str]) -> dict[str, TopicSpec]:
        """Return the topics that exist, with all their settings and without replication."""
        counts = await self.partition_counts(topics)
        if not counts:
            return {}
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in counts]
        settings: dict[str, dict[str, str]] = {}
        for response in await self._client.describe_configs(resources):
            for code, message, _, name, entries in response.resources:
                if code:
                    raise for_code(code)(message)
                settings[name] = {entry[0]: entry[1] for entry in entries}
        return {name: TopicSpec(name, counts[name], settings[name]) for name in counts}

    async def differences(self, specs: Iterable[TopicSpec]) -> list[Difference]:
        """Return everything about the topics that is not as specified."""
        wanted = list(specs)
        found = await self.describe([spec.name for spec in wanted])
        return [item for spec in wanted for item in compare(spec, found.get(spec.name))]

    async def create_missing(self, specs: Iterable[TopicSpec]) -> list[str]:
        """Create topics that do not exist, leave the others alone; return the names created.

        Raises
        ------
        aiokafka.errors.KafkaError
            When the broker refuses one.
        """
        wanted = {spec.name: spec for spec in specs}
        existing = await self.partition_counts(wanted)
        missing = [spec for name, spec in wanted.items() if name not in existing]
        if not missing:
            return []
        new = [
            NewTopic(
                spec.name,
                spec.partitions,
                spec.replication,
                # aiokafka takes the broker's default only together with an assignment.
                replica_assignments={} if spec.replication == _BROKER_DEFAULT else None,
                topic_configs=dict(spec.config),
            )
            for spec in missing
        ]
        answer = await self._client.create_topics(new)
        for name, code, *why in answer.topic_errors:
            # Another worker may have been quicker.
            if code and for_code(code) is not TopicAlreadyExistsError:
                msg = f"topic {name!r} was not created: {why[0] if why else ''}"
                raise for_code(code)(msg)
        created = [spec.name for spec in missing]
        await self._until_shown(created)
        return created

    async def _until_shown(self, names: Sequence[str]) -> None:
        """Wait a moment: the broker answers before its metadata name a new topic."""
        for _ in range(_SHOWN_LOOKS_MAX):
            if len(await self.partition_counts(names)) == len(names):
                return
            await asyncio.sleep(_SHOWN_LOOK_SECONDS)
