"""Small recorded histories in wire format, and replays of them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import Effect
from stream_health.domain.policy import Learning, Policy
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.replay.history import History
from stream_health.local.replay.outputs import ReplayOutputs
from stream_health.local.replay.runner import Replay, ReplayPlan
from stream_health.wire.times import format_time

START_MS = 1_767_571_200_000  # Monday 2026-01-05 00:00 UTC
POLICY = Policy(learning=Learning(churn_horizon_ms=7 * DAY_MS, grace_ms=DAY_MS))


def book_lines(*, accounts: int, days: int, seed: int = 5) -> list[bytes]:
    """Lines of a simulated book; every third usage event is at a full hour, so that times tie."""
    plot = Plot(history_days=5, bad_of_high_value=0.6, bad_of_others=0.4)
    book = SimulatedBook(seed, accounts=accounts, days=days, start_ms=START_MS, plot=plot)
    lines = []
    for number, line in enumerate(book.events()):
        value = line["value"]
        if number % 3 == 0 and line["topic"] == "usage-events":
            since = int(value["occurred_at"][11:13]) * HOUR_MS
            day = value["occurred_at"][:10]
            value = {**value, "occurred_at": f"{day}T{since // HOUR_MS:02d}:00:00Z"}
        lines.append(orjson.dumps({**line, "value": value}))
    return lines


def usage_line(number: int, time_ms: int, account_id: str = "acme", **changes: Any) -> bytes:
    """One usage event."""
    value = {
        "event_id": f"e{number}",
        "account_id": account_id,
        "user_id": "u1",
        "occurred_at": format_time(time_ms),
        "name": "login",
    }
    return orjson.dumps({"topic": "usage-events", "value": value | changes})


class Heard(ReplayOutputs):
    """Outputs that remember effects too."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.effects: list[Effect] = []

    def write(self, effect: Effect, offsets: Any) -> None:
        self.effects.append(effect)
        super().write(effect, offsets)


def written(folder: Path, lines: Iterable[bytes], name: str = "history.jsonl") -> Path:
    """A file of lines."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def replayed(
    folder: Path, lines: Sequence[bytes], **plan: Any
) -> tuple[dict[str, bytes], Replay, Heard]:
    """Replay lines; every file written by name, the replay, and what it heard."""
    return replay_of(History([written(folder, lines)]), folder, **plan)


def replay_of(
    history: History, folder: Path, **plan: Any
) -> tuple[dict[str, bytes], Replay, Heard]:
    """Replay a history; as `replayed`."""
    given: dict[str, Any] = {"policy": POLICY, "partitions": 2} | plan
    with Heard(folder / "out") as outputs:
        replay = Replay(ReplayPlan(**given), history, outputs)
        replay.run()
        outputs.write_scores()
        outputs.write_summary({"records": replay.records_total})
    files = {path.name: path.read_bytes() for path in sorted((folder / "out").iterdir())}
    return files, replay, outputs
