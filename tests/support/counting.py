"""A worker that counts events per key and topic and writes one output per event."""

import asyncio
import json
import logging
import random
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import faust
from tests.support.kafka import create_topic, read_to_end

from stream_health.runtime.application import create_app, run_app
from stream_health.runtime.batch import Batch, Output, Transaction
from stream_health.runtime.handler import HandlerFactory
from stream_health.runtime.observer import RuntimeObserver
from stream_health.runtime.service import PartitionRuntime
from stream_health.runtime.settings import RuntimeSettings


class CountHandler:
    """Counts per key and topic, in transactions of at most ``chunk`` records."""

    def __init__(self, state: Mapping[bytes, bytes], *, output: str, chunk: int) -> None:
        self._state = state
        self._output = output
        self._chunk = chunk

    def process(self, batch: Batch) -> Iterator[Transaction]:
        for start in range(0, len(batch.records), self._chunk):
            records = batch.records[start : start + self._chunk]
            transaction = Transaction(consumed=start + len(records))
            counts: dict[bytes, dict[str, int]] = {}
            for record in records:
                key = record.key or b""
                if key not in counts:
                    counts[key] = json.loads(self._state.get(key, b"{}"))
                counts[key][record.topic] = counts[key].get(record.topic, 0) + 1
                name = f"{record.topic}/{record.partition}/{record.offset}"
                transaction.outputs.append(Output(self._output, key, name.encode()))
            transaction.changes = {
                key: json.dumps(count, sort_keys=True).encode() for key, count in counts.items()
            }
            yield transaction


@dataclass(frozen=True)
class Names:
    """Topics and group of one test."""

    topics: tuple[str, ...]
    output: str
    changelog: str
    group_id: str
    partitions: int

    def settings(self, bootstrap: str, **changes: Any) -> RuntimeSettings:
        base = RuntimeSettings(
            name="count",
            bootstrap=bootstrap,
            group_id=self.group_id,
            topics=self.topics,
            changelog=self.changelog,
            partitions=self.partitions,
        )
        return replace(base, **changes)

    def handler(self, partition: int, state: Mapping[bytes, bytes]) -> CountHandler:
        del partition
        return CountHandler(state, output=self.output, chunk=100_000)


async def create_topics(bootstrap: str, names: Names) -> None:
    """Create everything the worker needs."""
    for topic in (*names.topics, names.output):
        await create_topic(bootstrap, topic, partitions=names.partitions)
    compact = {"cleanup.policy": "compact"}
    await create_topic(bootstrap, names.changelog, partitions=names.partitions, config=compact)


async def read_counts(bootstrap: str, names: Names) -> dict[bytes, dict[str, int]]:
    """Read the state from the changelog, every partition into one."""
    state: dict[bytes, bytes] = {}
    for record in await read_to_end(bootstrap, names.changelog):
        if record.key.startswith(b"\0"):
            continue
        if record.value is None:
            state.pop(record.key, None)
        else:
            state[record.key] = record.value
    return {key: json.loads(value) for key, value in state.items()}


async def read_outputs(bootstrap: str, names: Names) -> list[str]:
    """Read the committed outputs, in order of partition and offset."""
    return [record.value.decode() for record in await read_to_end(bootstrap, names.output)]


async def settled_outputs(bootstrap: str, names: Names, *, count: int) -> list[str]:
    """Wait for that many committed outputs; markers are written after a commit returns."""
    outputs: list[str] = []

    async def enough() -> bool:
        outputs[:] = await read_outputs(bootstrap, names)
        return len(outputs) >= count

    await eventually(enough)
    return outputs


def build(
    settings: RuntimeSettings,
    factory: HandlerFactory,
    observer: RuntimeObserver | None = None,
) -> tuple[faust.App, PartitionRuntime]:
    """Wire runtime, agent and app as the app room does."""
    app = create_app(f"app-{settings.group_id}", settings.bootstrap)
    runtime = PartitionRuntime(app, settings, factory, observer)

    @app.agent(runtime.channel, name=settings.name, concurrency=settings.partitions)
    async def count(batches: Any) -> None:
        async for batch in batches:
            await runtime.commit(batch)

    @app.task  # type: ignore[untyped-decorator]  # Faust's decorator is
    async def start() -> None:
        await app.add_runtime_dependency(runtime)

    return app, runtime


@asynccontextmanager
async def running(
    settings: RuntimeSettings,
    factory: HandlerFactory,
    observer: RuntimeObserver | None = None,
) -> AsyncIterator[PartitionRuntime]:
    """Run a worker in this event loop."""
    app, runtime = build(settings, factory, observer)
    await app.start()
    try:
        yield runtime
    finally:
        await app.stop()


async def eventually(condition: Any, *, seconds: float = 30.0) -> None:
    """Wait until an async condition holds; fail if it never does."""
    deadline = time.monotonic() + seconds
    while not await condition():
        if time.monotonic() > deadline:
            msg = f"condition did not hold within {seconds} s"
            raise AssertionError(msg)
        await asyncio.sleep(0.1)


class SlowHandler(CountHandler):
    """Sleeps inside the work, so that a crash hits every stage of it."""

    def process(self, batch: Batch) -> Iterator[Transaction]:
        for transaction in super().process(batch):
            time.sleep(random.uniform(0, 0.15))
            yield transaction


def main() -> int:
    """Run one worker process; its settings come as JSON in the first argument."""
    logging.basicConfig(level="INFO", stream=sys.stderr)
    logging.getLogger("aiokafka").setLevel("ERROR")
    options = json.loads(sys.argv[1])
    bootstrap, extra = options.pop("bootstrap"), options.pop("settings", {})
    chunk = options.pop("chunk", 100)
    names = Names(**{**options, "topics": tuple(options["topics"])})

    def factory(partition: int, state: Mapping[bytes, bytes]) -> SlowHandler:
        del partition
        return SlowHandler(state, output=names.output, chunk=chunk)

    app, _ = build(names.settings(bootstrap, **extra), factory)
    return run_app(app)


if __name__ == "__main__":
    sys.exit(main())
