"""A version that jumps is cut and shown, and not activated before the next outcomes."""

import orjson
from tests.support.blank_examples import POLICY, blank_week
from tests.support.handling import records_of, worked

from stream_health.app.learn_handler import LearnHandler, LearnKit
from stream_health.app.metrics import WorkerMetrics
from stream_health.runtime.batch import Output
from stream_health.wire.internal.training_examples import encode_day_closed, encode_example


def week(number: int) -> list[bytes]:
    """Records of a week and of its end."""
    made, ends = blank_week(number)
    return [record.value or b"" for record in (*map(encode_example, made), encode_day_closed(ends))]


def learn(values: list[bytes], metrics: WorkerMetrics) -> list[Output]:
    kit = LearnKit(policy=POLICY, partitions=1, prefix="p.", metrics=metrics)
    records = records_of(values, "p.training-examples")
    return worked(lambda state: LearnHandler(kit, 0, state), records)


def test_a_version_that_flags_the_whole_book_waits_for_the_next_outcomes() -> None:
    metrics = WorkerMetrics()
    said = learn([*week(0), *week(1)], metrics)
    assert [one.topic for one in said] == ["p.models", "p.models", "p.clock"]
    first, second, order = (orjson.loads(one.value or b"") for one in said)
    gate = first["report"]["gate"]
    assert (gate["passed"], gate["instead_of"]) == (False, "prior")
    failed = [check["name"] for check in gate["checks"] if not check["passed"]]
    assert failed == ["stability", "flagged accounts"]
    assert metrics.value("model_versions_held_total", check="flagged accounts") == 1.0
    assert second["report"]["gate"]["passed"]
    assert order["version"] == second["version"]
