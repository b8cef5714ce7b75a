"""One run of the demo on a broker: topics, workers, feeder, audience and screen, side by side."""

import asyncio
import itertools
import signal
import time
from collections import deque
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from stream_health.app.topics_admin import Installation, create_topics
from stream_health.domain.clocking import MINUTE_MS
from stream_health.local.demo.audience import Said, listen
from stream_health.local.demo.crew import WORKERS, Crew
from stream_health.local.demo.pace import Pace
from stream_health.local.demo.screen import REFRESHES_A_SECOND, Moment, Screen
from stream_health.local.demo.stage import HISTORY_TICK_EVERY_MS, TICK_EVERY_MS, Stage
from stream_health.local.demo.summary import Performance, summary_lines
from stream_health.local.demo.tally import Tally
from stream_health.local.feeder import Feeder, feeder_to
from stream_health.local.fleet import Fleet
from stream_health.local.replay.history import Line

PARTITIONS: Final = 2
ENDING_SECONDS: Final = 9.0
"""Of ``--for``: for the workers to finish what was sent, and for everything to stop."""

_QUIET_SECONDS: Final = 1.5
_DRAIN_SECONDS_MAX: Final = 30.0
_RATE_OVER: Final = 2 * REFRESHES_A_SECOND  # looks, so two seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What the person asked for.

    Attributes
    ----------
    seconds
        The whole run ends by itself after about this long; None goes on until asked to stop.
    accounts, seed
        Of the simulated book.
    days_per_second
        Event time per second, when ``seconds`` is None.
    data_dir
        Where the broker keeps its records; None throws them away.
    picture
        SVG file for the most telling picture; None writes none.
    """

    seconds: float | None = None
    accounts: int = 200
    seed: int = 1
    days_per_second: float = 2.0
    data_dir: Path | None = None
    picture: Path | None = None


class Show:
    """Everything of one run.

    Parameters
    ----------
    options
        What was asked for.
    bootstrap
        The broker.
    folder
        For the logs of the workers.
    screen
        Where it is shown.
    started
        When the run began, on the monotonic clock.
    """

    def __init__(
        self,
        options: DemoOptions,
        bootstrap: str,
        *,
        folder: Path,
        screen: Screen,
        started: float,
    ) -> None:
        now_ms = time.time_ns() // 1_000_000
        self._options = options
        self._bootstrap = bootstrap
        self._screen = screen
        self._started = started
        self._prefix = f"demo-{now_ms}." if options.data_dir else ""
        self._stage = Stage(options.seed, accounts=options.accounts, now_ms=now_ms)
        self._fleet = Fleet(self._arguments(), logs=folder, environment=self._environment())
        self._crew = Crew(self._fleet)
        self._pace = Pace(
            self._stage.stories_ms,
            self._stage.end_ms,
            clock=time.monotonic,
            behind=self._behind,
            deadline=None
            if options.seconds is None
            else started + options.seconds - ENDING_SECONDS,
            days_per_second=options.days_per_second,
        )
        self._tally = Tally(
            self._stage.truth(), self._pace.sent_at, measured_from_ms=self._stage.stories_ms
        )
        self._feeders: list[Feeder] = []
        self._fed_seconds = 0.0
        self._phase = "starting"
        self._asked_to_stop = asyncio.Event()
        self._looks: deque[tuple[float, int, int]] = deque(maxlen=_RATE_OVER)

    async def run(self) -> None:
        """Play until the end, or until SIGINT or SIGTERM; say the summary.

        Raises
        ------
        DemoError
            When a worker ends by itself.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._asked_to_stop.set)
        await create_topics(
            Installation(
                bootstrap=self._bootstrap,
                prefix=self._prefix,
                partitions=PARTITIONS,
                keep_history=True,
            )
        )
        with self._fleet:
            self._crew.start()
            with self._screen:
                await self._until_first_ends(
                    self._play(),
                    self._crew.watch(),
                    self._listen(),
                    self._draw(),
                    self._asked_to_stop.wait(),
                )
            for line in summary_lines(self._tally, self._stage.book.truth(), self._performance()):
                self._screen.say(line)
            self._screen.say("stopping workers and broker ...")

    async def _until_first_ends(self, *parts: Coroutine[Any, Any, object]) -> None:
        tasks = [asyncio.ensure_future(part) for part in parts]
        done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for task in done:
            task.result()

    async def _play(self) -> None:
        self._phase = "quiet history"
        begun = time.monotonic()
        history, stories = self._stage.acts()
        try:
            await self._feed(history, tick_every_ms=HISTORY_TICK_EVERY_MS)
            self._phase = "the stories"
            await self._feed(stories, tick_every_ms=TICK_EVERY_MS)
        finally:
            self._fed_seconds = time.monotonic() - begun
        self._phase = "finishing"
        await self._drain()
        if self._options.seconds is None:
            self._phase = "now"
            self._screen.say("the book has reached now and nothing more is fed; Ctrl-C ends")
            await self._asked_to_stop.wait()

    async def _feed(self, lines: Iterator[Line], *, tick_every_ms: int) -> None:
        in_time = itertools.takewhile(lambda _: not self._pace.over, lines)
        async with feeder_to(
            self._bootstrap,
            partitions=PARTITIONS,
            prefix=self._prefix,
            tick_every_ms=tick_every_ms,
        ) as feeder:
            self._feeders.append(feeder)
            await feeder.feed(in_time, pace=self._pace)

    async def _drain(self) -> None:
        """Wait until everything sent is processed and nothing more is heard."""
        end = time.monotonic() + _DRAIN_SECONDS_MAX
        if self._options.seconds is not None:
            end = self._started + self._options.seconds - ENDING_SECONDS / 2
        heard, since = -1, time.monotonic()
        while (now := time.monotonic()) < end:
            if self._tally.heard_total != heard or self._behind():
                heard, since = self._tally.heard_total, now
            elif now - since >= _QUIET_SECONDS:
                return
            await asyncio.sleep(0.1)

    async def _listen(self) -> None:
        def hear(said: Said) -> None:
            self._tally.hear(said, now=time.monotonic())

        await listen(self._bootstrap, hear, prefix=self._prefix, partitions=PARTITIONS)

    async def _draw(self) -> None:
        while True:
            now = time.monotonic()
            self._screen.show(self._moment(now), self._tally, now=now)
            await asyncio.sleep(1 / REFRESHES_A_SECOND)

    def _moment(self, now: float) -> Moment:
        processed = self._crew.processed_total
        self._looks.append((now, self._sent_total, processed))
        then, sent_then, processed_then = self._looks[0]
        seconds = max(now - then, 1e-9)
        reached_ms = self._reached_ms
        return Moment(
            phase=self._phase,
            time_ms=reached_ms,
            sent_total=self._sent_total,
            sent_per_second=(self._sent_total - sent_then) / seconds,
            processed_total=processed,
            processed_per_second=(processed - processed_then) / seconds,
            behind_records=self._behind(),
            partitions=tuple(one.partitions for _, one in sorted(self._crew.gauges.items())),
        )

    def _performance(self) -> Performance:
        return Performance(
            events_total=self._sent_total,
            feed_seconds=self._fed_seconds,
            workers=WORKERS,
            reached_ms=self._reached_ms,
            end_ms=self._stage.end_ms,
        )

    @property
    def _sent_total(self) -> int:
        return sum(feeder.sent_total for feeder in self._feeders)

    @property
    def _reached_ms(self) -> int:
        ticks = [feeder.time_ms for feeder in self._feeders if feeder.time_ms is not None]
        return max(ticks, default=self._stage.begin_ms)

    def _behind(self) -> int:
        """Records sent and not yet processed, as of the last look at the workers."""
        return max(0, self._sent_total - self._crew.processed_total)

    def _arguments(self) -> list[str]:
        where = ["--bootstrap", self._bootstrap, "--partitions", str(PARTITIONS)]
        named = ["--prefix", self._prefix] if self._prefix else []
        return [*where, *named, "--clock", "topic", "--http-port", "0"]

    def _environment(self) -> dict[str, str]:
        return {
            "STREAM_HEALTH_WORKER__APPLICATION_ID": f"{self._prefix}stream-health",
            # Records come before the next tick, so that far ahead of the last is no future.
            "STREAM_HEALTH_POLICY__FUTURE_TOLERANCE": f"{HISTORY_TICK_EVERY_MS // MINUTE_MS}m",
        }
