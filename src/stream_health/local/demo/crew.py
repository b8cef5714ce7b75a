"""The workers of the demo: how they are started, whether they live, and what they measure."""

import asyncio
import re
from pathlib import Path
from typing import Final, NamedTuple

import aiohttp

from stream_health.local.demo.errors import DemoError
from stream_health.local.fleet import Fleet
from stream_health.wire.names import TopicName

WORKERS: Final = 2
_ADDRESS: Final = re.compile(r"health and metrics on (http://[0-9.]+:[0-9]+)")
_SAMPLE: Final = re.compile(r"^(stream_health_\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)
_LOOK_EVERY_SECONDS: Final = 0.5
_ANSWER_SECONDS_MAX: Final = 2.0
_TAIL_LINES: Final = 5


class Gauges(NamedTuple):
    """What one worker shows at ``/metrics``, as far as the demo tells it."""

    processed_total: int = 0
    partitions: int = 0
    accounts: int = 0


class Crew:
    """Watches the workers of a fleet: `watch` runs until cancelled.

    Attributes
    ----------
    gauges
        Newest figures of each worker that answers.
    """

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._urls: dict[int, str] = {}
        self.gauges: dict[int, Gauges] = {}

    def start(self) -> None:
        """Start them all."""
        for _ in range(WORKERS):
            self._fleet.start()

    @property
    def processed_total(self) -> int:
        """Input records that all workers have made durable."""
        return sum(one.processed_total for one in self.gauges.values())

    async def watch(self) -> None:
        """Ask every worker for its figures, over and over.

        Raises
        ------
        DemoError
            When a worker has ended by itself.
        """
        timeout = aiohttp.ClientTimeout(total=_ANSWER_SECONDS_MAX)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                self._require_alive()
                for number in range(WORKERS):
                    await self._look(session, number)
                await asyncio.sleep(_LOOK_EVERY_SECONDS)

    def _require_alive(self) -> None:
        running = self._fleet.running
        for number in range(WORKERS):
            if number not in running:
                log = self._fleet.log_of(number)
                msg = f"worker {number + 1} ended by itself; the end of {log}:\n{_tail(log)}"
                raise DemoError(msg)

    async def _look(self, session: aiohttp.ClientSession, number: int) -> None:
        url = self._urls.get(number) or _address_in(self._fleet.log_of(number))
        if url is None:
            return  # not listening yet
        self._urls[number] = url
        try:
            async with session.get(f"{url}/metrics") as answer:
                self.gauges[number] = gauges_of(await answer.text())
        except (aiohttp.ClientError, TimeoutError):
            return  # busy: its last figures stand, and whether it lives is asked elsewhere


def gauges_of(exposition: str) -> Gauges:
    """Read the figures out of a page of metrics; what is not on it is 0.

    >>> gauges_of('stream_health_owned_partitions{runtime="score"} 2.0')
    Gauges(processed_total=0, partitions=2, accounts=0)
    """
    sums: dict[str, float] = {}
    for name, labels, value in _SAMPLE.findall(exposition):
        scoring = "runtime=" not in labels or 'runtime="score"' in labels
        if scoring and f'topic="{TopicName.CLOCK}"' not in labels:
            sums[name] = sums.get(name, 0.0) + float(value)
    return Gauges(
        processed_total=int(sums.get("stream_health_input_records_total", 0)),
        partitions=int(sums.get("stream_health_owned_partitions", 0)),
        accounts=int(sums.get("stream_health_accounts", 0)),
    )


def _address_in(log: Path) -> str | None:
    found = _ADDRESS.search(log.read_text(encoding="utf-8", errors="replace"))
    return found.group(1) if found else None


def _tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-_TAIL_LINES:])
