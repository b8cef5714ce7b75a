"""The stages nobody waits for: challengers and the watch for drift, each a group of its own.

They have a lag of their own in the metrics, are no reason for a worker not to be ready, and none to
restart it.
"""

from functools import partial
from typing import Final

from stream_health.app.challenge_handler import ChallengeHandler, ChallengeKit
from stream_health.app.drift_handler import DriftHandler, DriftKit
from stream_health.app.metrics_observer import MetricsObserver
from stream_health.app.shadow_reading import SHADOW_TOPICS
from stream_health.app.stages import Plant, Stage
from stream_health.runtime.handler import HandlerFactory
from stream_health.runtime.service import PartitionRuntime
from stream_health.wire.names import TopicName

STATE_OF_CHALLENGER: Final = {"forest": TopicName.FOREST_STATE, "tree": TopicName.TREE_STATE}


def shadow_runtimes(plant: Plant) -> tuple[PartitionRuntime, ...]:
    """Runtimes of the challengers and of the watch for drift, as the settings ask for them."""
    asked = plant.settings.challengers
    runtimes = []
    for kind in asked.kinds:
        challenge = partial(ChallengeHandler, ChallengeKit(kind=kind, **plant.kit))
        stage = Stage(f"challenge-{kind}", SHADOW_TOPICS, STATE_OF_CHALLENGER[kind])
        runtimes.append(_runtime(plant, stage, challenge))
    if asked.drift:
        drift = partial(DriftHandler, DriftKit(policy=plant.policy, **plant.kit))
        runtimes.append(
            _runtime(plant, Stage("drift", SHADOW_TOPICS, TopicName.DRIFT_STATE), drift)
        )
    return tuple(runtimes)


def _runtime(plant: Plant, stage: Stage, factory: HandlerFactory) -> PartitionRuntime:
    prefix = plant.settings.topics.prefix
    return plant.runtime(stage, factory, MetricsObserver(plant.metrics, stage.name, prefix=prefix))
