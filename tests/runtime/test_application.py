"""A worker process ends when told to, with an exit code that says why."""

import asyncio
import json
import logging
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import faust
import pytest
from tests.support.counting import Names, create_topics, read_outputs, settled_outputs
from tests.support.kafka import Record, produce

from stream_health.runtime.application import ExpectedRetries, create_app, run_app

ROOT = Path(__file__).parents[2]


@contextmanager
def worker(bootstrap: str, names: Names, **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    options = {
        "bootstrap": bootstrap,
        "topics": names.topics,
        "output": names.output,
        "changelog": names.changelog,
        "group_id": names.group_id,
        "partitions": names.partitions,
        **more,
    }
    command = [sys.executable, "-m", "tests.support.counting", json.dumps(options)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
async def names(bootstrap: str, topic_name: Callable[[str], str]) -> Names:
    made = Names(
        (topic_name("usage"),), topic_name("out"), topic_name("state"), topic_name("group"), 2
    )
    await create_topics(bootstrap, made)
    return made


async def test_sigterm_ends_a_worker_in_the_middle_of_its_work_and_nothing_is_replayed(
    bootstrap: str, names: Names
) -> None:
    await produce(bootstrap, names.topics[0], [Record(b"{}", b"k") for _ in range(300)])
    with worker(bootstrap, names, chunk=5) as process:
        await settled_outputs(bootstrap, names, count=20)
        process.send_signal(signal.SIGTERM)
        code = await asyncio.to_thread(process.wait, 5)  # the promise: 5 s
    assert code == 0
    done = await read_outputs(bootstrap, names)
    assert len(done) < 300, "the worker must be stopped in the middle to say anything"
    with worker(bootstrap, names):
        outputs = await settled_outputs(bootstrap, names, count=300)
    assert sorted(outputs) == sorted(set(outputs))
    assert outputs[: len(done)] == done


def wait_for_line(process: subprocess.Popen[bytes], text: bytes) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if text in line:
            return
    pytest.fail(f"the worker ended without saying {text!r}")


async def test_sigterm_during_a_rebalance_ends_a_worker_too(bootstrap: str, names: Names) -> None:
    with worker(bootstrap, names) as first:
        await produce(bootstrap, names.topics[0], [Record(b"{}", b"k")])
        await settled_outputs(bootstrap, names, count=1)
        first.send_signal(signal.SIGSTOP)  # it will not answer, so joining has to wait for it
        with worker(bootstrap, names) as second:
            await asyncio.to_thread(wait_for_line, second, b"PartitionRuntime]: Starting")
            await asyncio.sleep(1)  # now it waits for the group
            second.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(second.wait, 15) == 0  # the promise: 15 s


async def test_a_worker_that_cannot_work_ends_with_1_and_says_why(
    bootstrap: str, names: Names
) -> None:
    wrong = Names(names.topics, names.output, names.changelog, names.group_id, 7)
    with worker(bootstrap, wrong) as process:
        _, log = await asyncio.to_thread(process.communicate, None, 30)
        assert process.returncode == 1
    assert b"partitions is 2, expected 7" in log


def app_that(work: Callable[[faust.App], Any]) -> faust.App:
    app = create_app("test", "localhost:9092")

    @app.task  # type: ignore[untyped-decorator]  # Faust's decorator is
    async def start() -> None:
        await work(app)

    return app


def test_a_signal_gives_exit_code_0() -> None:
    async def work(_: faust.App) -> None:
        signal.raise_signal(signal.SIGTERM)

    assert run_app(app_that(work)) == 0


def test_a_crash_gives_exit_code_1_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def work(_: faust.App) -> None:
        msg = "no luck"
        raise ValueError(msg)

    assert run_app(app_that(work)) == 1
    assert "no luck" in caplog.text


def test_an_exception_in_an_agent_ends_the_app() -> None:
    app = create_app("test", "localhost:9092")
    channel = app.channel()

    @app.agent(channel)
    async def agent(values: Any) -> None:
        async for value in values:
            raise ValueError(value)

    @app.task  # type: ignore[untyped-decorator]  # Faust's decorator is
    async def start() -> None:
        app.flow_control.resume()
        await channel.put("no luck")  # type: ignore[arg-type]  # Faust's hint knows events only

    assert run_app(app) == 1


def test_only_the_expected_retries_are_kept_out_of_the_log() -> None:
    def passes(message: str) -> bool:
        record = logging.LogRecord("x", logging.WARNING, "", 0, message, (), None)
        return bool(ExpectedRetries().filter(record))

    retry = "Got error produce response on topic-partition t, retrying. Error: {}"
    assert not passes(retry.format("<class 'aiokafka.errors.NotEnoughReplicasError'>"))
    assert passes(retry.format("<class 'aiokafka.errors.NotLeaderForPartitionError'>"))
