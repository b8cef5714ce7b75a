"""Every alert the dispatcher knows: takes transitions through the table, rings the timers."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from stream_health.domain.alerts.critical import CRITICAL_SIGNAL, NEW_SIGNAL
from stream_health.domain.alerts.episode import dedup_key
from stream_health.domain.alerts.experience import Experience
from stream_health.domain.alerts.lifecycle import OK, SNOOZED, next_state
from stream_health.domain.alerts.open_alert import OpenAlert, depth_milli
from stream_health.domain.alerts.shared_cause import theme_of_alert
from stream_health.domain.alerts.verdicts import JUDGEMENTS
from stream_health.domain.effects import AlertCandidate, AlertFeedback, AlertTransition
from stream_health.domain.policy import Policy

ACTION_TAKEN: Final = "action_taken"
ACTION_DISMISSED: Final = "action_dismissed"
ACTIONS_KEPT: Final = 8
BOOK_SCOPE: Final = "book"
_TELLING: Final = frozenset({"fired", "uninhibited"})


def transition_id(key: str, generation: int, transition: str, sequence: int) -> str:
    """Id of a transition, the same whoever works it out: 32 hexadecimal digits.

    >>> transition_id("score_drop/acme", 1, "fired", 0)
    '9f22b8ae710381a7580408be2c73036e'
    """
    text = f"{key}|{generation}|{transition}|{sequence}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class AlertBook:
    """Alerts by key. What is over is kept for its cooldown, so that repeats are known.

    ``ignored_total`` counts by name what led to nothing: ``repeated`` or
    ``<transition>_in_<state>``. ``judged_total`` counts by kind, whether it was sent or held back
    for a time, and what people said of it.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.experience = Experience(horizon_ms=policy.dispatch.outcome_horizon_ms)
        self.judged_total: Counter[tuple[str, str, str]] = Counter()
        self.alerts: dict[str, OpenAlert] = {}
        self.ignored_total: Counter[str] = Counter()
        self._dirty: set[str] = set()

    def admit(self, candidate: AlertCandidate, *, now_ms: int) -> OpenAlert | None:
        """Find or open the alert of a candidate and let it take it; ``None`` for what is ignored.

        ``now_ms`` is the time that is known to have passed: a candidate without an alert that lies
        a cooldown before it comes again, and its alert was forgotten.
        """
        key = dedup_key(candidate.alert_kind, candidate.account_id)
        alert = self.alerts.get(key)
        if alert is None:
            repeated = now_ms - candidate.as_of_ms >= self.policy.alerts.cooldown_ms
        else:
            repeated = alert.is_repeat(candidate)
        if repeated:
            self.ignored_total["repeated"] += 1
            return None
        if alert is None or candidate.generation > alert.candidate.generation:
            if next_state(OK, candidate.transition) is None:
                self.ignore(candidate.transition, OK)
                return None
            alert = self.alerts[key] = OpenAlert(candidate)
        alert.take(candidate)
        self._dirty.add(key)
        return alert

    def step(self, alert: OpenAlert, candidate: AlertCandidate) -> list[AlertTransition]:
        """Do what a candidate asks for; a sleeping alert that got worse wakes first."""
        said = []
        if self._wakes(alert, candidate):
            said = self.go(alert.key, "woken", candidate.as_of_ms)
        return said + self.go(alert.key, candidate.transition, candidate.as_of_ms)

    def go(
        self, key: str, transition: str, as_of_ms: int, *, reason: str | None = None
    ) -> list[AlertTransition]:
        """Take an alert through a transition; says nothing where the table has none.

        A ``reason`` is the dispatcher's own and stands in the place of the condition's.
        """
        alert = self.alerts[key]
        state = next_state(alert.state, transition)
        if state is None:
            self.ignore(transition, alert.state)
            return []
        alert.enter(state, as_of_ms=as_of_ms, policy=self.policy)
        sequence, candidate = alert.sequence, alert.candidate
        alert.sequence += 1
        self._dirty.add(key)
        if reason is not None:
            candidate = candidate._replace(reason=reason)
        generation = candidate.generation
        event_id = transition_id(key, generation, transition, sequence)
        self._learn_from(alert, candidate, transition)
        return [
            AlertTransition(
                event_id=event_id,
                dedup_key=key,
                generation=generation,
                sequence=sequence,
                transition=transition,
                as_of_ms=as_of_ms,
                candidate=candidate,
                members=tuple(one.partition("/")[2] for one in alert.members),
                advice=self.experience.advice(about(candidate)) if transition in _TELLING else (),
            )
        ]

    def act(self, alert: OpenAlert, feedback: AlertFeedback) -> list[AlertTransition]:
        """Note that something was done about an open alert, or that advice was dismissed."""
        if not alert.is_open or feedback.event_id == alert.feedback_id:
            return []
        alert.feedback_id = feedback.event_id
        if feedback.kind == ACTION_TAKEN and feedback.action_code:
            alert.actions = (*alert.actions, feedback.action_code)[-ACTIONS_KEPT:]
        alert.candidate = alert.candidate._replace(author=feedback.author)
        return self.go(alert.key, "updated", feedback.as_of_ms, reason=feedback.kind)

    def _learn_from(self, alert: OpenAlert, candidate: AlertCandidate, transition: str) -> None:
        reason = candidate.reason or ""
        if reason in JUDGEMENTS and transition in {"acknowledged", "resolved"}:
            told = "held" if alert.held else "sent"
            self.judged_total[candidate.alert_kind, told, reason] += 1
        if alert.over_ms is not None and alert.fired_ms is not None and candidate.account_id:
            self.experience.remember(
                candidate.account_id,
                about(candidate),
                alert.actions,
                fired_ms=alert.fired_ms,
                reason=reason,
            )

    def put(self, key: str, alert: OpenAlert) -> None:
        """Add an alert, or note that it changed."""
        self.alerts[key] = alert
        self._dirty.add(key)

    def ring(self, keys: Iterable[str], now_ms: int) -> list[AlertTransition]:
        """Run the timers of these alerts that are due, and forget those long over."""
        said: list[AlertTransition] = []
        for key in sorted(keys):
            alert = self.alerts[key]
            if alert.over_ms is not None:
                if now_ms - alert.over_ms >= self.policy.alerts.cooldown_ms:
                    del self.alerts[key]
                    self._dirty.add(key)
                continue
            transition = alert.due(now_ms, self.policy)
            if transition is not None:
                said += self.go(key, transition, now_ms)
        return said

    def ignore(self, transition: str, state: str) -> None:
        """Count what the table does not allow."""
        self.ignored_total[f"{transition}_in_{state}"] += 1

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """Key and plain values, ``None`` for a forgotten one; clears the note of changes."""
        for key in sorted(self._dirty if dirty_only else self._dirty | self.alerts.keys()):
            alert = self.alerts.get(key)
            yield key, None if alert is None else alert.snapshot()
        self._dirty.clear()

    def _wakes(self, alert: OpenAlert, candidate: AlertCandidate) -> bool:
        """Tell whether a sleeping alert got worse by 5 points, or another critical signal came."""
        if alert.state != SNOOZED or candidate.transition != "updated":
            return False
        worse_milli = depth_milli(candidate) - alert.snoozed_depth_milli
        return (
            candidate.reason == NEW_SIGNAL or worse_milli >= self.policy.alerts.worse_points_milli
        )


def scope_of(candidate: AlertCandidate) -> str:
    """Whose experience counts: the whole book's, or that of the partition number alone.

    Critical signals are told at once, when other partition numbers may not have come as far; their
    experience must not depend on who was faster.
    """
    if candidate.alert_kind == CRITICAL_SIGNAL:
        return f"partition-{candidate.partition}"
    return BOOK_SCOPE


def about(candidate: AlertCandidate) -> tuple[str, str, str]:
    """Scope, kind and theme: what makes alerts similar."""
    return scope_of(candidate), candidate.alert_kind, theme_of_alert(candidate)
