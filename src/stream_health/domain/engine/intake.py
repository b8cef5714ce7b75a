"""Takes records one by one: refuses what cannot be true, folds the rest into its account."""

from stream_health.domain.clocking import HOUR_MS, HOURS_PER_DAY, MINUTE_MS, next_boundary
from stream_health.domain.effects import CandidateClock
from stream_health.domain.engine import story as causes
from stream_health.domain.engine.control import (
    LEARNER,
    PINNING,
    ActivateModel,
    ClockRequest,
    Control,
    OpenBook,
    Refused,
    Tick,
)
from stream_health.domain.engine.evaluation import clip_milli
from stream_health.domain.engine.hard_signals import is_hard
from stream_health.domain.engine.labels import Before, before, late_outcome
from stream_health.domain.engine.partition import Partition
from stream_health.domain.engine.registry import Entry
from stream_health.domain.engine.trial import Trial
from stream_health.domain.engine.watch import ends_the_watch
from stream_health.domain.events import (
    AccountEvent,
    Feedback,
    Outcome,
    ProfileUpdate,
    Source,
    UsageEvent,
)

NEVER_MS = 1 << 62
_CONTROLS = (Tick, ActivateModel, OpenBook, ClockRequest)


class Intake:
    """The way into one partition number. ``hour`` is the open hour of partition time."""

    def __init__(self, partition: Partition) -> None:
        self._partition = partition
        self._settings = partition.settings
        self._live = partition.registry.live
        self._dirty = partition.registry.dirty
        self._ids = partition.recent_ids
        self._state = partition.state
        self._feeds = partition.feeds
        self._duties = partition.duties
        self._agenda = partition.agenda
        self.refused: list[Refused] = []
        self.tallies: dict[str, int] = {}
        self.hour = (self._state.time_ms or 0) // HOUR_MS
        self.future_limit_ms = self._future_limit()
        self._touched: dict[str, Entry] = {}  # high-value accounts of the open batch

    def refuses_future(self, index: int, item: AccountEvent | Control) -> bool:
        """A record too far ahead of the newest tick would drag the whole partition with it."""
        if isinstance(item, _CONTROLS):
            return False
        self.refuse(
            index,
            "future",
            f"{item.event_time_ms} is more than the tolerance ahead of the newest tick "
            f"{self._state.newest_tick_ms}",
        )
        return True

    def take(self, index: int, item: AccountEvent | Control) -> bool:
        """Take one record; True when the next boundary with work may now be another one."""
        if type(item) is UsageEvent:  # most are: no need to ask what else it might be
            return self._event(index, item)
        if isinstance(item, _CONTROLS):
            return self._control(index, item)
        return self._event(index, item)

    def _control(self, index: int, item: Control) -> bool:
        if isinstance(item, Tick):
            return self._tick(item)
        if isinstance(item, ActivateModel):
            return self._plan_model(index, item)
        if isinstance(item, OpenBook):
            self._partition.books.plan(item, now_ms=self._state.time_ms)
            return False
        return self._request_clock(item)

    def _request_clock(self, request: ClockRequest) -> bool:
        """Answer at once when the minute has come, else when it does."""
        time_ms = self._state.time_ms
        if time_ms is None or request.until_ms > time_ms:
            self._partition.want_clocks((*self._state.clocks_wanted, request.until_ms))
            return True
        minute_ms = time_ms - time_ms % MINUTE_MS
        self._duties.effects.append(CandidateClock(self._settings.partition, minute_ms))
        return False

    def close_batch(self) -> None:
        """Publish the high-value accounts that the batch touched, as of partition time."""
        duties, time_ms = self._duties, self._state.time_ms
        for entry in self._touched.values():
            if entry.story.high_value and time_ms is not None:
                duties.settle(entry, time_ms)
                duties.say_if_moved(entry, time_ms)
        self._touched = {}

    def refuse(self, index: int, reason: str, detail: str) -> None:
        """Leave a record out, with the reason."""
        self.refused.append(Refused(index, reason, detail))

    def _tally(self, what: str) -> None:
        self.tallies[what] = self.tallies.get(what, 0) + 1

    def _tick(self, tick: Tick) -> bool:
        state = self._state
        if state.newest_tick_ms is None or tick.event_time_ms > state.newest_tick_ms:
            state.newest_tick_ms = tick.event_time_ms
            self.future_limit_ms = self._future_limit()
        return self._pass_time(tick.event_time_ms)

    def _plan_model(self, index: int, order: ActivateModel) -> bool:
        state = self._state
        if self._settings.models(order.version) is None:
            self.refuse(index, "unknown_model", f"model version {order.version!r} is not known")
            return False
        if order.by == "trial":
            now_ms = state.time_ms or order.event_time_ms
            state.trial = Trial.of(order, now_ms=max(now_ms, order.event_time_ms))
            return False
        if order.by == LEARNER:
            if state.model_pinned:
                return False
        else:
            state.model_pinned = order.by in PINNING
        now_ms = state.time_ms or order.event_time_ms
        at_ms = order.effective_at_ms
        if at_ms is None or at_ms <= now_ms:
            at_ms = next_boundary(max(now_ms, order.event_time_ms), MINUTE_MS)
        state.pending_model = (order.version, at_ms)
        self._agenda.wake_ms = at_ms
        return True

    def _event(self, index: int, event: AccountEvent) -> bool:
        account_id, time_ms = event[0], event[2]
        entry = self._live.get(account_id)
        began = entry is None
        if entry is None:
            entry = self._begin(index, event)
            if entry is None:
                return False
        late = time_ms < self.hour * HOUR_MS
        if late and not self._accepts_late(index, event):
            return began
        if not self._ids.add(account_id, event[1], self.hour):
            self._tally("duplicates")
            return began
        story, account = entry.story, entry.account
        if account.hour < self.hour:
            self._roll(entry)
        state = self._state
        if time_ms > (state.time_ms or 0):
            state.time_ms = time_ms
        state.accepted_total += 1
        if type(event) is UsageEvent and not late:
            account.apply(event)
            if not story.touched_mask & 1:
                story.touched_mask |= 1
                story.dirty = True
            self._feeds.seen(Source.USAGE, time_ms)
            self._dirty[account_id] = entry
            return self._touch(entry) or began
        return self._slow(entry, event) or began

    def _touch(self, entry: Entry) -> bool:
        """Note a high-value account for the next minute; True when the agenda changed."""
        if not entry.story.high_value:
            return False
        account_id = entry.account.account_id
        self._touched[account_id] = entry
        touched = self._agenda.touched
        changed = not touched
        touched.add(account_id)
        return changed

    def _slow(self, entry: Entry, event: AccountEvent) -> bool:
        """Everything but usage in time: rare, and each may need a look at once."""
        duties, story = self._duties, entry.story
        late = event.event_time_ms < self.hour * HOUR_MS
        profile = isinstance(event, ProfileUpdate)
        if late or profile:
            duties.settle(entry, self.hour * HOUR_MS)
        before_milli = clip_milli(story.total_milli)
        known = before(entry.account, event) if isinstance(event, Outcome) else None
        source = entry.account.apply(event)
        story.dirty = True
        story.touched_mask |= 1 << source
        self._feeds.seen(source, event.event_time_ms)
        self._dirty[entry.account.account_id] = entry
        if profile:
            evaluator = duties.evaluator_of(entry.account.account_id)
            evaluator.book_profile(entry.account, story)
            duties.place(entry, self._state.time_ms or event.event_time_ms)
        elif late:
            self._tally("late")
            evaluator = duties.evaluator_of(entry.account.account_id)
            evaluator.book_touched(entry.account, story, causes.LATE)
            self._correct(entry, event.event_time_ms, before_milli)
        self._touch(entry)
        if is_hard(event, self._settings.policy) or isinstance(event, Feedback | Outcome):
            self._look_now(entry, event)
        if isinstance(event, Outcome):
            self._count_late(entry, event, known)
            duties.place(entry, self._state.time_ms or event.event_time_ms)
        return True

    def _count_late(self, entry: Entry, outcome: Outcome, known: Before | None) -> None:
        """What is heard after the grace contradicts examples that were released."""
        if known is not None:
            duties = self._duties
            late = late_outcome(
                known,
                entry,
                outcome,
                learning=duties.evaluator.policy.learning,
                now_ms=self._state.time_ms or 0,
            )
            if late is not None:
                duties.effects.append(late)

    def _look_now(self, entry: Entry, event: AccountEvent) -> None:
        """What cannot wait for the end of the minute: hard signals, outcomes, what people say."""
        duties, watched = self._duties, entry.story.watch
        at_ms = self._state.time_ms or event.event_time_ms
        duties.settle(entry, at_ms)
        hard = is_hard(event, self._settings.policy)
        if watched is not None and entry.story.high_value:
            lookout = duties.lookout(entry, at_ms)
            if isinstance(event, Feedback):
                heard, result = lookout.hear(watched, event)
                duties.effects += heard
                self._tally(f"feedback_{result}")
            if ends_the_watch(event):
                duties.effects += lookout.end(watched, "outcome")
            elif hard:
                duties.effects += lookout.look(watched, event)
            if isinstance(event, Outcome):
                duties.effects.append(lookout.outcome(event))
        if hard:
            duties.say(entry, at_ms)

    def _begin(self, index: int, event: AccountEvent) -> Entry | None:
        settings = self._settings
        owner = settings.partition_of(event.account_id)
        if owner != settings.partition:
            self.refuse(
                index,
                "wrong_partition",
                f"account {event.account_id!r} belongs to partition {owner}, came on "
                f"{settings.partition}: the producer must partition by Kafka's murmur2",
            )
            return None
        entry = self._partition.registry.add(event.account_id, event.event_time_ms)
        entry.account.advance(self.hour)
        self._duties.evaluator_of(event.account_id).begin(entry.account, entry.story)
        self._agenda.place(event.account_id, daily=True)
        return entry

    def _accepts_late(self, index: int, event: AccountEvent) -> bool:
        policy, now_ms = self._settings.policy, self._state.time_ms or 0
        if event.event_time_ms >= now_ms - policy.ancient_after_ms:
            return True
        if isinstance(event, ProfileUpdate):  # facts do not age
            return True
        self.refuse(index, "ancient", f"{event.event_time_ms} is older than windows reach")
        return False

    def _roll(self, entry: Entry) -> None:
        """Before the first fold of a new hour: what aged is booked before what happens."""
        account = entry.account
        if account.hour // HOURS_PER_DAY != self.hour // HOURS_PER_DAY:
            self._duties.settle(entry, self.hour * HOUR_MS)
        else:
            account.advance(self.hour)

    def _correct(self, entry: Entry, event_time_ms: int, before_milli: int) -> None:
        story, policy = entry.story, self._settings.policy
        moved = clip_milli(story.total_milli) - before_milli
        if story.watch is None or not moved:
            return
        reach_ms = (self._state.time_ms or 0) - policy.correction_reach_ms
        since_ms = max(event_time_ms, reach_ms)
        story.watch.history.shift(moved, since_ms=since_ms)
        story.watch.drop.correct(moved, since_ms=since_ms)
        story.watch_dirty = True

    def _pass_time(self, time_ms: int) -> bool:
        state = self._state
        if state.time_ms is None or time_ms > state.time_ms:
            state.time_ms = time_ms
            self.hour = time_ms // HOUR_MS
        return False

    def _future_limit(self) -> int:
        newest = self._state.newest_tick_ms
        if newest is None:
            return NEVER_MS
        settings = self._settings
        return newest + settings.policy.future_tolerance_ms + settings.tick_interval_ms
