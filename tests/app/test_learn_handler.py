"""A version that jumps is cut and shown, and not activated before the next outcomes."""

from dataclasses import replace

import orjson
from tests.support.handling import records_of, worked

from stream_health.app.learn_handler import LearnHandler, LearnKit
from stream_health.app.metrics import WorkerMetrics
from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION
from stream_health.domain.policy import Policy
from stream_health.runtime.batch import Output
from stream_health.wire.internal.training_examples import encode_day_closed, encode_example

POLICY = replace(Policy(), learning=replace(Policy().learning, churn_horizon_ms=WEEK_MS))


def week(number: int) -> list[bytes]:
    """Thirty accounts of which nothing is known but that half of them left."""
    at_ms = (20_000 + 7 * number) * DAY_MS
    made = [
        TrainingExample(
            example_id=f"{number}/{account}", account_id=f"a{account}", target="churn",
            snapshot_at_ms=at_ms - WEEK_MS, matured_at_ms=at_ms, horizon_ms=WEEK_MS,
            label=account % 2, values=(None,) * len(CATALOGUE), segment="book",
            catalogue_version=CATALOGUE_VERSION, tier="high", score_milli=80_000, churn_risk=0.05,
            model_version="prior", treated=False,
        )
        for account in range(30)
    ]  # fmt: skip
    ends = encode_day_closed(DayClosed(0, at_ms + DAY_MS))
    return [record.value or b"" for record in (*map(encode_example, made), ends)]


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
