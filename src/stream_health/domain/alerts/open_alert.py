"""What the dispatcher keeps of one alert: where it stands, and when its timers ring."""

from collections.abc import Sequence
from typing import Any, Final

from stream_health.domain.alerts.episode import CRITICAL, dedup_key
from stream_health.domain.alerts.lifecycle import (
    ACKNOWLEDGED,
    FIRING,
    INHIBITED,
    OK,
    OVER,
    PENDING,
    SNOOZED,
)
from stream_health.domain.effects import Action, AlertCandidate, Cause
from stream_health.domain.playbook.business_time import add_business_ms
from stream_health.domain.policy import Policy

ESCALATION_LEVELS: Final = 1  # the manager
NOISE_BUDGET: Final = "noise_budget"
"""Stands in the place of a parent where an alert is held back for its CSM's sake."""


def depth_milli(candidate: AlertCandidate) -> int:
    """How far the score lies under its reference, or under 0 when there is none.

    Rebases move score and reference alike, so depths of one alert can be compared.
    """
    return (candidate.reference_milli or 0) - candidate.score_milli


class OpenAlert:
    """One generation of one alert. ``sequence`` counts its transitions; times are event time."""

    __slots__ = (
        "acknowledged_ms",
        "actions",
        "applied",
        "began_ms",
        "candidate",
        "closes_ms",
        "escalate_at_ms",
        "escalations",
        "feedback_id",
        "fired_ms",
        "held",
        "members",
        "over_ms",
        "parent",
        "sequence",
        "snoozed_depth_milli",
        "snoozed_until_ms",
        "state",
        "waits_since_ms",
    )

    def __init__(self, candidate: AlertCandidate) -> None:
        self.candidate = candidate  # the newest one
        self.state = OK
        self.sequence = 0
        self.applied: tuple[str, ...] = ()  # transitions of candidates at the newest as_of_ms
        self.over_ms: int | None = None
        self.acknowledged_ms = 0
        self.snoozed_until_ms = 0
        self.snoozed_depth_milli = 0
        self.escalate_at_ms: int | None = None
        self.escalations = 0
        self.began_ms = candidate.as_of_ms  # the condition was first met
        self.waits_since_ms: int | None = None  # fired, and it is not decided what is said
        self.fired_ms: int | None = None  # a person was told
        self.parent = ""  # key of what inhibits it, or ``NOISE_BUDGET``
        self.held = False  # it was held back at some time
        self.members: tuple[str, ...] = ()  # keys of the alerts a grouped one stands for
        self.closes_ms: int | None = None  # a grouped alert whose cause is over ends then
        self.feedback_id = ""  # of the last feedback on a grouped alert
        self.actions: tuple[str, ...] = ()  # codes of what was done about it

    @property
    def key(self) -> str:
        """Key of an account's alert; a grouped one is kept under a key of its own."""
        return dedup_key(self.candidate.alert_kind, self.candidate.account_id)

    @property
    def is_open(self) -> bool:
        """A person may have been told of it, and it has not ended."""
        return self.over_ms is None and self.state not in {OK, PENDING}

    def is_repeat(self, candidate: AlertCandidate) -> bool:
        """Tell whether the candidate was applied before: it is older, or the same again."""
        newest = self.candidate
        position = (candidate.generation, candidate.as_of_ms)
        newest_position = (newest.generation, newest.as_of_ms)
        if position == newest_position:
            return candidate.transition in self.applied
        return position < newest_position

    def take(self, candidate: AlertCandidate) -> None:
        """Remember the candidate as the newest one."""
        same_instant = candidate.as_of_ms == self.candidate.as_of_ms
        self.applied = (*(self.applied if same_instant else ()), candidate.transition)
        self.candidate = candidate

    def enter(self, state: str, *, as_of_ms: int, policy: Policy) -> None:
        """Change state and set the timers that belong to it."""
        came_from, self.state = self.state, state
        if state == ACKNOWLEDGED and came_from != ACKNOWLEDGED:
            self.acknowledged_ms = as_of_ms
        if state == SNOOZED and self.candidate.transition == "snoozed":
            self.snoozed_until_ms = self.candidate.until_ms or as_of_ms
            self.snoozed_depth_milli = depth_milli(self.candidate)
        if state in OVER:
            self.over_ms = as_of_ms
        if state == FIRING and self.fired_ms is None:
            self.fired_ms = as_of_ms
        if state != INHIBITED:
            self.parent = ""
        if state != FIRING:
            self.escalate_at_ms = None
        elif self.escalations < ESCALATION_LEVELS:
            due_ms = add_business_ms(as_of_ms, self._patience_ms(policy), policy.business_hours)
            waiting_ms = self.escalate_at_ms
            self.escalate_at_ms = due_ms if waiting_ms is None else min(due_ms, waiting_ms)

    def due(self, now_ms: int, policy: Policy) -> str | None:
        """Transition a timer asks for at this time, when one does."""
        if self.state == SNOOZED and now_ms >= self.snoozed_until_ms:
            return "woken"
        expires_ms = self.acknowledged_ms + policy.alerts.acknowledgement_expires_ms
        if self.state == ACKNOWLEDGED and now_ms >= expires_ms:
            return "ack_expired"
        if self.escalate_at_ms is not None and now_ms >= self.escalate_at_ms:
            self.escalations += 1
            self.escalate_at_ms = None
            return "escalated"
        return None

    def snapshot(self) -> tuple[Any, ...]:
        """Plain values, in the order of ``restore``."""
        return (candidate_record(self.candidate), *(getattr(self, name) for name in _KEPT))

    @classmethod
    def restore(cls, record: tuple[Any, ...]) -> "OpenAlert":
        """Rebuild from a snapshot; behaves as the original ever after."""
        alert = cls(candidate_of(record[0]))
        for name, value in zip(_KEPT, record[1:], strict=True):
            setattr(alert, name, tuple(value) if isinstance(value, list) else value)
        return alert

    def _patience_ms(self, policy: Policy) -> int:
        rule = policy.alerts
        if self.candidate.severity == CRITICAL:
            return rule.acknowledge_critical_within_ms
        return rule.acknowledge_within_ms


_KEPT: Final = tuple(name for name in OpenAlert.__slots__ if name != "candidate")


def candidate_record(candidate: AlertCandidate) -> tuple[Any, ...]:
    """Plain values of a candidate."""
    said: dict[str, Any] = candidate._asdict()
    said["causes"] = tuple(tuple(cause) for cause in said["causes"])
    said["action"] = None if said["action"] is None else tuple(said["action"])
    return tuple(said.values())


def candidate_of(record: Sequence[Any]) -> AlertCandidate:
    """Rebuild a candidate from its plain values."""
    said = AlertCandidate(*record)
    return said._replace(
        causes=tuple(Cause(*cause) for cause in said.causes),
        action=None if said.action is None else Action(*said.action),
        evidence=tuple(said.evidence),
    )
