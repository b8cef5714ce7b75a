"""Alert candidates of the whole book in, transitions of alerts out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stream_health.app.alert_facts import closed_by, fired_in
from stream_health.app.metrics import WorkerMetrics
from stream_health.app.producing import bury, to_output
from stream_health.domain.alerts.dispatcher import Dispatcher
from stream_health.domain.effects import DispatchInput
from stream_health.domain.policy import Policy
from stream_health.runtime.batch import Batch, Output, Transaction
from stream_health.wire.encode import encode_dispatched
from stream_health.wire.internal.alert_candidates import CANDIDATES
from stream_health.wire.internal.fired_alerts import encode_alerts_closed, encode_fired_alert
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected
from stream_health.wire.snapshot import pack_records, unpack_records


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchKit:
    """What the dispatcher is given."""

    policy: Policy
    partitions: int
    prefix: str
    metrics: WorkerMetrics


class DispatchHandler:
    """Drives the dispatcher; there is one in the whole installation."""

    def __init__(self, kit: DispatchKit, partition: int, state: Mapping[bytes, bytes]) -> None:
        del partition  # candidates have one partition
        self._kit = kit
        self._dispatcher = Dispatcher.restore(
            kit.policy,
            unpack_records(state),
            partitions=kit.partitions,
        )
        kit.metrics.on_dispatcher(self._dispatcher)

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Decide over a batch of candidates and clocks."""
        kit = self._kit
        outputs: list[Output] = []
        for record in batch.records:
            item = CANDIDATES.decode_record(record)
            if isinstance(item, Rejected):
                outputs.append(bury(record, TopicName.ALERT_CANDIDATES, item, kit=kit))
                continue
            outputs += self._take(item)
        changes = pack_records(self._dispatcher.records(dirty_only=True))
        yield Transaction(len(batch.records), outputs, changes)
        kit.metrics.on_open_alerts(self._dispatcher.open_alerts())
        kit.metrics.on_dispatcher(self._dispatcher)

    def _take(self, item: DispatchInput) -> list[Output]:
        """What is said over one item, and what the judge is told of it."""
        before_ms = self._dispatcher.watermark_ms
        said = self._dispatcher.take(item)
        for one in said:
            self._kit.metrics.on_dispatched(one)
        records = [encode_dispatched(one) for one in said]
        records += [encode_fired_alert(alert) for alert in fired_in(said)]
        closed = closed_by(self._dispatcher, before_ms)
        if closed is not None:
            records.append(encode_alerts_closed(closed))
        return [to_output(record, prefix=self._kit.prefix) for record in records]
