"""Every metric the worker shows: one table, from which the metrics and their page are made."""

from typing import Final, Literal, NamedTuple

from stream_health.app.metrics_labels import (
    ALERT_KIND,
    ALERT_STATE,
    BAND,
    BEHAVIOUR,
    CHALLENGER,
    DIRECTION,
    DRIFT_KIND,
    FEEDBACK_RESULT,
    FIGURE,
    IGNORED,
    LANGUAGE,
    REASON,
    RUNTIME,
    SCORE_KIND,
    SEVERITY,
    TARGET,
    TEXT_SIGNAL,
    TOPIC,
    VERDICT,
)
from stream_health.domain.alerts.lifecycle import TRANSITIONS
from stream_health.learning.gate.admission import CHECKS

PREFIX: Final = "stream_health_"
_RECORD_BUCKETS: Final = (1, 10, 50, 100, 500, 1_000, 2_000, 5_000, 10_000)
_QUICK_BUCKETS: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 20)
_LATENCY_BUCKETS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60, 300, 3_600)
_RECOVERY_BUCKETS: Final = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900)


class Metric(NamedTuple):
    """One metric: full name without the prefix, labels with all their values, and its meaning.

    A label whose values are ``None`` is bounded by how many exist at a time.
    """

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    labels: tuple[tuple[str, tuple[str, ...] | None], ...] = ()
    buckets: tuple[float, ...] = ()

    @property
    def full_name(self) -> str:
        """Name as Prometheus shows it."""
        return PREFIX + self.name

    @property
    def label_names(self) -> tuple[str, ...]:
        """Names of the labels, in order."""
        return tuple(name for name, _ in self.labels)


_BY_RUNTIME: Final = (("runtime", RUNTIME),)
_BY_TOPIC: Final = (("topic", TOPIC),)

_READING: Final = (
    Metric(
        "consumer_lag_records",
        "gauge",
        "Records not yet processed, over the partitions this worker owns.",
        (*_BY_RUNTIME, *_BY_TOPIC),
    ),
    Metric("input_records_total", "counter", "Records processed by the scoring.", _BY_TOPIC),
    Metric(
        "processed_records_total", "counter", "Records in batches that became durable.", _BY_RUNTIME
    ),
    Metric("buffered_records", "gauge", "Records waiting in memory.", _BY_RUNTIME),
    Metric(
        "lost_records_total",
        "counter",
        "Records deleted before they were processed: retention was too short.",
        (*_BY_RUNTIME, *_BY_TOPIC),
    ),
    Metric(
        "event_time_lag_seconds",
        "gauge",
        "Wall clock minus the time of the partition furthest behind.",
    ),
    Metric(
        "late_events_total",
        "counter",
        "Events older than their account's open hour; counted in all the same.",
    ),
    Metric(
        "duplicate_events_total", "counter", "Events whose id was seen before; they are dropped."
    ),
    Metric(
        "dead_letters_total",
        "counter",
        "Records that could not be taken.",
        (*_BY_TOPIC, ("reason", REASON)),
    ),
    Metric(
        "wrong_partition_records_total",
        "counter",
        "Records their key does not put there: a producer's partitioner is not murmur2.",
        _BY_TOPIC,
    ),
)
_LANGUAGE: Final = (
    Metric(
        "messages_read_total",
        "counter",
        "Messages read, by language; und: too little text to tell.",
        (("direction", DIRECTION), ("language", LANGUAGE)),
    ),
    Metric(
        "text_signals_total",
        "counter",
        "Signals found in the text of messages.",
        (("kind", TEXT_SIGNAL),),
    ),
    Metric(
        "signal_verdicts_total",
        "counter",
        "Signals read from text that a verdict of a person called right or wrong.",
        (("kind", TEXT_SIGNAL), ("right", ("yes", "no"))),
    ),
)
_TRANSACTIONS: Final = (
    Metric("batch_records", "histogram", "Records per batch.", _BY_RUNTIME, _RECORD_BUCKETS),
    Metric(
        "batch_duration_seconds",
        "histogram",
        "From a batch's hand-over until it was durable.",
        _BY_RUNTIME,
        _QUICK_BUCKETS,
    ),
    Metric("transactions_total", "counter", "Committed transactions.", _BY_RUNTIME),
    Metric(
        "transaction_duration_seconds",
        "histogram",
        "From the begin of a transaction until it was committed.",
        _BY_RUNTIME,
        _QUICK_BUCKETS,
    ),
    Metric(
        "transaction_failures_total",
        "counter",
        "Transactions that failed, or whose outcome was unknown.",
        _BY_RUNTIME,
    ),
    Metric(
        "fencings_total",
        "counter",
        "Times another worker had taken over a partition of this one.",
        _BY_RUNTIME,
    ),
    Metric(
        "partition_reopens_total",
        "counter",
        "Times a partition was opened again after a passing error.",
        _BY_RUNTIME,
    ),
    Metric(
        "output_records_total", "counter", "Records written, the state's not counted.", _BY_RUNTIME
    ),
    Metric(
        "state_changes_total", "counter", "State records written to the changelog.", _BY_RUNTIME
    ),
)
_STATE: Final = (
    Metric("worker_ready", "gauge", "1 when every assigned partition is loaded, else 0."),
    Metric("owned_partitions", "gauge", "Partitions whose state is loaded.", _BY_RUNTIME),
    Metric(
        "recovering_partitions", "gauge", "Partitions whose state is being loaded.", _BY_RUNTIME
    ),
    Metric(
        "recovery_remaining_records", "gauge", "Changelog records still to be read.", _BY_RUNTIME
    ),
    Metric(
        "recovery_duration_seconds",
        "histogram",
        "How long opening a partition took.",
        _BY_RUNTIME,
        _RECOVERY_BUCKETS,
    ),
    Metric(
        "recovered_records_total", "counter", "Changelog records read while opening.", _BY_RUNTIME
    ),
    Metric("state_records", "gauge", "State records in memory.", _BY_RUNTIME),
    Metric("state_bytes", "gauge", "Bytes of keys and values of the state in memory.", _BY_RUNTIME),
    Metric("accounts", "gauge", "Accounts of the partitions this worker owns."),
    Metric("high_value_accounts", "gauge", "Those of them that are scored in real time."),
)
_SAYING: Final = (
    Metric(
        "scores_published_total",
        "counter",
        "Published scores.",
        (("band", BAND), ("kind", SCORE_KIND)),
    ),
    Metric(
        "score_latency_seconds",
        "histogram",
        "From a real-time score's newest event until it was durable.",
        (),
        _LATENCY_BUCKETS,
    ),
    Metric(
        "event_latency_seconds",
        "histogram",
        "Age of a scoring transaction's oldest record when it was durable.",
        (),
        _LATENCY_BUCKETS,
    ),
    Metric(
        "alert_transitions_total",
        "counter",
        "Transitions of alerts.",
        (("kind", ALERT_KIND), ("transition", TRANSITIONS), ("severity", SEVERITY)),
    ),
    Metric(
        "open_alerts",
        "gauge",
        "Alerts that are not over, on the worker that dispatches.",
        (("state", ALERT_STATE), ("severity", SEVERITY)),
    ),
    Metric(
        "behaviour_signals_total",
        "counter",
        "Signals from behaviour: accounts that do not act as they used to, or not at all.",
        (("kind", BEHAVIOUR),),
    ),
    Metric(
        "alert_budget_total",
        "counter",
        "Alerts sent, and those held back for the sake of their CSM's noise budget.",
        (("result", ("sent", "held_back")),),
    ),
    Metric(
        "alert_verdicts_total",
        "counter",
        "What people said of alerts, by whether the alert was sent at once or held back first.",
        (("kind", ALERT_KIND), ("told", ("sent", "held")), ("verdict", VERDICT)),
    ),
    Metric("alert_digests_total", "counter", "Digests of alerts that were held back."),
    Metric(
        "alert_requests_ignored_total",
        "counter",
        "What alert conditions or people asked for and the life cycle does not allow.",
        (("reason", IGNORED),),
    ),
    Metric(
        "dispatcher_lag_seconds",
        "gauge",
        "Wall clock minus the time every partition has told the dispatcher: each full hour.",
    ),
    Metric("book_sums_total", "counter", "Days of the whole book that were added up."),
    Metric("book_day_timestamp_seconds", "gauge", "End of the last of them, in event time."),
    Metric(
        "feedback_total",
        "counter",
        "What people said of alerts, by what became of it.",
        (("result", FEEDBACK_RESULT),),
    ),
    Metric(
        "training_examples_total",
        "counter",
        "Examples released for learning, by label (1: it happened; unknown: its data ended first).",
        (("target", TARGET), ("label", ("0", "1", "unknown"))),
    ),
)
_MODEL: Final = (
    Metric(
        "model_info",
        "gauge",
        "1 for each model version in use by this worker.",
        (("version", None),),
    ),
    Metric(
        "model_age_seconds",
        "gauge",
        "Time since the oldest model version in use took effect; 0: none did.",
    ),
    Metric(
        "learned_examples_total",
        "counter",
        "Examples the learner has learned from.",
        (("target", TARGET),),
    ),
    Metric(
        "model_versions_held_total",
        "counter",
        "Versions that were cut and not served by themselves, by what spoke against them.",
        (("check", CHECKS),),
    ),
    Metric(
        "challenger_log_loss",
        "gauge",
        "Mean log loss of a challenger's predictions made before learning; lower is better.",
        (("challenger", CHALLENGER),),
    ),
    Metric(
        "challenger_auc",
        "gauge",
        "Area under the ROC curve of a challenger's predictions made before learning.",
        (("challenger", CHALLENGER),),
    ),
    Metric(
        "challenger_examples_total",
        "counter",
        "Examples a challenger has learned from.",
        (("challenger", CHALLENGER),),
    ),
    Metric(
        "shadow_scores_total",
        "counter",
        "Snapshots a challenger has scored.",
        (("challenger", CHALLENGER),),
    ),
    Metric(
        "drifts_total",
        "counter",
        "Changes of inputs, score, calibration and error that were found, and feeds lost.",
        (("kind", DRIFT_KIND),),
    ),
    Metric(
        "late_labels_total",
        "counter",
        "Examples whose label was contradicted by an outcome recorded after its grace.",
        (("target", TARGET),),
    ),
    Metric(
        "progressive_log_loss",
        "gauge",
        "Mean log loss of predictions made before learning; lower is better.",
        (("target", TARGET),),
    ),
    Metric(
        "quality",
        "gauge",
        "Figures of the published scores over what has matured, by slice of the book.",
        (
            ("target", TARGET),
            ("figure", FIGURE),
            ("dimension", ("overall", "segment", "value_tier", "arm", "treated", "holdout")),
            ("slice", None),
        ),
    ),
    Metric("build_info", "gauge", "1; the version of the software.", (("version", None),)),
)

METRICS: Final = _READING + _LANGUAGE + _TRANSACTIONS + _STATE + _SAYING + _MODEL
BY_NAME: Final = {metric.full_name: metric for metric in METRICS}


def samples_of(metric: Metric) -> tuple[str, ...]:
    """Return the names under which Prometheus stores a metric.

    >>> samples_of(BY_NAME["stream_health_batch_records"])[0]
    'stream_health_batch_records_bucket'
    """
    if metric.kind != "histogram":
        return (metric.full_name,)
    return tuple(f"{metric.full_name}_{end}" for end in ("bucket", "sum", "count"))


def metrics_markdown() -> str:
    """Return the page of the catalogue, ``docs/metrics.md``."""
    lines = [
        "# Metrics",
        "",
        "Served by every worker at `/metrics`. Label values outside these lists show as `other`.",
        "",
        "| name | type | labels | meaning |",
        "| --- | --- | --- | --- |",
    ]
    for metric in METRICS:
        labels = "<br>".join(f"`{name}`: {_values(values)}" for name, values in metric.labels)
        lines.append(f"| `{metric.full_name}` | {metric.kind} | {labels} | {metric.help} |")
    return "\n".join(lines) + "\n"


def _values(values: tuple[str, ...] | None) -> str:
    if values is None:
        return "those in use"
    return "name of a topic" if values is TOPIC else ", ".join(values)
