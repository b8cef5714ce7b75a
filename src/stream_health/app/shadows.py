"""The stages nobody waits for: challengers and the watch for drift, each a group of its own.

They have a lag of their own in the metrics, are no reason for a worker not to be ready, and none to
restart it.
"""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import faust

from stream_health.app.challenge_handler import ChallengeHandler, ChallengeKit
from stream_health.app.drift_handler import DriftHandler, DriftKit
from stream_health.app.metrics_observer import MetricsObserver
from stream_health.app.shadow_reading import SHADOW_TOPICS
from stream_health.runtime.application import AgentsApp
from stream_health.runtime.batch import Batch
from stream_health.runtime.handler import HandlerFactory
from stream_health.runtime.service import PartitionRuntime
from stream_health.runtime.settings import RuntimeSettings
from stream_health.wire.names import TopicName

if TYPE_CHECKING:
    from stream_health.app.worker import Worker

STATE_OF_CHALLENGER: Final = {"forest": TopicName.FOREST_STATE, "tree": TopicName.TREE_STATE}


def shadow_runtimes(worker: "Worker") -> tuple[PartitionRuntime, ...]:
    """Runtimes of the challengers and of the watch for drift, as the settings ask for them."""
    partitions, prefix = worker.settings.topics.partitions, worker.settings.topics.prefix
    runtimes = []
    for kind in worker.settings.challengers.kinds:
        kit = ChallengeKit(kind=kind, partitions=partitions, prefix=prefix, metrics=worker.metrics)
        factory = partial(ChallengeHandler, kit)
        runtimes.append(_runtime(worker, f"challenge-{kind}", STATE_OF_CHALLENGER[kind], factory))
    if worker.settings.challengers.drift:
        drift = DriftKit(
            policy=worker.policy, partitions=partitions, prefix=prefix, metrics=worker.metrics
        )
        runtimes.append(
            _runtime(worker, "drift", TopicName.DRIFT_STATE, partial(DriftHandler, drift))
        )
    return tuple(runtimes)


def declare_shadow(app: AgentsApp, runtime: PartitionRuntime) -> None:
    """Declare the agent of one of them."""

    @app.agent(runtime.channel, name=runtime.settings.name)
    async def shadow(batches: "faust.StreamT[Batch]") -> None:
        async for batch in batches:
            await runtime.commit(batch)


def _runtime(
    worker: "Worker", name: str, state: TopicName, factory: HandlerFactory
) -> PartitionRuntime:
    own = worker.settings
    bounds: dict[str, Any] = own.worker.runtime_bounds() | {"strict_merge": False}
    prefix = own.topics.prefix
    settings = RuntimeSettings(
        name=name,
        bootstrap=own.kafka.bootstrap,
        group_id=f"{own.worker.application_id}-{name}",
        topics=tuple(prefix + topic for topic in SHADOW_TOPICS),
        changelog=prefix + state,
        partitions=1,
        security=worker.security,
        **bounds,
    )
    observer = MetricsObserver(worker.metrics, name, prefix=prefix)
    return PartitionRuntime(worker.app, settings, factory, observer)
