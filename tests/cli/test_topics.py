"""``stream-health topics`` against a real broker, and without one."""

import asyncio
import socket
from collections.abc import Callable, Iterator

import pytest
import typer
from tests.support.kafka import create_topic
from typer.testing import CliRunner, Result

from stream_health.app import topics_admin
from stream_health.cli import topics as command
from stream_health.wire.catalogue import CATALOGUE

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    app = typer.Typer()
    command.register(app)
    runner = CliRunner()
    return lambda *words: runner.invoke(app, ["topics", *map(str, words)])


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port nobody listens on as long as the test runs."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def test_describe_names_every_topic_without_a_broker(run: Run) -> None:
    result = run("describe", "--partitions", 9, "--prefix", "eu.")
    assert result.exit_code == 0
    for topic in CATALOGUE.values():
        assert f"eu.{topic.name}" in result.stdout


@pytest.mark.parametrize("verb", ["create", "check"])
def test_a_broker_that_is_not_there_is_one_clear_line(
    run: Run, closed_port: int, verb: str
) -> None:
    result = run(verb, "--bootstrap", f"127.0.0.1:{closed_port}")
    assert result.exit_code == 1
    (line,) = result.stderr.strip().splitlines()
    assert f"no Kafka broker answers at 127.0.0.1:{closed_port}" in line


@pytest.mark.parametrize("verb", ["create", "check"])
def test_a_port_where_nobody_speaks_kafka_is_given_up_on(
    run: Run, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setattr(topics_admin, "ANSWER_SECONDS_MAX", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        result = run(verb, "--bootstrap", address)
    assert result.exit_code == 1
    (line,) = result.stderr.strip().splitlines()
    assert f"no Kafka broker answers at {address}" in line


def test_what_is_missing_is_created_and_then_all_is_well(
    run: Run, bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    where = ("--bootstrap", bootstrap, "--prefix", topic_name("t") + ".", "--partitions", 3)
    missing = run("check", *where)
    assert missing.exit_code == 1
    assert missing.stdout.count("missing") == len(CATALOGUE)
    created = run("create", *where)
    assert created.exit_code == 0, created.output
    assert f"{len(CATALOGUE)} created, 0 were there" in created.stdout
    assert run("check", *where).exit_code == 0
    assert f"0 created, {len(CATALOGUE)} were there" in run("create", *where).stdout


def test_topics_made_with_other_settings_are_refused_and_nothing_is_created(
    run: Run, bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    prefix = topic_name("t") + "."
    asyncio.run(create_topic(bootstrap, f"{prefix}usage-events", partitions=2))
    where = ("--bootstrap", bootstrap, "--prefix", prefix)
    result = run("create", *where)
    assert result.exit_code == 1
    (partitions,) = [line for line in result.stdout.splitlines() if " partitions " in line]
    assert "4" in partitions
    assert "2" in partitions
    assert "retention.ms" in result.stdout
    assert "nothing was created" in result.stderr
    assert result.stdout.count(prefix) == result.stdout.count(f"{prefix}usage-events")
    after = run("check", *where)
    assert after.stdout.count("missing") == len(CATALOGUE) - 1


def test_other_partition_counts_are_a_difference(
    run: Run, bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    where = ("--bootstrap", bootstrap, "--prefix", topic_name("t") + ".")
    assert run("create", *where, "--partitions", 2, "--keep-history").exit_code == 0
    result = run("check", *where, "--partitions", 4, "--keep-history")
    shared = sum(topic.shared_partitions for topic in CATALOGUE.values())
    assert result.exit_code == 1
    assert result.stdout.count(" partitions ") == shared
    assert "retention.ms" not in result.stdout


def test_a_wrong_setting_names_its_key(run: Run) -> None:
    result = run("check", "--prefix", "bad prefix")
    assert result.exit_code == 1
    assert "topics.prefix" in result.stderr
