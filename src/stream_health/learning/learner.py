"""The learner of one target: matured examples in, at most one scorecard per day out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.effects import (
    CensoredExample,
    DayClosed,
    LateOutcome,
    TrainingExample,
)
from stream_health.domain.features.feature import Feature
from stream_health.domain.policy import Learning, Policy
from stream_health.domain.scorecard.operating_point import OperatingPoint
from stream_health.domain.scorecard.scale import sigmoid
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.learning.cutting import content_of, cut
from stream_health.learning.maturity import Waiting, examples_waiting
from stream_health.learning.operating_points.choose import operating_points
from stream_health.learning.operating_points.tally import Tally
from stream_health.learning.overrides import Overrides
from stream_health.learning.progressive import Progressive, Report
from stream_health.learning.scorecard_classifier import SEGMENT, ScorecardClassifier
from stream_health.learning.surges import Surges
from stream_health.learning.targets.target import TARGETS, features_of, start_of


class LearnedDay(NamedTuple):
    """A day whose examples were learned.

    ``scorecard`` is the version cut, or None when no point moved. ``report`` is of the learner's
    own predictions so far, each made before its example was learned; ``served`` of the risks that
    were published at the same snapshots; ``untreated`` of the predictions of accounts for which
    nothing was done. ``late_total`` examples turned out to hold the wrong label after their grace.
    ``overrides`` counts who was nearer to what happened where a CSM held a score against ours.
    ``examples`` are those of the day, in the order they were learned.
    """

    day_end_ms: int
    examples_total: int
    scorecard: Scorecard | None
    report: Report
    served: Report
    untreated: Report
    causes: tuple[tuple[str, int], ...] = ()
    late_total: int = 0
    overrides: Overrides = Overrides()
    examples: tuple[Waiting, ...] = ()


def weight_of(learning: Learning, target: str = "churn") -> float:
    """How many examples one counts as: horizons overlap, so an outcome is seen again and again.

    A churn is in the horizon of every snapshot before it (13 weekly ones in 90 days). Weighted so,
    each account counts once per horizon, however often snapshots are taken.

    >>> round(weight_of(Learning()), 3)
    0.078
    """
    return min(1.0, learning.snapshot_every_ms / learning.horizon_of(target))


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
        self._policy = policy
        self._target = TARGETS[target]
        self._features = features_of(self._target, catalogue)
        self._weight = weight_of(policy.learning, target)
        self._names = tuple(feature.name for feature in catalogue)
        start = start_of(self._target, policy, catalogue)
        self._catalogue_version = start.catalogue_version
        held = frozenset(feature.name for feature in self._features if feature.is_held)
        self._model = ScorecardClassifier(start, policy.scale, held_rows=held)
        self._surges = Surges(policy.learning.horizon_of(target) // WEEK_MS)
        self._reports = tuple(Progressive() for _ in range(3))  # learner, served, untreated
        self._tally = Tally()
        self._causes: dict[str, int] = {}
        self._late_total = 0
        self._overrides = Overrides()
        self._buffer = examples_waiting(partitions)
        self._content = content_of(start)
        self._model_dirty = True
        self._is_cut = False  # what is learned; not part of the state
        self.ignored_total = 0

    def on_example(self, example: TrainingExample | CensoredExample) -> None:
        """Keep an example until its day is complete."""
        wanted = (
            example.target == self._target.name
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

    def on_late_outcome(self, late: LateOutcome) -> None:
        """Count the examples that an outcome recorded after its grace contradicts."""
        if late.target == self._target.name:
            self._late_total += late.examples_total
            self._model_dirty = True

    @property
    def is_served(self) -> bool:
        """Whether there was enough to go by: a target without expert points needs outcomes."""
        report = self._reports[0].report()
        least = self._target.positives_min
        return min(report.churned_total, report.examples_total - report.churned_total) >= least

    def operating_points(self) -> tuple[OperatingPoint, ...]:
        """Thresholds chosen on everything learned so far."""
        return operating_points(self._tally, self._policy.operating)

    def _learn_day(self, day_end_ms: int, waiting: Sequence[Waiting]) -> LearnedDay:
        learned = self._learn(waiting)
        if not learned and self._is_cut:
            return self.as_of(day_end_ms)  # cut again, it would be the same
        self._is_cut = self._model_dirty = True
        made = cut(
            self._model,
            self._features,
            intercept=self._target.intercept,
            scale=self._policy.scale,
            cut_at_ms=day_end_ms,
        )
        content = content_of(made)
        moved, self._content = content != self._content, content
        return self.as_of(day_end_ms)._replace(
            examples_total=learned,
            scorecard=made if moved else None,
            examples=tuple(waiting),
        )

    def as_of(self, day_end_ms: int) -> LearnedDay:
        """How it stands at the end of a day on which nothing was learned."""
        learner, served, untreated = (one.report() for one in self._reports)
        return LearnedDay(
            day_end_ms,
            0,
            None,
            learner,
            served,
            untreated,
            causes=tuple(sorted(self._causes.items())),
            late_total=self._late_total,
            overrides=self._overrides,
        )

    def _learn(self, waiting: Iterable[Waiting]) -> int:
        """Predict the whole day first, then learn it; the number of its examples.

        A censored example weighs as much as the share of its horizon that was watched (as exposure
        does in a Poisson regression): to first order of the risk that is what it says, were
        outcomes as likely at any time of the horizon.
        """
        day = [(self._x_of(one), one) for one in waiting]
        for x, one in day:
            if not one.is_censored:
                self._predict(x, one)
        target = self._target
        surge = self._surges.log_odds(
            (one.left_at_ms - one.snapshot_at_ms) // WEEK_MS
            for _, one in day
            if one.label and one.left_at_ms is not None
        )
        for x, one in day:
            weight = self._weight * one.exposure * (target.positive_weight if one.label else 1.0)
            label = bool(target.learned_label(one.label))
            self._model.learn_one(x, label, weight, surge=surge)
        return len(day)

    def _x_of(self, one: Waiting) -> dict[Any, Any]:
        x: dict[Any, Any] = dict(zip(self._names, one.values, strict=True))
        x[SEGMENT] = one.segment
        return x

    def _predict(self, x: dict[Any, Any], one: Waiting) -> None:
        """Judge what is believed before the day is learned."""
        target, label = self._target, one.label
        learned, served, untreated = self._reports
        log_odds = self._model.log_odds_one(x) + target.intercept
        probability = target.probability(sigmoid(log_odds))
        learned.add(probability, label)
        if not one.treated:
            untreated.add(probability, label)
        if one.served is not None:
            served.add(one.served, label)
        self._overrides = self._overrides.judged(one.served, one.override, label)
        self._tally.add(one.value_tier, probability, label)
        if one.cause is not None:
            self._causes[one.cause] = self._causes.get(one.cause, 0) + 1

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(tag, plain nested tuple)``, ``None`` for a tag that has gone.

        ``m`` is the model and ``p...`` its precision (once per learned day),
        ``w`` how far each partition is and ``x...`` the waiting examples. Clears the dirt.
        """
        if self._model_dirty or not dirty_only:
            yield (
                "m",
                (
                    self._content,
                    self._model.snapshot(),
                    self._surges.snapshot(),
                    tuple(one.snapshot() for one in self._reports),
                    self._tally.snapshot(),
                    tuple(sorted(self._causes.items())),
                    self._late_total,
                    tuple(self._overrides),
                ),
            )
            for number, part in enumerate(self._model.precision_parts()):
                yield f"p{number:03d}", (part,)
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
        known = dict(sorted(records))
        precision = [known.pop(tag)[0] for tag in list(known) if tag.startswith("p")]
        for tag, record in known.items():
            if tag == "m":
                self._content, model, surges, reports, tally, *counted = record
                self._model.restore(model, precision)
                self._surges.restore(surges)
                for one, snapshot in zip(self._reports, reports, strict=True):
                    one.restore(snapshot)
                self._tally.restore(tally)
                causes, self._late_total, overrides = counted
                self._causes, self._overrides = dict(causes), Overrides(*overrides)
                self._model_dirty = False
            else:
                self._buffer.restore(tag, record)
