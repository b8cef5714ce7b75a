"""A replay takes what happened as it happened, whatever the time of day."""

from pathlib import Path

import orjson

from stream_health.domain.policy import Policy
from stream_health.local.replay.history import History
from stream_health.local.replay.outputs import ReplayOutputs
from stream_health.local.replay.runner import Replay, ReplayPlan


def _usage(number: int, occurred_at: str) -> bytes:
    value = {
        "event_id": f"e{number}",
        "account_id": "acme",
        "user_id": "u1",
        "occurred_at": occurred_at,
        "name": "login",
    }
    return orjson.dumps({"topic": "usage-events", "value": value}) + b"\n"


def _summary_of(folder: Path, lines: list[bytes]) -> dict[str, object]:
    (folder / "history.jsonl").write_bytes(b"".join(lines))
    history = History([folder / "history.jsonl"])
    with ReplayOutputs(folder / "out") as outputs:
        Replay(ReplayPlan(policy=Policy(), learn=False), history, outputs).run()
        return outputs.write_summary({})


def test_no_hour_of_a_day_lies_in_the_future(tmp_path: Path) -> None:
    hours = [f"2026-03-{day:02d}T{hour:02d}:41:00Z" for day in (2, 3) for hour in range(24)]
    summary = _summary_of(tmp_path, [_usage(*each) for each in enumerate(hours)])
    assert summary["events"] == {"usage-events": 48}
    assert "dead_letters" not in summary


def test_what_cannot_be_read_is_counted_by_its_reason(tmp_path: Path) -> None:
    bad = {"event_id": "b", "account_id": "acme", "occurred_at": "2026-03-02T09:00:00Z"}
    lines = [_usage(1, "2026-03-02T08:00:00Z")]
    lines.append(orjson.dumps({"topic": "usage-events", "value": bad}) + b"\n")
    assert _summary_of(tmp_path, lines)["dead_letters"] == {"missing_field": 1}
