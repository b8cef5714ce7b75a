"""Challengers on a real broker: killed while they learn, each snapshot is scored exactly once."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.worker import Site, began_ms, site

from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.catch_up import wait_until_done
from stream_health.local.feeder import feeder_to
from stream_health.local.replay.history import line_of

pytestmark = [pytest.mark.kafka, pytest.mark.slow, pytest.mark.timeout(180)]

PARTITIONS, DAYS, ACCOUNTS = 2, 28, 12
TOML = '[policy.learning]\nchurn_horizon = "3d"\ngrace = "1d"\nsnapshot_every = "2d"\n'


async def shadows_done(place: Site) -> None:
    """Wait until the challengers have worked off what the scoring wrote."""
    for kind in ("forest", "tree"):
        await wait_until_done(
            place.bootstrap,
            application_id=place.application_id,
            prefix=place.prefix,
            seconds_max=60.0,
            groups={f"{place.application_id}-challenge-{kind}": ("snapshots", "training-examples")},
        )


async def test_a_worker_killed_while_challengers_learn_scores_every_snapshot_once(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    start_ms = began_ms(DAYS)
    plot = Plot(history_days=5, bad_of_high_value=0.6, bad_of_others=0.4)
    book = SimulatedBook(9, accounts=ACCOUNTS, days=DAYS, start_ms=start_ms, plot=plot)
    prefix = topic_name("challengers") + "."
    options = ["--clock", "topic", "--tick-every", "1h", "--learn"]
    async with site(bootstrap, tmp_path, prefix=prefix, options=options, policy_toml=TOML) as place:
        number = await place.started()
        async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
            feeding = asyncio.create_task(
                feeder.feed(map(line_of, book.events()), pace=lambda _: 0.005)
            )
            while len(await place.values("shadow-scores")) < 2 * ACCOUNTS:
                await asyncio.sleep(0.1)
            place.fleet.kill(number)
            again = await place.started()
            await feeding
        await place.done()
        await shadows_done(place)
        snapshots = await place.values("snapshots")
        shadows = await place.values("shadow-scores")
        examples = [one for one in await place.values("training-examples")
                    if one["kind"] == "example" and one["target"] == "churn"]  # fmt: skip
        shown = place.metrics(again)

    taken = sorted((one["account_id"], one["snapshot_at"]) for one in snapshots)
    assert len(taken) >= 100
    for kind in ("forest", "tree"):
        scored = [one for one in shadows if one["challenger"] == kind]
        assert sorted((one["account_id"], one["snapshot_at"]) for one in scored) == taken
        assert max(one["examples"] for one in scored) <= len(examples)
        assert shown["stream_health_challenger_examples_total", kind] > 0
        lag = shown["stream_health_consumer_lag_records", f"challenge-{kind}", "snapshots"]
        assert lag == 0
