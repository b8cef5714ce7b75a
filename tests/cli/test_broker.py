"""``stream-health broker`` end to end: the installed command, real signals, exit codes."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stream_health.local.broker import ping

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
