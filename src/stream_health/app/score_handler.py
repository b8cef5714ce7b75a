"""One partition number of the scoring: records in, scores, candidates and examples out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.producing import bury, to_output
from stream_health.app.reading import offsets_reached, read_inputs
from stream_health.app.state_reader import StoredState
from stream_health.domain.effects import SignalJudged
from stream_health.domain.engine.engine import Engine, Step
from stream_health.domain.engine.settings import EngineSettings
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.runtime.batch import Batch, Output, Record, Transaction
from stream_health.runtime.partitioner import partition_of
from stream_health.wire.encode import encode_effect
from stream_health.wire.internal.signal_verdicts import encode_signal_verdict
from stream_health.wire.rejected import Rejected, RejectReason
from stream_health.wire.snapshot import pack, state_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreKit:
    """What the handlers of all partition numbers share."""

    policy: Policy
    models: Callable[[str], Scorecard | None]
    initial_model: str
    partitions: int
    prefix: str
    metrics: WorkerMetrics
    recent_ids_max: int = 200_000
    tick_interval_ms: int = 0


class ScoreHandler:
    """Drives the engine; made anew each time the partition number is opened."""

    def __init__(self, kit: ScoreKit, partition: int, state: Mapping[bytes, bytes]) -> None:
        self._kit = kit
        self._partition = partition
        self._offsets: dict[str, int] = {}
        self.engine = Engine(
            EngineSettings(
                partition=partition,
                policy=kit.policy,
                models=kit.models,
                partition_of=lambda account_id: partition_of(account_id.encode(), kit.partitions),
                initial_model=kit.initial_model,
                recent_ids_max=kit.recent_ids_max,
                tick_interval_ms=kit.tick_interval_ms,
            ),
            StoredState(state),
        )
        scorecard = self.engine.partition.duties.evaluator.scorecard
        kit.metrics.on_model(partition, scorecard.version, effective_at_ms=scorecard.cut_at_ms)

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Decode the batch, let the engine work, yield what becomes durable together."""
        records, cut = batch.records, len(self._kit.prefix)
        topics = [record.topic[cut:] for record in records]
        inputs, rejected = read_inputs(
            topics, records, ahead_max_ms=self._kit.policy.future_tolerance_ms
        )
        done = 0
        for step in self.engine.process(inputs):
            part = slice(done, step.consumed)
            offsets_reached(self._offsets, topics[part], records[part])
            for refused in step.refused:
                rejected[refused.place] = Rejected(RejectReason(refused.reason), refused.detail)
            outputs = self._letters(rejected, topics, records, part)
            outputs += self._say(step)
            yield Transaction(step.consumed, outputs, _changes(step))
            self._kit.metrics.on_step(
                self._partition, step, topics[part], records[part], accounts=self._accounts()
            )
            done = step.consumed

    def _say(self, step: Step) -> list[Output]:
        prefix, offsets = self._kit.prefix, self._offsets
        said = []
        for effect in step.effects:
            if isinstance(effect, SignalJudged):
                numbers = range(self._kit.partitions)
                said += [encode_signal_verdict(effect, partition=number) for number in numbers]
            else:
                said.append(encode_effect(effect, inputs=offsets))
        return [to_output(record, prefix=prefix) for record in said]

    def _letters(
        self,
        rejected: Mapping[int, Rejected],
        topics: Sequence[str],
        records: Sequence[Record],
        part: slice,
    ) -> list[Output]:
        letters = []
        for place in range(part.start, part.stop):
            why = rejected.get(place)
            if why is not None:
                letters.append(bury(records[place], topics[place], why, kit=self._kit))
        return letters

    def _accounts(self) -> tuple[int, int]:
        """How many accounts, and how many of them are watched in real time."""
        partition = self.engine.partition
        return len(partition.registry.live), len(partition.agenda.high_value)


def _changes(step: Step) -> dict[bytes, bytes | None]:
    return {
        state_key(account_id, tag): None if record is None else pack(record)
        for account_id, tag, record in step.records
    }
