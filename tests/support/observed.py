"""Workers whose life a test watches."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from tests.support.counting import Names, eventually, running
from tests.support.kafka import Record

from stream_health.runtime.application import create_app
from stream_health.runtime.handler import HandlerFactory
from stream_health.runtime.observer import RuntimeObserver
from stream_health.runtime.service import PartitionRuntime
from stream_health.runtime.settings import RuntimeSettings


def events(count: int, *, first: int = 0) -> list[Record]:
    return [Record(b"{}", b"k%d" % (number % 7)) for number in range(first, first + count)]


async def crash_of(bootstrap: str, names: Names, factory: HandlerFactory, **changes: Any) -> Any:
    """Run a worker until it crashes; return the reason."""
    async with running(names.settings(bootstrap, **changes), factory) as runtime:

        async def crashed() -> bool:
            return runtime.crash_reason is not None

        await eventually(crashed)
        return runtime.crash_reason


async def all_open(runtime: PartitionRuntime, count: int) -> None:
    async def opened() -> bool:
        return len(runtime.open_partitions) == count

    await eventually(opened)


@asynccontextmanager
async def held_back(
    settings: RuntimeSettings,
    factory: HandlerFactory,
    observer: RuntimeObserver,
    go_on: asyncio.Event,
) -> AsyncIterator[PartitionRuntime]:
    """Run a worker whose agent does nothing until told to go on."""
    app = create_app("held-back", settings.bootstrap)
    runtime = PartitionRuntime(app, settings, factory, observer)

    @app.agent(runtime.channel, name="held-back", concurrency=settings.partitions)
    async def agent(batches: Any) -> None:
        async for batch in batches:
            await go_on.wait()
            await runtime.commit(batch)

    await app.start()
    await app.add_runtime_dependency(runtime)
    try:
        yield runtime
    finally:
        await app.stop()


class Recorder(RuntimeObserver):
    """Remembers what the runtime said."""

    def __init__(self) -> None:
        self.opened: list[tuple[int, int]] = []
        self.buffered_max = 0
        self.batches: list[int] = []
        self.lag_records: dict[int, Mapping[str, int]] = {}
        self.lost: list[tuple[str, int]] = []
        self.fenced: list[int] = []
        self.reopened: list[BaseException] = []
        self.state: dict[int, tuple[int, int]] = {}

    def on_partition_opened(self, partition: int, *, seconds: float, records: int) -> None:
        assert seconds > 0
        self.opened.append((partition, records))

    def on_buffered(self, partition: int, records: int) -> None:
        del partition
        self.buffered_max = max(self.buffered_max, records)

    def on_batch(self, partition: int, *, records: int, seconds: float) -> None:
        del partition, seconds
        self.batches.append(records)

    def on_positions(
        self, partition: int, *, positions: Mapping[str, int], lag_records: Mapping[str, int]
    ) -> None:
        del positions
        self.lag_records[partition] = lag_records

    def on_positions_lost(self, partition: int, *, topic: str, records: int) -> None:
        del partition
        self.lost.append((topic, records))

    def on_fenced(self, partition: int) -> None:
        self.fenced.append(partition)

    def on_reopen(self, partition: int, error: BaseException) -> None:
        del partition
        self.reopened.append(error)

    def on_state(self, partition: int, *, records: int, bytes_total: int) -> None:
        self.state[partition] = (records, bytes_total)
