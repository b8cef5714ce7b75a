"""Snapshots and matured examples in, shadow scores out: one handler per challenger."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.producing import to_output
from stream_health.app.shadow_reading import read_shadow
from stream_health.domain.effects import DayClosed, SnapshotTaken, TrainingExample
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.learning.challengers.challenger import Challenger
from stream_health.runtime.batch import Batch, Output, Transaction
from stream_health.wire.internal.shadow_scores import encode_shadow_score
from stream_health.wire.snapshot import pack_records, unpack_records

log = logging.getLogger(__name__)

BREATH_SCORES: Final = 100
"""Snapshots scored at a stretch: a challenger shares its process with the scoring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeKit:
    """What a challenger is given."""

    kind: str
    partitions: int
    prefix: str
    metrics: WorkerMetrics


class ChallengeHandler:
    """Drives one challenger; there is one of its kind in the whole installation.

    A day is learned in slices, with transactions between them that change nothing: the worker
    goes on scoring meanwhile, and after a crash the day is learned from its beginning.
    """

    def __init__(self, kit: ChallengeKit, partition: int, state: Mapping[bytes, bytes]) -> None:
        del partition  # snapshots and examples have one partition
        self._kit = kit
        self._challenger = Challenger(kit.kind, CATALOGUE, partitions=kit.partitions)
        self._challenger.restore(unpack_records(state))
        if self._challenger.begun_anew is not None:
            log.warning("challenger %s begins anew: %s", kit.kind, self._challenger.begun_anew)

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Score and learn over a batch.

        What cannot be read is passed over: learner and drift watch say what is wrong with it.
        """
        outputs: list[Output] = []
        for place, record in enumerate(batch.records, start=1):
            item = read_shadow(record, prefix=self._kit.prefix)
            if isinstance(item, DayClosed):
                yield Transaction(place - 1, outputs, self._changes())
                outputs = []
                yield from self._learn(item, place - 1)
                yield Transaction(place, [], self._changes())
            elif isinstance(item, SnapshotTaken):
                outputs += self._score(item)
                if len(outputs) >= BREATH_SCORES:
                    yield Transaction(place, outputs, self._changes())
                    outputs = []
            elif isinstance(item, TrainingExample):
                self._challenger.keep(item)
        yield Transaction(len(batch.records), outputs, self._changes())

    def _learn(self, closed: DayClosed, consumed: int) -> Iterator[Transaction]:
        for day in self._challenger.learn_until(closed):
            if day is None:
                yield Transaction(consumed, [], {})
            else:
                self._kit.metrics.on_challenged(self._kit.kind, day)

    def _score(self, taken: SnapshotTaken) -> list[Output]:
        score = self._challenger.score(taken)
        if score is None:
            return []
        self._kit.metrics.counter("shadow_scores_total", challenger=self._kit.kind).inc()
        return [to_output(encode_shadow_score(score), prefix=self._kit.prefix)]

    def _changes(self) -> dict[bytes, bytes | None]:
        return pack_records(self._challenger.records(dirty_only=True))
