"""What is done at a boundary of partition time, in a fixed order, account by account.

The order is part of the contract (a cursor in the state names the stage), so that work cut into
several transactions goes on where it stopped, whoever goes on.
"""

from collections.abc import Callable, Collection

from stream_health.domain.behaviour.kinds import SILENCE
from stream_health.domain.behaviour.observer import Observer
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import Effect, ScoreSample
from stream_health.domain.engine import maturing
from stream_health.domain.engine.agenda import Agenda
from stream_health.domain.engine.coverage import coverage_of
from stream_health.domain.engine.evaluation import Evaluator, clip_milli
from stream_health.domain.engine.presence import has_left, is_deleted
from stream_health.domain.engine.publication import publish, worth_publishing
from stream_health.domain.engine.registry import Entry, Registry
from stream_health.domain.engine.story import Watch
from stream_health.domain.engine.trial import Trial
from stream_health.domain.engine.value_tier import is_high_value
from stream_health.domain.engine.watch import Lookout
from stream_health.domain.scorecard.scale import risk_of


class Duties:
    """The stages of a boundary. ``evaluator`` changes when a model is activated."""

    def __init__(
        self,
        evaluator: Evaluator,
        registry: Registry,
        agenda: Agenda,
        *,
        observer: Observer,
        partition: int,
    ) -> None:
        self.evaluator = evaluator
        self.registry = registry
        self.agenda = agenda
        self.observer = observer
        self.partition = partition
        self.trial: tuple[Trial, Evaluator] | None = None
        self.stale_mask = 0
        self.effects: list[Effect] = []

    def evaluator_of(self, account_id: str) -> Evaluator:
        """Policy and version that serve an account: the champion's, or those on trial."""
        trial = self.trial
        return trial[1] if trial is not None and trial[0].has(account_id) else self.evaluator

    def stages(self, at_ms: int) -> tuple[tuple[Collection[str], Callable[[str, int], None]], ...]:
        """(accounts, duty) per stage, in order."""
        agenda, live = self.agenda, self.registry.live
        full_hour = at_ms % HOUR_MS == 0
        sampled = agenda.sampling is not None and agenda.sampling.has(at_ms)
        return (
            (agenda.high_value if full_hour else agenda.touched, self.watch),
            (agenda.slot_at(at_ms), self.daily),
            (live if sampled else (), self.sample),
            (live if agenda.snapshots.has(at_ms) else (), self.snapshot),
            (agenda.releases.get(at_ms, ()), self.release),
        )

    def place(self, entry: Entry, at_ms: int) -> None:
        """Put an account where its tier and its presence want it; often that is where it is.

        It is watched by the hour, scored once a day, or left alone.
        """
        account, story = entry.account, entry.story
        left = has_left(account, at_ms)
        high_value = not left and is_high_value(account, self.evaluator.policy)
        if (left, high_value) == (story.left, story.high_value):
            return
        if story.high_value and not high_value:
            self._end_watch(entry, at_ms, left=left)
        elif high_value:
            story.watch = story.watch or Watch()
            story.watch_dirty = True
        story.left, story.high_value = left, high_value
        story.dirty = True
        self.registry.dirty[account.account_id] = entry
        self.agenda.place(account.account_id, watched=high_value, daily=not (high_value or left))

    def _end_watch(self, entry: Entry, at_ms: int, *, left: bool) -> None:
        """End what is under way; of the watch itself only the counts of alerts stay."""
        story = entry.story
        churned = left and not is_deleted(entry.account)
        if story.watch is not None:
            reason = "outcome" if churned else "no_longer_watched"
            self.effects += self.lookout(entry, at_ms).end(story.watch, reason)
            story.watch = story.watch.retired()
        story.interval = {}
        story.interval_old_bins = {}
        story.watch_dirty = True

    def settle(self, entry: Entry, at_ms: int) -> None:
        """Bring an account to the instant; what it is before anything of it is said.

        An hour in which nothing moved is not written: looking again finds the same.
        """
        story = entry.story
        evaluator = self.evaluator_of(entry.account.account_id)
        evaluator.settle(entry.account, story, at_ms // HOUR_MS, stale_mask=self.stale_mask)
        if story.dirty:
            self.registry.dirty[entry.account.account_id] = entry

    def watch(self, account_id: str, at_ms: int) -> None:
        """Score history and alert conditions of a high-value account."""
        entry = self.registry.live[account_id]
        if has_left(entry.account, at_ms):
            self.place(entry, at_ms)
            return
        self.settle(entry, at_ms)
        watched = entry.story.watch
        if watched is not None:
            self.effects += self.lookout(entry, at_ms).look(watched)
            self.registry.dirty[account_id] = entry
        self.say_if_moved(entry, at_ms)
        if at_ms % DAY_MS == 0:
            self._behaviour(entry, at_ms)
            if watched is not None:
                silent = SILENCE in entry.behaviour.said
                self.effects += self.lookout(entry, at_ms).stand(watched, silent=silent)

    def daily(self, account_id: str, at_ms: int) -> None:
        """The daily score of a standard account."""
        entry = self.registry.live[account_id]
        if has_left(entry.account, at_ms):
            self.place(entry, at_ms)
            return
        self.settle(entry, at_ms)
        self.say_if_moved(entry, at_ms)
        self._behaviour(entry, at_ms)

    def sample(self, account_id: str, at_ms: int) -> None:
        """The score, at an instant that was asked for, of any account the CRM still knows."""
        entry = self.registry.live[account_id]
        if is_deleted(entry.account):
            return
        self.settle(entry, at_ms)
        story, profile = entry.story, entry.account.profile
        self.effects.append(
            ScoreSample(
                account_id=account_id,
                as_of_ms=at_ms,
                score_milli=clip_milli(story.total_milli),
                churn_risk=risk_of(story.total_milli, self.evaluator.policy.scale),
                coverage=coverage_of(self.evaluator_of(account_id), entry.account, story),
                segment=story.segment,
                tier=(profile.tier if profile is not None else None) or "unknown",
                model_version=story.model_version,
                flagged=self.evaluator_of(account_id).flagged(entry.account, story),
            )
        )

    def snapshot(self, account_id: str, at_ms: int) -> None:
        """Keep the features as they are known now, until the label is."""
        entry = self.registry.live[account_id]
        if not maturing.stays(entry.account):
            return
        self.settle(entry, at_ms)
        taken = maturing.take(self.evaluator_of(account_id), entry.account, entry.story, at_ms)
        self.registry.write_extra(account_id, maturing.tag_of(at_ms), tuple(taken))
        self.effects.append(maturing.said_of(account_id, taken, stale_mask=self.stale_mask))
        entry.story.waiting.append(at_ms)
        entry.story.dirty = True
        self.registry.dirty[account_id] = entry
        learning = self.evaluator.policy.learning
        for release_ms in maturing.releases_of(at_ms, learning, entry.story):
            self.agenda.add_release(release_ms, account_id)

    def release(self, account_id: str, at_ms: int) -> None:
        """Turn the snapshots whose horizon has passed into examples, target by target."""
        entry = self.registry.live[account_id]
        story, learning = entry.story, self.evaluator.policy.learning
        for target in learning.targets:
            for taken_ms in list(story.waiting):
                if maturing.is_released(story, target, taken_ms):
                    continue
                if maturing.release_of(taken_ms, learning, target) > at_ms:
                    break
                story.released[target] = taken_ms
                example = maturing.release(
                    entry.account,
                    self._snapshot_at(account_id, taken_ms),
                    target,
                    policy=self.evaluator.policy,
                    now_ms=at_ms,
                )
                if example is not None:
                    self.effects.append(example)
        while story.waiting and all(
            maturing.is_released(story, target, story.waiting[0]) for target in learning.targets
        ):
            self.registry.write_extra(account_id, maturing.tag_of(story.waiting.pop(0)), None)
        story.dirty = True
        self.registry.dirty[account_id] = entry

    def _snapshot_at(self, account_id: str, taken_ms: int) -> maturing.Snapshot:
        tag = maturing.tag_of(taken_ms)
        record = self.registry.read_extra(account_id, tag)
        if record is None:
            msg = f"account {account_id!r} waits for a snapshot that its state lacks: {tag}"
            raise LookupError(msg)
        return maturing.restore(record)

    def lookout(self, entry: Entry, at_ms: int) -> Lookout:
        """Stand on the lookout of a settled account."""
        return Lookout(
            self.evaluator_of(entry.account.account_id),
            entry.account,
            entry.story,
            at_ms=at_ms,
            partition=self.partition,
        )

    def say_if_moved(self, entry: Entry, at_ms: int) -> None:
        """Publish when the score moved enough to be said; what was not worth it stays so."""
        story = entry.story
        if not story.moved:
            return
        evaluator = self.evaluator_of(entry.account.account_id)
        if worth_publishing(evaluator, entry.account, story):
            self.say(entry, at_ms)
        story.moved = False

    def say(self, entry: Entry, at_ms: int) -> None:
        """Publish."""
        evaluator = self.evaluator_of(entry.account.account_id)
        self.effects.append(publish(evaluator, entry.account, entry.story, at_ms))
        self.registry.dirty[entry.account.account_id] = entry

    def _behaviour(self, entry: Entry, at_ms: int) -> None:
        """Say what is unusual about the days before; see `domain.behaviour`."""
        said = self.observer.look(
            entry.account,
            entry.behaviour,
            at_ms,
            policy=self.evaluator.policy,
            stale_mask=self.stale_mask,
        )
        self.effects += said
        if entry.behaviour.dirty:
            self.registry.dirty[entry.account.account_id] = entry
