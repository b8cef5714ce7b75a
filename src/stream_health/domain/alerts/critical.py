"""Critical signals: a champion leaves, a cancellation notice. They alert whatever the score is."""

from typing import Final, NamedTuple

from stream_health.domain.alerts.episode import (
    CRITICAL,
    OK,
    OPEN,
    ConditionChange,
)
from stream_health.domain.alerts.grounds import Ground, GroundedEpisode, ground_of
from stream_health.domain.alerts.history import Reference
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    Feedback,
    Outcome,
    SignalEvent,
)
from stream_health.domain.policy import AlertPolicy

CRITICAL_SIGNAL: Final = "critical_signal"
CHAMPION_EXIT: Final = "champion_exit"
CANCELLATION_NOTICE: Final = "cancellation_notice"

NEW_SIGNAL: Final = "new_signal"  # reason of an update: it also wakes a snoozed alert
EVIDENCE_MAX: Final = 8
_LEAVING: Final = frozenset({"champion_leaving", "departed_autoreply"})
_SPONSORS: Final = frozenset({"champion", "executive_sponsor"})


class CriticalSignal(NamedTuple):
    """``kind`` is ``champion_exit`` or ``cancellation_notice``; ``ground``: where it was read."""

    kind: str
    event_id: str
    event_time_ms: int
    ground: Ground | None = None


def critical_signal_of(event: AccountEvent, policy: AlertPolicy) -> CriticalSignal | None:
    """Read an event as a critical signal, when it is one.

    A champion or executive sponsor who leaves (confidence at least
    ``champion_confidence_min``, or confirmed by a person), a cancellation notice in billing, a
    churn announced with its notice. A payment that failed for good is a hard signal for the score
    drop, but not critical by itself.

    Examples
    --------
    >>> event = BillingEvent("acme", "b1", 5, "cancellation_notice")
    >>> critical_signal_of(event, AlertPolicy())
    CriticalSignal(kind='cancellation_notice', event_id='b1', event_time_ms=5, ground=None)
    """
    ground = None
    if isinstance(event, SignalEvent):
        sure = event.confidence >= policy.champion_confidence_min and not event.own
        leaves = sure and event.kind in _LEAVING and event.role in _SPONSORS
        kind = CHAMPION_EXIT if leaves else None
        ground = ground_of(event)
    elif isinstance(event, BillingEvent):
        kind = CANCELLATION_NOTICE if event.kind == CANCELLATION_NOTICE else None
    elif isinstance(event, Outcome):
        noticed = event.kind == "churned" and event.notice_at_ms is not None
        kind = CANCELLATION_NOTICE if noticed and not ends_alerts(event) else None
    else:
        confirmed = isinstance(event, Feedback) and event.kind == "champion_exit_confirmed"
        kind = CHAMPION_EXIT if confirmed else None
    if kind is None:
        return None
    return CriticalSignal(kind, event.event_id, event.event_time_ms, ground)


def ends_alerts(outcome: Outcome) -> bool:
    """Tell whether an outcome ends what alerts warn of: renewed, or a churn in effect.

    >>> ends_alerts(Outcome("acme", "o1", 5, "churned", notice_at_ms=5, effective_at_ms=9))
    False
    """
    if outcome.kind == "churned":
        effective_ms = outcome.effective_at_ms
        if effective_ms is None:
            return outcome.notice_at_ms is None
        return effective_ms <= outcome.event_time_ms
    return outcome.kind == "renewed"


class CriticalSignalCondition(GroundedEpisode):
    """Fires at the signal's own time; ends by a verdict, an outcome, or after 30 days.

    While it is open, a signal of a kind not seen in this episode updates it at once, a repeated one
    at most once in 24 hours. After the end the same kinds stay quiet for the cooldown of 72 hours.
    """

    kind = CRITICAL_SIGNAL

    __slots__ = ("evidence", "signals", "updated_ms")

    def __init__(self) -> None:
        super().__init__()
        self.signals: tuple[str, ...] = ()  # kinds seen, in this episode or the last one
        self.evidence: tuple[str, ...] = ()  # ids of the newest events, oldest first
        self.updated_ms = 0

    def signal(
        self, signal: CriticalSignal, *, as_of_ms: int, score_milli: int
    ) -> list[ConditionChange]:
        """Take a critical signal; ``as_of_ms`` is its own time, or now when it came late."""
        if signal.event_id in self.evidence:
            return []
        known = signal.kind in self.signals
        if self.state == OK:
            if known and as_of_ms < self.cooldown_until_ms:
                return []
            self._open(signal, as_of_ms)
            return [self._change("fired", as_of_ms, score_milli)]
        self.evidence = (*self.evidence, signal.event_id)[-EVIDENCE_MAX:]
        self.rest_on(signal.ground)
        if known and as_of_ms - self.updated_ms < DAY_MS:
            return []
        self.updated_ms = as_of_ms
        if known:
            return [self._change("updated", as_of_ms, score_milli)]
        self.signals = (*self.signals, signal.kind)
        return [self._change("updated", as_of_ms, score_milli, reason=NEW_SIGNAL)]

    def evaluate(
        self, *, as_of_ms: int, score_milli: int, policy: AlertPolicy
    ) -> list[ConditionChange]:
        """Judge at a boundary: an alert nobody closed ends after 30 days (``new_normal``)."""
        if self.state != OPEN or as_of_ms - self.opened_ms < policy.new_normal_after_ms:
            return []
        return [self._close(as_of_ms, score_milli, reason="new_normal", policy=policy)]

    def _open(self, signal: CriticalSignal, as_of_ms: int) -> None:
        self.state = OPEN
        self.generation += 1
        self.severity = CRITICAL
        self.opened_ms = self.updated_ms = as_of_ms
        self.reference = Reference(0, "signal", signal.event_time_ms)
        self.signals = (signal.kind,)
        self.evidence = (signal.event_id,)
        self.grounds = ()
        self.rest_on(signal.ground)

    def _change(
        self, transition: str, as_of_ms: int, score_milli: int, *, reason: str | None = None
    ) -> ConditionChange:
        change = super()._change(transition, as_of_ms, score_milli, reason=reason)
        return change._replace(evidence=self.evidence)
