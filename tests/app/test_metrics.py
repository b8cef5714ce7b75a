"""The catalogue keeps its promises, and what the worker observes shows under the right name."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.support.saying import alert

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.metrics_catalogue import BY_NAME, METRICS, Metric, metrics_markdown
from stream_health.app.metrics_labels import OTHER
from stream_health.app.metrics_observer import MetricsObserver
from stream_health.domain.alerts.dispatcher import Dispatcher
from stream_health.domain.effects import (
    BehaviourSignal,
    CandidateClock,
    ModelActivated,
    ScoreChange,
)
from stream_health.domain.engine.engine import Step
from stream_health.domain.events import Source
from stream_health.domain.policy import Policy

NOW_SECONDS = 1_700_000_000.0
NOW_MS = int(NOW_SECONDS * 1_000)


@pytest.fixture
def metrics() -> WorkerMetrics:
    return WorkerMetrics(lambda: NOW_SECONDS)


def record(*, age_ms: int) -> Any:
    return SimpleNamespace(timestamp=NOW_MS - age_ms)


def score(**changes: Any) -> ScoreChange:
    values: dict[str, Any] = dict.fromkeys(ScoreChange._fields)
    values |= {"band": "watch", "kind": "changed", "cadence": "real_time", "as_of_ms": NOW_MS - 40}
    return ScoreChange(**(values | changes))


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_name_says_its_unit_and_its_type(metric: Metric) -> None:
    assert re.fullmatch(r"stream_health_[a-z]+(_[a-z]+)*", metric.full_name)
    assert metric.name.endswith("_total") == (metric.kind == "counter")
    assert not re.search(r"_(ms|milliseconds|minutes|kb|mb|percent)\b", metric.name)
    assert (metric.kind == "histogram") == bool(metric.buckets)
    assert list(metric.buckets) == sorted(metric.buckets)
    assert metric.help.endswith(".")
    for _, values in metric.labels:
        assert values is None or 0 < len(values) <= 40


def test_names_are_unique_and_every_one_is_on_the_page() -> None:
    assert len(BY_NAME) == len(METRICS) > 30
    page = metrics_markdown()
    assert [name for name in BY_NAME if f"| `{name}` |" not in page] == []


def test_the_endpoint_shows_every_metric_of_the_catalogue_and_nothing_else(
    metrics: WorkerMetrics,
) -> None:
    families = text_string_to_metric_families(metrics.exposition().decode())
    shown = {family.name for family in families}
    promised = {name.removesuffix("_total") for name in BY_NAME}
    assert shown == promised


def test_a_label_value_outside_the_catalogue_shows_as_other(metrics: WorkerMetrics) -> None:
    metrics.on_dead_letter("usage-events", "acme-corporation")
    assert metrics.value("dead_letters_total", topic="usage-events", reason=OTHER) == 1
    assert b"acme" not in metrics.exposition()


def test_a_metric_cannot_be_used_as_another_type(metrics: WorkerMetrics) -> None:
    with pytest.raises(TypeError, match="accounts is a gauge, not a counter"):
        metrics.counter("accounts")


def test_a_step_is_counted_by_topic_band_and_age(metrics: WorkerMetrics) -> None:
    step = Step(
        consumed=3,
        effects=[
            score(),
            score(band="critical", kind="corrected", cadence="daily"),
            BehaviourSignal("e", "a", "silence", 1.0, NOW_MS, "no use for 20 days", Source.USAGE),
            ModelActivated(0, "v7", NOW_MS - 90_000),
        ],
        tallies={"late": 2, "duplicates": 1},
        time_ms=NOW_MS - 5_000,
    )
    topics = ["usage-events", "usage-events", "ticket-events"]
    records = [record(age_ms=1_500), record(age_ms=10), record(age_ms=900)]
    metrics.on_step(0, step, topics, records, accounts=(7, 2))
    shown = {
        "usage": metrics.value("input_records_total", topic="usage-events"),
        "oldest": metrics.value("event_latency_seconds_sum"),
        "late": metrics.value("late_events_total"),
        "duplicates": metrics.value("duplicate_events_total"),
        "watch": metrics.value("scores_published_total", band="watch", kind="changed"),
        "corrected": metrics.value("scores_published_total", band="critical", kind="corrected"),
        "real_time": metrics.value("score_latency_seconds_count"),
        "latency": metrics.value("score_latency_seconds_sum"),
        "silent": metrics.value("behaviour_signals_total", kind="silence"),
        "model": metrics.value("model_info", version="v7"),
        "model_age": metrics.value("model_age_seconds"),
        "behind": metrics.value("event_time_lag_seconds"),
        "accounts": metrics.value("accounts"),
        "high_value": metrics.value("high_value_accounts"),
    }
    assert shown == {
        "usage": 2, "oldest": 1.5, "late": 2, "duplicates": 1, "watch": 1, "corrected": 1,
        "real_time": 1, "latency": 0.04, "silent": 1, "model": 1, "model_age": 90, "behind": 5,
        "accounts": 7, "high_value": 2,
    }  # fmt: skip


def test_a_partition_that_moves_away_takes_its_numbers_along(metrics: WorkerMetrics) -> None:
    for partition, age_ms in ((0, 60_000), (1, 1_000)):
        step = Step(consumed=0, time_ms=NOW_MS - age_ms)
        metrics.on_step(partition, step, [], [], accounts=(10 + partition, partition))
        metrics.on_model(partition, f"v{partition}", effective_at_ms=NOW_MS - age_ms)
    assert metrics.value("accounts") == 21
    assert metrics.value("event_time_lag_seconds") == 60
    metrics.on_score_partition_revoked(0)
    assert metrics.value("accounts") == 11
    assert metrics.value("event_time_lag_seconds") == 1
    assert metrics.value("model_info", version="v0") is None
    assert metrics.value("model_info", version="v1") == 1


def test_alerts_that_are_over_are_no_longer_shown_as_open(metrics: WorkerMetrics) -> None:
    metrics.on_open_alerts({("firing", "critical"): 3})
    metrics.on_open_alerts({("acknowledged", "critical"): 1})
    assert metrics.value("open_alerts", state="firing", severity="critical") == 0
    assert metrics.value("open_alerts", state="acknowledged", severity="critical") == 1


def test_a_transition_of_an_alert_is_counted_by_kind_and_severity(metrics: WorkerMetrics) -> None:
    metrics.on_dispatched(alert())
    labels = {"kind": "score_drop", "transition": "fired", "severity": "warning"}
    assert metrics.value("alert_transitions_total", **labels) == 1


def test_examples_learned_are_a_total_of_the_learner_not_of_the_process(
    metrics: WorkerMetrics,
) -> None:
    metrics.on_learned("churn", examples=500, log_loss=0.25)
    metrics.on_learned("churn", examples=520, log_loss=None)
    assert metrics.value("learned_examples_total", target="churn") == 520
    assert metrics.value("progressive_log_loss", target="churn") == 0.25


def test_the_dispatcher_falls_behind_also_while_nothing_arrives_until_another_has_it() -> None:
    now = [NOW_MS / 1_000]
    metrics = WorkerMetrics(lambda: now[0])
    dispatcher = Dispatcher(Policy())
    metrics.on_dispatcher(dispatcher)
    assert metrics.value("dispatcher_lag_seconds") == 0  # no partition was heard yet
    dispatcher.take(CandidateClock(0, NOW_MS - 60_000))
    metrics.on_dispatcher(dispatcher)
    assert metrics.value("dispatcher_lag_seconds") == 60
    now[0] += 3_600
    assert metrics.value("dispatcher_lag_seconds") == 3_660
    MetricsObserver(metrics, "score").on_partition_revoked(0)
    assert metrics.value("dispatcher_lag_seconds") == 3_660
    MetricsObserver(metrics, "dispatch").on_partition_revoked(0)
    assert metrics.value("dispatcher_lag_seconds") == 0
