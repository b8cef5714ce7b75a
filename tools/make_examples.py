"""``python -m tools.make_examples``: writes the sample data in ``examples/``. Takes a minute.

A simulated book of 60 accounts over 330 days, in which more goes wrong than in life; the score a
company might use today, a spreadsheet's trend of usage; and what became of the accounts.
"""

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import orjson

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.policy import Policy
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.replay.command import ReplayRequest, run_replay
from stream_health.local.simulate import SimulationRequest, run_simulation
from stream_health.wire.times import format_time, parse_day_or_time_ms, parse_time_ms

EXAMPLES: Final = Path(__file__).parents[1] / "examples"
START: Final = "2025-01-06"
ACCOUNTS: Final = 60
DAYS: Final = 330
REVIEW_DAY: Final = "2025-07-07"
HISTORY: Final = SimulationRequest(
    accounts=3, days=45, seed=7, out=EXAMPLES / "history.jsonl", start=START, quiet=True
)
PLOT: Final = Plot(bad_of_high_value=0.4, bad_of_others=0.25)


def book() -> SimulatedBook:
    """Give the book that the samples are of."""
    start_ms = parse_day_or_time_ms(START)
    return SimulatedBook(11, accounts=ACCOUNTS, days=DAYS, start_ms=start_ms, plot=PLOT)


def outcomes(made: SimulatedBook) -> list[str]:
    """Lines of ``outcomes.csv``: who left by the end of the book."""
    end_ms = parse_day_or_time_ms(START) + DAYS * DAY_MS
    found = ["account_id,kind,effective_date,notice_date"]
    for truth in made.truth():
        said_ms = truth.effective_ms if truth.notice_ms is None else truth.notice_ms
        if said_ms is not None and truth.effective_ms is not None and said_ms < end_ms:
            notice = "" if truth.notice_ms is None else format_time(truth.notice_ms)[:10]
            effective = format_time(truth.effective_ms)[:10]
            found.append(f"{truth.account_id},churned,{effective},{notice}")
    return found


def spreadsheet(events: Iterator[dict[str, Any]]) -> list[str]:
    """Lines of ``scores.csv``: every Monday, use of the last four weeks against the four before."""
    weeks: dict[str, Counter[int]] = {}
    start_ms = parse_day_or_time_ms(START)
    for event in events:
        if event["topic"] == "usage-events":
            at_ms = parse_time_ms(event["value"]["occurred_at"])
            uses = weeks.setdefault(event["value"]["account_id"], Counter())
            uses[(at_ms - start_ms) // WEEK_MS] += 1
    found = ["account_id,as_of,score"]
    for week in range(8, DAYS // 7):
        day = format_time(start_ms + week * WEEK_MS)[:10]
        for account_id, uses in sorted(weeks.items()):
            now = sum(uses[week - back] for back in range(1, 5))
            before = sum(uses[week - back] for back in range(5, 9))
            trend = math.tanh(math.log((now + 1) / (before + 1)))
            if now or before:
                found.append(f"{account_id},{day},{round(70 + 60 * trend)}")
    return found


def main() -> None:
    """Write everything."""
    EXAMPLES.mkdir(exist_ok=True)
    run_simulation(HISTORY)
    made = book()
    _write("outcomes.csv", outcomes(made))
    _write("scores.csv", spreadsheet(made.events()))
    with TemporaryDirectory() as folder:
        events, replay = Path(folder, "book.jsonl"), Path(folder, "replay")
        with events.open("wb") as file:
            file.writelines(orjson.dumps(one) + b"\n" for one in made.events())
        request = ReplayRequest(
            files=(events,), out=replay, until=None, score_every="7d", score_anchor=None,
            learn=True, partitions=4, quiet=True,
        )  # fmt: skip
        run_replay(request, Policy())
        (EXAMPLES / "ours.parquet").write_bytes((replay / "scores.parquet").read_bytes())
        _write("alerts.jsonl", _fired(replay / "alerts.jsonl"))
        _write("score-changes.jsonl", _factors(replay / "score-changes.jsonl"))
        _write("accounts.csv", _accounts(events))


def _fired(path: Path) -> list[str]:
    names = ("transition", "kind", "severity", "account_id", "members", "as_of", "csm", "score")
    found = []
    for line in path.read_bytes().splitlines():
        value = orjson.loads(line)
        if value["transition"] == "fired":
            found.append(orjson.dumps({name: value[name] for name in names}).decode())
    return found


def _factors(path: Path) -> list[str]:
    """The last score of each account before the review, with its weightiest factors."""
    found: dict[str, str] = {}
    with path.open("rb") as file:
        for line in file:
            value = orjson.loads(line)
            if value["as_of"][:10] < REVIEW_DAY:
                kept = {name: value[name] for name in ("account_id", "as_of", "score")}
                kept["factors"] = value["factors"][:3]
                found[value["account_id"]] = orjson.dumps(kept).decode()
    return [found[account_id] for account_id in sorted(found)]


def _accounts(events: Path) -> list[str]:
    found = {}
    with events.open("rb") as file:
        for line in file:
            record = orjson.loads(line)
            if record["topic"] == "account-profiles":
                value = record["value"]
                name, arr = value["account_id"], value["arr"]["amount_minor"] // 100
                found[name] = f"{name},{value['tier']},{value['csm']},{arr}"
    return ["account_id,tier,csm,value", *(found[name] for name in sorted(found))]


def _write(name: str, lines: list[str]) -> None:
    (EXAMPLES / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
