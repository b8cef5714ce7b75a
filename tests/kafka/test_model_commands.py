"""Versions promoted and rolled back on a real broker: scores are rebased, nobody is alerted."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from tests.support.worker import site
from typer import Typer
from typer.testing import CliRunner

from stream_health.cli import model, model_change
from stream_health.domain.clocking import DAY_MS, MINUTE_MS
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.prior import prior
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.feeder import feeder_to
from stream_health.local.replay.history import line_of
from stream_health.wire.internal.models import ModelVersion, encode_model

pytestmark = [pytest.mark.kafka, pytest.mark.slow, pytest.mark.timeout(180)]

PARTITIONS, DAYS = 2, 8
app = Typer()
model.register(app)
model_change.register(app)


def said(*arguments: str, code: int = 0) -> str:
    found = CliRunner().invoke(app, ["model", *arguments])
    assert found.exit_code == code, found.output
    return found.output


def by_model(change: dict[str, Any]) -> float:
    """Points that a published change owes to the version."""
    return float(sum(one["points"] for one in change["causes"] if one["kind"] == "model"))


async def publish_version(bootstrap: str, prefix: str, name: str, *, lower_points: int) -> None:
    """Put a version into the topic: the prior with every account so much lower."""
    start = prior(Policy(), CATALOGUE, name)
    bases = tuple((segment, base - 1_000 * lower_points) for segment, base in start.bases)
    card = replace(start, bases=bases, cut_at_ms=1)
    record = encode_model(ModelVersion(name, 1, card.to_dict(), {}))
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        await producer.send_and_wait(prefix + record.topic, record.value, key=record.key)
    finally:
        await producer.stop()


async def test_a_promoted_and_a_rolled_back_version_change_no_alert_by_themselves(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    end_ms = time.time_ns() // 1_000_000 // DAY_MS * DAY_MS - DAY_MS
    plot = Plot(history_days=4, bad_of_high_value=0.0, bad_of_others=0.0)
    book = SimulatedBook(3, accounts=10, days=DAYS, start_ms=end_ms - DAYS * DAY_MS, plot=plot)
    prefix = topic_name("models") + "."
    where = ("--bootstrap", bootstrap, "--prefix", prefix)
    options = ["--clock", "topic", "--tick-every", "1h", "--no-learn"]

    async def told(topic: str) -> list[dict[str, Any]]:
        await place.done()
        return await place.values(topic)

    async with site(bootstrap, tmp_path, prefix=prefix, options=options) as place:
        await publish_version(bootstrap, prefix, "m-harsh", lower_points=40)
        await place.started()
        async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
            await feeder.feed(map(line_of, book.events()))
            await feeder.tick(end_ms + DAY_MS // 2)
            alerts = await told("alerts")
            refused = await asyncio.to_thread(said, "promote", "m-harsh", *where, code=1)
            assert "of each 200 are needed" in refused
            forced = ("--force", "--because", "to see")
            promoted = await asyncio.to_thread(said, "promote", "m-harsh", *where, *forced)
            assert "m-harsh takes effect in 2 partitions" in promoted
            await feeder.tick(end_ms + DAY_MS // 2 + 90 * MINUTE_MS)
            harsh = [
                one for one in await told("score-changes") if one["model_version"] == "m-harsh"
            ]
            rolled = await asyncio.to_thread(said, "rollback", *where)
            assert "prior takes effect in 2 partitions" in rolled
            await feeder.tick(end_ms + DAY_MS // 2 + 180 * MINUTE_MS)
            scores = await told("score-changes")
            tried = await asyncio.to_thread(said, "trial", "m-harsh", *where, "--share", "1")
            assert "m-harsh serves 100% of the accounts of 2 partitions for 30 days" in tried
            await feeder.tick(end_ms + DAY_MS // 2 + 420 * MINUTE_MS)
            arms = [one for one in await told("score-changes") if one["arm"] == "trial"]
            after = await told("alerts")
        switched = [one for one in await place.values("clock") if one["kind"] == "activated"]

    first = {one["account_id"]: one for one in reversed(harsh)}
    back = {one["account_id"]: one for one in scores if one["model_version"] == "prior"}
    assert first
    assert all(by_model(one) == -40 for one in first.values())
    assert all(by_model(back[account]) == 40 for account in first)
    for one in (*harsh, *back.values()):
        only_model = {cause["kind"] for cause in one["causes"]} <= {"model", "clip"}
        assert (one["type"] == "rebased") == (only_model and one["causes"] != [])
    assert [one["version"] for one in sorted(switched, key=lambda one: one["effective_at"])] == [
        *["m-harsh"] * PARTITIONS,
        *["prior"] * PARTITIONS,
    ]
    assert arms
    assert {one["model_version"] for one in arms} == {"m-harsh"}
    assert after == alerts
