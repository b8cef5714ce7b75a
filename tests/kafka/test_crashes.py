"""Two workers under KILL, STOP and TERM: state and outputs equal the source, exactly."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from tests.support.counting import Names, create_topics, eventually, read_counts, read_outputs
from tests.support.kafka import Record, produce, read_to_end

from stream_health.local.broker import EmbeddedBroker

pytestmark = [pytest.mark.kafka, pytest.mark.slow, pytest.mark.timeout(240)]

ROOT = Path(__file__).parents[2]
SESSION_MS = 6_000
SEED = int(os.environ.get("CRASH_SEED", "7"))
KEYS = [b"acc-%d" % number for number in range(40)]


class Workers:
    """Worker processes that are started again whenever they end, as a container would."""

    def __init__(self, count: int, options: dict[str, Any]) -> None:
        self._options = json.dumps(options)
        self.processes = [self._start() for _ in range(count)]
        self.exit_codes: list[int] = []

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.support.counting", self._options]
        return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)

    def restart_ended(self) -> None:
        for index, process in enumerate(self.processes):
            code = process.poll()
            if code is not None:
                self.exit_codes.append(code)
                self.processes[index] = self._start()

    async def pause(self, index: int, seconds: float) -> None:
        process = self.processes[index]
        process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGCONT)

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


@contextmanager
def workers(count: int, options: dict[str, Any]) -> Iterator[Workers]:
    running = Workers(count, options)
    try:
        yield running
    finally:
        running.close()


async def feed(bootstrap: str, names: Names, *, seconds: float, rng: random.Random) -> None:
    """Produce some 300 events a second to all topics, at least once and maybe more often."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for topic in names.topics:
            await produce(bootstrap, topic, [Record(b"{}", rng.choice(KEYS)) for _ in range(30)])
        await asyncio.sleep(0.1)


async def source_of(bootstrap: str, names: Names) -> tuple[dict[bytes, dict[str, int]], list[str]]:
    """Return counts and output names as they must be, read from the source topics themselves."""
    counts: dict[bytes, dict[str, int]] = {}
    events = []
    for topic in names.topics:
        for record in await read_to_end(bootstrap, topic):
            of_key = counts.setdefault(record.key, {})
            of_key[topic] = of_key.get(topic, 0) + 1
            events.append(f"{topic}/{record.partition}/{record.offset}")
    return counts, events


async def assert_exact(bootstrap: str, names: Names) -> int:
    """Wait for the workers to drain, then compare everything; return the number of events."""
    counts, events = await source_of(bootstrap, names)

    async def drained() -> bool:
        return len(set(await read_outputs(bootstrap, names))) >= len(events)

    await eventually(drained, seconds=60)
    await asyncio.sleep(1)  # whatever came twice would come now
    outputs = await read_outputs(bootstrap, names)
    twice = {name: n for name, n in Counter(outputs).items() if n > 1}
    assert (twice, set(events) - set(outputs), len(outputs)) == ({}, set(), len(events))
    assert await read_counts(bootstrap, names) == counts
    return len(events)


@pytest.fixture
async def names(bootstrap: str, topic_name: Callable[[str], str]) -> Names:
    topics = (topic_name("usage"), topic_name("tickets"))
    made = Names(topics, topic_name("out"), topic_name("state"), topic_name("group"), 4)
    await create_topics(bootstrap, made)
    return made


def options(bootstrap: str, names: Names) -> dict[str, Any]:
    return {
        "bootstrap": bootstrap,
        "topics": names.topics,
        "output": names.output,
        "changelog": names.changelog,
        "group_id": names.group_id,
        "partitions": names.partitions,
        "settings": {"session_timeout_ms": SESSION_MS},
    }


async def test_killed_paused_and_stopped_workers_count_everything_exactly_once(
    bootstrap: str, names: Names
) -> None:
    rng = random.Random(SEED)
    with workers(2, options(bootstrap, names)) as running:
        feeding = asyncio.create_task(feed(bootstrap, names, seconds=40, rng=rng))
        faults: Counter[str] = Counter()
        plan = ["KILL", "STOP", "TERM", "STOP", "KILL", "TERM"]
        while not feeding.done():
            await asyncio.sleep(rng.uniform(1.5, 4))
            running.restart_ended()
            if feeding.done() or not plan:
                continue
            fault, victim = plan.pop(0), rng.randrange(2)
            faults[fault] += 1
            if fault == "STOP":
                await running.pause(victim, SESSION_MS / 1000 + 2)
            else:
                running.processes[victim].send_signal(getattr(signal, f"SIG{fault}"))
        await feeding
        running.restart_ended()
        assert faults["KILL"] >= 1
        assert faults["STOP"] >= 1
        events = await assert_exact(bootstrap, names)
    assert events > 1000
    # SIGTERM before Python has installed its handler ends the process the hard way.
    assert set(running.exit_codes) <= {0, 1, -signal.SIGKILL, -signal.SIGTERM}


async def test_a_broker_that_is_killed_and_comes_back_needs_nobody(
    bootstrap: str, broker: EmbeddedBroker, names: Names
) -> None:
    rng = random.Random(11)
    with workers(2, options(bootstrap, names)) as running:
        await feed(bootstrap, names, seconds=6, rng=rng)
        for _ in range(2):
            broker.kill()
            await asyncio.sleep(1)
            broker.restart()
            await feed(bootstrap, names, seconds=5, rng=rng)
        await assert_exact(bootstrap, names)
        assert [process.poll() for process in running.processes] == [None, None]
