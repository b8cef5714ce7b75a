"""The score-drop condition of one high-value account: from a fall to what is asked for."""

from typing import Final, NamedTuple

from stream_health.domain.alerts.episode import (
    CRITICAL,
    OK,
    OPEN,
    PENDING,
    WARNING,
    ConditionChange,
    rises,
)
from stream_health.domain.alerts.grounds import GroundedEpisode
from stream_health.domain.alerts.history import ScoreHistory
from stream_health.domain.policy import AlertPolicy

SCORE_DROP: Final = "score_drop"


class Evaluation(NamedTuple):
    """What the condition is judged on at a boundary.

    ``event_points_milli`` is the sum of the causes of kind ``event`` within the last 24 hours
    (negative for a fall); ``hard_signal`` says that one is among the causes.
    """

    as_of_ms: int
    score_milli: int
    coverage: float = 1.0
    feeds_fresh: bool = True
    hard_signal: bool = False
    event_points_milli: int = 0


class ScoreDropCondition(GroundedEpisode):
    """Reference minus score of 15 points or more, held for 12 hours unless the fall is sharp.

    *Frozen reference.* It is taken when the condition is first met and kept until the episode ends,
    so that a fall cannot heal itself by becoming its own past. A rebase (``shift``) moves it with
    the score: a drop is a difference, so nothing follows from a rebase alone.

    *Doubt.* With coverage too low or a feed stale nothing new is asked for, and an open alert
    neither worsens nor recovers; the time of its recovery starts anew. What is pending is cleared
    after 30 days.

    *Ends* after 24 hours under 8 points, by a verdict or outcome, or after 30 days. Where people or
    time have accepted the level (all of these but recovery), the history before the fall is
    forgotten: the same fall is not told twice. For 72 hours after the end nothing fires unless
    the severity rises above that of the closed alert and the fall goes 5 points deeper than that
    one ever went: noise around the border of two severities is no news. The hold goes on meanwhile.

    *Hold.* A fall that is held must not come back to less than 13 points: with one border of 15 for
    both ways, noise of an hour clears falls that have lasted for days (measured: ``make noise``).

    *Retracted* when a correction (``correct``) reaches back to the moment it fired or before, and
    with it the drop stays under 15 points at every evaluation from that moment until now. The
    frozen reference is then what the corrected history gives for the moment it was taken. A
    retracted alert never was: no cooldown, and the history stays.

    Examples
    --------
    >>> history, hour_ms = ScoreHistory(), 3_600_000
    >>> condition, policy = ScoreDropCondition(), AlertPolicy()
    >>> for hour in range(90):
    ...     score = 80_000 if hour < 70 else 64_000
    ...     history.note(hour * hour_ms, score)
    ...     now = Evaluation(hour * hour_ms, score)
    ...     for change in condition.evaluate(now, history=history, policy=policy):
    ...         print(hour, change.transition, change.severity, change.reference.value_milli)
    70 pending warning 80000
    82 fired warning 80000
    """

    kind = SCORE_DROP

    __slots__ = (
        "accepted_since_ms",
        "announced_drop_milli",
        "began_ms",
        "closed_drop_milli",
        "corrected",
        "lowest_milli",
        "recovering_since_ms",
        "since_ms",
    )

    def __init__(self) -> None:
        super().__init__()
        self.since_ms = 0
        self.began_ms: int | None = None  # the score was last at the reference or above
        self.announced_drop_milli = 0
        self.closed_drop_milli = 0  # how deep the last alert went
        self.lowest_milli = 0  # lowest score since it fired
        self.recovering_since_ms: int | None = None
        self.corrected = False  # the past this episode rests on has changed
        self.accepted_since_ms: int | None = None  # the history before is to be forgotten

    def evaluate(
        self, now: Evaluation, *, history: ScoreHistory, policy: AlertPolicy
    ) -> list[ConditionChange]:
        """Judge the score as of a boundary; at most one change."""
        if self.corrected and self.state != OK:
            self.reference = history.reference_then(self.since_ms) or self.reference
        if self.state == OPEN:
            change = self._when_open(now, policy)
        elif self.state == PENDING:
            change = self._when_pending(now, policy)
        else:
            change = None if _in_doubt(now, policy) else self._when_ok(now, history, policy)
        self.corrected = False
        return [] if change is None else [change]

    def shift(self, delta_milli: int) -> None:
        """Move the reference with a score that new configuration or a new model moved."""
        self.lowest_milli += delta_milli
        if self.reference is not None:
            value_milli = self.reference.value_milli + delta_milli
            self.reference = self.reference._replace(value_milli=value_milli)

    def correct(self, delta_milli: int, *, since_ms: int) -> None:
        """Take note that all scores since a time are higher by ``delta_milli`` than they were.

        The history must have been corrected (``ScoreHistory.shift``) before the next evaluation.
        """
        if self.state == OPEN and since_ms <= self.opened_ms:
            self.lowest_milli += delta_milli
            self.corrected = True
        elif self.state == PENDING and since_ms <= self.since_ms:
            self.corrected = True

    def _when_ok(
        self, now: Evaluation, history: ScoreHistory, policy: AlertPolicy
    ) -> ConditionChange | None:
        if self.accepted_since_ms is not None:
            history.restart(self.accepted_since_ms)
            self.accepted_since_ms = None
        level_milli = history.level(now.as_of_ms)
        if level_milli is None or level_milli - now.score_milli < policy.drop_points_milli:
            return None
        reference = history.reference(now.as_of_ms)
        drop_milli = level_milli - now.score_milli
        self.state = PENDING
        self.generation += 1
        self.reference = reference
        self.since_ms = now.as_of_ms
        self.began_ms = history.last_at(level_milli, as_of_ms=now.as_of_ms)
        self.severity = _severity_of(drop_milli, policy)
        if self._may_fire(now, drop_milli, policy):
            return self._fire(now, drop_milli)
        return self._change("pending", now.as_of_ms, now.score_milli)

    def _when_pending(self, now: Evaluation, policy: AlertPolicy) -> ConditionChange | None:
        if now.as_of_ms - self.since_ms >= policy.new_normal_after_ms:
            return self._clear(now, reason="new_normal")
        if _in_doubt(now, policy):
            return None
        drop_milli = self._drop_milli(now)
        if drop_milli < min(policy.hold_points_milli, policy.drop_points_milli):
            return self._clear(now, reason="recovered")
        if drop_milli < policy.drop_points_milli:
            return None
        self.severity = _severity_of(drop_milli, policy)
        return self._fire(now, drop_milli) if self._may_fire(now, drop_milli, policy) else None

    def _when_open(self, now: Evaluation, policy: AlertPolicy) -> ConditionChange | None:
        drop_milli = self._drop_milli(now)
        rise_milli = now.score_milli - min(self.lowest_milli, now.score_milli)
        if self.corrected and drop_milli + rise_milli < policy.drop_points_milli:
            return self._retract(now)
        if now.as_of_ms - self.opened_ms >= policy.new_normal_after_ms:
            return self._close(now.as_of_ms, now.score_milli, reason="new_normal", policy=policy)
        if _in_doubt(now, policy):
            self.recovering_since_ms = None
            return None
        self.lowest_milli = min(self.lowest_milli, now.score_milli)
        if drop_milli < policy.resolve_points_milli:
            return self._recover(now, policy)
        self.recovering_since_ms = None
        return self._worsen(now, drop_milli, policy)

    def _recover(self, now: Evaluation, policy: AlertPolicy) -> ConditionChange | None:
        if self.recovering_since_ms is None:
            self.recovering_since_ms = now.as_of_ms
        if now.as_of_ms - self.recovering_since_ms < policy.resolve_after_ms:
            return None
        return self._close(now.as_of_ms, now.score_milli, reason="recovered", policy=policy)

    def _worsen(
        self, now: Evaluation, drop_milli: int, policy: AlertPolicy
    ) -> ConditionChange | None:
        severity = _severity_of(drop_milli, policy)
        graver = rises(severity, above=self.severity)
        if not graver and drop_milli < self.announced_drop_milli + policy.worse_points_milli:
            return None
        self.announced_drop_milli = drop_milli
        self.severity = severity if graver else self.severity
        return self._change("updated", now.as_of_ms, now.score_milli)

    def _may_fire(self, now: Evaluation, drop_milli: int, policy: AlertPolicy) -> bool:
        if now.as_of_ms < self.cooldown_until_ms:
            graver = rises(self.severity, above=self.closed_severity)
            if not graver or drop_milli < self.closed_drop_milli + policy.worse_points_milli:
                return False
        sharp = now.hard_signal or -now.event_points_milli >= policy.drop_points_milli
        return sharp or now.as_of_ms - self.since_ms >= policy.hold_ms

    def _fire(self, now: Evaluation, drop_milli: int) -> ConditionChange:
        self.state = OPEN
        self.opened_ms = now.as_of_ms
        self.announced_drop_milli = drop_milli
        self.lowest_milli = now.score_milli
        self.recovering_since_ms = None
        self.grounds = ()
        return self._change("fired", now.as_of_ms, now.score_milli)

    def _change(
        self, transition: str, as_of_ms: int, score_milli: int, *, reason: str | None = None
    ) -> ConditionChange:
        change = super()._change(transition, as_of_ms, score_milli, reason=reason)
        return change._replace(since_ms=self.began_ms)

    def _clear(self, now: Evaluation, *, reason: str) -> ConditionChange:
        self.state = OK
        return self._change("cleared", now.as_of_ms, now.score_milli, reason=reason)

    def _retract(self, now: Evaluation) -> ConditionChange:
        self.state = OK
        return self._change("retracted", now.as_of_ms, now.score_milli, reason="corrected")

    def _close(
        self, as_of_ms: int, score_milli: int, *, reason: str | None, policy: AlertPolicy
    ) -> ConditionChange:
        if reason != "recovered":
            self.accepted_since_ms = self.since_ms
        if self.reference is not None:
            self.closed_drop_milli = self.reference.value_milli - self.lowest_milli
        return super()._close(as_of_ms, score_milli, reason=reason, policy=policy)

    def _snoozed(self, score_milli: int) -> None:
        if self.reference is not None:
            self.announced_drop_milli = self.reference.value_milli - score_milli

    def _drop_milli(self, now: Evaluation) -> int:
        if self.reference is None:
            msg = f"a condition that is {self.state} has lost its reference"
            raise ValueError(msg)
        return self.reference.value_milli - now.score_milli


def _in_doubt(now: Evaluation, policy: AlertPolicy) -> bool:
    return now.coverage < policy.coverage_min or not now.feeds_fresh


def _severity_of(drop_milli: int, policy: AlertPolicy) -> str:
    return CRITICAL if drop_milli >= policy.critical_points_milli else WARNING
