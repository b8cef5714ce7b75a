"""The judge killed while it judges: every day is judged once, as by one that was left alone."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.support.worker import site

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.policy import Policy
from stream_health.learning.quality.judge import Judge
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.feeder import feeder_to
from stream_health.local.replay.history import line_of
from stream_health.wire.internal.training_examples import TRAINING
from stream_health.wire.outputs.quality import encode_quality

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

PARTITIONS, DAYS = 2, 20
POLICY_TOML = '[policy.learning]\nchurn_horizon = "3d"\ngrace = "1d"\nsnapshot_every = "2d"\n'


def left_alone(examples: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a judge says of the records of a topic, from the first to the last."""
    judge = Judge(PARTITIONS, flag_risk=Policy().flag_risk)
    said: list[dict[str, Any]] = []
    for item in TRAINING.decode_values([orjson.dumps(one) for one in examples]):
        if isinstance(item, TrainingExample):
            judge.on_example(item)
        elif isinstance(item, DayClosed):
            found = judge.on_day_closed(item)
            said += [orjson.loads(encode_quality(one).value or b"") for one in found]
    return said


async def test_every_day_is_judged_once(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    start_ms = (time.time_ns() // 1_000_000 // DAY_MS - DAYS - 1) * DAY_MS
    plot = Plot(history_days=5, bad_of_high_value=0.6, bad_of_others=0.4)
    book = SimulatedBook(9, accounts=6, days=DAYS, start_ms=start_ms, plot=plot)
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
        expected = left_alone(await place.values("training-examples"))
        while len(await place.values("quality")) < len(expected):
            await asyncio.sleep(0.2)
        found = await place.values("quality")
    assert found == expected
    assert len({one["as_of"] for one in found}) >= 4
    assert len({one["event_id"] for one in found}) == len(found)
