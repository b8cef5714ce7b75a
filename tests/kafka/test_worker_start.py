"""What a worker says when it cannot start: one clear line, exit code 1."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support.kafka import create_topic
from tests.support.worker import Site, site

from stream_health.app.topics_admin import Installation, require_topics
from stream_health.runtime.errors import NoBrokerError, TopicMismatchError
from stream_health.wire.catalogue import CATALOGUE

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

TopicName = Callable[[str], str]


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port nobody listens on as long as the test runs."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


async def _refusal(place: Site) -> str:
    """Start a worker that must give up by itself; the one error it logs."""
    number = place.fleet.start()
    await place.until(lambda: not place.fleet.running, what="end of the worker")
    assert place.fleet.stop() == [1]
    assert "Traceback" not in place.fleet.log_of(number).read_text()
    (said,) = place.errors_of(number)
    return said


async def test_missing_topics_are_named_with_the_command_that_makes_them(
    bootstrap: str, topic_name: TopicName, tmp_path: Path
) -> None:
    prefix = topic_name("none") + "."
    async with site(bootstrap, tmp_path, prefix=prefix, partitions=3, creates=False) as place:
        said = await _refusal(place)
    for topic in CATALOGUE.values():
        assert f"topic {prefix}{topic.name} does not exist" in said
    command = f"--bootstrap {bootstrap} --prefix {prefix} --partitions 3"
    assert f"stream-health topics create {command}" in said


async def test_an_output_topic_with_other_partitions_is_refused_before_anything_is_done(
    bootstrap: str, topic_name: TopicName, tmp_path: Path
) -> None:
    prefix = topic_name("odd") + "."
    await create_topic(bootstrap, prefix + "alerts", partitions=3)
    installation = Installation(bootstrap=bootstrap, prefix=prefix, partitions=2)
    with pytest.raises(TopicMismatchError):
        await require_topics(installation)
    async with site(bootstrap, tmp_path, prefix=prefix, partitions=2, creates=False) as place:
        said = await _refusal(place)
    assert f"topic {prefix}alerts: partitions is 3, expected 2" in said
    assert "topics create" not in said  # which would refuse it too


async def test_a_port_somebody_else_listens_on_is_named_with_the_setting_to_change(
    bootstrap: str, topic_name: TopicName, tmp_path: Path, taken_port: int
) -> None:
    prefix = topic_name("port") + "."
    options = ["--http-port", str(taken_port)]
    async with site(bootstrap, tmp_path, prefix=prefix, options=options) as place:
        said = await _refusal(place)
    assert f"127.0.0.1:{taken_port}" in said
    assert "worker.http_port" in said


async def test_a_broker_that_does_not_answer_is_tried_for_a_while_and_said_once(
    closed_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    installation = Installation(bootstrap=f"127.0.0.1:{closed_port}")
    with pytest.raises(NoBrokerError, match=str(closed_port)):
        await require_topics(installation, connect_seconds_max=1.5)
    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert [line for line in said if "no Kafka broker answers" in line] == [said[0]]


async def test_a_worker_without_a_broker_lives_is_not_ready_and_can_be_stopped(
    closed_port: int, tmp_path: Path
) -> None:
    address = f"127.0.0.1:{closed_port}"
    async with site(address, tmp_path, prefix="x.", creates=False) as place:
        number = place.fleet.start()
        log = place.fleet.log_of(number)
        await place.until(lambda: b"no Kafka broker answers" in log.read_bytes(), what="warning")
        assert place.asked(number, "healthz")[0] == 200
        status, reasons = place.asked(number, "readyz")
        assert (status, "no partition assigned" in reasons) == (503, True)
        await asyncio.sleep(0.5)
        assert place.fleet.stop() == [0]
    assert "Traceback" not in log.read_text()
