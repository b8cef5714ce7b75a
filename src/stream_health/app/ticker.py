"""The wall clock of the partitions this worker owns: a tick in ``clock`` at every full interval."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Mapping
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from mode import Service

from stream_health.domain.engine.control import Tick
from stream_health.wire.internal.clock import encode_tick

log = logging.getLogger(__name__)

_POLL_SECONDS = 0.2
_WRITE_MS = 5_000  # a tick later than this is made up for by the next one
_LEAVE_SECONDS = 1.0


class Ticker(Service):
    """Writes ticks. A tick too many changes nothing, one too few is made up for by the next.

    Parameters
    ----------
    owned
        Partition numbers this worker owns now.
    interval_ms
        Time between ticks; ticks stand on full intervals.
    now_ms
        The wall clock, milliseconds since the epoch.
    """

    def __init__(
        self,
        bootstrap: str,
        *,
        prefix: str,
        owned: Callable[[], Collection[int]],
        interval_ms: int,
        now_ms: Callable[[], int],
        security: Mapping[str, Any],
    ) -> None:
        super().__init__()
        self._bootstrap = bootstrap
        self._prefix = prefix
        self._owned = owned
        self._interval_ms = interval_ms
        self._now_ms = now_ms
        self._security = dict(security)
        self._said: dict[int, int] = {}
        self._producer: AIOKafkaProducer | None = None

    async def on_start(self) -> None:
        """Connect."""
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap, request_timeout_ms=_WRITE_MS, **self._security
        )
        await self._producer.start()

    async def on_stop(self) -> None:
        """Leave; a broker that does not answer is not waited for."""
        if self._producer is None:
            return
        stopping = asyncio.ensure_future(self._producer.stop())
        done, _ = await asyncio.wait([stopping], timeout=_LEAVE_SECONDS)
        if not done:
            stopping.cancel()
        with contextlib.suppress(asyncio.CancelledError, KafkaError):
            await stopping

    @Service.task
    async def _tick(self) -> None:
        while not self.should_stop:
            time_ms = self._now_ms() // self._interval_ms * self._interval_ms
            due = [number for number in self._owned() if self._said.get(number) != time_ms]
            try:
                await asyncio.gather(*(self._say(number, time_ms) for number in due))
            except KafkaError as error:
                log.warning("a tick was not written: %r, trying again", error)
            await self.sleep(_POLL_SECONDS)

    async def _say(self, number: int, time_ms: int) -> None:
        if self._producer is None:
            return
        topic, key, value, partition, timestamp_ms, _ = encode_tick(Tick(time_ms), partition=number)
        await self._producer.send_and_wait(
            self._prefix + topic, value, key=key, partition=partition, timestamp_ms=timestamp_ms
        )
        self._said[number] = time_ms
