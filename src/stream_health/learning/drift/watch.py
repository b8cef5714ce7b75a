"""The watch for drift: weekly snapshots and matured examples in, changes out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from zlib import crc32

from stream_health.domain.clocking import WEEK_MS
from stream_health.domain.effects import DayClosed, SnapshotTaken, TrainingExample
from stream_health.domain.features.feature import Feature, Ttl, catalogue_version
from stream_health.domain.policy import Policy
from stream_health.learning.drift.change import Drift, drift_id
from stream_health.learning.drift.detectors import Alarm, Means
from stream_health.learning.drift.distribution import Distribution, Shift
from stream_health.learning.drift.week import SCORE, Week
from stream_health.learning.maturity import examples_waiting

QUIET_SHARE_MIN: Final = 0.5
"""Share of a week's accounts whose source is quiet from which on it is data loss."""


class DriftWatch:
    """Watches every feature, the score, calibration and error, each for itself.

    A week is judged when all partitions have closed its day. Features of a source whose feed is
    quiet are left out of the week: that is data loss, said once per silence, and no drift. What
    reads statistics of the book moves for a whole segment at once: those features are not watched.

    Examples
    --------
    >>> DriftWatch(Policy(), (), partitions=1).on_record(DayClosed(0, 86_400_000))
    []
    """

    def __init__(self, policy: Policy, catalogue: Sequence[Feature], *, partitions: int) -> None:
        self._features = tuple(catalogue)
        self._catalogue_version = catalogue_version(catalogue)
        self._every = max(1, policy.learning.churn_horizon_ms // policy.learning.snapshot_every_ms)
        watched = [one.name for one in self._features if one.ttl is not Ttl.BOOK]
        self._distributions = {name: Distribution() for name in (*watched, SCORE)}
        self._means = Means()
        self._buffer = examples_waiting(partitions)
        self._weeks: dict[int, Week] = {}  # instant -> counts of weeks that are not complete
        self._judged_ms = 0
        self._lost: set[str] = set()  # sources whose loss was said
        self._dirty = True

    def on_snapshot(self, taken: SnapshotTaken) -> None:
        """Count a snapshot in its week; one of another catalogue, or too late, says nothing."""
        at_ms = taken.snapshot_at_ms
        if taken.catalogue_version != self._catalogue_version or at_ms <= self._judged_ms:
            return
        self._dirty = True
        if at_ms not in self._weeks:
            self._weeks[at_ms] = Week(self._features)
        self._weeks[at_ms].add(taken)

    def on_record(self, record: TrainingExample | DayClosed) -> list[Drift]:
        """Take a matured example, or the end of a day: what changed until then."""
        self._dirty = True
        if isinstance(record, TrainingExample):
            if record.target == "churn" and record.served is not None and self._is_drawn(record):
                self._buffer.add(record)
            return []
        self._buffer.close(record.partition, record.day_end_ms)
        found = [
            drift
            for _, waiting in self._buffer.complete_days()
            for drift in self._judge_examples(waiting)
        ]
        for at_ms in sorted(self._weeks):
            if at_ms < self._buffer.complete_ms:
                found += self._judge_week(at_ms, self._weeks.pop(at_ms))
        return found

    def _is_drawn(self, example: TrainingExample) -> bool:
        """One snapshot per account and horizon: those between are of the same outcome."""
        week = example.snapshot_at_ms // WEEK_MS
        return (week + crc32(example.account_id.encode())) % self._every == 0

    def _judge_examples(self, waiting: Iterable[Any]) -> Iterator[Drift]:
        """Take the examples of a day in an order that has nothing to do with the account."""
        for one in sorted(waiting, key=lambda one: (one.example_id, one.matured_at_ms)):
            for alarm in self._means.add(one.served, one.label):
                yield _of_mean(alarm, one.matured_at_ms)

    def _judge_week(self, at_ms: int, week: Week) -> list[Drift]:
        self._judged_ms = at_ms
        shares = week.quiet_shares()
        quiet = {source for source, share in shares.items() if share >= QUIET_SHARE_MIN}
        found = [
            _of_loss(source, shares[source], at_ms, accounts=week.accounts)
            for source in sorted(quiet - self._lost)
        ]
        self._lost = quiet
        for name, distribution in self._distributions.items():
            if name == SCORE and quiet:
                continue  # it fell or rose with what is unknown
            shift = distribution.judge(week.counts[name])
            if shift is not None:
                found.append(_of_shift(name, shift, at_ms))
        return found

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(tag, plain nested tuple)``."""
        if self._dirty or not dirty_only:
            distributions = tuple(
                (name, one.snapshot()) for name, one in self._distributions.items()
            )
            weeks = tuple((at_ms, week.snapshot()) for at_ms, week in sorted(self._weeks.items()))
            lost = tuple(sorted(self._lost))
            yield "d", (self._catalogue_version, distributions, weeks, self._judged_ms, lost)
            yield "e", self._means.snapshot()
            self._dirty = False
        yield from self._buffer.records(dirty_only=dirty_only)

    def restore(self, records: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        """Take over a state, into a watch that has seen nothing; other features begin anew.

        Raises
        ------
        ValueError
            When the number of partitions has changed.
        """
        for tag, record in records:
            if tag == "d":
                self._restore_weeks(record)
            elif tag == "e":
                self._means.restore(record)
            else:
                self._buffer.restore(tag, record)

    def _restore_weeks(self, record: tuple[Any, ...]) -> None:
        version, distributions, weeks, self._judged_ms, lost = record
        if version != self._catalogue_version:
            return
        self._lost = set(lost)
        for name, snapshot in distributions:
            if name in self._distributions:
                self._distributions[name].restore(snapshot)
        for at_ms, snapshot in weeks:
            self._weeks[at_ms] = Week(self._features)
            self._weeks[at_ms].restore(snapshot)


def _of_shift(name: str, shift: Shift, at_ms: int) -> Drift:
    kind = "score" if name == SCORE else "input"
    return Drift(
        drift_id(kind, name, at_ms),
        kind,
        name,
        at_ms,
        "psi",
        round(shift.psi, 6),
        round(shift.threshold, 6),
        f"{name} is distributed otherwise than in the weeks before",
        shift.total,
    )


def _of_mean(alarm: Alarm, at_ms: int) -> Drift:
    said = "is off by" if alarm.kind == "calibration" else "has a Brier score of"
    return Drift(
        drift_id(alarm.kind, "churn", at_ms),
        alarm.kind,
        "churn",
        at_ms,
        alarm.figure,
        round(alarm.value, 6),
        None,
        f"the {alarm.kind} changed: what was served {said} {alarm.value:.3f} on average",
        alarm.examples_total,
    )


def _of_loss(source: str, share: float, at_ms: int, *, accounts: int) -> Drift:
    return Drift(
        drift_id("data_loss", source, at_ms),
        "data_loss",
        source,
        at_ms,
        "quiet",
        round(share, 6),
        QUIET_SHARE_MIN,
        f"the feed of {source} is quiet: its features are unknown, which is no drift",
        accounts,
    )
