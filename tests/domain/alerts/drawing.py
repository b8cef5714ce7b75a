"""Draws a condition's life: one score per hour in, what it asks for out."""

from collections.abc import Iterable
from typing import Any

from stream_health.domain.alerts.condition import Evaluation, ScoreDropCondition
from stream_health.domain.alerts.episode import ConditionChange
from stream_health.domain.alerts.history import ScoreHistory
from stream_health.domain.clocking import HOUR_MS
from stream_health.domain.events import Feedback
from stream_health.domain.policy import AlertPolicy

POLICY = AlertPolicy()


class Life:
    """An account at 80 points for ten days; ``hours`` counts from the end of them."""

    def __init__(self, level: int = 80) -> None:
        self.history = ScoreHistory()
        self.condition = ScoreDropCondition()
        self.start_hour = 24_000
        self.hour = 0
        self.said: list[tuple[int, str]] = []
        self.changes: list[ConditionChange] = []
        self.score = level
        for back in range(240, 0, -1):
            self.history.note((self.start_hour - back) * HOUR_MS, level * 1_000)

    @property
    def now_ms(self) -> int:
        return (self.start_hour + self.hour) * HOUR_MS

    def at(self, score: int, hours: int = 1, **rest: Any) -> "Life":
        """Evaluate ``hours`` full hours at this score."""
        self.score = score
        for _ in range(hours):
            self.history.note(self.now_ms, score * 1_000)
            now = Evaluation(self.now_ms, score * 1_000)._replace(**rest)
            self._add(self.condition.evaluate(now, history=self.history, policy=POLICY))
            self.hour += 1
        return self

    def hear(self, kind: str, /, event_id: str = "f1", **rest: Any) -> str:
        """Let a person speak of the alert now; return the named result."""
        feedback = Feedback("acme", event_id, self.now_ms, kind, "kim", "score_drop/acme")
        heard = self.condition.hear(
            feedback._replace(**rest),
            account_id="acme",
            as_of_ms=self.now_ms,
            score_milli=self.score * 1_000,
            policy=POLICY,
        )
        self._add(heard.changes)
        return heard.result

    def _add(self, changes: Iterable[ConditionChange]) -> None:
        for change in changes:
            hour = change.as_of_ms // HOUR_MS - self.start_hour
            self.said.append((hour, change.transition))
            self.changes.append(change)
