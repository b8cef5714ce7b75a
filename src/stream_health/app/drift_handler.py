"""Snapshots and matured examples in, changes of the world out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.producing import bury, to_output
from stream_health.app.shadow_reading import read_shadow
from stream_health.domain.effects import DayClosed, SnapshotTaken, TrainingExample
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.learning.drift.watch import DriftWatch
from stream_health.runtime.batch import Batch, Output, Record, Transaction
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.drift import encode_drift
from stream_health.wire.rejected import Rejected
from stream_health.wire.snapshot import pack_records, unpack_records


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftKit:
    """What the watch is given."""

    policy: Policy
    partitions: int
    prefix: str
    metrics: WorkerMetrics


class DriftHandler:
    """Drives the watch for drift; there is one in the whole installation."""

    def __init__(self, kit: DriftKit, partition: int, state: Mapping[bytes, bytes]) -> None:
        del partition  # snapshots and examples have one partition
        self._kit = kit
        self._watch = DriftWatch(kit.policy, CATALOGUE, partitions=kit.partitions)
        self._watch.restore(unpack_records(state))

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Watch a batch; the days that close in it are judged."""
        kit = self._kit
        outputs: list[Output] = []
        for record in batch.records:
            item = read_shadow(record, prefix=kit.prefix)
            if isinstance(item, Rejected):
                outputs += self._bury(record, item)
            elif isinstance(item, SnapshotTaken):
                self._watch.on_snapshot(item)
            elif isinstance(item, TrainingExample | DayClosed):
                found = self._watch.on_record(item)
                for drift in found if isinstance(item, DayClosed) else ():
                    kit.metrics.counter("drifts_total", kind=drift.kind).inc()
                    outputs.append(to_output(encode_drift(drift), prefix=kit.prefix))
        changes = pack_records(self._watch.records(dirty_only=True))
        yield Transaction(len(batch.records), outputs, changes)

    def _bury(self, record: Record, why: Rejected) -> list[Output]:
        """Keep a bad snapshot with its reason; bad examples are the learner's to bury."""
        topic = record.topic.removeprefix(self._kit.prefix)
        if topic != TopicName.SNAPSHOTS:
            return []
        return [bury(record, topic, why, kit=self._kit)]
