"""The stages of a worker: what each reads, where it keeps its state, and the runtime it runs in."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import faust

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.metrics_observer import MetricsObserver
from stream_health.app.settings import Settings
from stream_health.domain.policy import Policy
from stream_health.runtime.application import AgentsApp
from stream_health.runtime.batch import Batch
from stream_health.runtime.handler import HandlerFactory
from stream_health.runtime.service import PartitionRuntime
from stream_health.runtime.settings import RuntimeSettings
from stream_health.wire.names import TopicName


class Stage(NamedTuple):
    """One consumer group.

    ``merges`` topics by time as the settings ask for; a stage of one topic, or one that nobody
    waits for, does not wait for proof either.
    """

    name: str
    topics: tuple[str, ...]
    state: TopicName
    partitions: int = 1
    merges: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """What all stages of one worker share."""

    app: AgentsApp
    settings: Settings
    policy: Policy
    metrics: WorkerMetrics
    security: Mapping[str, Any]

    @property
    def kit(self) -> dict[str, Any]:
        """Arguments every handler's kit takes."""
        topics = self.settings.topics
        return {
            "partitions": topics.partitions,
            "prefix": topics.prefix,
            "metrics": self.metrics,
        }

    def runtime(
        self, stage: Stage, factory: HandlerFactory, observer: MetricsObserver
    ) -> PartitionRuntime:
        """Wire a stage, without starting it."""
        own = self.settings
        bounds: dict[str, Any] = own.worker.runtime_bounds()
        bounds["strict_merge"] = stage.merges and bounds["strict_merge"]
        settings = RuntimeSettings(
            name=stage.name,
            bootstrap=own.kafka.bootstrap,
            group_id=f"{own.worker.application_id}-{stage.name}",
            topics=tuple(own.topics.prefix + topic for topic in stage.topics),
            changelog=own.topics.prefix + stage.state,
            partitions=stage.partitions,
            security=self.security,
            **bounds,
        )
        return PartitionRuntime(self.app, settings, factory, observer)


def declare_agent(
    app: AgentsApp,
    runtime: PartitionRuntime,
    *,
    before: Callable[[Batch], Awaitable[None]] | None = None,
) -> None:
    """Declare the Faust agent that takes batches from a runtime's channel and commits them.

    ``before`` is awaited with each batch first.
    """
    settings = runtime.settings

    @app.agent(runtime.channel, concurrency=settings.partitions, name=settings.name)
    async def agent(batches: "faust.StreamT[Batch]") -> None:
        async for batch in batches:
            if before is not None:
                await before(batch)
            await runtime.commit(batch)
