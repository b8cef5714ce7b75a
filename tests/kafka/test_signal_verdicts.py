"""Verdicts on alerts that rest on text reach the reading of every partition number, once."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.support.kafka import Record, produce
from tests.support.worker import Site, site

from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.policy import Policy
from stream_health.local.recording import read_topic
from stream_health.local.replay.history import History
from stream_health.local.replay.outputs import ReplayOutputs
from stream_health.local.replay.runner import Replay, ReplayPlan
from stream_health.runtime.partitioner import partition_of
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time

pytestmark = [pytest.mark.kafka, pytest.mark.slow, pytest.mark.timeout(240)]

CANARY = "xylophonequartz"
FAREWELL = f"The {CANARY} is with Ann from now on. Friday is my last day here."
START_MS = 20_500 * DAY_MS + 8 * HOUR_MS
PARTITIONS = 2


def name_on(partition: int) -> str:
    names = (f"acct-{number}" for number in range(99))
    return next(one for one in names if partition_of(one.encode(), PARTITIONS) == partition)


HERE, THERE = name_on(0), name_on(1)


class Diary:
    """Everything that was sent, to be replayed."""

    def __init__(self, place: Site) -> None:
        self.place = place
        self.lines: list[dict[str, Any]] = []

    async def send(self, topic: TopicName, at_ms: int, account_id: str, **fields: Any) -> None:
        when = "updated_at" if topic == TopicName.ACCOUNT_PROFILES else "occurred_at"
        value = {"account_id": account_id, when: format_time(at_ms), **fields}
        self.lines.append({"topic": str(topic), "value": value})
        record = Record(orjson.dumps(value), key=account_id.encode(), timestamp_ms=at_ms)
        await produce(self.place.bootstrap, self.place.prefix + topic, [record])
        await self.place.done()

    async def mail(self, number: int, at_ms: int, account_id: str) -> None:
        await self.send(
            TopicName.MESSAGE_EVENTS, at_ms, account_id, event_id=f"m{number}", channel="email",
            direction="inbound", text=FAREWELL, sender={"contact_id": "c-1"},
        )  # fmt: skip

    async def judge(self, number: int, at_ms: int) -> None:
        await self.send(
            TopicName.CSM_FEEDBACK, at_ms, HERE, event_id=f"f{number}", kind="verdict",
            verdict="not_a_risk", author="kim", dedup_key=f"critical_signal/{HERE}",
        )  # fmt: skip


async def confidences(place: Site) -> dict[str, float]:
    """Of the farewells, by message."""
    return {
        one["source"]["event_id"]: one["confidence"]
        for one in await place.values("signals")
        if one["kind"] == "champion_leaving"
    }


def replayed(folder: Path, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Signals a replay of the same history makes of its messages."""
    path = folder / "history.jsonl"
    path.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in lines))
    with ReplayOutputs(folder / "out") as outputs:
        Replay(ReplayPlan(policy=Policy(), partitions=PARTITIONS), History([path]), outputs).run()
    return [orjson.loads(one) for one in (folder / "out/signals.jsonl").read_bytes().splitlines()]


async def test_a_verdict_lowers_what_is_read_alike_everywhere_across_a_kill_and_in_replay(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    prefix = topic_name("verdicts") + "."
    options = ["--clock", "topic", "--tick-every", "1h"]
    async with site(bootstrap, tmp_path, prefix=prefix, options=options) as place:
        first, diary = await place.started(), Diary(place)
        for account_id in (HERE, THERE):
            await diary.send(
                TopicName.ACCOUNT_PROFILES, START_MS, account_id, tier="high",
                contacts=[{"contact_id": "c-1", "role": "champion"}],
            )  # fmt: skip
        await diary.mail(1, START_MS + MINUTE_MS, HERE)
        await diary.judge(1, START_MS + 10 * MINUTE_MS)
        await diary.judge(2, START_MS + 11 * MINUTE_MS)  # the alert is over: it judges nothing
        await diary.mail(2, START_MS + 20 * MINUTE_MS, THERE)
        place.fleet.kill(first)
        second = await place.started()
        await diary.mail(3, START_MS + HOUR_MS, THERE)
        await diary.mail(4, START_MS + HOUR_MS + MINUTE_MS, HERE)
        found, verdicts = await confidences(place), await place.values("signal-verdicts")
        signals = await place.values("signals")
        kept = {
            topic: b"".join([r.value or b"" for r in await read_topic(bootstrap, prefix + topic)])
            for topic in (TopicName.SIGNAL_VERDICTS, TopicName.READER_STATE, "account-state")
        }
        exposition = "".join(place.asked(second, "metrics")[1])
        logs = "".join(place.fleet.log_of(number).read_text() for number in (first, second))

    assert [one["verdict_id"] for one in verdicts] == ["f1"] * PARTITIONS
    assert found["m1"] == found["m2"] > found["m3"] == found["m4"]
    expected = await asyncio.to_thread(replayed, tmp_path, diary.lines)
    assert sorted(signals, key=orjson.dumps) == sorted(expected, key=orjson.dumps)
    for text in (*kept.values(), exposition.encode(), logs.encode()):
        assert CANARY.encode() not in text
        assert b"last day here" not in text
