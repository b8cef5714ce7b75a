"""Watches a high-value account: score history, alert conditions, and what they ask for."""

from collections.abc import Iterable, Sequence

from stream_health.domain.account.account import Account
from stream_health.domain.alerts.candidate import AccountFacts, candidate
from stream_health.domain.alerts.causes import causes_since
from stream_health.domain.alerts.condition import SCORE_DROP, Evaluation
from stream_health.domain.alerts.critical import (
    CANCELLATION_NOTICE,
    CHAMPION_EXIT,
    CRITICAL_SIGNAL,
    critical_signal_of,
    ends_alerts,
)
from stream_health.domain.alerts.episode import ConditionChange, Heard
from stream_health.domain.alerts.grounds import Ground, ground_of, quotes_of
from stream_health.domain.alerts.history import Reference
from stream_health.domain.alerts.standing import RENEWAL_AT_RISK, Standing
from stream_health.domain.alerts.verdicts import APPLIED, WAS_RIGHT
from stream_health.domain.clocking import HOUR_MS, HOURS_PER_DAY
from stream_health.domain.effects import (
    AlertCandidate,
    AlertFeedback,
    Cause,
    OutcomeSeen,
    SignalJudged,
)
from stream_health.domain.engine import story as causes
from stream_health.domain.engine.coverage import confidence_of, coverage_of
from stream_health.domain.engine.evaluation import Evaluator, clip_milli
from stream_health.domain.engine.facts import profile_facts
from stream_health.domain.engine.holdout import is_held_out
from stream_health.domain.engine.publication import action_of, band_of, said_of
from stream_health.domain.engine.standing import standing_of, told_of
from stream_health.domain.engine.story import CAUSE_KINDS, Story, Watch
from stream_health.domain.events import AccountEvent, Feedback, Outcome, SignalEvent
from stream_health.domain.playbook.playbook import play, sentence
from stream_health.domain.playbook.plays import CRITICAL as URGENT
from stream_health.domain.playbook.themes import theme_of

_SAID = {
    CHAMPION_EXIT: Cause(
        "event", 0, "a champion or sponsor is leaving", "champion_leaving", "signals"
    ),
    CANCELLATION_NOTICE: Cause(
        "event", 0, "notice of cancellation was given", "cancellation_notice", "billing"
    ),
}


class Lookout:
    """The watch of one account at one instant; ``watched`` is its history and conditions."""

    def __init__(
        self, evaluator: Evaluator, account: Account, story: Story, *, at_ms: int, partition: int
    ) -> None:
        self.evaluator = evaluator
        self.account = account
        self.story = story
        self.at_ms = at_ms
        self.partition = partition
        self.score_milli = clip_milli(story.total_milli)
        self.coverage = coverage_of(evaluator, account, story)

    def look(self, watched: Watch, hard: AccountEvent | None = None) -> list[AlertCandidate]:
        """Judge every condition as of now; ``hard`` is the signal that made us look."""
        policy, at_ms = self.evaluator.policy.alerts, self.at_ms
        close_interval(self.story, watched, at_ms, hard_signals=0 if hard is None else 1)
        if at_ms % HOUR_MS == 0:
            watched.history.note(at_ms, self.score_milli)
            self.story.watch_dirty = True
        event_milli, hard_signals = _last_day(watched) if watched.event_hours else (0, 0)
        now = Evaluation(
            as_of_ms=at_ms,
            score_milli=self.score_milli,
            coverage=self.coverage,
            feeds_fresh=self.story.stale_mask == 0,
            hard_signal=hard_signals > 0,
            event_points_milli=event_milli,
        )
        drops = watched.drop.evaluate(now, history=watched.history, policy=policy)
        signals: list[ConditionChange] = []
        critical = None if hard is None else critical_signal_of(hard, policy)
        if isinstance(hard, SignalEvent) and critical is None and _fires(drops):
            watched.drop.rest_on(ground_of(hard))
        if critical is not None:
            signals = watched.critical.signal(
                critical, as_of_ms=at_ms, score_milli=self.score_milli
            )
        signals += watched.critical.evaluate(
            as_of_ms=at_ms, score_milli=self.score_milli, policy=policy
        )
        return self._dress(watched, drops, signals, hard) if drops or signals else []

    def hear(
        self, watched: Watch, feedback: Feedback
    ) -> tuple[list[AlertCandidate | AlertFeedback | SignalJudged], str]:
        """What a person said of an alert, and what became of it.

        What speaks of a grouped alert, or of an action, the dispatcher is told; what judges signals
        read from text, the reading.
        """
        heard = [
            condition.hear(
                feedback,
                account_id=self.account.account_id,
                as_of_ms=self.at_ms,
                score_milli=self.score_milli,
                policy=self.evaluator.policy.alerts,
            )
            for condition in watched.conditions
        ]
        changes = [one.changes for one in heard]
        asked: list[AlertCandidate | AlertFeedback | SignalJudged] = [
            *self._dress_all(watched, changes),
            *self._lessons(watched, feedback, heard),
        ]
        results = {one.result for one in heard} - {"other_alert"}
        if not results or "not_about_alerts" in results:
            asked.append(self._pass_on(feedback))
            return asked, "passed_on"
        return asked, min(results)

    def _lessons(
        self, watched: Watch, feedback: Feedback, heard: Sequence[Heard]
    ) -> list[SignalJudged]:
        right = WAS_RIGHT.get(feedback.verdict or "")
        if right is None:
            return []
        return [
            SignalJudged(
                verdict_id=feedback.event_id,
                signal_id=ground.signal_id,
                signal_kind=ground.kind,
                rules=ground.rules,
                confidence=ground.confidence,
                right=right,
                judged_at_ms=self.at_ms,
            )
            for condition, one in zip((watched.drop, watched.critical), heard, strict=False)
            if one.result == APPLIED
            for ground in condition.judged()
        ]

    def outcome(self, outcome: Outcome) -> OutcomeSeen:
        """Tell the dispatcher what became of the account."""
        return OutcomeSeen(self.partition, self.at_ms, outcome.account_id, outcome.kind)

    def _pass_on(self, feedback: Feedback) -> AlertFeedback:
        return AlertFeedback(
            partition=self.partition,
            as_of_ms=self.at_ms,
            account_id=feedback.account_id,
            event_id=feedback.event_id,
            kind=feedback.kind,
            author=feedback.author,
            dedup_key=feedback.dedup_key,
            verdict=feedback.verdict,
            until_ms=feedback.until_ms,
            action_code=feedback.action_code,
        )

    def end(self, watched: Watch, reason: str) -> list[AlertCandidate]:
        """End whatever is under way."""
        changes = [
            condition.end(
                reason,
                as_of_ms=self.at_ms,
                score_milli=self.score_milli,
                policy=self.evaluator.policy.alerts,
            )
            for condition in watched.conditions
        ]
        return self._dress_all(watched, changes)

    def stand(self, watched: Watch, *, silent: bool) -> list[AlertCandidate]:
        """Judge once a day what holds or does not: silence, renewal at risk, expansion."""
        policy, story = self.evaluator.policy.alerts, self.story
        versions = f"{story.model_version}/{story.config_version}"
        sure = self.coverage >= policy.coverage_min and story.stale_mask == 0
        met = standing_of(self.evaluator, self.account, story, at_ms=self.at_ms, silent=silent)
        changes = [
            condition.evaluate(
                Standing(self.at_ms, holds, self.score_milli, versions, sure), policy
            )
            for condition, holds in zip(watched.standing, met, strict=True)
        ]
        story.watch_dirty = True
        return self._dress_all(watched, [(), (), *changes])

    def _dress_all(
        self, watched: Watch, changes: Sequence[Sequence[ConditionChange]]
    ) -> list[AlertCandidate]:
        """Candidates of all conditions, in their order."""
        asked = self._dress(watched, changes[0], changes[1])
        if self._is_silenced():
            return asked
        for condition, wanted in zip(watched.standing, changes[2:], strict=True):
            for change in wanted:
                self.story.watch_dirty = True
                asked.append(self._standing(watched, condition.kind, change))
        return asked

    def _is_silenced(self) -> bool:
        learning = self.evaluator.policy.learning
        return learning.holdout_silent and is_held_out(self.account.account_id, learning)

    def _standing(self, watched: Watch, kind: str, change: ConditionChange) -> AlertCandidate:
        """A renewal at risk also says what the score has lost, as a fall does."""
        evaluator, account = self.evaluator, self.account
        said, action = told_of(kind, evaluator, account, self.story, at_ms=self.at_ms)
        told: tuple[Cause, ...] = (said,)
        reference = watched.history.reference(self.at_ms) if kind == RENEWAL_AT_RISK else None
        if reference is not None:
            change = change._replace(reference=reference)
            told = (said, *self._causes_since(watched, reference))
        return candidate(change, kind, self._facts(), causes=told, action=action)

    def _dress(
        self,
        watched: Watch,
        drops: Iterable[ConditionChange],
        signals: Iterable[ConditionChange],
        hard: AccountEvent | None = None,
    ) -> list[AlertCandidate]:
        if self._is_silenced():
            drops = ()
        asked = [self._drop(watched, change) for change in drops]
        asked += [self._signal(watched, change, hard) for change in signals]
        if asked:
            self.story.watch_dirty = True
        return asked

    def _drop(self, watched: Watch, change: ConditionChange) -> AlertCandidate:
        reference = change.reference
        said = () if reference is None else self._causes_since(watched, reference)
        grounds = watched.drop.grounds if change.transition == "fired" else ()
        return self._candidate(change, SCORE_DROP, said, grounds)

    def _causes_since(self, watched: Watch, reference: Reference) -> tuple[Cause, ...]:
        points = self.evaluator.card(self.story).points
        values = self.evaluator.values(self.account, self.story)
        return causes_since(
            reference,
            watched.journal,
            score_milli=self.score_milli,
            current_bins=self.story.bins,
            points=lambda index, bin_index: points[index][bin_index],
            tell=lambda index, kind, milli: said_of(kind, index, milli, values),
        )

    def _signal(
        self, watched: Watch, change: ConditionChange, hard: AccountEvent | None
    ) -> AlertCandidate:
        """A critical signal takes no points by itself: its causes only say what happened."""
        quotes = quotes_of(hard) if change.transition == "fired" else ()
        said = tuple(_SAID[kind] for kind in watched.critical.signals)
        newest = said[-1]
        action = play(
            theme_of(newest),
            band=URGENT,
            because=sentence(f"{newest.text}, whatever the score says; the manager is notified"),
            facts=profile_facts(self.account),
            as_of_ms=self.at_ms,
            policy=self.evaluator.policy,
        )
        asked = candidate(change, CRITICAL_SIGNAL, self._facts(), causes=said, action=action)
        return asked._replace(quotes=quotes)

    def _candidate(
        self,
        change: ConditionChange,
        kind: str,
        said: tuple[Cause, ...],
        grounds: tuple[Ground, ...],
    ) -> AlertCandidate:
        band = band_of(self.score_milli, self.evaluator.policy.bands)
        return candidate(
            change,
            kind,
            self._facts(),
            causes=said,
            action=action_of(
                self.evaluator, self.account, band=band, said=said, as_of_ms=self.at_ms
            ),
            evidence=tuple(ground.signal_id for ground in grounds),
        )

    def _facts(self) -> AccountFacts:
        profile, story = self.account.profile, self.story
        return AccountFacts(
            account_id=self.account.account_id,
            partition=self.partition,
            value_at_risk_minor=profile.arr_minor if profile else None,
            currency=profile.currency if profile else None,
            renewal_at_ms=profile.renewal_at_ms if profile else None,
            csm=profile.csm if profile else None,
            manager=profile.manager if profile else None,
            coverage=self.coverage,
            confidence=confidence_of(self.coverage, self.at_ms - story.first_seen_ms),
            model_version=story.model_version,
            config_version=story.config_version,
            arm=self.evaluator.arm,
        )


def ends_the_watch(event: AccountEvent) -> bool:
    """Tell whether this outcome ends every alert of the account."""
    return isinstance(event, Outcome) and ends_alerts(event)


def _fires(changes: Sequence[ConditionChange]) -> bool:
    return any(change.transition == "fired" for change in changes)


def _last_day(watched: Watch) -> tuple[int, int]:
    """Milli-points that events of the last 24 hours moved, and how many hard signals there were."""
    sums = watched.event_hours.values()
    return sum(one[0] for one in sums), sum(one[1] for one in sums)


def close_interval(story: Story, watched: Watch, at_ms: int, *, hard_signals: int = 0) -> None:
    """Move what was booked since the last boundary into the first full hour that shows it."""
    slot = -(-at_ms // HOUR_MS)
    if not (story.interval or story.interval_old_bins or watched.event_hours or hard_signals):
        return  # most hours of most accounts
    event_milli = sum(milli for (kind, _), milli in story.interval.items() if kind == causes.EVENT)
    if event_milli or hard_signals:
        sums = watched.event_hours.setdefault(slot, [0, 0])
        sums[0] += event_milli
        sums[1] += hard_signals
        story.watch_dirty = True
    for feature, old_bin in story.interval_old_bins.items():
        if story.bins[feature] != old_bin:
            watched.journal.note(slot, feature, old_bin, _leading_kind(story, feature))
            story.watch_dirty = True
    if story.interval or story.interval_old_bins:
        story.interval = {}
        story.interval_old_bins = {}
        story.dirty = True
    while watched.event_hours and (oldest := min(watched.event_hours)) <= slot - HOURS_PER_DAY:
        del watched.event_hours[oldest]
        story.watch_dirty = True


def _leading_kind(story: Story, feature: int) -> str:
    """The kind of cause that moved the feature most in the interval."""
    booked = [(abs(milli), -kind) for (kind, index), milli in story.interval.items()
              if index == feature]  # fmt: skip
    return CAUSE_KINDS[-max(booked)[1]] if booked else CAUSE_KINDS[causes.EVENT]
