"""The workers under measurement: started, waited for, looked at."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.job import gauges
from stream_health.local.fleet import Fleet

_LOOK_EVERY_SECONDS: Final = 0.5
_TAIL_CHARACTERS: Final = 2_000


class NotDoneError(Exception):
    """A worker ended, or the time a wait may take was over."""


class Look(NamedTuple):
    """All workers at one instant."""

    at_seconds: float
    pages: tuple[gauges.Page, ...]
    processes: tuple[gauges.Process, ...]

    def total(self, sample: str) -> float:
        """Sum of a sample over the workers."""
        return sum(page[sample] for page in self.pages)

    @property
    def cpu_seconds(self) -> float:
        """CPU time of all workers since they began."""
        return sum(one.cpu_seconds for one in self.processes)


@dataclass(frozen=True, slots=True)
class Team:
    """Some workers with the same settings, running.

    Attributes
    ----------
    started_seconds
        When they were started, on the monotonic clock.
    """

    fleet: Fleet
    count: int
    seconds_max: float
    started_seconds: float

    async def look(self) -> Look:
        """Ask all of them; one that does not serve yet shows nothing."""
        return await asyncio.to_thread(self._look)

    async def until(self, what: str, done: Callable[[Look], bool]) -> tuple[Look, Look]:
        """Look until it is done; the last look that was not, and the first that was.

        Raises
        ------
        NotDoneError
            When it takes too long, or a worker ends by itself.
        """
        end_seconds = time.monotonic() + self.seconds_max
        before = await self.look()
        while True:
            now = await self.look()
            if done(now):
                return before, now
            if len(self.fleet.running) < self.count:
                raise NotDoneError(self._complaint(f"not {what}: a worker ended by itself"))
            if now.at_seconds > end_seconds:
                why = f"not {what} within {self.seconds_max:g} s"
                raise NotDoneError(self._complaint(why))
            before = now
            await asyncio.sleep(_LOOK_EVERY_SECONDS)

    async def until_ready(self) -> Look:
        """Wait until every assigned partition of every worker is loaded, and all are assigned."""
        _, look = await self.until(
            "ready", lambda look: all(page["worker_ready"] == 1 for page in look.pages)
        )
        return look

    def _look(self) -> Look:
        pages = []
        for number in range(self.count):
            url = gauges.address_in(self.fleet.log_of(number))
            text = gauges.fetch(f"{url}/metrics") if url else None
            pages.append(gauges.Page(text or ""))
        processes = tuple(gauges.process(pid) for pid in gauges.worker_pids())
        return Look(time.monotonic(), tuple(pages), processes)

    def _complaint(self, why: str) -> str:
        tails = [
            self.fleet.log_of(number).read_text(encoding="utf-8", errors="replace")
            for number in range(self.count)
        ]
        logs = "\n---\n".join(tail[-_TAIL_CHARACTERS:] for tail in tails)
        return f"{why}; the workers said last:\n{logs}"


@contextmanager
def team(arguments: list[str], *, count: int, seconds_max: float, logs: Path) -> Iterator[Team]:
    """Start workers, and stop them in the end."""
    logs.mkdir(parents=True)
    with Fleet(arguments, logs=logs) as fleet:
        started_seconds = time.monotonic()
        for _ in range(count):
            fleet.start()
        yield Team(fleet, count, seconds_max, started_seconds)
