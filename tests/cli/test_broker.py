"""``stream-health broker`` end to end: the installed command, real signals, exit codes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stream_health.local.broker import ping
from stream_health.local.broker.directory import DataDirectory

_COMMAND = [sys.executable, "-m", "stream_health", "broker"]


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.parametrize("ask", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_its_address_serves_and_ends_with_0_when_asked(
    tmp_path: Path, ask: signal.Signals
) -> None:
    with subprocess.Popen(
        [*_COMMAND, "--data-dir", str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        host, port = program.stdout.readline().strip().split(":")
        assert host == "127.0.0.1"
        assert ping.serves(int(port))

        program.send_signal(ask)
        assert program.wait(60) == 0
    assert not ping.serves(int(port))


@pytest.mark.kafka
@pytest.mark.slow
def test_a_kafka_that_dies_is_reported_with_exit_code_1(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*_COMMAND, "--data-dir", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        assert program.stderr is not None
        program.stderr.readline()
        pid = program.stderr.readline().removeprefix("process ").split(",")[0]
        os.kill(int(pid), signal.SIGKILL)
        _, errors = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "error: Kafka ended by itself, exit code 137" in errors


@pytest.mark.kafka
@pytest.mark.slow
def test_a_signal_while_starting_ends_it_with_0_and_leaves_no_lock(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*_COMMAND, "--data-dir", str(tmp_path)], stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stderr is not None
        assert "starting" in program.stderr.readline()
        program.send_signal(signal.SIGINT)
        assert program.wait(60) == 0
    with DataDirectory(tmp_path).claimed() as lock_fd:
        assert lock_fd > 0


def test_a_refusal_is_one_clear_line_and_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    ended = subprocess.run(
        [*_COMMAND, "--data-dir", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    errors = [line for line in ended.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert "thesis.txt" in errors[0]
    assert "Traceback" not in ended.stderr
