"""What one event costs a worker without Kafka: ``python -m benchmarks.job.engine``.

20,000 accounts as one partition number, one in ten of high value, events by zipf(1.1), batches of
5,000. Prints CPU time in microseconds per event by stage (decode, engine, pack of the state, encode
of the effects), and what is written: state records and bytes per event. Two loads: full rate (a
million events a day after five quiet days), where events are dear, and two events per account and
day, where days are. ``--accounts`` makes it smaller.
"""

import argparse
import gc
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from time import process_time
from typing import Final

import orjson

from stream_health.app.reading import read_inputs
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.engine.engine import Engine, Input, Step
from stream_health.domain.engine.settings import EngineSettings
from stream_health.domain.events import ProfileUpdate
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.prior import prior
from stream_health.local.replay.history import Line
from stream_health.wire.encode import encode_effect
from stream_health.wire.names import TopicName
from stream_health.wire.snapshot import pack, state_key
from stream_health.wire.times import format_time

START_MS: Final = 1_767_571_200_000  # Monday 2026-01-05 00:00 UTC
EVENTS_PER_DAY: Final = 1_000_000  # at full rate, for 20,000 accounts
BATCH: Final = 5_000
STAGES: Final = ("decode", "engine", "pack", "encode")


class Nothing:
    """The state of a partition number that was never opened."""

    def account_ids(self) -> Iterable[str]:
        """No account."""
        return ()

    def read(self, account_id: str | None, tag: str) -> None:
        """No record."""


class Load:
    """Draws the accounts and their use; the same with every run."""

    def __init__(self, accounts: int) -> None:
        self.random = Random(1)
        self.accounts = [f"acct-{number:05d}" for number in range(accounts)]
        self._weights = list(accumulate(1 / (rank + 1) ** 1.1 for rank in range(accounts)))

    def profiles(self) -> list[Input]:
        """One profile each, a tenth of them of high value."""
        return [
            ProfileUpdate(
                account_id,
                f"profile-{account_id}",
                START_MS,
                tier="high" if self.random.random() < 0.1 else "standard",
                seats=20,
                started_at_ms=START_MS - 90 * DAY_MS,
                renewal_at_ms=START_MS + 100 * DAY_MS,
            )
            for account_id in self.accounts
        ]

    def use(self, events: int, start_ms: int, end_ms: int) -> list[Line]:
        """Events of use, evenly in time, as they lie in the topic."""
        step = (end_ms - start_ms) / events
        return [self._line(start_ms + int(number * step)) for number in range(events)]

    def _line(self, time_ms: int) -> Line:
        draw = self.random
        place = bisect_left(self._weights, draw.random() * self._weights[-1])
        value = {
            "event_id": f"e{draw.getrandbits(64):x}",
            "account_id": self.accounts[place],
            "user_id": f"u{draw.randrange(200):04d}",
            "occurred_at": format_time(time_ms),
            "name": "feature_used",
            "feature": f"f{draw.randrange(20):02d}",
        }
        key = self.accounts[place].encode()
        return Line(TopicName.USAGE_EVENTS, key, orjson.dumps(value), time_ms, 0, 0)


class Meter:
    """CPU seconds by stage, and what was written."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.written: Counter[str] = Counter()
        self._last = process_time()

    def start(self) -> None:
        """Begin to count."""
        self._last = process_time()

    def book(self, stage: str) -> None:
        """Book the time since the last call under a stage."""
        now = process_time()
        self.seconds[stage] += now - self._last
        self._last = now

    def row(self, label: str, events: int) -> str:
        """One line of the table."""
        costs = [self.seconds[stage] / events * 1e6 for stage in STAGES]
        counts = (self.written[what] / events for what in ("records", "bytes", "effects"))
        records, size, effects = counts
        cells = "".join(f"{cost:9.1f}" for cost in (*costs, sum(costs)))
        return f"{label:22}{events:9,}{cells}{records:9.2f}{size:9.0f}{effects:9.3f}"


def drive(engine: Engine, batch: Sequence[Input], meter: Meter) -> None:
    """One batch through the engine, packed and encoded as the worker does."""
    for step in engine.process(batch):
        meter.book("engine")
        _pack(step, meter)
        meter.book("pack")
        for effect in step.effects:
            encode_effect(effect, inputs={})
        meter.written["effects"] += len(step.effects)
        meter.book("encode")


def _pack(step: Step, meter: Meter) -> None:
    for account_id, tag, record in step.records:
        packed = b"" if record is None else pack(record)
        meter.written["bytes"] += len(packed) + len(state_key(account_id, tag))
    meter.written["records"] += len(step.records)


def run(engine: Engine, lines: Sequence[Line], label: str) -> None:
    """Time a load and print its row."""
    meter = Meter()
    meter.start()
    for start in range(0, len(lines), BATCH):
        part = lines[start : start + BATCH]
        inputs, rejected = read_inputs([line.topic for line in part], part)
        if rejected:
            msg = f"the benchmark writes events that are refused: {next(iter(rejected.values()))}"
            raise ValueError(msg)
        meter.book("decode")
        drive(engine, inputs, meter)
    print(meter.row(label, len(lines)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=20_000)
    accounts = parser.parse_args().accounts
    policy = Policy()
    models = {"prior": prior(policy, CATALOGUE)}
    given = EngineSettings(partition=0, policy=policy, models=models.get, partition_of=lambda _: 0)
    engine, load = Engine(given, Nothing()), Load(accounts)
    drive(engine, load.profiles(), Meter())
    gc.freeze()
    heads = (*STAGES, "sum", "records", "bytes", "effects")
    print(f"{'per event':22}{'events':>9}" + "".join(f"{head:>9}" for head in heads))
    day5_ms = START_MS + 5 * DAY_MS
    run(engine, load.use(10 * accounts, START_MS, day5_ms), "2 per account and day")
    per_hour = EVENTS_PER_DAY * accounts // 20_000 // 24
    start_ms = day5_ms + HOUR_MS
    run(engine, load.use(5 * per_hour, start_ms, start_ms + 5 * HOUR_MS), "full rate")


if __name__ == "__main__":
    main()
