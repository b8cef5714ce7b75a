"""What one partition number holds between two records, as restored from its state."""

from collections.abc import Iterable

from stream_health.domain.behaviour.observer import Observer
from stream_health.domain.behaviour.turnout import Turnout
from stream_health.domain.engine import maturing
from stream_health.domain.engine.agenda import Agenda, Period
from stream_health.domain.engine.bookshelf import BOOK_TAG, Bookshelf
from stream_health.domain.engine.duties import Duties
from stream_health.domain.engine.evaluation import Evaluator
from stream_health.domain.engine.feeds import Feeds
from stream_health.domain.engine.partition_state import (
    IDS_TAG,
    PARTITION_TAG,
    TURNOUT_TAG,
    PartitionState,
)
from stream_health.domain.engine.recent_ids import RecentIds
from stream_health.domain.engine.registry import Registry, StateReader, StateRecord
from stream_health.domain.engine.settings import EngineSettings
from stream_health.domain.engine.trial import CHAMPION_ARM
from stream_health.domain.scorecard.scorecard import Scorecard


class Partition:
    """Accounts, what is due for them, and what the partition number itself remembers."""

    def __init__(self, settings: EngineSettings, state: StateReader) -> None:
        self.settings = settings
        record = state.read(None, PARTITION_TAG)
        self.state = PartitionState() if record is None else PartitionState.restore(record)
        policy = settings.policy
        learning = policy.learning
        self.registry = Registry(state, names=policy.action_names, keeps_state=settings.keeps_state)
        self.agenda = Agenda(
            Period(learning.snapshot_every_ms, learning.snapshot_anchor_ms), settings.sampling
        )
        self.feeds = Feeds(policy.stale_after_ms)
        known = state.read(None, TURNOUT_TAG)
        self.turnout = Turnout() if known is None else Turnout.restore(known)
        self.recent_ids = RecentIds(ids_max=settings.recent_ids_max)
        self.books = Bookshelf.restore(state.read(None, BOOK_TAG))
        self.duties = Duties(
            self.evaluator(self.state.model_version),
            self.registry,
            self.agenda,
            observer=Observer(self.turnout),
            partition=settings.partition,
        )
        self._restore(state)

    def evaluator(self, version: str, arm: str = CHAMPION_ARM) -> Evaluator:
        """Policy and a model version, under the statistics of the book that are open.

        Raises
        ------
        LookupError
            When there is no such version.
        """
        return Evaluator(self.settings.policy, self._model(version), book=self.books.open, arm=arm)

    def want_clocks(self, minutes: Iterable[int]) -> None:
        """Have the dispatcher told when these full minutes have come."""
        self.state.clocks_wanted = tuple(sorted(set(minutes)))
        self.agenda.clock_ms = min(self.state.clocks_wanted, default=None)

    def changes(self) -> list[StateRecord]:
        """State records of everything that changed since they were last asked for."""
        state = self.state
        records = self.registry.changes()
        for number, record in self.recent_ids.records():
            records.append((None, f"{IDS_TAG}{number}", record))
        state.touched = tuple(sorted(self.agenda.touched))
        state.feeds_newest_ms = tuple(self.feeds.newest_ms)
        state.stale_mask = self.feeds.stale_mask
        state.ids_first, state.ids_next = self.recent_ids.span
        if self.turnout.dirty:
            records.append((None, TURNOUT_TAG, self.turnout.snapshot()))
            self.turnout.dirty = False
        if self.books.dirty:
            records.append((None, BOOK_TAG, self.books.snapshot()))
            self.books.dirty = False
        records.append((None, PARTITION_TAG, state.snapshot()))
        return records

    def _model(self, version: str) -> Scorecard:
        name = version or self.settings.initial_model
        scorecard = self.settings.models(name)
        if scorecard is None:
            msg = f"model version {name!r} is not in the models topic; publish it or roll back"
            raise LookupError(msg)
        return scorecard

    def _restore(self, state: StateReader) -> None:
        """Rebuild what is derived from the state: agenda, feeds, recent ids."""
        own = self.state
        if own.feeds_newest_ms:
            self.feeds.newest_ms = list(own.feeds_newest_ms)
        self.feeds.stale_mask = self.duties.stale_mask = own.stale_mask
        for number in range(own.ids_first, own.ids_next):
            record = state.read(None, f"{IDS_TAG}{number}")
            if record is not None:
                self.recent_ids.restore(number, (record[0], record[1]))
        self.agenda.touched = set(own.touched)
        self.agenda.wake_ms = own.pending_model[1] if own.pending_model else None
        self.want_clocks(own.clocks_wanted)
        learning = self.settings.policy.learning
        overdue_ms = 0 if own.time_ms is None else own.time_ms + 1  # under a shorter horizon now
        for account_id, entry in self.registry.wake_all():
            story = entry.story
            daily = not (story.high_value or story.left)
            self.agenda.place(account_id, watched=story.high_value, daily=daily)
            for at_ms in story.waiting:
                for release_ms in maturing.releases_of(at_ms, learning, story):
                    self.agenda.add_release(max(release_ms, overdue_ms), account_id)
