"""What the worker counts, in a registry of its own; shown at ``/metrics``."""

import time
from collections import Counter as Tally
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from operator import attrgetter
from typing import Final, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.exposition import generate_latest

from stream_health.app.metrics_catalogue import BY_NAME, METRICS, PREFIX, Metric
from stream_health.app.metrics_labels import ALERT_STATE, FIGURE, OTHER, SEVERITY
from stream_health.app.metrics_partitions import PartitionSums
from stream_health.domain.alerts.book_lane import BUDGET
from stream_health.domain.alerts.dispatcher import Dispatcher
from stream_health.domain.alerts.open_alert import NOISE_BUDGET
from stream_health.domain.book.statistics import Book
from stream_health.domain.dispatched import Digest, DispatchOutput
from stream_health.domain.effects import (
    AlertTransition,
    BehaviourSignal,
    CensoredExample,
    ModelActivated,
    ScoreChange,
    SignalJudged,
    TrainingExample,
)
from stream_health.domain.engine.engine import Step
from stream_health.language.reading import Reading
from stream_health.learning.challengers.challenger import ChallengedDay
from stream_health.learning.gate.verdict import Verdict
from stream_health.learning.quality.judge import Judged
from stream_health.runtime.batch import Record

_MS = 1_000.0

M = TypeVar("M", Counter, Gauge, Histogram)

_TIMESTAMP_MS: Final = attrgetter("timestamp")


class WorkerMetrics:
    """The metrics of one worker process.

    Parameters
    ----------
    now_seconds
        Wall clock, seconds since the epoch: for latencies and ages only.

    Examples
    --------
    >>> metrics = WorkerMetrics()
    >>> metrics.on_dead_letter("usage-events", "not_json")
    >>> metrics.value("dead_letters_total", topic="usage-events", reason="not_json")
    1.0
    """

    def __init__(self, now_seconds: Callable[[], float] = time.time) -> None:
        # It would be a second series per counter, which nothing here reads.
        disable_created_metrics()  # type: ignore[no-untyped-call]  # not annotated by the library
        self.registry = CollectorRegistry()
        self._now_seconds = now_seconds
        self._made = {metric.name: self._make(metric) for metric in METRICS}
        self._time_ms: dict[int, int] = {}
        self._watermark_ms: int | None = None  # of the dispatcher, where this worker has it
        self._model: dict[int, tuple[str, int | None]] = {}
        self._accounts = PartitionSums(self, "accounts")
        self._high_value = PartitionSums(self, "high_value_accounts")
        self.gauge("event_time_lag_seconds").set_function(self._event_time_lag)
        self.gauge("dispatcher_lag_seconds").set_function(self._dispatcher_lag)
        self.gauge("model_age_seconds").set_function(self._model_age)

    def counter(self, name: str, **labels: str) -> Counter:
        """Return a counter of the catalogue, by its name without the prefix."""
        return self._child(name, Counter, labels)

    def gauge(self, name: str, **labels: str) -> Gauge:
        """Return a gauge of the catalogue."""
        return self._child(name, Gauge, labels)

    def histogram(self, name: str, **labels: str) -> Histogram:
        """Return a histogram of the catalogue."""
        return self._child(name, Histogram, labels)

    def value(self, sample: str, **labels: str) -> float | None:
        """Return what a sample shows now, by its name without the prefix; None before it is."""
        return self.registry.get_sample_value(PREFIX + sample, labels)

    def exposition(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)

    def on_step(
        self,
        partition: int,
        step: Step,
        topics: Sequence[str],
        records: Sequence[Record],
        *,
        accounts: tuple[int, int],
    ) -> None:
        """Count a step of the engine that has just become durable.

        Parameters
        ----------
        topics, records
            What it covers, topics without prefix.
        accounts
            How many accounts the partition has, and how many of them of high value.
        """
        now_ms = self._now_seconds() * _MS
        for topic, count in Tally(topics).items():
            self.counter("input_records_total", topic=topic).inc(count)
        if records:
            oldest_ms = min(map(_TIMESTAMP_MS, records))
            self.histogram("event_latency_seconds").observe(max(0.0, now_ms - oldest_ms) / _MS)
        self.counter("late_events_total").inc(step.tallies.get("late", 0))
        self.counter("duplicate_events_total").inc(step.tallies.get("duplicates", 0))
        for name, count in step.tallies.items():
            if name.startswith("feedback_"):
                result = name.removeprefix("feedback_")
                self.counter("feedback_total", result=result).inc(count)
        if step.time_ms is not None:
            self._time_ms[partition] = step.time_ms
        self._accounts.set(partition, accounts[0])
        self._high_value.set(partition, accounts[1])
        for effect in step.effects:
            self._on_effect(effect, partition, now_ms)

    def on_dead_letter(self, topic: str, reason: str) -> None:
        """Count a record that could not be taken; ``topic`` without prefix."""
        self.counter("dead_letters_total", topic=topic, reason=reason).inc()
        if reason == "wrong_partition":
            self.counter("wrong_partition_records_total", topic=topic).inc()

    def on_message(self, reading: Reading) -> None:
        """Count a message that was read, and what was found in it."""
        seen = reading.seen
        self.counter("messages_read_total", direction=seen.direction, language=seen.language).inc()
        for signal in reading.signals:
            self.counter("text_signals_total", kind=signal.kind).inc()

    def on_dispatched(self, said: DispatchOutput) -> None:
        """Count what the dispatcher said."""
        if isinstance(said, Digest):
            self.counter("alert_digests_total").inc()
        if not isinstance(said, AlertTransition):
            return
        about, transition = said.candidate, said.transition
        self.counter(
            "alert_transitions_total",
            kind=about.alert_kind,
            transition=transition,
            severity=about.severity,
        ).inc()
        if transition == "fired" or about.reason == BUDGET:
            self.counter("alert_budget_total", result="sent").inc()
        elif transition == "inhibited" and about.reason == NOISE_BUDGET:
            self.counter("alert_budget_total", result="held_back").inc()

    def on_dispatcher(self, dispatcher: Dispatcher) -> None:
        """Show how the dispatcher stands: its time, what it ignored, what people judged."""
        self._watermark_ms = dispatcher.watermark_ms
        judged = dispatcher.book.judged_total
        while judged:
            (kind, told, verdict), count = judged.popitem()
            self.counter("alert_verdicts_total", kind=kind, told=told, verdict=verdict).inc(count)
        ignored = dispatcher.ignored_total
        while ignored:
            name, count = ignored.popitem()
            known = name if name == "repeated" else "not_allowed"
            reason = "feedback" if name.startswith("feedback_") else known
            self.counter("alert_requests_ignored_total", reason=reason).inc(count)

    def on_dispatcher_revoked(self) -> None:
        """Forget where the dispatcher stood: another worker has it now."""
        self._watermark_ms = None

    def on_open_alerts(self, alerts: Mapping[tuple[str, str], int]) -> None:
        """Show how many alerts are not over, by state and severity."""
        for state, severity in product(ALERT_STATE, SEVERITY):
            count = alerts.get((state, severity), 0)
            self.gauge("open_alerts", state=state, severity=severity).set(count)

    def on_model(self, partition: int, version: str, *, effective_at_ms: int | None) -> None:
        """Show which version a partition scores with; None when it was never activated."""
        self._model[partition] = (version, effective_at_ms)
        self._show_models()

    def on_challenged(self, challenger: str, day: ChallengedDay) -> None:
        """Show how a challenger did so far, after a day it learned."""
        self.counter("challenger_examples_total", challenger=challenger).inc(day.examples_total)
        for name, figure in (
            ("challenger_log_loss", day.report.log_loss),
            ("challenger_auc", day.report.auc),
        ):
            if figure is not None:
                self.gauge(name, challenger=challenger).set(figure)

    def on_late_outcome(self, target: str, *, examples: int) -> None:
        """Count examples that an outcome recorded after its grace contradicts."""
        self.counter("late_labels_total", target=target).inc(examples)

    def on_book(self, book: Book) -> None:
        """Show the last day of the whole book that was added up."""
        self.counter("book_sums_total").inc()
        self.gauge("book_day_timestamp_seconds").set(book.day_end_ms / _MS)

    def on_learned(self, target: str, *, examples: int, log_loss: float | None) -> None:
        """Show the progressive log loss so far, and how many examples it is over.

        Parameters
        ----------
        examples
            Learned since the learner began, not since the last call; it never falls.
        """
        before = self.value("learned_examples_total", target=target) or 0.0
        self.counter("learned_examples_total", target=target).inc(max(0.0, examples - before))
        if log_loss is not None:
            self.gauge("progressive_log_loss", target=target).set(log_loss)

    def on_version_held(self, verdict: Verdict) -> None:
        """Count a version that was cut and is not served, by every check that failed."""
        for check in verdict.checks:
            if not check.passed:
                self.counter("model_versions_held_total", check=check.name).inc()

    def on_judged(self, judged: Judged) -> None:
        """Show the figures of a slice; those of single model versions are in the topic only."""
        if judged.dimension == "model":
            return
        figures = dict(judged.figures)
        for part in ("operating_point", "early_warning", "stability", "alert_load"):
            figures |= figures.pop(part, {})
        for name, figure in figures.items():
            value = figure.get("value") if isinstance(figure, dict) else figure
            if name in FIGURE and value is not None:
                self.gauge(
                    "quality",
                    target=judged.target,
                    figure=name,
                    dimension=judged.dimension,
                    slice=judged.name,
                ).set(value)

    def on_ready(self, *, ready: bool) -> None:
        """Show whether every assigned partition is loaded."""
        self.gauge("worker_ready").set(ready)

    def on_build(self, version: str) -> None:
        """Show the version of the software."""
        self.gauge("build_info", version=version).set(1)

    def on_score_partition_revoked(self, partition: int) -> None:
        """Forget what is known of a partition that another worker scores now."""
        self._time_ms.pop(partition, None)
        if self._model.pop(partition, None) is not None:
            self._show_models()
        self._accounts.drop(partition)
        self._high_value.drop(partition)

    def _on_effect(self, effect: object, partition: int, now_ms: float) -> None:
        if isinstance(effect, ScoreChange):
            self.counter("scores_published_total", band=effect.band, kind=effect.kind).inc()
            if effect.cadence == "real_time":
                seconds = max(0.0, now_ms - effect.as_of_ms) / _MS
                self.histogram("score_latency_seconds").observe(seconds)
        elif isinstance(effect, TrainingExample):
            label = str(effect.label)
            self.counter("training_examples_total", target=effect.target, label=label).inc()
        elif isinstance(effect, CensoredExample):
            self.counter("training_examples_total", target=effect.target, label="unknown").inc()
        elif isinstance(effect, BehaviourSignal):
            self.counter("behaviour_signals_total", kind=effect.kind).inc()
        elif isinstance(effect, SignalJudged):
            right = "yes" if effect.right else "no"
            self.counter("signal_verdicts_total", kind=effect.signal_kind, right=right).inc()
        elif isinstance(effect, ModelActivated):
            self.on_model(partition, effect.version, effective_at_ms=effect.effective_at_ms)

    def _show_models(self) -> None:
        info = self._made["model_info"]
        info.clear()
        for version, _ in self._model.values():
            self.gauge("model_info", version=version).set(1)

    def _event_time_lag(self) -> float:
        if not self._time_ms:
            return 0.0
        return max(0.0, self._now_seconds() - min(self._time_ms.values()) / _MS)

    def _dispatcher_lag(self) -> float:
        if self._watermark_ms is None:
            return 0.0
        return max(0.0, self._now_seconds() - self._watermark_ms / _MS)

    def _model_age(self) -> float:
        since = [at_ms for _, at_ms in self._model.values() if at_ms is not None]
        return max(0.0, self._now_seconds() - min(since) / _MS) if since else 0.0

    def _make(self, metric: Metric) -> Counter | Gauge | Histogram:
        name, words, labels = metric.full_name, metric.help, metric.label_names
        if metric.kind == "counter":
            return Counter(name, words, labels, registry=self.registry)
        if metric.kind == "gauge":
            return Gauge(name, words, labels, registry=self.registry)
        buckets = metric.buckets
        return Histogram(name, words, labels, buckets=buckets, registry=self.registry)

    def _child(self, name: str, kind: type[M], labels: dict[str, str]) -> M:
        made = self._made[name]
        if not isinstance(made, kind):
            msg = f"{name} is a {BY_NAME[PREFIX + name].kind}, not a {kind.__name__.lower()}"
            raise TypeError(msg)
        if not labels:
            return made
        allowed = dict(BY_NAME[PREFIX + name].labels)
        return made.labels(**{label: _bounded(at, allowed[label]) for label, at in labels.items()})


def _bounded(value: str, allowed: tuple[str, ...] | None) -> str:
    return value if allowed is None or value in allowed else OTHER
