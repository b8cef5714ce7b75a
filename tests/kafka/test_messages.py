"""Messages through real workers, one of them killed: read once, alerted at once, never kept."""

import asyncio
import base64
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.support.kafka import Record, produce
from tests.support.worker import Site, site

from stream_health.local.recording import read_topic
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time

pytestmark = [pytest.mark.kafka, pytest.mark.slow, pytest.mark.timeout(180)]

CANARY = "xylophonequartz"
FAREWELL = "By the way, Friday is my last day here."
MESSAGES = 200
OPTIONS = ["--clock", "wall", "--tick-every", "1s"]


def message(number: int, *, account_id: str, text: str, **fields: Any) -> Record:
    now_ms = time.time_ns() // 1_000_000
    value = {
        "event_id": f"m-{number}",
        "account_id": account_id,
        "occurred_at": format_time(now_ms),
        "direction": "inbound",
        "channel": "email",
        "text": text,
        "sender": {"contact_id": "c-1"},
        **fields,
    }
    return Record(orjson.dumps(value), key=account_id.encode(), timestamp_ms=now_ms)


def ordinary(number: int) -> Record:
    text = f"Dear Tom, the {CANARY} arrived, thank you. We will look at item {number} tomorrow."
    return message(number, account_id=f"a-{number % 7}", text=text)


async def profiles(place: Site) -> None:
    now = format_time(time.time_ns() // 1_000_000)
    value = {
        "account_id": "a-0",
        "updated_at": now,
        "tier": "high",
        "renewal_at": "2030-06-30",
        "contacts": [{"contact_id": "c-1", "role": "champion"}],
    }
    record = Record(orjson.dumps(value), key=b"a-0")
    await produce(place.bootstrap, place.prefix + TopicName.ACCOUNT_PROFILES, [record])


async def fired_of(place: Site) -> list[Any]:
    """The alerts that fired, once there are any; it is the farewell that comes last."""
    async with asyncio.timeout(60):
        while True:
            said = await place.values("alerts")
            fired = [one for one in said if one["transition"] == "fired"]
            if fired:
                return fired
            await asyncio.sleep(0.2)


async def kept_of(place: Site) -> dict[str, bytes]:
    """Every byte of every topic but the messages themselves; dead letters with their originals."""
    kept = {}
    for topic in set(TopicName) - {TopicName.MESSAGE_EVENTS}:
        records = await read_topic(place.bootstrap, place.prefix + topic)
        kept[str(topic)] = b"".join((r.key or b"") + (r.value or b"") for r in records)
    return kept


async def test_a_farewell_is_alerted_within_seconds_and_no_text_is_kept(
    bootstrap: str, topic_name: Callable[[str], str], tmp_path: Path
) -> None:
    prefix = topic_name("messages") + "."
    async with site(bootstrap, tmp_path, prefix=prefix, options=OPTIONS) as place:
        first = await place.started()
        await profiles(place)
        topic = prefix + TopicName.MESSAGE_EVENTS
        feeding = asyncio.create_task(
            produce(bootstrap, topic, [ordinary(number) for number in range(MESSAGES)])
        )
        await asyncio.sleep(0.5)
        place.fleet.kill(first)
        second = await place.started()
        await feeding
        bad = message(901, account_id="a-0", text=CANARY, direction="sideways")
        await produce(bootstrap, topic, [bad, message(900, account_id="a-0", text=FAREWELL)])
        alerts = await fired_of(place)
        signals = await place.values("signals")
        kept, shown = await kept_of(place), place.metrics(second)
        letters = await place.values("dead-letters")
        exposition = place.asked(second, "metrics")[1]
        logs = "".join(place.fleet.log_of(number).read_text() for number in (first, second))

    seen = Counter(one["source"]["event_id"] for one in signals if one["kind"] == "message_seen")
    assert seen == Counter(f"m-{number}" for number in [*range(MESSAGES), 900])
    assert len({one["event_id"] for one in signals}) == len(signals)
    (leaving,) = [one for one in signals if one["kind"] == "champion_leaving"]
    assert (leaving["evidence"], leaving["role"]) == (FAREWELL, "champion")
    (fired,) = alerts
    assert (fired["account_id"], fired["kind"]) == ("a-0", "critical_signal")
    assert fired["severity"] == "critical"
    assert leaving["event_id"] in fired["evidence"]
    (quote,) = fired["quotes"]
    assert (quote["signal_id"], quote["sentence"]) == (leaving["event_id"], FAREWELL)
    where = {topic for topic, held in kept.items() if FAREWELL.encode() in held}
    assert where == {"signals", "alert-candidates", "alerts"}
    assert fired["renewal_date"].startswith("2030-06-30")
    assert fired["action"]["title"]
    assert shown["stream_health_text_signals_total", "champion_leaving"] == 1
    assert len(kept) == len(TopicName) - 1
    assert not [topic for topic, held in kept.items() if CANARY.encode() in held]
    assert CANARY not in exposition
    assert CANARY not in logs
    (letter,) = letters
    assert letter["reason"] == "bad_value"
    assert CANARY not in letter["detail"]
    assert CANARY in base64.b64decode(letter["value"]).decode()
