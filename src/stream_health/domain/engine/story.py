"""What the evaluations of one account leave behind: its bins, booked causes, publications.

The story depends on the order of events in time, but not on how batches were cut: evaluations
between boundaries only split a difference in two, and differences add up.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from stream_health.domain.alerts.condition import ScoreDropCondition
from stream_health.domain.alerts.critical import CriticalSignalCondition
from stream_health.domain.alerts.episode import Episode
from stream_health.domain.alerts.history import ScoreHistory
from stream_health.domain.alerts.journal import BinJournal
from stream_health.domain.alerts.standing import ExpansionOpportunity, RenewalAtRisk, Silence

CAUSE_KINDS = ("config", "model", "aging", "late", "profile", "coverage", "event")
CONFIG, MODEL, AGING, LATE, PROFILE, COVERAGE, EVENT = range(len(CAUSE_KINDS))
WHOLE = -1  # booked on no single feature

Booked = dict[tuple[int, int], int]  # (kind, feature index or WHOLE) -> milli-points


def _plain(booked: Booked) -> tuple[tuple[int, int, int], ...]:
    return tuple((*key, milli) for key, milli in sorted(booked.items()) if milli)


class Published:
    """The score as it was last published."""

    __slots__ = ("as_of_ms", "band", "flagged", "score_milli", "sequence", "top_feature",
                 "total_milli")  # fmt: skip

    def __init__(self) -> None:
        self.sequence = 0  # publications so far; 0 = never
        self.as_of_ms = 0
        self.total_milli = 0
        self.score_milli = 0
        self.band = ""
        self.flagged = False
        self.top_feature = WHOLE

    def snapshot(self) -> tuple[Any, ...]:
        """Plain values, in the order of ``restore``."""
        return _PUBLISHED(self)

    def restore(self, record: tuple[Any, ...]) -> None:
        """Take back what ``snapshot`` gave."""
        for name, value in zip(self.__slots__, record, strict=True):
            setattr(self, name, value)


_PUBLISHED: Callable[[Published], tuple[Any, ...]] = attrgetter(*Published.__slots__)


class Watch:
    """What only high-value accounts have: history, journal of bins, alert conditions."""

    __slots__ = ("critical", "drop", "event_hours", "history", "journal", "standing")

    def __init__(self) -> None:
        self.history = ScoreHistory()
        self.journal = BinJournal()
        self.drop = ScoreDropCondition()
        self.critical = CriticalSignalCondition()
        self.standing = (Silence(), RenewalAtRisk(), ExpansionOpportunity())
        self.event_hours: dict[int, list[int]] = {}  # hour -> [event milli-points, hard signals]

    @property
    def conditions(self) -> tuple[Episode, ...]:
        """Every alert condition, in a fixed order."""
        return (self.drop, self.critical, *self.standing)

    def retired(self) -> "Watch":
        """What outlives a watch: how many alerts there were, so that their ids stay unique."""
        kept = Watch()
        for mine, condition in zip(kept.conditions, self.conditions, strict=True):
            mine.generation = condition.generation
        return kept

    def snapshot(self) -> tuple[Any, ...]:
        """Plain values, in the order of ``restore``."""
        return (
            self.history.snapshot(),
            self.journal.snapshot(),
            self.drop.snapshot(),
            self.critical.snapshot(),
            tuple((hour, *sums) for hour, sums in sorted(self.event_hours.items())),
            tuple(condition.snapshot() for condition in self.standing),
        )

    @classmethod
    def restore(cls, record: tuple[Any, ...]) -> "Watch":
        """Rebuild from a snapshot; behaves as the original ever after."""
        watch = cls()
        watch.history = ScoreHistory.restore(record[0])
        watch.journal = BinJournal.restore(record[1])
        watch.drop = ScoreDropCondition.restore(record[2])
        watch.critical = CriticalSignalCondition.restore(record[3])
        watch.event_hours = {hour: [points, hard] for hour, points, hard in record[4]}
        silence, renewal, expansion = record[5]
        watch.standing = (
            Silence.restore(silence),
            RenewalAtRisk.restore(renewal),
            ExpansionOpportunity.restore(expansion),
        )
        return watch


class Story:
    """One account's evaluations. Points are milli-points, ``total`` is before clipping."""

    __slots__ = (
        "bins",
        "book_version",
        "booked",
        "catalogue_version",
        "config_version",
        "dirty",
        "evaluated_hour",
        "first_seen_ms",
        "high_value",
        "interval",
        "interval_old_bins",
        "left",
        "model_version",
        "moved",
        "published",
        "released",
        "segment",
        "stale_mask",
        "total_milli",
        "touched_mask",
        "waiting",
        "watch",
        "watch_dirty",
    )

    def __init__(self, first_seen_ms: int) -> None:
        self.first_seen_ms = first_seen_ms
        self.high_value = False
        self.left = False  # the account is no customer any more
        self.segment = ""
        self.model_version = ""
        self.config_version = ""
        self.book_version = ""
        self.catalogue_version = ""
        self.stale_mask = 0
        self.evaluated_hour = 0
        self.bins: list[int] = []
        self.total_milli = 0
        self.touched_mask = 0  # sources folded since the last evaluation
        self.booked: Booked = {}  # since the last publication
        self.interval: Booked = {}  # since the last boundary, high-value accounts only
        self.interval_old_bins: dict[int, int] = {}  # feature -> bin at the last boundary
        self.published = Published()
        self.waiting: list[int] = []  # instants of snapshots of which a label is not known yet
        self.released: dict[str, int] = {}  # target -> the last snapshot whose label is known
        self.watch: Watch | None = None
        self.moved = True  # since it was last decided whether to publish; not part of the state
        self.dirty = True
        self.watch_dirty = False

    def book(self, kind: int, feature: int, milli: int) -> None:
        """Add a difference under its cause, for the publication and for the boundary."""
        if milli == 0:
            return
        key = (kind, feature)
        self.booked[key] = self.booked.get(key, 0) + milli
        if self.high_value:
            self.interval[key] = self.interval.get(key, 0) + milli

    def snapshot(self) -> tuple[Any, ...]:
        """Plain values, in the order of ``restore``; the watch has a record of its own."""
        return (
            self.first_seen_ms,
            self.high_value,
            self.left,
            self.segment,
            self.model_version,
            self.config_version,
            self.book_version,
            self.catalogue_version,
            self.stale_mask,
            self.evaluated_hour,
            bytes(self.bins),
            self.total_milli,
            self.touched_mask,
            _plain(self.booked),
            _plain(self.interval),
            tuple(sorted(self.interval_old_bins.items())),
            self.published.snapshot(),
            tuple(self.waiting),
            tuple(sorted(self.released.items())),
        )

    @classmethod
    def restore(cls, record: tuple[Any, ...], watch: tuple[Any, ...] | None) -> "Story":
        """Rebuild from a snapshot; behaves as the original ever after."""
        story = cls(record[0])
        (
            _,
            story.high_value,
            story.left,
            story.segment,
            story.model_version,
            story.config_version,
            story.book_version,
            story.catalogue_version,
            story.stale_mask,
            story.evaluated_hour,
            bins,
            story.total_milli,
            story.touched_mask,
            booked,
            interval,
            old_bins,
            published,
            waiting,
            released,
        ) = record
        story.bins = list(bins)
        story.booked = {(kind, feature): milli for kind, feature, milli in booked}
        story.interval = {(kind, feature): milli for kind, feature, milli in interval}
        story.interval_old_bins = dict(old_bins)
        story.published.restore(published)
        story.waiting = list(waiting)
        story.released = dict(released)
        if watch is not None:
            story.watch = Watch.restore(watch)
        story.dirty = False
        return story
