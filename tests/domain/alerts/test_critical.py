"""Critical signals: which events are one, and the life of their alert."""

from typing import Any

import pytest

from stream_health.domain.alerts.critical import (
    CriticalSignal,
    CriticalSignalCondition,
    critical_signal_of,
    ends_alerts,
)
from stream_health.domain.alerts.episode import ConditionChange
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    Feedback,
    Outcome,
    SignalEvent,
)
from stream_health.domain.policy import AlertPolicy

POLICY = AlertPolicy()


def leaving(**rest: Any) -> SignalEvent:
    event = SignalEvent("acme", "s1", 5, "champion_leaving", 0.9, role="champion")
    return event._replace(**rest)


def churned(**rest: Any) -> Outcome:
    return Outcome("acme", "o1", 5, "churned")._replace(**rest)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (leaving(), "champion_exit"),
        (leaving(kind="departed_autoreply", role="executive_sponsor"), "champion_exit"),
        (leaving(confidence=0.89), None),
        (leaving(role="user"), None),
        (leaving(role=None), None),
        (leaving(own=True), None),
        (leaving(kind="cancellation_intent"), None),
        (Feedback("acme", "f1", 5, "champion_exit_confirmed", "kim"), "champion_exit"),
        (Feedback("acme", "f1", 5, "acknowledged", "kim"), None),
        (BillingEvent("acme", "b1", 5, "cancellation_notice"), "cancellation_notice"),
        (BillingEvent("acme", "b1", 5, "payment_failed_for_good"), None),
        (churned(notice_at_ms=5, effective_at_ms=9), "cancellation_notice"),
        (churned(notice_at_ms=5), "cancellation_notice"),
        (churned(notice_at_ms=3, effective_at_ms=5), None),
        (churned(), None),
    ],
)
def test_an_event_is_read_as_a_critical_signal(event: AccountEvent, kind: str | None) -> None:
    signal = critical_signal_of(event, POLICY)
    assert (None if signal is None else signal.kind) == kind


@pytest.mark.parametrize(
    ("outcome", "ends"),
    [
        (churned(), True),
        (churned(effective_at_ms=5), True),
        (churned(notice_at_ms=5), False),
        (churned(effective_at_ms=6), False),
        (churned()._replace(kind="renewed"), True),
        (churned()._replace(kind="expanded"), False),
    ],
)
def test_only_a_renewal_or_a_churn_in_effect_ends_alerts(outcome: Outcome, *, ends: bool) -> None:
    assert ends_alerts(outcome) is ends


class Signals:
    """Signals of an account by the hour."""

    def __init__(self) -> None:
        self.condition = CriticalSignalCondition()
        self.count = 0

    def send(self, hour: int, kind: str = "champion_exit") -> list[ConditionChange]:
        self.count += 1
        signal = CriticalSignal(kind, f"e{self.count}", hour * HOUR_MS)
        return self.condition.signal(signal, as_of_ms=hour * HOUR_MS, score_milli=80_000)


def transitions(changes: list[ConditionChange]) -> list[str]:
    return [change.transition for change in changes]


def test_it_fires_at_its_own_time_whatever_the_score() -> None:
    (change,) = Signals().send(7)
    assert (change.transition, change.severity, change.as_of_ms) == (
        "fired",
        "critical",
        7 * HOUR_MS,
    )
    assert change.evidence == ("e1",)
    assert change.reference is not None
    assert (change.reference.how, change.reference.at_ms) == ("signal", 7 * HOUR_MS)


def test_a_repeated_signal_updates_at_most_once_a_day() -> None:
    signals = Signals()
    said = [transitions(signals.send(hour)) for hour in (0, 5, 23, 24, 30, 48)]
    assert said == [["fired"], [], [], ["updated"], [], ["updated"]]


def test_another_kind_of_signal_updates_at_once_with_all_evidence() -> None:
    signals = Signals()
    signals.send(0)
    (change,) = signals.send(1, "cancellation_notice")
    assert (change.transition, change.reason) == ("updated", "new_signal")
    assert change.evidence == ("e1", "e2")


def test_the_same_event_counts_once() -> None:
    condition = CriticalSignalCondition()
    signal = CriticalSignal("champion_exit", "e1", 0)
    assert condition.signal(signal, as_of_ms=0, score_milli=0)
    assert condition.signal(signal, as_of_ms=2 * DAY_MS, score_milli=0) == []


def test_it_ends_after_thirty_days() -> None:
    signals = Signals()
    signals.send(0)
    condition = signals.condition
    assert condition.evaluate(as_of_ms=30 * DAY_MS - 1, score_milli=0, policy=POLICY) == []
    (change,) = condition.evaluate(as_of_ms=30 * DAY_MS, score_milli=0, policy=POLICY)
    assert (change.transition, change.reason) == ("resolved", "new_normal")


def test_after_the_end_the_same_kind_stays_quiet_for_the_cooldown_another_does_not() -> None:
    signals = Signals()
    signals.send(0)
    signals.condition.end("outcome", as_of_ms=HOUR_MS, score_milli=0, policy=POLICY)
    assert signals.send(72) == []
    assert transitions(signals.send(72, "cancellation_notice")) == ["fired"]
    assert signals.condition.generation == 2


def test_a_verdict_ends_it_and_a_restored_one_behaves_the_same() -> None:
    signals = Signals()
    signals.send(0)
    signals.condition = CriticalSignalCondition.restore(signals.condition.snapshot())
    feedback = Feedback(
        "acme", "f1", 5, "verdict", "kim", "critical_signal/acme", verdict="already_handled"
    )
    heard = signals.condition.hear(
        feedback, account_id="acme", as_of_ms=HOUR_MS, score_milli=0, policy=POLICY
    )
    assert [change.reason for change in heard.changes] == ["already_handled"]
    assert signals.send(71) == []
    assert transitions(signals.send(73)) == ["fired"]


def test_a_restored_one_still_knows_what_it_rests_on_and_forgets_it_when_it_opens_again() -> None:
    condition = CriticalSignalCondition()
    signal = critical_signal_of(leaving(rules=("last_day",)), POLICY)
    assert signal is not None
    condition.signal(signal, as_of_ms=5, score_milli=0)
    restored = CriticalSignalCondition.restore(condition.snapshot())
    assert restored.grounds == condition.grounds == (signal.ground,)
    restored.end("outcome", as_of_ms=6, score_milli=0, policy=POLICY)
    restored.signal(CriticalSignal("cancellation_notice", "b1", 7), as_of_ms=7, score_milli=0)
    assert restored.judged() == ()
