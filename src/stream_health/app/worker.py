"""The worker: a Faust app whose agents read, score, learn, judge and dispatch, exactly once."""

import logging
import time
from functools import partial
from typing import Any

import faust

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
from stream_health.app.shadows import declare_shadow, shadow_runtimes
from stream_health.app.ticker import Ticker
from stream_health.app.topics_admin import Installation, require_topics
from stream_health.domain.engine.control import ActivateModel
from stream_health.domain.policy import Policy
from stream_health.runtime.application import AgentsApp, create_app
from stream_health.runtime.batch import Batch
from stream_health.runtime.broadcast import TopicView
from stream_health.runtime.handler import HandlerFactory
from stream_health.runtime.service import PartitionRuntime
from stream_health.runtime.settings import RuntimeSettings
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
        self.shadows = shadow_runtimes(self)
        self.read, self.score, self.book, self.learn, self.judge, self.dispatch = self._runtimes()
        self.health = HealthServer(
            settings.worker.http_host,
            settings.worker.http_port,
            metrics=self.metrics,
            unready=self.unready,
            stuck=self.stuck,
        )
        declare_agents(self)

    @property
    def runtimes(self) -> tuple[PartitionRuntime, ...]:
        """Of every stage that is this worker's, in the order of the work."""
        every = (self.read, self.score, self.book, self.learn, self.judge, self.dispatch)
        stages = self.settings.worker.stages
        return tuple(runtime for runtime in every if runtime.settings.name in stages)

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

    def _runtimes(self) -> tuple[PartitionRuntime, ...]:
        partitions, prefix = self.settings.topics.partitions, self.settings.topics.prefix
        clock = self.settings.clock
        read = ReadKit(
            extractor=extractor_of(self.settings.language),
            partitions=partitions,
            prefix=prefix,
            metrics=self.metrics,
        )
        score = ScoreKit(
            policy=self.policy,
            models=self.shelf.get,
            initial_model=PRIOR,
            partitions=partitions,
            prefix=prefix,
            metrics=self.metrics,
            # A feeder may tick by the hour; the wall clock ticks more often than the tolerance.
            tick_interval_ms=clock.tick_interval_ms if clock.source == "topic" else 0,
        )
        book = BookKit(partitions=partitions, prefix=prefix, metrics=self.metrics)
        learn = LearnKit(
            policy=self.policy,
            partitions=partitions,
            prefix=prefix,
            metrics=self.metrics,
            activates=self.learns,
        )
        judge = JudgeKit(
            policy=self.policy, partitions=partitions, prefix=prefix, metrics=self.metrics
        )
        dispatch = DispatchKit(
            policy=self.policy, partitions=partitions, prefix=prefix, metrics=self.metrics
        )
        return (
            self._runtime("read", READER_TOPICS, partial(ReadHandler, read), partitions),
            self._runtime("score", ENGINE_TOPICS, partial(ScoreHandler, score), partitions),
            self._runtime("book", (TopicName.BOOK_STATS,), partial(BookHandler, book), 1),
            self._runtime("learn", (TopicName.TRAINING_EXAMPLES,), partial(LearnHandler, learn), 1),
            self._runtime("judge", JUDGE_TOPICS, partial(JudgeHandler, judge), 1),
            self._runtime(
                "dispatch", (TopicName.ALERT_CANDIDATES,), partial(DispatchHandler, dispatch), 1
            ),
        )

    def _runtime(
        self, name: str, topics: tuple[str, ...], factory: HandlerFactory, partitions: int
    ) -> PartitionRuntime:
        bounds: dict[str, Any] = self.settings.worker.runtime_bounds()
        if name not in {"read", "score"}:
            bounds["strict_merge"] = False  # one topic has nothing to be merged with
        settings = RuntimeSettings(
            name=name,
            bootstrap=self.settings.kafka.bootstrap,
            group_id=f"{self.settings.worker.application_id}-{name}",
            topics=tuple(map(self._topic, topics)),
            changelog=self._topic(STATE_OF[name]),
            partitions=partitions,
            security=self.security,
            **bounds,
        )
        observer = ProgressObserver(self.metrics, name, prefix=self.settings.topics.prefix)
        self._observers.append(observer)
        return PartitionRuntime(self.app, settings, factory, observer)

    def _ticker(self) -> Ticker:
        return Ticker(
            self.settings.kafka.bootstrap,
            prefix=self.settings.topics.prefix,
            owned=lambda: self.score.assigned_partitions,
            interval_ms=self.settings.clock.tick_interval_ms,
            now_ms=wall_clock_ms,
            security=self.security,
        )


STATE_OF = {
    "read": TopicName.READER_STATE,
    "score": TopicName.ACCOUNT_STATE,
    "book": TopicName.BOOK_STATE,
    "learn": TopicName.LEARNER_STATE,
    "judge": TopicName.JUDGE_STATE,
    "dispatch": TopicName.DISPATCHER_STATE,
}


def wall_clock_ms() -> int:
    """Milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


def declare_agents(worker: Worker) -> AgentsApp:
    """Declare the Faust agents: each takes batches from its runtime's channel and commits them."""
    app = worker.app

    @app.agent(worker.read.channel, concurrency=worker.read.settings.partitions, name="read")
    async def read(batches: "faust.StreamT[Batch]") -> None:
        async for batch in batches:
            await worker.read.commit(batch)

    @app.agent(worker.score.channel, concurrency=worker.score.settings.partitions, name="score")
    async def score(batches: "faust.StreamT[Batch]") -> None:
        async for batch in batches:
            await worker.know_models_of(batch)
            await worker.score.commit(batch)

    @app.agent(worker.book.channel, name="book")
    async def book(batches: "faust.StreamT[Batch]") -> None:
        async for batch in batches:
            await worker.book.commit(batch)

    @app.agent(worker.learn.channel, name="learn")
    async def learn(batches: "faust.StreamT[Batch]") -> None:
        async for batch in batches:
            await worker.learn.commit(batch)

    @app.agent(worker.judge.channel, name="judge")
    async def judge(batches: "faust.StreamT[Batch]") -> None:
        async for batch in batches:
            await worker.judge.commit(batch)

    @app.agent(worker.dispatch.channel, name="dispatch")
    async def dispatch(batches: "faust.StreamT[Batch]") -> None:
        async for batch in batches:
            await worker.dispatch.commit(batch)

    for shadow in worker.shadows:
        declare_shadow(app, shadow)

    @app.task  # type: ignore[untyped-decorator]  # faust's own
    async def start() -> None:
        await worker.start_services()

    return app
