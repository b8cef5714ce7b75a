"""Conditions that hold or do not, judged once a day: silence, renewal at risk, expansion."""

from typing import Final, NamedTuple

from stream_health.domain.alerts.episode import OPEN, WARNING, ConditionChange, Episode
from stream_health.domain.alerts.history import Reference
from stream_health.domain.policy import AlertPolicy

SILENCE: Final = "silence"
RENEWAL_AT_RISK: Final = "renewal_at_risk"
EXPANSION_OPPORTUNITY: Final = "expansion_opportunity"


class Standing(NamedTuple):
    """What is judged: whether it holds, and under which model and configuration.

    Without ``sure`` (feeds stale, coverage low) nothing changes but by time.
    """

    as_of_ms: int
    met: bool
    score_milli: int
    versions: str
    sure: bool = True


class StandingCondition(Episode):
    """Fires when it has held for its hold time, ends when it has not for a day, or after 30 days.

    What ended by a verdict, an outcome or as the new normal is accepted: it fires again only after
    it has not held for a while. What a new model or configuration alone makes hold is accepted the
    same way, until the score has fallen by 5 points more.

    Examples
    --------
    >>> condition, day_ms = Silence(), 86_400_000
    >>> for day, met in enumerate((False, True, True, False, False)):
    ...     now = Standing(day * day_ms, met, 50_000, "m/c")
    ...     for change in condition.evaluate(now, AlertPolicy()):
    ...         print(day, change.transition, change.reason)
    1 fired None
    4 resolved recovered
    """

    __slots__ = ("accepted_milli", "met", "met_since_ms", "unmet_since_ms", "versions")

    def __init__(self) -> None:
        super().__init__()
        self.met = False
        self.met_since_ms = 0
        self.versions = ""
        self.accepted_milli: int | None = None  # score at which holding was accepted
        self.unmet_since_ms: int | None = None

    def evaluate(self, now: Standing, policy: AlertPolicy) -> list[ConditionChange]:
        """Judge at a boundary; at most one change."""
        expired = now.as_of_ms - self.opened_ms >= policy.new_normal_after_ms
        if self.state == OPEN and expired:
            return [self._close(now.as_of_ms, now.score_milli, reason="new_normal", policy=policy)]
        if not now.sure:
            self.unmet_since_ms = None
            return []
        began = now.met and not self.met
        if began:
            self.met_since_ms = now.as_of_ms
        if began and self.versions not in {"", now.versions}:
            self.accepted_milli = now.score_milli
        self.met, self.versions = now.met, now.versions
        return self._when_open(now, policy) if self.state == OPEN else self._when_ok(now, policy)

    def _when_ok(self, now: Standing, policy: AlertPolicy) -> list[ConditionChange]:
        if not now.met:
            self.accepted_milli = None
            return []
        accepted = self.accepted_milli
        if accepted is not None and now.score_milli > accepted - policy.worse_points_milli:
            return []
        held_ms = now.as_of_ms - self.met_since_ms
        if held_ms < self._hold_ms(policy) or now.as_of_ms < self.cooldown_until_ms:
            return []
        self.state, self.severity = OPEN, WARNING
        self.generation += 1
        self.opened_ms = now.as_of_ms
        self.unmet_since_ms = self.accepted_milli = None
        self.reference = Reference(0, "signal", now.as_of_ms)
        return [self._change("fired", now.as_of_ms, now.score_milli)]

    def _hold_ms(self, policy: AlertPolicy) -> int:  # noqa: ARG002 - of those that have one
        return 0

    def _when_open(self, now: Standing, policy: AlertPolicy) -> list[ConditionChange]:
        if now.met:
            self.unmet_since_ms = None
            return []
        if self.unmet_since_ms is None:
            self.unmet_since_ms = now.as_of_ms
        if now.as_of_ms - self.unmet_since_ms < policy.resolve_after_ms:
            return []
        return [self._close(now.as_of_ms, now.score_milli, reason="recovered", policy=policy)]

    def _close(
        self, as_of_ms: int, score_milli: int, *, reason: str | None, policy: AlertPolicy
    ) -> ConditionChange:
        if reason != "recovered":
            self.accepted_milli = score_milli
        return super()._close(as_of_ms, score_milli, reason=reason, policy=policy)


class Silence(StandingCondition):
    """Nobody uses the product, for longer than the account's own rhythm lets expect."""

    kind = SILENCE
    __slots__ = ()


class RenewalAtRisk(StandingCondition):
    """The risk has reached the operating point and stays there, and the renewal is near."""

    kind = RENEWAL_AT_RISK
    __slots__ = ()

    def _hold_ms(self, policy: AlertPolicy) -> int:
        return policy.renewal_hold_ms


class ExpansionOpportunity(StandingCondition):
    """A healthy account is likely to grow."""

    kind = EXPANSION_OPPORTUNITY
    __slots__ = ()
