"""A broker's life: start, stop, crash, its data directory, and what it refuses. On a real Kafka."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.kafka import Record, create_topic, produce, read_to_end

from stream_health.local.broker import (
    DataDirectoryError,
    EmbeddedBroker,
    PortTakenError,
    StartFailedError,
    ping,
)

pytestmark = [pytest.mark.kafka, pytest.mark.slow]

_GONE_SECONDS_MAX = 30.0


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _becomes_true(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + _GONE_SECONDS_MAX
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


async def test_a_record_survives_a_stop_and_a_start_on_another_port(tmp_path: Path) -> None:
    with EmbeddedBroker(tmp_path / "data") as first:
        await create_topic(first.bootstrap, "kept", partitions=2)
        await produce(first.bootstrap, "kept", [Record(b"value", key=b"key", partition=1)])
        first_pid = first.pid
    assert not _lives(first_pid)

    with EmbeddedBroker(tmp_path / "data") as second:
        read = await read_to_end(second.bootstrap, "kept")

    assert [(record.partition, record.key, record.value) for record in read] == [
        (1, b"key", b"value")
    ]


async def test_a_record_survives_a_kill_and_a_restart_on_the_same_port() -> None:
    with EmbeddedBroker() as broker:
        address, killed_pid = broker.bootstrap, broker.pid
        await create_topic(address, "kept")
        await produce(address, "kept", [Record(b"value")])

        broker.kill()
        assert not _lives(killed_pid)
        assert not ping.serves(broker.port)

        broker.restart()
        assert broker.bootstrap == address
        assert [record.value for record in await read_to_end(address, "kept")] == [b"value"]


def test_a_temporary_data_directory_goes_and_a_given_one_stays(tmp_path: Path) -> None:
    with EmbeddedBroker() as broker:
        temporary = broker.data_dir
        assert temporary.exists()
    assert not temporary.exists()

    with EmbeddedBroker(tmp_path) as broker:
        assert ping.serves(broker.port)
        assert broker.wait(0) is None
    assert (tmp_path / "kafka.log").exists()
    assert not ping.serves(broker.port)


def test_a_second_broker_on_the_same_data_directory_is_refused(tmp_path: Path) -> None:
    with EmbeddedBroker(tmp_path) as first:
        with (
            pytest.raises(DataDirectoryError, match="is in use by the broker that process"),
            EmbeddedBroker(tmp_path),
        ):
            pass
        assert ping.serves(first.port)


def test_a_taken_port_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with (
            pytest.raises(PortTakenError, match=f"port {port} .* choose another"),
            EmbeddedBroker(tmp_path / "data", port),
        ):
            pass
    assert not (tmp_path / "data").exists()


def test_a_kafka_that_cannot_start_says_why_with_the_end_of_its_log(tmp_path: Path) -> None:
    with (
        pytest.raises(StartFailedError, match=r"(?s)exit code 1.*kafka\.log.*NoSuchFlag"),
        EmbeddedBroker(tmp_path, java_flags=["-XX:+NoSuchFlag"]),
    ):
        pass


def test_a_second_start_needs_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with EmbeddedBroker(tmp_path):
        pass
    for name in ("http_proxy", "https_proxy", "all_proxy"):  # nobody listens on the discard port
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.upper(), "http://127.0.0.1:9")
    with EmbeddedBroker(tmp_path) as broker:
        assert ping.serves(broker.port)


def test_no_java_outlives_a_program_killed_with_9() -> None:
    program = (
        "from stream_health.local.broker import EmbeddedBroker\n"
        "with EmbeddedBroker() as broker:\n"
        "    print(broker.pid, broker.data_dir, flush=True)\n"
        "    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        pid, data_dir = parent.stdout.readline().split()
        assert _lives(int(pid))
        parent.kill()

    assert _becomes_true(lambda: not _lives(int(pid)))
    assert _becomes_true(lambda: not Path(data_dir).exists())


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
def test_no_java_outlives_a_supervisor_killed_with_9() -> None:
    with EmbeddedBroker() as broker:
        status = Path(f"/proc/{broker.pid}/status").read_text(encoding="utf-8")
        supervisor_pid = int(status.split("PPid:")[1].split()[0])
        os.kill(supervisor_pid, 9)
        pid = broker.pid
        assert _becomes_true(lambda: not _lives(pid))
