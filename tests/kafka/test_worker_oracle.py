"""Two workers on a real Kafka, one of them killed: the result equals a replay of the topics."""

import asyncio
import tomllib
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from tests.support.worker import began_ms

from stream_health.app.settings_sections import STAGES
from stream_health.app.topics_admin import Installation, create_topics
from stream_health.domain.book.keeper import BookKeeper
from stream_health.domain.book.statistics import NO_BOOK, Book, BookOpened
from stream_health.domain.book.sums import BookSums
from stream_health.domain.engine.control import OpenBook
from stream_health.local.agreement import outcome_of_replay, outcome_on_kafka
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.catch_up import groups_of, wait_until_done
from stream_health.local.feeder import Feeder, feeder_to
from stream_health.local.fleet import Fleet
from stream_health.local.recording import read_topic
from stream_health.local.replay.history import History
from stream_health.wire.internal.book_stats import BOOK_STATS
from stream_health.wire.internal.clock import CLOCK
from stream_health.wire.names import TopicName
from stream_health.wire.policy_file import policy_from_table

PARTITIONS = 4
DAYS = 40
SECONDS_MAX = 150.0
POLICY_TOML = """
[policy.learning]
churn_horizon = "7d"
grace = "1d"

[policy.high_value]
tiers = ["digital", "standard", "high", "strategic"]

# Small drops and short holds, so that a small book has many alerts.
[policy.alerts]
drop_points = 1
hold_points = 1
resolve_points = 0.5
critical_points = 4
hold = "1h"
resolve_after = "2h"
cooldown = "6h"
coverage_min = 0.3
"""
POLICY = policy_from_table(tomllib.loads(POLICY_TOML)["policy"])

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


PLOT = Plot(history_days=10, bad_of_high_value=0.6, bad_of_others=0.2)
MAIL_DAYS = 20
MAIL_PLOT = Plot(history_days=6, bad_of_high_value=0.0, bad_of_others=0.0, email_of_high_value=1.0)


def book(
    folder: Path, *, days: int = DAYS, plot: Plot = PLOT, without: TopicName | None = None
) -> History:
    """A small book that ends yesterday, as history, without what is said on one topic."""
    start_ms = began_ms(days)
    path = folder / "book.jsonl"
    made = SimulatedBook(7, accounts=30, days=days, start_ms=start_ms, plot=plot)
    with path.open("wb") as file:
        for line in made.events():
            if line["topic"] != without:
                file.write(orjson.dumps(line) + b"\n")
    return History([path])


async def feed_with_a_crash(feeder: Feeder, history: History, fleet: Fleet) -> None:
    """Feed everything; in the middle kill a worker without warning, and start another."""
    records = list(history)
    half = len(records) // 2
    feeding = asyncio.create_task(feeder.feed(iter(records)))
    while feeder.sent_total < half and not feeding.done():
        await asyncio.sleep(0.05)
    await asyncio.sleep(1.0)
    fleet.kill(0)
    newcomer = fleet.start()
    await feeding
    while b"health and metrics" not in fleet.log_of(newcomer).read_bytes():
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("learned", [False, True], ids=["pinned", "recorded-activations"])
async def test_a_worker_killed_mid_stream_changes_nothing(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path, learned: bool
) -> None:
    prefix = topic_name("oracle") + "."
    config = tmp_path / "settings.toml"
    config.write_text(POLICY_TOML)
    await create_topics(
        Installation(bootstrap=bootstrap, prefix=prefix, partitions=PARTITIONS, keep_history=True)
    )
    arguments = [
        "--bootstrap", bootstrap, "--prefix", prefix, "--partitions", str(PARTITIONS),
        "--config", str(config), "--clock", "topic", "--tick-every", "1h", "--http-port", "0",
        "--learn" if learned else "--no-learn",
    ]  # fmt: skip
    application_id = prefix.rstrip(".")
    environment = {"STREAM_HEALTH_WORKER__APPLICATION_ID": application_id}
    history = book(tmp_path)
    with Fleet(arguments, logs=tmp_path, environment=environment) as fleet:
        fleet.start()
        fleet.start()
        async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
            await feed_with_a_crash(feeder, history, fleet)
        try:
            await wait_until_done(
                bootstrap, application_id=application_id, prefix=prefix, seconds_max=SECONDS_MAX
            )
        except TimeoutError:
            tails = [fleet.log_of(n).read_text()[-3000:] for n in range(3)]
            pytest.fail("not done in time\n" + "\n---\n".join(tails))
        assert fleet.stop()[1:] == [0, 0]
    found = await outcome_on_kafka(
        bootstrap, prefix=prefix, policy=POLICY, partitions=PARTITIONS, learned=learned
    )
    expected = await outcome_of_replay(
        bootstrap,
        tmp_path,
        prefix=prefix,
        policy=POLICY,
        partitions=PARTITIONS,
        learned=learned,
    )
    assert len(expected.points_milli) == 30
    assert len(expected.transitions) > 50
    assert len(expected.examples) > 30
    assert found.sub_states == expected.sub_states
    assert found.points_milli == expected.points_milli
    assert found.transitions == expected.transitions
    assert found.examples == expected.examples
    await _each_score_follows_from_the_last(bootstrap, prefix)
    await _each_day_of_the_book_is_added_up_once(bootstrap, prefix)


async def test_messages_read_by_workers_of_their_own_come_to_what_a_replay_reads(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    """Every message is read before the scoring starts: none of its signals comes late.

    Signals come from messages alone: those fed by others would stand before them in the topic.
    """
    prefix = topic_name("reading") + "."
    config = tmp_path / "settings.toml"
    config.write_text(POLICY_TOML)
    await create_topics(
        Installation(bootstrap=bootstrap, prefix=prefix, partitions=PARTITIONS, keep_history=True)
    )
    arguments = [
        "--bootstrap", bootstrap, "--prefix", prefix, "--partitions", str(PARTITIONS),
        "--config", str(config), "--clock", "topic", "--tick-every", "1h", "--http-port", "0",
        "--no-learn",
    ]  # fmt: skip
    application_id = prefix.rstrip(".")
    base = {"STREAM_HEALTH_WORKER__APPLICATION_ID": application_id}
    for stages in (STAGES[:1], STAGES[1:]):
        environment = {**base, "STREAM_HEALTH_WORKER__STAGES": orjson.dumps(stages).decode()}
        with Fleet(arguments, logs=tmp_path, environment=environment) as fleet:
            fleet.start()
            if stages == ("read",):
                async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
                    await feed_with_a_crash(
                        feeder,
                        book(tmp_path, days=MAIL_DAYS, plot=MAIL_PLOT, without=TopicName.SIGNALS),
                        fleet,
                    )
            await wait_until_done(
                bootstrap,
                application_id=application_id,
                prefix=prefix,
                seconds_max=SECONDS_MAX,
                groups={
                    group: topics
                    for group, topics in groups_of(application_id).items()
                    if group.removeprefix(application_id + "-") in stages
                },
            )
    found = await outcome_on_kafka(bootstrap, prefix=prefix, policy=POLICY, partitions=PARTITIONS)
    expected = await outcome_of_replay(
        bootstrap, tmp_path, prefix=prefix, policy=POLICY, partitions=PARTITIONS, learned=False
    )
    read = [orjson.loads(one.value) for one in await read_topic(bootstrap, prefix + "signals")]
    messages = await read_topic(bootstrap, prefix + TopicName.MESSAGE_EVENTS)
    assert len([one for one in read if one["kind"] == "message_seen"]) == len(messages) > 4
    assert len({one["event_id"] for one in read}) == len(read)
    assert found.differences(expected) == []


async def _each_score_follows_from_the_last(bootstrap: str, prefix: str) -> None:
    """No publication is missing and none is there twice."""
    last: dict[bytes, float] = {}
    ids: set[str] = set()
    for record in await read_topic(bootstrap, prefix + TopicName.SCORE_CHANGES):
        value = orjson.loads(record.value)
        assert value["previous_score"] == last.get(record.key)
        assert value["event_id"] not in ids
        last[record.key] = value["score"]
        ids.add(value["event_id"])
    assert len(ids) > 100


async def _each_day_of_the_book_is_added_up_once(bootstrap: str, prefix: str) -> None:
    """Every partition gets the same statistics in the same order, however late they open."""
    said = [one.value for one in await read_topic(bootstrap, prefix + TopicName.BOOK_STATS)]
    keeper, books = BookKeeper(PARTITIONS), list[Book]()
    days = set()
    for sums in BOOK_STATS.decode_values(said):
        assert isinstance(sums, BookSums)
        assert (sums.partition, sums.day_end_ms) not in days
        days.add((sums.partition, sums.day_end_ms))
        books += keeper.take(sums)
    assert len(books) >= DAYS
    sent: dict[int, list[str]] = {number: [] for number in range(PARTITIONS)}
    opened: dict[int, list[str]] = {number: [] for number in range(PARTITIONS)}
    for record in await read_topic(bootstrap, prefix + TopicName.CLOCK):
        (item,) = CLOCK.decode_values([record.value])
        if isinstance(item, OpenBook):
            sent[record.partition].append(item.book.version)
        elif isinstance(item, BookOpened):
            opened[item.partition].append(item.version)
    assert all(versions == [book.version for book in books] for versions in sent.values())
    for number, versions in opened.items():
        # Where the book came more than a week late, that there was none is said between.
        known = [one for one in versions if one != NO_BOOK.version]
        assert known == [one for one in sent[number] if one in set(known)]
