"""Matured examples of the whole book in, model versions and their activations out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.producing import dead_letter, to_output
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.engine.control import ActivateModel
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.learning.learner import LearnedDay, Learner
from stream_health.runtime.batch import Batch, Output, Transaction
from stream_health.wire.internal.clock import encode_activation
from stream_health.wire.internal.models import ModelVersion, encode_model
from stream_health.wire.internal.training_examples import TRAINING, TrainingRecord
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected, RejectReason
from stream_health.wire.snapshot import pack, unpack


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnKit:
    """What the learner is given. Without ``activates`` versions are cut but not served."""

    policy: Policy
    partitions: int
    prefix: str
    metrics: WorkerMetrics
    activates: bool = True


def version_of(day: LearnedDay) -> ModelVersion | None:
    """The version cut over a day, as the ``models`` topic carries it."""
    if day.scorecard is None:
        return None
    report = {"learner": day.report._asdict(), "served": day.served._asdict()}
    return ModelVersion(day.scorecard.version, day.day_end_ms, day.scorecard.to_dict(), report)


class LearnHandler:
    """Drives the learner; there is one in the whole installation."""

    def __init__(self, kit: LearnKit, partition: int, state: Mapping[bytes, bytes]) -> None:
        del partition  # examples have one partition
        self._kit = kit
        self._learner = Learner(kit.policy, CATALOGUE, partitions=kit.partitions)
        self._learner.restore([(key.decode(), unpack(value)) for key, value in state.items()])

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Learn over a batch; each learned day ends a transaction of its own."""
        outputs: list[Output] = []
        for place, record in enumerate(batch.records, start=1):
            item = _read(record.value)
            if isinstance(item, Rejected):
                self._kit.metrics.on_dead_letter(TopicName.TRAINING_EXAMPLES, item.reason)
                outputs.append(
                    dead_letter(record, TopicName.TRAINING_EXAMPLES, item, prefix=self._kit.prefix)
                )
            elif isinstance(item, TrainingExample):
                self._learner.on_example(item)
            elif isinstance(item, DayClosed):
                days = self._learner.on_day_closed(item)
                for day in days:
                    outputs += self._say(day)
                if days:
                    yield Transaction(place, outputs, self._changes())
                    outputs = []
        yield Transaction(len(batch.records), outputs, self._changes())

    def _say(self, day: LearnedDay) -> list[Output]:
        kit = self._kit
        loss = day.report.log_loss if day.report.examples_total else None
        kit.metrics.on_learned("churn", examples=day.examples_total, log_loss=loss)
        version = version_of(day)
        if version is None:
            return []
        said = [encode_model(version)]
        if kit.activates:
            order = ActivateModel(day.day_end_ms, version.version)
            said += [encode_activation(order, partition=n) for n in range(kit.partitions)]
        return [to_output(record, prefix=kit.prefix) for record in said]

    def _changes(self) -> dict[bytes, bytes | None]:
        return {
            tag.encode(): None if record is None else pack(record)
            for tag, record in self._learner.records(dirty_only=True)
        }


def _read(value: bytes | None) -> TrainingRecord | Rejected:
    if value is None:
        return Rejected(RejectReason.TOMBSTONE, "value: null, and the topic is not compacted")
    return TRAINING.decode_values([value])[0]
