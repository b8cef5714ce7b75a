"""The learner: matured examples in, at most one scorecard version per day out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.features.feature import Feature
from stream_health.domain.policy import Learning, Policy
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.learning.calibration import Calibration
from stream_health.learning.cutting import content_of, cut
from stream_health.learning.maturity import MaturityBuffer, Waiting
from stream_health.learning.progressive import Progressive, Report
from stream_health.learning.scorecard_classifier import SEGMENT, ScorecardClassifier


class LearnedDay(NamedTuple):
    """A day whose examples were learned.

    ``scorecard`` is the version cut, or None when no point moved. ``report`` is of the learner's
    own predictions so far, each made before its example was learned; ``served`` of the risks that
    were published at the same snapshots.
    """

    day_end_ms: int
    examples_total: int
    scorecard: Scorecard | None
    report: Report
    served: Report


def weight_of(learning: Learning) -> float:
    """How many examples one counts as: horizons overlap, so an outcome is seen again and again.

    A churn is in the horizon of every snapshot before it (13 weekly ones in 90 days). Weighted so,
    each account counts once per horizon, however often snapshots are taken.

    >>> round(weight_of(Learning()), 3)
    0.078
    """
    return min(1.0, learning.snapshot_every_ms / learning.churn_horizon_ms)


class Learner:
    """Learns one target from the expert prior on, the same whatever order examples arrive in.

    Parameters
    ----------
    policy
        Says the scale, the segments and their bases.
    catalogue
        Features in the order of an example's values.
    partitions
        Number of partitions of the account topics: a day is learned when all have closed it.
    target
        Which examples are learned; others are counted and left alone.

    Attributes
    ----------
    ignored_total : int
        Examples that were known already, too late, or of another target or catalogue.

    Examples
    --------
    >>> learner = Learner(Policy(), (), partitions=2)
    >>> learner.on_day_closed(DayClosed(0, 86_400_000))  # the other partition is still at it
    ()
    """

    def __init__(
        self,
        policy: Policy,
        catalogue: Sequence[Feature],
        *,
        partitions: int,
        target: str = "churn",
    ) -> None:
        self._scale = policy.scale
        self._catalogue = tuple(catalogue)
        self._target = target
        self._weight = weight_of(policy.learning)
        self._names = tuple(feature.name for feature in catalogue)
        start = prior(policy, catalogue)
        self._catalogue_version = start.catalogue_version
        self._model = ScorecardClassifier(start, policy.scale)
        self._calibration = Calibration(anchor_risk=policy.scale.anchor_risk)
        self._progressive, self._served = Progressive(), Progressive()
        self._buffer = MaturityBuffer(partitions)
        self._content = content_of(start)
        self._model_dirty = True
        self.ignored_total = 0

    def on_example(self, example: TrainingExample) -> None:
        """Keep an example until its day is complete."""
        wanted = (
            example.target == self._target
            and example.catalogue_version == self._catalogue_version
            and len(example.values) == len(self._names)
        )
        if not wanted or not self._buffer.add(example):
            self.ignored_total += 1

    def on_day_closed(self, closed: DayClosed) -> tuple[LearnedDay, ...]:
        """Learn every day that is complete with this, oldest first.

        Raises
        ------
        ValueError
            When there is no such partition.
        """
        self._buffer.close(closed.partition, closed.day_end_ms)
        return tuple(
            self._learn_day((day + 1) * DAY_MS, waiting)
            for day, waiting in self._buffer.complete_days()
        )

    def _learn_day(self, day_end_ms: int, waiting: Iterable[Waiting]) -> LearnedDay:
        learned = 0
        for one in waiting:
            self._learn(one)
            learned += 1
        self._model_dirty = True
        made = cut(
            self._model,
            self._catalogue,
            affine=self._calibration.affine,
            scale=self._scale,
            cut_at_ms=day_end_ms,
        )
        content = content_of(made)
        moved, self._content = content != self._content, content
        return LearnedDay(
            day_end_ms,
            learned,
            made if moved else None,
            self._progressive.report(),
            self._served.report(),
        )

    def _learn(self, one: Waiting) -> None:
        """Predict first, then learn."""
        x: dict[Any, Any] = dict(zip(self._names, one.values, strict=True))
        x[SEGMENT] = one.segment
        log_odds = self._model.log_odds_one(x)
        self._progressive.add(self._calibration.risk(log_odds), one.label)
        self._served.add(one.served_risk, one.label)
        self._calibration.learn(log_odds, one.label, weight=self._weight)
        self._model.learn_one(x, bool(one.label), self._weight)

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(tag, plain nested tuple)``, ``None`` for a tag that has gone.

        ``m`` is the model (once per learned day), ``w`` how far each partition is and ``x...``
        the waiting examples. Clears the dirt.
        """
        if self._model_dirty or not dirty_only:
            yield (
                "m",
                (
                    self._content,
                    self._model.snapshot(),
                    self._calibration.snapshot(),
                    self._progressive.snapshot(),
                    self._served.snapshot(),
                ),
            )
            self._model_dirty = False
        yield from self._buffer.records(dirty_only=dirty_only)

    def restore(self, records: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        """Take over the state of a learner, into one that has seen nothing yet.

        Rows whose bins have changed since start again from their prior.

        Raises
        ------
        ValueError
            When the number of partitions has changed.
        """
        for tag, record in sorted(records):
            if tag == "m":
                self._content, model, calibration, progressive, served = record
                self._model.restore(model)
                self._calibration.restore(calibration)
                self._progressive.restore(progressive)
                self._served.restore(served)
                self._model_dirty = False
            else:
                self._buffer.restore(tag, record)
