"""Processes of a fleet: each has its log and its exit code, and one can be lost."""

import time
from pathlib import Path

import pytest

from stream_health.local.fleet import Fleet

pytestmark = pytest.mark.slow

NOWHERE = ["--bootstrap", "127.0.0.1:1", "--http-port", "0"]


def test_exit_codes_come_in_order_and_a_killed_process_is_told_apart(tmp_path: Path) -> None:
    fleet = Fleet([*NOWHERE], logs=tmp_path)
    with fleet:
        assert [fleet.start(), fleet.start(), fleet.start()] == [0, 1, 2]
        while any(b"no Kafka broker" not in fleet.log_of(n).read_bytes() for n in range(3)):
            time.sleep(0.1)
        fleet.kill(1)
        assert fleet.running == [0, 2]
        assert fleet.stop() == [0, -9, 0]
    assert fleet.running == []


def test_a_process_that_gives_up_is_no_longer_running(tmp_path: Path) -> None:
    with Fleet(["--clock", "sun"], logs=tmp_path) as fleet:
        number = fleet.start()
        while fleet.running:
            time.sleep(0.1)
        assert b"clock.source" in fleet.log_of(number).read_bytes()
    assert fleet.stop() == [1]
