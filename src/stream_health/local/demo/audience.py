"""Reads what the workers say as any consumer would: committed records, decoded by contract."""

import asyncio
from collections.abc import Callable
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from stream_health.domain.effects import AlertTransition, ScoreChange
from stream_health.domain.events import SignalEvent
from stream_health.wire.contract import Contract
from stream_health.wire.inputs.signals import SIGNALS
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.alerts import ALERTS
from stream_health.wire.outputs.score_changes import SCORE_CHANGES
from stream_health.wire.rejected import Rejected

Said = ScoreChange | AlertTransition | SignalEvent | Rejected

_Contract = Contract[ScoreChange] | Contract[AlertTransition] | Contract[SignalEvent]
_CONTRACTS: Final[dict[str, _Contract]] = {
    TopicName.SCORE_CHANGES: SCORE_CHANGES,
    TopicName.ALERTS: ALERTS,
    TopicName.SIGNALS: SIGNALS,
}
_FETCH_MS: Final = 100


async def listen(
    bootstrap: str, hear: Callable[[Said], None], *, prefix: str, partitions: int
) -> None:
    """Read scores, alerts and signals from the beginning until cancelled; give each to ``hear``."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=_FETCH_MS,
    )
    await consumer.start()
    try:
        topics = {prefix + topic: contract for topic, contract in _CONTRACTS.items()}
        consumer.assign(
            [TopicPartition(topic, number) for topic in topics for number in range(partitions)]
        )
        while True:
            fetched = await consumer.getmany(timeout_ms=_FETCH_MS)
            for source, records in fetched.items():
                decode = topics[source.topic].decode
                for record in records:
                    hear(decode(record.value))
                await asyncio.sleep(0)  # reading a backlog must not hold up the feeder
    finally:
        await consumer.stop()
