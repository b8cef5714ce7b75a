"""The judge killed while it judges: every day is judged once, as by one that was left alone."""

import asyncio
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.support.worker import began_ms, site

from stream_health.app.judge_handler import Item, judged_by
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.learning.quality.judge import Judge
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.feeder import feeder_to
from stream_health.local.replay.history import line_of
from stream_health.wire.internal.fired_alerts import FIRED_ALERTS
from stream_health.wire.internal.training_examples import TRAINING
from stream_health.wire.outputs.quality import encode_quality
from stream_health.wire.policy_file import policy_from_table
from stream_health.wire.rejected import Rejected

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

PARTITIONS, DAYS = 2, 20
POLICY_TOML = '[policy.learning]\nchurn_horizon = "3d"\ngrace = "1d"\nsnapshot_every = "2d"\n'


def left_alone(
    policy: Policy, alerts: list[dict[str, Any]], examples: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """What a judge says of the records of both topics, each from the first to the last."""
    judge = Judge(PARTITIONS, policy=policy, catalogue=CATALOGUE)
    items: list[Item] = []
    for contract, values in ((FIRED_ALERTS, alerts), (TRAINING, examples)):
        for item in contract.decode_values([orjson.dumps(one) for one in values]):
            assert not isinstance(item, Rejected)
            items.append(item)
    found = [judged for item in items for judged in judged_by(judge, item)]
    return [orjson.loads(encode_quality(one).value or b"") for one in found]


async def test_every_day_is_judged_once(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    start_ms = began_ms(DAYS)
    plot = Plot(history_days=5, bad_of_high_value=0.6, bad_of_others=0.4)
    book = SimulatedBook(16, accounts=6, days=DAYS, start_ms=start_ms, plot=plot)
    prefix = topic_name("judge") + "."
    options = ["--clock", "topic", "--tick-every", "1h"]
    async with site(
        bootstrap, tmp_path, prefix=prefix, options=options, policy_toml=POLICY_TOML
    ) as place:
        number = await place.started()
        async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
            lines = map(line_of, book.events())
            feeding = asyncio.create_task(feeder.feed(lines, pace=lambda _: 0.004))
            while not await place.values("quality"):
                await asyncio.sleep(0.1)
            place.fleet.kill(number)
            await place.started()
            await feeding
        await place.done()
        policy = policy_from_table(tomllib.loads(POLICY_TOML)["policy"])
        alerts = await place.values("fired-alerts")
        expected = left_alone(policy, alerts, await place.values("training-examples"))
        while len(await place.values("quality")) < len(expected):
            await asyncio.sleep(0.2)
        found = await place.values("quality")
        told = [one for one in await place.values("alerts") if one["transition"] == "fired"]
    assert found == expected
    assert len({one["as_of"] for one in found}) >= 4
    assert len({one["event_id"] for one in found}) == len(found)
    figures = [one["figures"] for one in found if one["dimension"] == "overall"]
    assert max(one["early_warning"]["churned"] for one in figures) > 0
    assert max(one["alert_load"]["csm_weeks"] for one in figures) > 0
    fired = [one["dedup_key"] for one in alerts if one["kind"] == "fired"]
    assert sorted(fired) == sorted(one["dedup_key"] for one in told)
