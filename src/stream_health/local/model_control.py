"""Which version is in force on a broker, and asking for another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaProducer

from stream_health.app.model_shelf import PRIOR
from stream_health.domain.clocking import DAY_MS, HOUR_MS, next_boundary
from stream_health.domain.effects import ModelActivated
from stream_health.domain.engine.control import ActivateModel
from stream_health.local.model_versions import ModelsError
from stream_health.local.recording import read_topic
from stream_health.runtime.admin import TopicAdmin
from stream_health.wire.internal.clock import CLOCK, encode_activation
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where the topics are."""

    bootstrap: str
    prefix: str
    security: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What the clock says.

    ``history`` are the versions that took effect, oldest first, the prior before all; the last is
    the champion. ``times_ms`` is the newest record of each partition of the clock, None where there
    is none: an order is given as of then. ``pinned``: a person chose, the learner's versions wait.
    """

    history: tuple[str, ...]
    times_ms: tuple[int | None, ...]
    pinned: bool

    @property
    def champion(self) -> str:
        """Version that took effect last."""
        return self.history[-1]

    def before(self) -> str:
        """Version that was in force before the champion.

        Raises
        ------
        ModelsError
            When there was none.
        """
        if len(self.history) < 2:
            msg = f"nothing to roll back to: {self.champion} is the only version there ever was"
            raise ModelsError(msg)
        return self.history[-2]


async def in_force(place: Installation) -> InForce:
    """Read the clock.

    Raises
    ------
    KafkaError
        When nobody answers.
    LookupError
        When there is no clock topic.
    """
    topic = place.prefix + TopicName.CLOCK
    async with TopicAdmin(place.bootstrap, dict(place.security)) as admin:
        partitions = (await admin.partition_counts([topic])).get(topic, 0)
    records = await read_topic(place.bootstrap, topic, security=place.security)
    times: list[int | None] = [None] * partitions
    switched: list[tuple[int, int, str]] = []
    asked: list[tuple[int, int, str]] = []
    for record in records:
        times[record.partition] = max(times[record.partition] or 0, record.timestamp)
        (item,) = CLOCK.decode_values([record.value]) if record.value else (None,)
        if isinstance(item, Rejected) or item is None:
            continue
        if isinstance(item, ModelActivated):
            switched.append((item.effective_at_ms, record.offset, item.version))
        elif isinstance(item, ActivateModel) and item.by not in {"learner", "trial"}:
            asked.append((item.event_time_ms, record.offset, item.by))
    history = [PRIOR]
    for _, _, version in sorted(switched):
        if version != history[-1]:
            history.append(version)
    pinned = bool(asked) and max(asked)[2] in {"promote", "rollback"}
    return InForce(history=tuple(history), times_ms=tuple(times), pinned=pinned)


def trial_of(version: str, share: float, *, days: int, now: InForce, wall_ms: int) -> ActivateModel:
    """Order for a trial that begins at a full hour that no partition has reached."""
    newest_ms = max((time for time in now.times_ms if time is not None), default=wall_ms)
    start_ms = next_boundary(newest_ms, HOUR_MS) + HOUR_MS
    until_ms = start_ms + days * DAY_MS
    return ActivateModel(newest_ms, version, start_ms, by="trial", share=share, until_ms=until_ms)


async def ask_for(place: Installation, asked: ActivateModel, *, now: InForce, wall_ms: int) -> int:
    """Give an order to every partition, as of its own clock; returns how many were given it.

    A partition whose clock has not begun is asked as of the newest of the others, else as of
    ``wall_ms``.
    """
    newest_ms = max((time for time in now.times_ms if time is not None), default=wall_ms)
    producer = AIOKafkaProducer(
        bootstrap_servers=place.bootstrap, enable_idempotence=True, **place.security
    )
    await producer.start()
    try:
        for partition, time_ms in enumerate(now.times_ms):
            at_ms = newest_ms if time_ms is None else time_ms
            order = asked._replace(event_time_ms=at_ms)
            record = encode_activation(order, partition=partition)
            await producer.send_and_wait(
                place.prefix + record.topic,
                record.value,
                key=record.key,
                partition=partition,
                timestamp_ms=at_ms,
            )
    finally:
        await producer.stop()
    return len(now.times_ms)


def known(version: str, names: Sequence[str]) -> None:
    """Refuse a version nobody has.

    Raises
    ------
    ModelsError
        With the versions there are.
    """
    if version not in (PRIOR, *names):
        msg = f"there is no model version {version!r}; there is: {', '.join((PRIOR, *names))}"
        raise ModelsError(msg)
