"""Matured examples of the whole book in, how good the scores were out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.producing import to_output
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.policy import Policy
from stream_health.learning.quality.judge import Judge
from stream_health.runtime.batch import Batch, Output, Transaction
from stream_health.wire.internal.training_examples import TRAINING, TrainingRecord
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


class JudgeHandler:
    """Drives the judge; there is one in the whole installation, beside the learner."""

    def __init__(self, kit: JudgeKit, partition: int, state: Mapping[bytes, bytes]) -> None:
        del partition  # examples have one partition
        self._kit = kit
        self._judge = Judge(kit.partitions, flag_risk=kit.policy.flag_risk)
        self._judge.restore(unpack_records(state))

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Judge over a batch; each judged day ends a transaction of its own."""
        for place, record in enumerate(batch.records, start=1):
            if record.value is None:
                continue  # the learner says what is wrong with it
            item: TrainingRecord | Rejected = TRAINING.decode_values([record.value])[0]
            if isinstance(item, Rejected):
                continue  # as above: one dead letter is enough
            if isinstance(item, TrainingExample):
                self._judge.on_example(item)
            elif isinstance(item, DayClosed) and (said := self._say(item)):
                yield Transaction(place, said, self._changes())
        yield Transaction(len(batch.records), [], self._changes())

    def _say(self, closed: DayClosed) -> list[Output]:
        said = []
        for judged in self._judge.on_day_closed(closed):
            self._kit.metrics.on_judged(judged)
            said.append(to_output(encode_quality(judged), prefix=self._kit.prefix))
        return said

    def _changes(self) -> dict[bytes, bytes | None]:
        return pack_records(self._judge.records(dirty_only=True))
