"""Matured examples of the whole book in, model versions and their activations out."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.producing import bury, to_output
from stream_health.domain.effects import LateOutcome
from stream_health.domain.engine.control import ActivateModel
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.learning.gate.verdict import Verdict
from stream_health.learning.learner import LearnedDay
from stream_health.learning.targets.curriculum import Curriculum, CutDay
from stream_health.runtime.batch import Batch, Output, Transaction
from stream_health.wire.internal.clock import encode_activation
from stream_health.wire.internal.models import ModelVersion, encode_model
from stream_health.wire.internal.training_examples import TRAINING
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected
from stream_health.wire.snapshot import pack_records, unpack_records

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnKit:
    """What the learner is given. Without ``activates`` versions are cut but not served."""

    policy: Policy
    partitions: int
    prefix: str
    metrics: WorkerMetrics
    activates: bool = True


def version_of(day: CutDay) -> ModelVersion | None:
    """The version cut over a day, as the ``models`` topic carries it."""
    if day.scorecard is None:
        return None
    reports = {target: _report_of(learned) for target, learned in day.learned}
    others = {target: report for target, report in reports.items() if target != "churn"}
    report = {**reports["churn"], "targets": others, "gate": _gate_of(day.verdict)}
    return ModelVersion(day.scorecard.version, day.day_end_ms, day.scorecard.to_dict(), report)


def _gate_of(verdict: Verdict | None) -> dict[str, Any] | None:
    """Whether the version may be served by itself, instead of which one, and why not."""
    if verdict is None:
        return None
    checks = [check._asdict() for check in verdict.checks]
    return {"passed": verdict.passed, "instead_of": verdict.champion, "checks": checks}


def _report_of(learned: LearnedDay) -> dict[str, Any]:
    return {
        "learner": learned.report._asdict(),
        "served": learned.served._asdict(),
        "untreated": learned.untreated._asdict(),
        "causes": dict(learned.causes),
        "late_total": learned.late_total,
        "overrides": learned.overrides._asdict(),
    }


class LearnHandler:
    """Drives the learners of all targets; there is one handler in the whole installation."""

    def __init__(self, kit: LearnKit, partition: int, state: Mapping[bytes, bytes]) -> None:
        del partition  # examples have one partition
        self._kit = kit
        self._curriculum = Curriculum(kit.policy, CATALOGUE, partitions=kit.partitions)
        self._curriculum.restore(unpack_records(state))

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Learn over a batch; each learned day ends a transaction of its own."""
        outputs: list[Output] = []
        for place, record in enumerate(batch.records, start=1):
            item = TRAINING.decode_record(record)
            if isinstance(item, Rejected):
                outputs.append(bury(record, TopicName.TRAINING_EXAMPLES, item, kit=self._kit))
                continue
            if isinstance(item, LateOutcome):
                self._kit.metrics.on_late_outcome(item.target, examples=item.examples_total)
            days = self._curriculum.on_record(item)
            for day in days:
                outputs += self._say(day)
            if days:
                yield Transaction(place, outputs, self._changes())
                outputs = []
        yield Transaction(len(batch.records), outputs, self._changes())

    def _say(self, day: CutDay) -> list[Output]:
        kit = self._kit
        for target, learned in day.learned:
            kit.metrics.on_learned(
                target, examples=learned.report.examples_total, log_loss=learned.report.log_loss
            )
        version = version_of(day)
        if version is None:
            return []
        said = [encode_model(version)]
        may_serve = day.verdict is None or day.verdict.passed
        if day.verdict is not None and not may_serve:
            kit.metrics.on_version_held(day.verdict)
            log.warning("; ".join(line.strip() for line in day.verdict.lines()))
        if kit.activates and may_serve:
            order = ActivateModel(day.day_end_ms, version.version)
            said += [encode_activation(order, partition=n) for n in range(kit.partitions)]
        return [to_output(record, prefix=kit.prefix) for record in said]

    def _changes(self) -> dict[bytes, bytes | None]:
        return pack_records(self._curriculum.records(dirty_only=True))
