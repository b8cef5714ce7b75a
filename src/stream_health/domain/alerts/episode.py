"""What every alert condition shares: an episode that opens, hears people, and ends."""

from operator import attrgetter
from typing import Any, ClassVar, Final, NamedTuple, Self

from stream_health.domain.alerts.history import Reference
from stream_health.domain.alerts.verdicts import APPLIED, read_feedback
from stream_health.domain.events import Feedback
from stream_health.domain.policy import AlertPolicy

OK: Final = "ok"
PENDING: Final = "pending"
OPEN: Final = "open"

WARNING: Final = "warning"
CRITICAL: Final = "critical"
SEVERITIES: Final = (WARNING, CRITICAL)


class ConditionChange(NamedTuple):
    """One thing a condition asks the dispatcher for; ``transition`` as in ``AlertCandidate``.

    ``as_of_ms`` never goes back within an alert. ``reference`` is the frozen one.
    """

    transition: str
    as_of_ms: int
    generation: int
    severity: str
    score_milli: int
    reference: Reference | None
    reason: str | None = None
    until_ms: int | None = None
    author: str | None = None
    evidence: tuple[str, ...] = ()
    since_ms: int | None = None


class Heard(NamedTuple):
    """What became of a feedback: its changes, and ``applied`` or why it was ignored (a name)."""

    changes: tuple[ConditionChange, ...]
    result: str


def dedup_key(alert_kind: str, account_id: str) -> str:
    """Key of an alert, the same through all its generations.

    >>> dedup_key("score_drop", "acme")
    'score_drop/acme'
    """
    return f"{alert_kind}/{account_id}"


def rises(severity: str, *, above: str) -> bool:
    """Is a severity higher than another? None (``""``) is the lowest.

    >>> rises("critical", above="warning"), rises("warning", above="warning")
    (True, False)
    """
    return above == "" or SEVERITIES.index(severity) > SEVERITIES.index(above)


class Episode:
    """State of one condition of one account; ``generation`` counts how often it left ``ok``."""

    kind: ClassVar[str] = ""

    __slots__ = (
        "closed_severity",
        "cooldown_until_ms",
        "feedback_id",
        "generation",
        "opened_ms",
        "reference",
        "severity",
        "state",
    )

    _read: ClassVar["attrgetter[tuple[Any, ...]]"]

    def __init_subclass__(cls) -> None:
        """Read all slots at once: a watch is written every hour."""
        cls._read = attrgetter(*_names(cls))

    def __init__(self) -> None:
        self.state = OK
        self.generation = 0
        self.reference: Reference | None = None
        self.opened_ms = 0
        self.severity = ""
        self.cooldown_until_ms = 0
        self.closed_severity = ""
        self.feedback_id = ""  # of the last applied feedback

    def hear(
        self,
        feedback: Feedback,
        *,
        account_id: str,
        as_of_ms: int,
        score_milli: int,
        policy: AlertPolicy,
    ) -> Heard:
        """Apply what a person said of this alert; ``as_of_ms`` is when it is heard.

        ``right`` and ``too_late`` acknowledge, every other verdict ends the alert. What speaks of
        an alert that is not open, or was said before it opened, changes nothing.
        """
        if feedback.dedup_key != dedup_key(self.kind, account_id):
            return Heard((), "other_alert")
        if self.state != OPEN:
            return Heard((), "no_open_alert")
        if feedback.event_time_ms < self.opened_ms:
            return Heard((), "closed_generation")
        if feedback.event_id == self.feedback_id:
            return Heard((), "repeated")
        said = read_feedback(feedback, as_of_ms=as_of_ms)
        if said.result != APPLIED:
            return Heard((), said.result)
        self.feedback_id = feedback.event_id
        if said.transition == "resolved":
            change = self._close(as_of_ms, score_milli, reason=said.reason, policy=policy)
        else:
            if said.transition == "snoozed":
                self._snoozed(score_milli)
            change = self._change(said.transition, as_of_ms, score_milli, reason=said.reason)
        return Heard(
            (change._replace(until_ms=said.until_ms, author=feedback.author),),
            APPLIED,
        )

    def end(
        self, reason: str, *, as_of_ms: int, score_milli: int, policy: AlertPolicy
    ) -> list[ConditionChange]:
        """End whatever is under way (``outcome``, ``no_longer_watched``); nothing when ok."""
        if self.state == OPEN:
            return [self._close(as_of_ms, score_milli, reason=reason, policy=policy)]
        if self.state == PENDING:
            self.state = OK
            return [self._change("cleared", as_of_ms, score_milli, reason=reason)]
        return []

    def snapshot(self) -> tuple[Any, ...]:
        """Plain values, in the order of ``restore``."""
        return self._read(self)

    @classmethod
    def restore(cls, record: tuple[Any, ...]) -> Self:
        """Rebuild from a snapshot; behaves as the original ever after."""
        episode = cls()
        for name, value in zip(_names(cls), record, strict=True):
            setattr(episode, name, tuple(value) if isinstance(value, list) else value)
        if episode.reference is not None:
            episode.reference = Reference(*episode.reference)
        return episode

    def _change(
        self, transition: str, as_of_ms: int, score_milli: int, *, reason: str | None = None
    ) -> ConditionChange:
        return ConditionChange(
            transition=transition,
            as_of_ms=as_of_ms,
            generation=self.generation,
            severity=self.severity,
            score_milli=score_milli,
            reference=self.reference,
            reason=reason,
        )

    def _close(
        self, as_of_ms: int, score_milli: int, *, reason: str | None, policy: AlertPolicy
    ) -> ConditionChange:
        change = self._change("resolved", as_of_ms, score_milli, reason=reason)
        self.state = OK
        self.cooldown_until_ms = as_of_ms + policy.cooldown_ms
        self.closed_severity = self.severity
        return change

    def _snoozed(self, score_milli: int) -> None:
        """Take note that the alert sleeps from this score on."""


def _names(cls: type[Episode]) -> tuple[str, ...]:
    """Slots of the class and those above, the highest first, in a fixed order."""
    return tuple(
        name for above in reversed(cls.__mro__) for name in above.__dict__.get("__slots__", ())
    )
