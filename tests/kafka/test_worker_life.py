"""A worker stopped, interrupted, or without its broker for a while: nothing is lost or doubled."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.support.worker import Site, began_ms, site

from stream_health.domain.policy import Policy
from stream_health.local.agreement import outcome_of_replay, outcome_on_kafka
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.broker import EmbeddedBroker
from stream_health.local.feeder import Feeder, feeder_to
from stream_health.local.replay.history import Line, line_of

pytestmark = [pytest.mark.kafka, pytest.mark.slow, pytest.mark.timeout(240)]

PARTITIONS, DAYS = 2, 13
OPTIONS = ["--clock", "topic", "--tick-every", "1h", "--no-learn"]
STOP_SECONDS = 15.0  # the promise is 5; it may take that long during a rebalance

TopicName = Callable[[str], str]


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    """A small book that ends yesterday."""
    start_ms = began_ms(DAYS)
    plot = Plot(history_days=5, bad_of_high_value=0.5, bad_of_others=0.3)
    book = SimulatedBook(3, accounts=12, days=DAYS, start_ms=start_ms, plot=plot)
    return [line_of(line) for line in book.events()]


@pytest.fixture
def own_broker() -> Iterator[EmbeddedBroker]:
    """A broker that this test alone may kill."""
    with EmbeddedBroker() as running:
        yield running


@asynccontextmanager
async def busy(place: Site, lines: list[Line]) -> AsyncIterator[Feeder]:
    """Feed in the background; the block begins in the middle and ends when all is fed."""
    async with feeder_to(place.bootstrap, partitions=PARTITIONS, prefix=place.prefix) as feeder:
        feeding = asyncio.create_task(feeder.feed(iter(lines), pace=lambda _: 0.01))
        while feeder.sent_total < len(lines) // 3 and not feeding.done():
            await asyncio.sleep(0.02)
        assert not feeding.done()
        yield feeder
        await feeding


async def equals_a_replay(place: Site, folder: Path) -> None:
    """What the workers made durable is what a replay of the topics says."""
    given: dict[str, Any] = {
        "prefix": place.prefix, "policy": Policy(), "partitions": PARTITIONS, "learned": False,
    }  # fmt: skip
    found = await outcome_on_kafka(place.bootstrap, **given)
    expected = await outcome_of_replay(place.bootstrap, folder, **given)
    assert len(expected.points_milli) == 12
    assert found.differences(expected) == []
    last: dict[str, float] = {}
    published = await place.values("score-changes")
    for value in published:
        assert value["previous_score"] == last.get(value["account_id"])
        last[value["account_id"]] = value["score"]
    assert len({value["event_id"] for value in published}) == len(published) > 30


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["sigterm", "ctrl-c"])
async def test_a_busy_worker_that_is_told_to_stop_ends_soon_and_the_next_goes_on(
    bootstrap: str,
    topic_name: TopicName,
    tmp_path: Path,
    lines: list[Line],
    *,
    number: signal.Signals,
) -> None:
    prefix = topic_name("stop") + "."
    async with site(bootstrap, tmp_path, prefix=prefix, options=OPTIONS) as place:
        first = await place.started()
        async with busy(place, lines):
            place.fleet.signal(first, number)
            await place.until(lambda: not place.fleet.running, what="end", seconds_max=STOP_SECONDS)
            second = await place.started()
        await place.done()
        shown = place.metrics(second)
        assert place.fleet.stop() == [0, 0]
        assert place.errors_of(first) == []
        assert shown["stream_health_owned_partitions", "score"] == PARTITIONS
        await equals_a_replay(place, tmp_path)


async def test_a_broker_that_is_killed_and_restarted_needs_no_operator(
    own_broker: EmbeddedBroker, tmp_path: Path, lines: list[Line]
) -> None:
    async with site(own_broker.bootstrap, tmp_path, prefix="outage.", options=OPTIONS) as place:
        number = await place.started()
        async with busy(place, lines):
            own_broker.kill()
            await asyncio.sleep(2)
            assert place.asked(number, "healthz")[0] == 200
            own_broker.restart()
        await place.done()
        await place.until(lambda: place.asked(number, "readyz")[0] == 200, what="readiness")
        assert place.fleet.stop() == [0]
        await equals_a_replay(place, tmp_path)


async def test_a_worker_shows_no_lag_when_all_is_done(
    bootstrap: str, topic_name: TopicName, tmp_path: Path, lines: list[Line]
) -> None:
    prefix = topic_name("ready") + "."
    async with site(bootstrap, tmp_path, prefix=prefix, options=OPTIONS) as place:
        number = await place.started()
        async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
            await feeder.feed(iter(lines))
        await place.done()

        def lags() -> list[float]:
            shown = place.metrics(number)
            return [v for name, v in shown.items() if name[0].endswith("consumer_lag_records")]

        await place.until(lambda: lags() and not any(lags()), what="lag of nothing")
        shown = place.metrics(number)
        published = await place.values("score-changes")
    assert shown["stream_health_worker_ready",] == 1
    by_band = [v for name, v in shown.items() if name[0] == "stream_health_scores_published_total"]
    assert sum(by_band) == len(published) > 30
    assert shown["stream_health_accounts",] == 12
    dead = [v for name, v in shown.items() if name[0] == "stream_health_dead_letters_total"]
    assert not any(dead)
