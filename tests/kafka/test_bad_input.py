"""Bad input through a real worker: each costs only itself, and is kept with its reason."""

import base64
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest
from tests.support.histories import replayed
from tests.support.kafka import Record, produce
from tests.support.worker import site

from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.policy import Policy
from stream_health.local.agreement import Outcome, outcome_on_kafka
from stream_health.local.feeder import feeder_to
from stream_health.runtime.partitioner import partition_of
from stream_health.wire.outputs.dead_letters import ORIGINAL_BYTES_MAX
from stream_health.wire.times import format_time, parse_time_ms

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

PARTITIONS = 2
START_MS = (time.time_ns() // 1_000_000 // DAY_MS - 10) * DAY_MS
ACCOUNTS = [f"good-{number}" for number in range(8)]
USAGE, TICKETS, PROFILES, CLOCK = "usage-events", "ticket-events", "account-profiles", "clock"
EXAMPLES, CANDIDATES = "training-examples", "alert-candidates"


class Bad(NamedTuple):
    """A record that cannot be taken, and why."""

    reason: str
    topic: str
    value: bytes | None
    key: bytes | None = b"good-0"
    partition: int | None = None


def usage(number: object, account_id: str = "good-0", **changes: Any) -> dict[str, Any]:
    value = {
        "event_id": f"e-{number}",
        "account_id": account_id,
        "user_id": "u1",
        "occurred_at": format_time(START_MS + 30 * MINUTE_MS),
        "name": "login",
    }
    return value | changes


def bad(reason: str, topic: str, value: dict[str, Any], **where: Any) -> Bad:
    return Bad(reason, topic, orjson.dumps(value), **where)


def without(value: dict[str, Any], field: str) -> dict[str, Any]:
    return {name: said for name, said in value.items() if name != field}


def elsewhere(account_id: str) -> int:
    return 1 - partition_of(account_id.encode(), PARTITIONS)


HUGE = orjson.dumps(usage("huge", name="x" * 1_000_000))
TICKET = {"ticket_id": "t1", **without(without(usage("ticket"), "user_id"), "name")}
ACTIVATE = {"kind": "activate", "time": format_time(START_MS), "version": "m-nobody-cut"}
BAD = [
    Bad("not_json", USAGE, b"not json"),
    Bad("not_json", USAGE, b"\xff\xfe\x00"),
    Bad("not_json", USAGE, b""),
    Bad("not_json", CLOCK, b"tick tock", partition=0),
    Bad("unknown_kind", EXAMPLES, b'{"kind":"exploded"}'),
    Bad("not_an_object", USAGE, b"[1, 2]"),
    bad("missing_field", USAGE, without(usage("nobody"), "user_id")),
    bad("wrong_type", USAGE, usage("many", count="many")),
    bad("unknown_kind", TICKETS, {**TICKET, "kind": "exploded"}),
    bad("unknown_kind", CLOCK, {"kind": "tock", "time": format_time(START_MS)}, partition=1),
    bad("bad_value", USAGE, usage("when", occurred_at="yesterday")),
    bad("bad_value", USAGE, usage("nul", "good\0-0"), key=b"good\0-0"),
    Bad("too_large", USAGE, HUGE),
    bad("future", USAGE, usage("soon", occurred_at=format_time(START_MS + 100 * DAY_MS))),
    bad("ancient", USAGE, usage("once", occurred_at=format_time(START_MS - 1_500 * DAY_MS))),
    bad("key_mismatch", USAGE, usage("stranger"), key=b"somebody-else"),
    bad("key_mismatch", USAGE, usage("keyless"), key=None, partition=0),
    Bad("key_mismatch", PROFILES, None, key=b"\xff"),
    bad("wrong_partition", USAGE, usage("lost", "lost"), key=b"lost", partition=elsewhere("lost")),
    Bad("tombstone", USAGE, None),
    Bad("tombstone", CLOCK, None, partition=0),
    Bad("tombstone", CANDIDATES, None),
    bad("unknown_model", CLOCK, ACTIVATE, partition=0),
]


def good_lines() -> list[dict[str, Any]]:
    """Uses of every account over three hours; profiles after the first of them."""
    lines = [
        {"topic": USAGE, "value": usage(f"{account}-{step}", account, occurred_at=format_time(at))}
        for step in range(18)
        for account in ACCOUNTS
        for at in [START_MS + 5 * MINUTE_MS + step * 10 * MINUTE_MS]
    ]
    known_ms = START_MS + HOUR_MS + 7 * MINUTE_MS
    for account in ACCOUNTS[:2]:  # later than their first uses; all others have no profile
        value = {"account_id": account, "updated_at": format_time(known_ms), "tier": "high"}
        lines.append({"topic": PROFILES, "value": value})
    gone = format_time(known_ms + HOUR_MS)
    return [*lines, {"topic": PROFILES, "key": ACCOUNTS[1], "time": gone, "value": None}]


def record_of(line: dict[str, Any]) -> tuple[str, Record]:
    value = line["value"]
    text = line.get("time") or value.get("occurred_at") or value["updated_at"]
    return line["topic"], Record(
        None if value is None else orjson.dumps(value),
        key=str(line.get("key") or value["account_id"]).encode(),
        timestamp_ms=parse_time_ms(text),
    )


async def feed(bootstrap: str, prefix: str, lines: list[dict[str, Any]]) -> None:
    """Good and bad by the hour, each hour after its tick, with one event sent twice."""
    by_hour: dict[int, dict[str, list[Record]]] = {}
    for topic, record in map(record_of, lines):
        hour = (record.timestamp_ms or 0) // HOUR_MS
        by_hour.setdefault(hour, {}).setdefault(topic, []).append(record)
    first = START_MS // HOUR_MS
    by_hour[first + 2][USAGE].append(by_hour[first + 2][USAGE][0])
    async with feeder_to(bootstrap, partitions=PARTITIONS, prefix=prefix) as feeder:
        for hour in sorted(by_hour):
            await feeder.tick(hour * HOUR_MS)
            for topic, records in by_hour[hour].items():
                await produce(bootstrap, prefix + topic, records)
            if hour == first:
                at_ms = START_MS + 45 * MINUTE_MS
                for one in BAD:
                    record = Record(one.value, one.key, one.partition, at_ms)
                    await produce(bootstrap, prefix + one.topic, [record])
        await feeder.tick(START_MS + 30 * HOUR_MS)


def expected_of(folder: Path, lines: list[dict[str, Any]]) -> Outcome:
    _, replay, _ = replayed(
        folder,
        [orjson.dumps(line) for line in lines],
        policy=Policy(),
        partitions=PARTITIONS,
        until_ms=START_MS + 30 * HOUR_MS,
        learn=False,
    )
    outcome = Outcome()
    for lane in replay.lanes:
        outcome.take(lane.engine)
    return outcome


def decoded(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)


async def test_each_bad_record_is_kept_with_its_reason_and_every_good_one_is_scored(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    prefix, lines = topic_name("bad") + ".", good_lines()
    options = ["--clock", "topic", "--tick-every", "1h", "--no-learn"]
    async with site(bootstrap, tmp_path, prefix=prefix, options=options) as place:
        number = await place.started()
        await feed(bootstrap, prefix, lines)
        await place.done()
        shown = place.metrics(number)
        letters = await place.values("dead-letters")
        published = await place.values("score-changes")
        assert place.asked(number, "healthz")[0] == 200
        found = await outcome_on_kafka(
            bootstrap, prefix=prefix, policy=Policy(), partitions=PARTITIONS
        )

    kept = [
        (letter["reason"], letter["topic"], decoded(letter["value"]), decoded(letter["key"]))
        for letter in letters
    ]
    wanted = [
        (one.reason, one.topic, one.value and one.value[:ORIGINAL_BYTES_MAX], one.key)
        for one in BAD
    ]
    assert sorted(map(str, kept)) == sorted(map(str, wanted))
    assert [letter["value_bytes"] for letter in letters if letter["truncated"]] == [len(HUGE)]
    assert all(letter["detail"] for letter in letters)
    for (reason, topic), times in Counter((one.reason, one.topic) for one in BAD).items():
        assert shown["stream_health_dead_letters_total", reason, topic] == times
    assert shown["stream_health_wrong_partition_records_total", USAGE] == 1
    assert shown["stream_health_duplicate_events_total",] == 1

    expected = expected_of(tmp_path / "replay", lines)
    assert set(expected.points_milli) == set(ACCOUNTS)
    assert found.sub_states == expected.sub_states
    assert found.points_milli == expected.points_milli
    assert {value["account_id"] for value in published} == set(ACCOUNTS)
