"""Matured examples and alerts of the whole book in, how good the scores were out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.producing import to_output
from stream_health.domain.dispatched import AlertsClosed, FiredAlert
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.learning.quality.judge import Judge, Judged
from stream_health.runtime.batch import Batch, Output, Transaction
from stream_health.wire.internal.fired_alerts import FIRED_ALERTS, FiredAlertsRecord
from stream_health.wire.internal.training_examples import TRAINING, TrainingRecord
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.quality import encode_quality
from stream_health.wire.rejected import Rejected
from stream_health.wire.snapshot import pack_records, unpack_records


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeKit:
    """What the judge is given."""

    policy: Policy
    partitions: int
    prefix: str
    metrics: WorkerMetrics


JUDGE_TOPICS: Final = (TopicName.FIRED_ALERTS, TopicName.TRAINING_EXAMPLES)

Item = TrainingRecord | FiredAlertsRecord


def judged_by(judge: Judge, item: Item) -> list[Judged]:
    """Hand one record to the judge; what it says of the days that are complete with it."""
    match item:
        case TrainingExample():
            judge.on_example(item)
        case FiredAlert():
            judge.on_fired(item)
        case DayClosed():
            return judge.on_day_closed(item)
        case AlertsClosed():
            return judge.on_alerts_closed(item)
        case _:
            pass  # a label that came too late changes nothing, one that stays unknown neither
    return []


class JudgeHandler:
    """Drives the judge; there is one in the whole installation, beside the learner."""

    def __init__(self, kit: JudgeKit, partition: int, state: Mapping[bytes, bytes]) -> None:
        del partition  # examples have one partition
        self._kit = kit
        self._alerts_topic = kit.prefix + TopicName.FIRED_ALERTS
        self._judge = Judge(kit.partitions, policy=kit.policy, catalogue=CATALOGUE)
        self._judge.restore(unpack_records(state))

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Judge over a batch; each judged day ends a transaction of its own."""
        for place, record in enumerate(batch.records, start=1):
            contract = FIRED_ALERTS if record.topic == self._alerts_topic else TRAINING
            item: Item | Rejected = contract.decode_record(record)
            if isinstance(item, Rejected):
                continue  # the learner says what is wrong with it: one dead letter is enough
            said = [self._say(judged) for judged in judged_by(self._judge, item)]
            if said:
                yield Transaction(place, said, self._changes())
        yield Transaction(len(batch.records), [], self._changes())

    def _say(self, judged: Judged) -> Output:
        self._kit.metrics.on_judged(judged)
        return to_output(encode_quality(judged), prefix=self._kit.prefix)

    def _changes(self) -> dict[bytes, bytes | None]:
        return pack_records(self._judge.records(dirty_only=True))
