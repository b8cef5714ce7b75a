"""What reading and writing at the border costs: ``python -m benchmarks.wire_decode``.

Prints microseconds of CPU per record, the best of several rounds, for batches of 500 and 5,000.
"""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson

from stream_health.domain.effects import Cause, Factor, ScoreChange
from stream_health.wire.decode import decode_batch
from stream_health.wire.encode import encode_effect
from stream_health.wire.input_examples import INPUT_EXAMPLES
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.score_changes import SCORE_CHANGES
from stream_health.wire.snapshot import pack, unpack

ROUNDS = 9
ACCOUNTS = 300


@dataclass(frozen=True, slots=True)
class _Record:
    key: bytes
    value: bytes
    timestamp: int = 0
    partition: int = 0
    offset: int = 0


def records(topic: TopicName, count: int, **more: object) -> list[_Record]:
    """Records like the topic's first example, spread over accounts."""
    example = INPUT_EXAMPLES[topic][0] | more
    return [
        _Record(
            account.encode(), orjson.dumps(example | {"account_id": account, "event_id": f"e{i}"})
        )
        for i in range(count)
        for account in [f"account-{i % ACCOUNTS}"]
    ]


def microseconds(work: Callable[[], object], count: int) -> float:
    """Best CPU time per record."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time_ns()
        work()
        best = min(best, time.process_time_ns() - start)
    return best / count / 1_000


def score_change() -> ScoreChange:
    """A publication with 44 factors."""
    factors = tuple(Factor(f"feature_{i}", i / 7, "users", -i * 10, "a text") for i in range(1, 45))
    total = sum(factor.points_milli for factor in factors)
    return ScoreChange(
        event_id="0" * 32, kind="changed", account_id="acme", as_of_ms=1_772_600_760_000,
        score_milli=80_000 + total, previous_score_milli=80_000, churn_risk=0.1,
        expansion_likelihood=None, advocacy_likelihood=None, band="watch", base_points_milli=80_000,
        factors=factors, other_points_milli=0, clip_points_milli=0,
        causes=(Cause("event", total, "a text", "feature_1", "usage"),), coverage=1.0,
        confidence=1.0, flagged=False, action=None, cadence="daily", model_version="m",
        config_version="c", book_version="b", arm="champion",
    )  # fmt: skip


def decode_row(topic: TopicName, *, label: str = "", **more: object) -> tuple[str, list[float]]:
    """Time of reading a topic, per batch size."""
    costs = []
    for count in (500, 5_000):
        batch: Sequence[_Record] = records(topic, count, **more)
        gc.collect()
        gc.freeze()
        costs.append(microseconds(lambda batch=batch: decode_batch(topic, batch), count))  # type: ignore[misc]  # the batch of this round
    return f"decode {topic}{label}", costs


def main() -> None:
    """Print the table."""
    change, state = score_change(), tuple(range(60))
    encoded = encode_effect(change, inputs={}).value or b""
    packed = pack(state)
    rows = [
        decode_row(TopicName.USAGE_EVENTS),
        decode_row(TopicName.USAGE_EVENTS, label=", one by one", context={"page": "home"}),
        decode_row(TopicName.TICKET_EVENTS),
        decode_row(TopicName.BILLING_EVENTS),
        decode_row(TopicName.ACCOUNT_PROFILES),
    ]
    single: list[tuple[str, Callable[[], object]]] = [
        ("encode score change, 44 factors", lambda: encode_effect(change, inputs={"usage": 1})),
        ("decode score change, 44 factors", lambda: SCORE_CHANGES.decode(encoded)),
        ("pack 60 integers", lambda: pack(state)),
        ("unpack 60 integers", lambda: unpack(packed)),
    ]
    print(f"{'us of CPU per record':45}{'batch 500':>12}{'batch 5,000':>12}")
    for label, (small, large) in rows:
        print(f"{label:45}{small:12.2f}{large:12.2f}")
    for label, work in single:
        cost = microseconds(lambda work=work: [work() for _ in range(500)], 500)  # type: ignore[misc]  # the work of this row
        print(f"{label:45}{cost:12.2f}")
    size = len(records(TopicName.USAGE_EVENTS, 1)[0].value)
    print(f"a usage event has {size} bytes, a score change {len(encoded)}")


if __name__ == "__main__":
    main()
