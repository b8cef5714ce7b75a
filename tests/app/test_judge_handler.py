"""The judge's handler: one record per slice of a day, and a restart says nothing twice."""

import orjson
import pytest
from tests.support.handling import FakeRecord, records_of, worked

from stream_health.app.judge_handler import JudgeHandler, JudgeKit
from stream_health.app.metrics import WorkerMetrics
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.dispatched import AlertsClosed
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.policy import Policy
from stream_health.runtime.batch import Output
from stream_health.wire.internal.fired_alerts import encode_alerts_closed
from stream_health.wire.internal.training_examples import encode_day_closed, encode_example
from stream_health.wire.outputs.quality import QUALITY
from stream_health.wire.rejected import Rejected


def examples(day: int) -> list[bytes]:
    """Thirty matured examples and the end of their day."""
    made = []
    for number in range(30):
        at_ms = day * DAY_MS
        made.append(
            encode_example(
                TrainingExample(
                    example_id=f"{day}/{number}", account_id=f"a{number}", target="churn",
                    snapshot_at_ms=at_ms - DAY_MS, matured_at_ms=at_ms, horizon_ms=DAY_MS,
                    label=int(number % 5 == 0), values=(), catalogue_version="c", segment="book",
                    tier="high", score_milli=80_000, churn_risk=0.4 if number % 5 == 0 else 0.1,
                    model_version="m", treated=False,
                )
            ).value
            or b""
        )  # fmt: skip
    return [*made, encode_day_closed(DayClosed(0, (day + 1) * DAY_MS)).value or b""]


def work(values: list[bytes | None], cuts: list[int], metrics: WorkerMetrics) -> list[Output]:
    """Everything said over values in batches, each by a handler made of the state so far."""
    kit = JudgeKit(policy=Policy(), partitions=1, prefix="p.", metrics=metrics)
    alerts = encode_alerts_closed(AlertsClosed(10 * DAY_MS, 2)).value
    records = [FakeRecord(alerts, 0, "p.fired-alerts")]
    records += records_of(values, "p.training-examples")
    return worked(lambda state: JudgeHandler(kit, 0, state), records, cuts)


@pytest.mark.slow
def test_each_day_says_one_record_per_slice_wherever_batches_are_cut() -> None:
    values: list[bytes | None] = [*examples(1), None, b"{}", *examples(2)]
    metrics = WorkerMetrics()
    whole = work(values, [], metrics)
    assert whole == work(values, [7, 31, 40], WorkerMetrics())
    assert len(whole) == 14
    assert len({output.key for output in whole}) == 7
    judged = [QUALITY.decode(output.value or b"") for output in whole]
    assert not any(isinstance(one, Rejected) for one in judged)
    assert {output.topic for output in whole} == {"p.quality"}
    assert len({orjson.loads(output.value or b"")["event_id"] for output in whole}) == 14


def test_figures_are_shown_as_metrics_but_not_those_of_single_models() -> None:
    metrics = WorkerMetrics()
    work(list(examples(1)), [], metrics)
    labels = {"target": "churn", "dimension": "overall", "slice": ""}
    assert metrics.value("quality", figure="auc", **labels) == 1.0
    assert metrics.value("quality", figure="recall", **labels) == 1.0
    shown = metrics.exposition().decode()
    assert 'dimension="value_tier"' in shown
    assert 'dimension="model"' not in shown
