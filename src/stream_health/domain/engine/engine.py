"""The engine of one partition number: merged events in, effects and changed state out.

Partition time is the largest timestamp accepted so far. Before a record that passes a boundary is
applied, what is due at that boundary is done as of the boundary, so nothing of an account's story
depends on how batches were cut.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from stream_health.domain.behaviour.observer import Observer
from stream_health.domain.behaviour.turnout import Turnout
from stream_health.domain.book.statistics import BookOpened
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import CandidateClock, DayClosed, Effect, ModelActivated
from stream_health.domain.engine import maturing
from stream_health.domain.engine.agenda import Agenda, Period
from stream_health.domain.engine.book_sizes import book_sizes
from stream_health.domain.engine.bookshelf import BOOK_TAG, Bookshelf
from stream_health.domain.engine.control import Control, Refused
from stream_health.domain.engine.day_sums import day_sums
from stream_health.domain.engine.duties import Duties
from stream_health.domain.engine.evaluation import Evaluator
from stream_health.domain.engine.feeds import Feeds
from stream_health.domain.engine.intake import Intake
from stream_health.domain.engine.partition_state import (
    IDS_TAG,
    PARTITION_TAG,
    TURNOUT_TAG,
    Cursor,
    PartitionState,
)
from stream_health.domain.engine.recent_ids import RecentIds
from stream_health.domain.engine.registry import Registry, StateReader, StateRecord
from stream_health.domain.engine.trial import CHAMPION_ARM, TRIAL_ARM
from stream_health.domain.events import AccountEvent, Source
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.scorecard import Scorecard

Input = AccountEvent | Control | None  # None: a record that could not be read

EFFECTS_PER_STEP_MAX = 5_000


@dataclass(slots=True)
class Step:
    """What one transaction makes durable: effects, state, and how much of the batch it covers."""

    consumed: int
    effects: list[Effect] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    records: list[StateRecord] = field(default_factory=list)
    tallies: dict[str, int] = field(default_factory=dict)  # late, duplicates
    time_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """What an engine is given besides its state.

    ``models`` finds a scorecard by version (None: unknown here); ``partition_of`` says to which
    partition number an account belongs. Without ``keeps_state`` steps carry no records of
    accounts: for a run that is never resumed. ``tick_interval_ms`` is added to the tolerance for
    records ahead of the newest tick, where whoever feeds the topics ticks rarely.
    """

    partition: int
    policy: Policy
    models: Callable[[str], Scorecard | None]
    partition_of: Callable[[str], int]
    initial_model: str = "prior"
    sampling: Period | None = None
    recent_ids_max: int = 200_000
    keeps_state: bool = True
    tick_interval_ms: int = 0


class Engine:
    """One partition number. ``process`` is the only thing that changes it."""

    def __init__(self, settings: EngineSettings, state: StateReader) -> None:
        self.settings = settings
        self.state = self._restore_partition(state)
        self.registry = Registry(
            state, names=settings.policy.action_names, keeps_state=settings.keeps_state
        )
        policy = settings.policy
        learning = policy.learning
        self.agenda = Agenda(
            Period(learning.snapshot_every_ms, learning.snapshot_anchor_ms), settings.sampling
        )
        self.feeds = Feeds(policy.stale_after_ms)
        known = state.read(None, TURNOUT_TAG)
        self.turnout = Turnout() if known is None else Turnout.restore(known)
        self.recent_ids = RecentIds(ids_max=settings.recent_ids_max)
        self.books = Bookshelf.restore(state.read(None, BOOK_TAG))
        self.duties = Duties(
            self._evaluator(self.state.model_version),
            self.registry,
            self.agenda,
            observer=Observer(self.turnout),
            partition=settings.partition,
        )
        self._restore(state)
        if self.state.time_ms is not None:
            self._turn_trial(self.state.time_ms)
        self.intake = Intake(self)

    @property
    def evaluator(self) -> Evaluator:
        """The policy and model version in force."""
        return self.duties.evaluator

    def process(self, inputs: Sequence[Input]) -> Iterator[Step]:
        """Take one batch in merged order; yields what each transaction makes durable.

        The caller makes a step durable before it asks for the next one. The last step has
        ``consumed == len(inputs)``.
        """
        intake = self.intake
        due_ms = self._due_ms()
        for index, item in enumerate(inputs):
            if item is None:
                continue
            time_ms = item.event_time_ms
            if time_ms > intake.future_limit_ms and intake.refuses_future(index, item):
                continue
            if time_ms >= due_ms:
                yield from self._pass_boundaries(time_ms, index)
                due_ms = self._due_ms()
            if intake.take(index, item):
                due_ms = self._due_ms()
        intake.close_batch()
        yield self._step(len(inputs))

    def _due_ms(self) -> int:
        state = self.state
        if state.time_ms is None:
            return -1
        return state.cursor.time_ms if state.cursor else self.agenda.next_due(state.time_ms)

    def _pass_boundaries(self, until_ms: int, consumed: int) -> Iterator[Step]:
        """Do what is due up to and at ``until_ms``, then let the time be ``until_ms``."""
        state = self.state
        if state.time_ms is not None:
            self._skip_ages(until_ms)
            while (due_ms := self._due_ms()) <= until_ms:
                yield from self._do(due_ms, consumed)
        state.time_ms = until_ms
        self.intake.hour = until_ms // HOUR_MS

    def _skip_ages(self, until_ms: int) -> None:
        """After a gap longer than any window reaches, what was due in it says nothing any more."""
        reach_ms = until_ms - self.settings.policy.ancient_after_ms
        reached_ms = self.state.time_ms
        if self.state.cursor is None and reached_ms is not None and reached_ms < reach_ms:
            self.state.time_ms = reach_ms // HOUR_MS * HOUR_MS

    def _do(self, at_ms: int, consumed: int) -> Iterator[Step]:
        self._begin_boundary(at_ms)
        cursor, done = self.state.cursor, 0
        chunk = self.settings.policy.chunk_accounts_max
        for stage, (accounts, duty) in enumerate(self.duties.stages(at_ms)):
            if not accounts:
                continue
            for account_id in _left_to_do(accounts, stage, cursor):
                duty(account_id, at_ms)
                done += 1
                if done >= chunk or len(self.duties.effects) >= EFFECTS_PER_STEP_MAX:
                    self.state.cursor = Cursor(at_ms, stage, account_id)
                    yield self._step(consumed)
                    done = 0
        self._close_boundary(at_ms)

    def _begin_boundary(self, at_ms: int) -> None:
        pending = self.state.pending_model
        if pending is not None and pending[1] <= at_ms:
            self._settle_touched(at_ms)
            self._activate(pending[0], at_ms)
        if at_ms % HOUR_MS == 0:
            self._turn_trial(at_ms)
            if self.feeds.update(at_ms):
                self.duties.effects.append(self.feeds.changed(self.settings.partition, at_ms))
            self.duties.stale_mask = self.feeds.stale_mask
            self._turn_book(at_ms)
        if at_ms % DAY_MS == 0:
            self._close_day(at_ms)

    def _turn_book(self, at_ms: int) -> None:
        """Open the statistics that hold from now on; accounts turn to them at their next look."""
        opened = self.books.turn(at_ms)
        if opened is None:
            return
        self.duties.evaluator.book = opened
        if self.duties.trial is not None:
            self.duties.trial[1].book = opened
        partition = self.settings.partition
        self.duties.effects.append(BookOpened(partition, opened.version, at_ms))

    def _settle_touched(self, at_ms: int) -> None:
        """Book what happened since the last boundary under the points that held when it did.

        Some of it was booked at the end of a batch: what a version moves an account by must not
        depend on where batches end.
        """
        for account_id in sorted(self.agenda.touched):
            self.duties.settle(self.registry.live[account_id], at_ms)

    def _turn_trial(self, at_ms: int) -> None:
        """Begin or end a trial; accounts move to their arm at their next look."""
        trial = self.state.trial
        if trial is not None and trial.until_ms <= at_ms:
            trial = self.state.trial = None
        on = trial is not None and trial.is_on(at_ms)
        if trial is None or not on:
            if self.duties.trial is not None:
                self._settle_touched(at_ms)
            self.duties.trial = None
        elif self.duties.trial is None or self.duties.trial[0] != trial:
            self._settle_touched(at_ms)
            self.duties.trial = (trial, self._evaluator(trial.version, arm=TRIAL_ARM))

    def _close_day(self, at_ms: int) -> None:
        """Note how many accounts used the product on the day that ends, and what data is lost."""
        start_ms, newest_ms = at_ms - DAY_MS, self.feeds.newest_ms[Source.USAGE]
        used = (entry.account.usage for entry in self.registry.live.values())
        accounts = sum(1 for usage in used if usage and usage.last_event_ms >= start_ms)
        self.turnout.close(start_ms // DAY_MS, accounts)
        if newest_ms is not None and self.feeds.stale_mask >> Source.USAGE & 1:
            self.turnout.lose(newest_ms // DAY_MS + 1, at_ms // DAY_MS)

    def _close_boundary(self, at_ms: int) -> None:
        state, partition = self.state, self.settings.partition
        state.cursor = None
        state.time_ms = at_ms
        self.intake.hour = at_ms // HOUR_MS
        self.agenda.touched.clear()
        self.agenda.releases.pop(at_ms, None)
        if at_ms % HOUR_MS == 0:
            self.recent_ids.expire(at_ms // HOUR_MS)
        if at_ms % DAY_MS == 0:
            self.duties.effects.append(book_sizes(self.registry, self.agenda, partition, at_ms))
            hears_usage = not self.feeds.stale_mask >> Source.USAGE & 1
            self.duties.effects.append(
                day_sums(
                    self.registry,
                    self.evaluator,
                    partition=partition,
                    at_ms=at_ms,
                    hears_usage=hears_usage,
                )
            )
        wanted = bool(state.clocks_wanted) and state.clocks_wanted[0] <= at_ms
        if at_ms % HOUR_MS == 0 or wanted:
            self.duties.effects.append(CandidateClock(partition, at_ms))
            self.want_clocks(minute for minute in state.clocks_wanted if minute > at_ms)
        if at_ms % DAY_MS == 0:
            self.duties.effects.append(DayClosed(partition, at_ms))

    def want_clocks(self, minutes: Iterable[int]) -> None:
        """Have the dispatcher told when these full minutes have come."""
        self.state.clocks_wanted = tuple(sorted(set(minutes)))
        self.agenda.clock_ms = min(self.state.clocks_wanted, default=None)

    def _activate(self, version: str, at_ms: int) -> None:
        self.duties.evaluator = self._evaluator(version)
        self.state.model_version = version
        self.state.pending_model = None
        self.agenda.wake_ms = None
        self.duties.effects.append(ModelActivated(self.settings.partition, version, at_ms))

    def _step(self, consumed: int) -> Step:
        state, duties, intake = self.state, self.duties, self.intake
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
        step = Step(
            consumed, duties.effects, intake.refused, records, intake.tallies, state.time_ms
        )
        duties.effects = []
        intake.refused = []
        intake.tallies = {}
        return step

    def _evaluator(self, version: str, arm: str = CHAMPION_ARM) -> Evaluator:
        book = self.books.open
        return Evaluator(self.settings.policy, self._model(version), book=book, arm=arm)

    def _model(self, version: str) -> Scorecard:
        name = version or self.settings.initial_model
        scorecard = self.settings.models(name)
        if scorecard is None:
            msg = f"model version {name!r} is not in the models topic; publish it or roll back"
            raise LookupError(msg)
        return scorecard

    @staticmethod
    def _restore_partition(state: StateReader) -> PartitionState:
        record = state.read(None, PARTITION_TAG)
        return PartitionState() if record is None else PartitionState.restore(record)

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


def _left_to_do(accounts: Collection[str], stage: int, cursor: Cursor | None) -> list[str]:
    """Accounts of a stage in order, without those done before the cursor."""
    if cursor is None:
        return sorted(accounts)
    if stage < cursor.stage:
        return []
    if stage > cursor.stage:
        return sorted(accounts)
    return sorted(account for account in accounts if account > cursor.account_id)
