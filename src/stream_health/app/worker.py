"""The worker: a Faust app whose agents read, score, learn, judge and dispatch, exactly once."""

import logging
import time
from collections.abc import Iterator
from functools import partial

from stream_health import __version__
from stream_health.app.book_handler import BookHandler, BookKit
from stream_health.app.dispatch_handler import DispatchHandler, DispatchKit
from stream_health.app.health import HealthServer
from stream_health.app.health_progress import ProgressObserver
from stream_health.app.judge_handler import JUDGE_TOPICS, JudgeHandler, JudgeKit
from stream_health.app.learn_handler import LearnHandler, LearnKit
from stream_health.app.metrics import WorkerMetrics
from stream_health.app.model_shelf import PRIOR, ModelShelf
from stream_health.app.read_handler import READER_TOPICS, ReadHandler, ReadKit, extractor_of
from stream_health.app.reading import ENGINE_TOPICS
from stream_health.app.score_handler import ScoreHandler, ScoreKit
from stream_health.app.settings import Settings
from stream_health.app.shadows import shadow_runtimes
from stream_health.app.stages import Plant, Stage, declare_agent
from stream_health.app.ticker import Ticker
from stream_health.app.topics_admin import Installation, require_topics
from stream_health.domain.engine.control import ActivateModel
from stream_health.domain.policy import Policy
from stream_health.runtime.application import create_app
from stream_health.runtime.batch import Batch
from stream_health.runtime.broadcast import TopicView
from stream_health.runtime.handler import HandlerFactory
from stream_health.runtime.service import PartitionRuntime
from stream_health.wire.internal.clock import CLOCK
from stream_health.wire.names import TopicName

log = logging.getLogger(__name__)

_MODEL_WAIT_SECONDS = 10.0


class Worker:
    """Everything of one worker process, wired but not started.

    Parameters
    ----------
    settings
        Where Kafka is, names, bounds, ports.
    policy
        What is computed.
    learns
        False leaves the served model as it is: versions are cut, and nobody activates them.
    """

    def __init__(self, settings: Settings, policy: Policy, *, learns: bool = True) -> None:
        self.settings = settings
        self.policy = policy
        self.learns = learns
        self.metrics = WorkerMetrics()
        self.security = settings.kafka.client_kwargs()
        self.app = create_app(
            settings.worker.application_id,
            settings.kafka.bootstrap,
            broker_credentials=settings.kafka.faust_credentials(),
        )
        self.shelf = ModelShelf(policy)
        self.view = TopicView(
            settings.kafka.bootstrap,
            self._topic(TopicName.MODELS),
            security=self.security,
            on_change=self.shelf.put,
        )
        self._observers: list[ProgressObserver] = []
        self.plant = Plant(
            app=self.app,
            settings=settings,
            policy=policy,
            metrics=self.metrics,
            security=self.security,
        )
        self.shadows = shadow_runtimes(self.plant)
        self._own = tuple(self._own_runtimes())
        self.read, self.score, *_ = self._own
        self.health = HealthServer(
            settings.worker.http_host,
            settings.worker.http_port,
            metrics=self.metrics,
            unready=self.unready,
            stuck=self.stuck,
        )
        self._declare_agents()

    @property
    def runtimes(self) -> tuple[PartitionRuntime, ...]:
        """Of every stage that is this worker's, in the order of the work."""
        stages = self.settings.worker.stages
        return tuple(runtime for runtime in self._own if runtime.settings.name in stages)

    def _declare_agents(self) -> None:
        for runtime in (*self._own, *self.shadows):
            before = self.know_models_of if runtime is self.score else None
            declare_agent(self.app, runtime, before=before)

        @self.app.task  # type: ignore[untyped-decorator]  # faust's own
        async def start() -> None:
            await self.start_services()

    def unready(self) -> list[str]:
        """Why this worker is not ready: partitions of any runtime still loading."""
        return [
            f"{runtime.settings.name}: partition {number} is loading"
            for runtime in self.runtimes
            for number in sorted(runtime.assigned_partitions - runtime.open_partitions)
        ] + self._idle()

    def _idle(self) -> list[str]:
        """Name the stages with work for every worker that have been given none yet."""
        return [
            f"{runtime.settings.name}: no partition assigned"
            for runtime in self.runtimes
            if runtime in {self.score, self.read} and not runtime.assigned_partitions
        ]

    def stuck(self) -> list[str]:
        """Why this worker should be restarted: partitions that stand still while records wait."""
        return [why for observer in self._observers for why in observer.stuck()]

    async def start_services(self) -> None:
        """Health first, then topics and models, then the partitions that need them."""
        self.metrics.on_build(__version__)
        await self.app.add_runtime_dependency(self.health)
        log.info("health and metrics on http://%s:%d", self.health.host, self.health.port)
        await require_topics(self._installation())
        await self.app.add_runtime_dependency(self.view)
        await self.view.ready()
        shadows = self.shadows if "learn" in self.settings.worker.stages else ()
        for runtime in (*self.runtimes, *shadows):
            await self.app.add_runtime_dependency(runtime)
        if self.settings.clock.source == "wall":
            await self.app.add_runtime_dependency(self._ticker())

    async def know_models_of(self, batch: Batch) -> None:
        """Wait for the versions a batch activates, which another topic brings."""
        clock = self._topic(TopicName.CLOCK)
        values = [
            record.value for record in batch.records if record.topic == clock and record.value
        ]
        for item in CLOCK.decode_values(values):
            if isinstance(item, ActivateModel) and self.shelf.get(item.version) is None:
                known = await self.shelf.wait_for(item.version, seconds_max=_MODEL_WAIT_SECONDS)
                if not known:
                    log.error("model version %r is not in the models topic", item.version)

    def _installation(self) -> Installation:
        topics = self.settings.topics
        return Installation(
            bootstrap=self.settings.kafka.bootstrap,
            prefix=topics.prefix,
            partitions=topics.partitions,
            client_kwargs=self.security,
        )

    def _topic(self, name: str) -> str:
        return self.settings.topics.prefix + name

    def _own_runtimes(self) -> Iterator[PartitionRuntime]:
        """Of the six stages, in the order of the work."""
        settings, kit, policy = self.settings, self.plant.kit, self.policy
        clock, partitions = settings.clock, settings.topics.partitions
        read = ReadKit(extractor=extractor_of(settings.language), **kit)
        yield self._runtime(
            Stage("read", READER_TOPICS, TopicName.READER_STATE, partitions, merges=True),
            partial(ReadHandler, read),
        )
        score = ScoreKit(
            policy=policy,
            models=self.shelf.get,
            initial_model=PRIOR,
            # A feeder may tick by the hour; the wall clock ticks more often than the tolerance.
            tick_interval_ms=clock.tick_interval_ms if clock.source == "topic" else 0,
            **kit,
        )
        yield self._runtime(
            Stage("score", ENGINE_TOPICS, TopicName.ACCOUNT_STATE, partitions, merges=True),
            partial(ScoreHandler, score),
        )
        yield self._runtime(
            Stage("book", (TopicName.BOOK_STATS,), TopicName.BOOK_STATE),
            partial(BookHandler, BookKit(**kit)),
        )
        yield self._runtime(
            Stage("learn", (TopicName.TRAINING_EXAMPLES,), TopicName.LEARNER_STATE),
            partial(LearnHandler, LearnKit(policy=policy, activates=self.learns, **kit)),
        )
        yield self._runtime(
            Stage("judge", JUDGE_TOPICS, TopicName.JUDGE_STATE),
            partial(JudgeHandler, JudgeKit(policy=policy, **kit)),
        )
        yield self._runtime(
            Stage("dispatch", (TopicName.ALERT_CANDIDATES,), TopicName.DISPATCHER_STATE),
            partial(DispatchHandler, DispatchKit(policy=policy, **kit)),
        )

    def _runtime(self, stage: Stage, factory: HandlerFactory) -> PartitionRuntime:
        prefix = self.settings.topics.prefix
        observer = ProgressObserver(self.metrics, stage.name, prefix=prefix)
        self._observers.append(observer)
        return self.plant.runtime(stage, factory, observer)

    def _ticker(self) -> Ticker:
        return Ticker(
            self.settings.kafka.bootstrap,
            prefix=self.settings.topics.prefix,
            owned=lambda: self.score.assigned_partitions,
            interval_ms=self.settings.clock.tick_interval_ms,
            now_ms=wall_clock_ms,
            security=self.security,
        )


def wall_clock_ms() -> int:
    """Milliseconds since the epoch."""
    return time.time_ns() // 1_000_000
