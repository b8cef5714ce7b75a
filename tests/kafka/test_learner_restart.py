"""The learner killed while it learns: no example is learned twice, none is left out."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.support.histories import replay_of
from tests.support.worker import began_ms, site

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.policy import Learning, Policy
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.feeder import feeder_to
from stream_health.local.recording import RECORDED, read_topic, record_history
from stream_health.local.replay.history import History, line_of
from stream_health.wire.names import TopicName

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

PARTITIONS, DAYS = 2, 35
POLICY_TOML = '[policy.learning]\nchurn_horizon = "3d"\ngrace = "1d"\nsnapshot_every = "2d"\n'
POLICY = Policy(
    learning=Learning(churn_horizon_ms=3 * DAY_MS, grace_ms=DAY_MS, snapshot_every_ms=2 * DAY_MS)
)


SERVED = {"score", "churn_risk", "served", "model_version", "treated", "flagged"}


def facts_of(examples: Iterable[dict[str, Any]]) -> list[str]:
    """Examples without what the model served at their time said, which follows later here."""
    return sorted(
        str({name: value for name, value in one.items() if name not in SERVED})
        for one in examples
        if one["kind"] == "example"
    )


async def test_versions_are_those_of_a_learner_that_was_left_alone(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    start_ms = began_ms(DAYS)
    plot = Plot(history_days=5, bad_of_high_value=0.6, bad_of_others=0.4)
    book = list(SimulatedBook(9, accounts=10, days=DAYS, start_ms=start_ms, plot=plot).events())
    prefix = topic_name("learner") + "."
    options = ["--clock", "topic", "--tick-every", "1h", "--learn"]
    async with site(
        bootstrap, tmp_path, prefix=prefix, options=options, policy_toml=POLICY_TOML
    ) as place:
        number = await place.started()
        async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
            lines = map(line_of, book)
            feeding = asyncio.create_task(feeder.feed(lines, pace=lambda _: 0.005))
            while len(await place.values("models")) < 3:
                await asyncio.sleep(0.1)
            place.fleet.kill(number)
            cut_before = len(await place.values("models"))
            await place.started()
            await feeding
        await place.done()
        found = await place.values("models")
        examples = await place.values("training-examples")
        assert await place.values("dead-letters") == []
        # With the book's statistics as they were sent here, and versions of its own.
        sources = [topic for topic in RECORDED if topic != TopicName.MODELS]
        await record_history(bootstrap, tmp_path / "book.jsonl", prefix=prefix, topics=sources)
        ticks = await read_topic(bootstrap, prefix + TopicName.CLOCK)

    history = History([tmp_path / "book.jsonl"])
    history.activations.clear()
    files, _, _ = replay_of(
        history,
        tmp_path / "replay",
        policy=POLICY,
        partitions=PARTITIONS,
        until_ms=max(tick.timestamp for tick in ticks),
    )
    expected = [orjson.loads(line) for line in files["models.jsonl"].splitlines()]
    assert len(expected) > cut_before >= 3
    recorded = map(orjson.loads, files["training-examples.jsonl"].splitlines())
    wanted, kept = facts_of(recorded), facts_of(examples)
    assert (set(kept) - set(wanted), set(wanted) - set(kept)) == (set(), set())
    assert len(kept) == len(wanted)
    assert [model["version"] for model in found] == [model["version"] for model in expected]
    assert [model["scorecard"] for model in found] == [model["scorecard"] for model in expected]
