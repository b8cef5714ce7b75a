"""Messages of history become signals at their own time, once."""

from pathlib import Path
from typing import Any

import orjson
from tests.support.histories import START_MS

from stream_health.app.settings_sections import LanguageSection
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.policy import Policy
from stream_health.local.replay.history import History
from stream_health.local.replay.outputs import ReplayOutputs
from stream_health.local.replay.runner import Replay, ReplayPlan
from stream_health.wire.times import format_time

AT_MS = START_MS + 3 * DAY_MS
FAREWELL = "Friday is my last day here."


def line(topic: str, at_ms: int, **fields: Any) -> dict[str, Any]:
    name = "updated_at" if topic == "account-profiles" else "occurred_at"
    return {"topic": topic, "value": {"account_id": "acme", name: format_time(at_ms), **fields}}


def message(number: int = 1, *, at_ms: int = AT_MS, **fields: Any) -> dict[str, Any]:
    what: dict[str, Any] = {
        "event_id": f"m{number}", "direction": "inbound", "channel": "email", "text": FAREWELL,
        "sender": {"contact_id": "c-1"},
    }  # fmt: skip
    return line("message-events", at_ms, **(what | fields))


def history() -> list[dict[str, Any]]:
    contacts = [{"contact_id": "c-1", "role": "champion"}]
    return [
        line("account-profiles", START_MS, tier="high", contacts=contacts),
        *(
            line("usage-events", START_MS + day * DAY_MS, event_id=f"u{day}", user_id="u", name="x")
            for day in range(1, 6)
        ),
        message(),
    ]


def replayed(
    folder: Path, lines: list[dict[str, Any]], *, until_ms: int | None = None, evidence: bool = True
) -> tuple[Replay, Path]:
    folder.mkdir(exist_ok=True)
    path = folder / "history.jsonl"
    path.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in lines))
    plan = ReplayPlan(
        policy=Policy(),
        language=LanguageSection(evidence=evidence),
        partitions=2,
        learn=False,
        until_ms=until_ms,
    )
    with ReplayOutputs(folder / "out") as outputs:
        replay = Replay(plan, History([path]), outputs)
        replay.run()
    return replay, folder / "out"


def written(out: Path, topic: str) -> list[dict[str, Any]]:
    return [orjson.loads(one) for one in (out / f"{topic}.jsonl").read_bytes().splitlines()]


def leaving(out: Path) -> list[dict[str, Any]]:
    return [one for one in written(out, "signals") if one["kind"] == "champion_leaving"]


def test_a_farewell_in_history_is_a_signal_and_a_critical_alert_of_its_own_time(
    tmp_path: Path,
) -> None:
    _, out = replayed(tmp_path, history())
    (signal,) = leaving(out)
    assert (signal["evidence"], signal["role"]) == (FAREWELL, "champion")
    (fired,) = [one for one in written(out, "alerts") if one["transition"] == "fired"]
    assert (fired["kind"], fired["as_of"]) == ("critical_signal", format_time(AT_MS))
    assert signal["event_id"] in fired["evidence"]
    assert [one["sentence"] for one in fired["quotes"]] == [FAREWELL]


def test_history_recorded_with_its_signals_comes_to_the_same(tmp_path: Path) -> None:
    _, plain = replayed(tmp_path / "plain", history())
    recorded = [{"topic": "signals", "value": one} for one in written(plain, "signals")]
    _, both = replayed(tmp_path / "both", [*recorded, *history()])
    for topic in ("signals", "alerts"):
        assert written(both, topic) == written(plain, topic)
    assert [one["score"] for one in written(both, "score-changes")] == [
        one["score"] for one in written(plain, "score-changes")
    ]


def test_recorded_signals_of_messages_that_are_not_there_are_kept(tmp_path: Path) -> None:
    _, plain = replayed(tmp_path / "plain", history())
    recorded = [{"topic": "signals", "value": one} for one in leaving(plain)]
    _, out = replayed(tmp_path / "without", [*recorded, *history()[:-1]])
    assert not leaving(out)
    assert "fired" in {one["transition"] for one in written(out, "alerts")}


def test_a_message_that_cannot_be_read_is_buried_without_a_word_of_it(tmp_path: Path) -> None:
    _, out = replayed(tmp_path, [*history(), message(2, direction="sideways", text="quartz")])
    (letter,) = written(out, "dead-letters")
    assert letter["reason"] == "bad_value"
    assert "quartz" not in letter["detail"]


def test_messages_after_the_end_say_nothing(tmp_path: Path) -> None:
    _, out = replayed(tmp_path, history(), until_ms=AT_MS - HOUR_MS)
    assert not written(out, "signals")


def test_evidence_is_left_out_where_it_is_switched_off(tmp_path: Path) -> None:
    _, out = replayed(tmp_path, history(), evidence=False)
    assert "evidence" not in leaving(out)[0]
    alerts = written(out, "alerts")
    assert "fired" in {one["transition"] for one in alerts}
    assert not any(one["quotes"] for one in alerts)


def test_twice_the_same_history_gives_the_same_bytes(tmp_path: Path) -> None:
    outs = [replayed(tmp_path / name, history())[1] for name in ("one", "two")]
    for path in outs[0].glob("*.jsonl"):
        assert path.read_bytes() == (outs[1] / path.name).read_bytes()


def verdict(what: str, *, at_ms: int = AT_MS + HOUR_MS // 2) -> dict[str, Any]:
    return line(
        "csm-feedback", at_ms, event_id="f1", kind="verdict", verdict=what, author="kim",
        dedup_key="critical_signal/acme",
    )  # fmt: skip


def test_a_verdict_is_learned_from_the_next_full_hour_on_as_the_worker_does(tmp_path: Path) -> None:
    hour_ms = AT_MS - AT_MS % HOUR_MS + HOUR_MS
    lines = [
        *history(),
        verdict("not_a_risk"),
        message(2, at_ms=hour_ms - 1, account_id="other"),
        message(3, at_ms=hour_ms, account_id="other"),
    ]
    _, out = replayed(tmp_path, lines)
    first, before, after = (one["confidence"] for one in leaving(out))
    assert first == before > after
    (_, other) = replayed(tmp_path / "known", [*history(), verdict("known_event"), *lines[-2:]])
    assert {one["confidence"] for one in leaving(other)} == {first}
