"""What all phases share: the broker with its topics, the book, and workers to start."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from typing import Final

from benchmarks.job.plan import Plan
from benchmarks.job.team import Team, team

from stream_health.app.topics_admin import Installation, create_topics
from stream_health.local.broker import EmbeddedBroker
from stream_health.local.feeder import feeder_to
from stream_health.local.replay.history import Line

_TICK_EVERY: Final = {"topic": "1h", "wall": "1m"}


class Stage:
    """A broker that runs, and what is to be played on it.

    Parameters
    ----------
    broker
        Running, with nothing in it.
    plan
        How much of everything.
    logs
        Folder for the logs of the workers.
    now_ms
        Everything that is fed before real time lies before this.
    """

    def __init__(self, broker: EmbeddedBroker, plan: Plan, *, logs: Path, now_ms: int) -> None:
        self.broker = broker
        self.plan = plan
        self.load = plan.load()
        self._logs = logs
        self._now_ms = now_ms

    async def create_topics(self) -> None:
        """Create all topics, keeping records whatever their age."""
        await create_topics(
            Installation(
                bootstrap=self.broker.bootstrap, partitions=self.plan.partitions, keep_history=True
            )
        )

    async def feed_history(self) -> int:
        """Feed all profiles and the thinned past; how many records."""
        span = self.plan.history(self._now_ms)
        profiles = self.load.profiles(time_ms=span.start_ms)
        return await self._feed(chain(profiles, self.load.history(span)), end_ms=span.end_ms)

    async def feed_backlog(self) -> int:
        """Feed what is to be worked off; how many records."""
        span = self.plan.backlog(self._now_ms)
        return await self._feed(self.load.events(span), end_ms=span.end_ms)

    def workers(self, phase: str, *, clock: str) -> AbstractContextManager[Team]:
        """Start the workers, with the ticks of the feeder (``topic``) or their own (``wall``)."""
        arguments = [
            "--bootstrap", self.broker.bootstrap, "--partitions", str(self.plan.partitions),
            "--clock", clock, "--tick-every", _TICK_EVERY[clock], "--http-port", "0",
        ]  # fmt: skip
        return team(
            arguments,
            count=self.plan.workers,
            seconds_max=self.plan.seconds_max,
            logs=self._logs / phase,
        )

    async def _feed(self, records: Iterable[Line], *, end_ms: int) -> int:
        async with feeder_to(self.broker.bootstrap, partitions=self.plan.partitions) as feeder:
            await feeder.feed(records, until_ms=end_ms)
            return feeder.sent_total
