"""The dispatcher, drawn: candidates (c) and clocks (t) in, transitions out."""

import pytest

from stream_health.domain.alerts.dispatcher import Dispatcher
from stream_health.domain.clocking import HOUR_MS
from stream_health.domain.effects import (
    Action,
    AlertCandidate,
    AlertTransition,
    CandidateClock,
    Cause,
    DispatchInput,
    Quote,
)
from stream_health.domain.policy import Policy

PARTITIONS = 4
WAIT_MS = Policy().dispatch.group_wait_ms
MONDAY_9_HOURS = 4 * 24 + 9  # 5 January 1970

FIRED = AlertCandidate(
    transition="fired",
    alert_kind="score_drop",
    account_id="acme",
    partition=3,
    generation=1,
    as_of_ms=MONDAY_9_HOURS * HOUR_MS,
    severity="warning",
    score_milli=60_000,
    reference_milli=80_000,
    reference_how="median_7d",
    reference_at_ms=0,
    causes=(Cause("event", -20_000, "fewer users", "users_7d_total", "usage"),),
    action=Action("outreach.users_leaving", "Call", "kim", 5, "It fell."),
    evidence=("e1",),
    value_at_risk_minor=None,
    currency=None,
    renewal_at_ms=None,
    csm="kim",
    manager="lee",
    coverage=1.0,
    confidence=1.0,
    model_version="m",
    config_version="c",
    arm="champion",
)


class Desk:
    """Feeds a dispatcher of four partition numbers; hours count from Monday 9:00."""

    def __init__(self) -> None:
        self.dispatcher = Dispatcher(Policy(), partitions=PARTITIONS)
        self.said: list[tuple[int, str]] = []
        self.transitions: list[AlertTransition] = []

    def c(self, transition: str, hour: int, candidate: AlertCandidate = FIRED) -> "Desk":
        """Say a candidate, and let the wait of its group pass."""
        as_of_ms = FIRED.as_of_ms + hour * HOUR_MS
        self.take(candidate._replace(transition=transition, as_of_ms=as_of_ms))
        return self.clocks(as_of_ms + WAIT_MS)

    def t(self, hours: int, until: int) -> "Desk":
        """Let full hours pass."""
        for hour in range(hours, until + 1):
            self.clocks(FIRED.as_of_ms + hour * HOUR_MS)
        return self

    def clocks(self, time_ms: int) -> "Desk":
        for partition in range(PARTITIONS):
            self.take(CandidateClock(partition, time_ms))
        return self

    def take(self, item: DispatchInput) -> None:
        for said in self.dispatcher.take(item):
            if isinstance(said, AlertTransition):
                self.transitions.append(said)
                self.said.append(((said.as_of_ms - FIRED.as_of_ms) // HOUR_MS, said.transition))


def test_what_the_condition_asks_for_is_said_with_key_generation_and_sequence() -> None:
    desk = Desk().c("pending", 0).c("fired", 12).c("updated", 13).c("resolved", 40)
    assert [said for _, said in desk.said] == ["pending", "fired", "updated", "resolved"]
    assert [said.sequence for said in desk.transitions] == [0, 1, 2, 3]
    assert {(said.dedup_key, said.generation) for said in desk.transitions} == {
        ("score_drop/acme", 1)
    }
    assert len({said.event_id for said in desk.transitions}) == 4


def test_an_unacknowledged_warning_escalates_once_after_24_business_hours() -> None:
    assert Desk().c("fired", 0).t(1, 24 * 14).said == [(0, "fired"), (3 * 24 + 1, "escalated")]


def test_an_unacknowledged_critical_escalates_after_4_business_hours() -> None:
    critical = FIRED._replace(severity="critical")
    assert Desk().c("fired", 0, critical).t(1, 50).said == [(0, "fired"), (5, "escalated")]
    friday_evening = Desk().c("fired", 4 * 24 + 8, critical).t(4 * 24 + 9, 8 * 24)
    assert friday_evening.said[1:] == [(7 * 24 + 4, "escalated")]


def test_a_warning_that_turns_critical_escalates_sooner() -> None:
    critical = FIRED._replace(severity="critical", score_milli=50_000)
    desk = Desk().c("fired", 0).c("updated", 1, critical).t(1, 50)
    assert desk.said[2:] == [(5, "escalated")]


def test_an_acknowledged_alert_does_not_escalate_until_it_expires_after_seven_days() -> None:
    desk = Desk().c("fired", 0).c("acknowledged", 1).t(1, 24 * 14)
    assert desk.said[1:] == [
        (1, "acknowledged"),
        (1 + 168, "ack_expired"),
        (10 * 24 + 1, "escalated"),
    ]


def test_a_snoozed_alert_wakes_at_its_time() -> None:
    snoozed = FIRED._replace(until_ms=FIRED.as_of_ms + 30 * HOUR_MS)
    desk = Desk().c("fired", 0).c("snoozed", 1, snoozed).t(2, 40)
    assert desk.said[1:] == [(1, "snoozed"), (30, "woken")]


def test_a_snoozed_alert_wakes_when_worse_by_five_points_not_before() -> None:
    snoozed = FIRED._replace(until_ms=FIRED.as_of_ms + 300 * HOUR_MS)
    desk = Desk().c("fired", 0).c("snoozed", 1, snoozed)
    desk.c("updated", 2, FIRED._replace(score_milli=55_001))
    assert desk.said[2:] == [(2, "updated")]
    desk.c("updated", 3, FIRED._replace(score_milli=55_000))
    assert desk.said[3:] == [(3, "woken"), (3, "updated")]


def test_a_rebase_does_not_wake() -> None:
    snoozed = FIRED._replace(until_ms=FIRED.as_of_ms + 300 * HOUR_MS)
    rebased = FIRED._replace(score_milli=50_000, reference_milli=70_000)
    desk = Desk().c("fired", 0).c("snoozed", 1, snoozed).c("updated", 2, rebased)
    assert desk.said[2:] == [(2, "updated")]


def test_another_critical_signal_wakes() -> None:
    snoozed = FIRED._replace(until_ms=FIRED.as_of_ms + 300 * HOUR_MS)
    desk = Desk().c("fired", 0).c("snoozed", 1, snoozed)
    desk.c("updated", 2, FIRED._replace(reason="new_signal"))
    assert desk.said[2:] == [(2, "woken"), (2, "updated")]


def test_a_candidate_or_clock_that_comes_again_says_nothing() -> None:
    desk = Desk().c("pending", 0).c("fired", 0).c("acknowledged", 3).t(1, 10)
    said = list(desk.said)
    desk.c("pending", 0).c("fired", 0).c("acknowledged", 3).t(1, 10)
    assert desk.said == said
    assert set(desk.dispatcher.ignored_total) == {"repeated"}


def test_several_candidates_of_one_instant_are_each_applied_once() -> None:
    desk = Desk().c("fired", 0)
    for _ in range(2):
        for transition in ("updated", "acknowledged"):
            as_of_ms = FIRED.as_of_ms + HOUR_MS
            desk.take(FIRED._replace(transition=transition, as_of_ms=as_of_ms))
    assert [said for _, said in desk.t(1, 2).said] == ["fired", "updated", "acknowledged"]
    assert set(desk.dispatcher.ignored_total) == {"repeated"}


def test_what_the_table_forbids_is_counted_by_name() -> None:
    desk = Desk().c("updated", 0).c("fired", 1).c("resolved", 2).c("acknowledged", 3)
    assert [said for _, said in desk.said] == ["fired", "resolved"]
    assert desk.dispatcher.ignored_total == {"updated_in_ok": 1, "acknowledged_in_resolved": 1}


def test_a_new_generation_begins_anew() -> None:
    again = FIRED._replace(generation=2)
    desk = Desk().c("fired", 0).c("resolved", 1).c("fired", 2, again)
    assert (desk.transitions[-1].generation, desk.transitions[-1].sequence) == (2, 0)


def test_nothing_is_decided_before_every_partition_number_has_come_that_far() -> None:
    desk = Desk()
    desk.take(FIRED)
    for partition in (0, 1, 2):
        desk.take(CandidateClock(partition, FIRED.as_of_ms + 500 * HOUR_MS))
    assert desk.said == []
    desk.take(CandidateClock(3, FIRED.as_of_ms + WAIT_MS))
    assert desk.said == [(0, "fired")]


def test_a_critical_signal_waits_for_nobody() -> None:
    desk = Desk()
    desk.take(FIRED._replace(alert_kind="critical_signal", severity="critical"))
    assert desk.said == [(0, "fired")]


def test_the_sentence_of_a_critical_signal_is_told_where_it_fires_and_kept_nowhere() -> None:
    quote = Quote("s1", "champion_leaving", 0.97, "champion", 5, "Friday is my last day.")
    critical = FIRED._replace(alert_kind="critical_signal", severity="critical", quotes=(quote,))
    desk = Desk()
    desk.take(critical)
    assert quote.sentence not in repr(list(desk.dispatcher.records(dirty_only=False)))
    desk.t(1, 30)  # escalated meanwhile
    assert [(one.transition, one.candidate.quotes) for one in desk.transitions] == [
        ("fired", (quote,)),
        ("escalated", ()),
    ]


@pytest.mark.parametrize("end", ["resolved", "retracted", "cleared"])
def test_what_is_over_is_forgotten_after_the_cooldown(end: str) -> None:
    desk = Desk().c("pending" if end == "cleared" else "fired", 0).c(end, 1).t(1, 72)
    dispatcher = desk.dispatcher
    assert dispatcher.open_alerts() == {}
    assert dict(dispatcher.records(dirty_only=True))["score_drop/acme"] is not None
    desk.t(73, 73)
    assert dict(dispatcher.records(dirty_only=True)) == {
        **{f"clock/{number}": (FIRED.as_of_ms + 73 * HOUR_MS,) for number in range(PARTITIONS)},
        "lane/hour": (FIRED.as_of_ms + 73 * HOUR_MS,),
        "score_drop/acme": None,
    }


def test_a_candidate_of_a_forgotten_alert_that_comes_again_says_nothing() -> None:
    desk = Desk().c("fired", 0).c("resolved", 1).t(1, 73)
    said = list(desk.said)
    assert desk.c("fired", 0).c("resolved", 1).said == said
    assert desk.dispatcher.ignored_total.keys() == {"repeated"}


def test_a_dispatcher_restored_at_every_step_behaves_as_the_original() -> None:
    snoozed = FIRED._replace(until_ms=FIRED.as_of_ms + 30 * HOUR_MS)

    def run(*, restoring: bool) -> list[AlertTransition]:
        desk, stored = Desk(), dict[str, tuple[object, ...] | None]()

        def restore() -> None:
            if restoring:
                stored.update(desk.dispatcher.records(dirty_only=True))
                desk.dispatcher = Dispatcher.restore(
                    Policy(), stored.items(), partitions=PARTITIONS
                )

        for hour, transition, asked in (
            (0, "fired", FIRED),
            (1, "snoozed", snoozed),
            (35, "acknowledged", FIRED),
            (400, "updated", FIRED._replace(severity="critical")),
            (500, "resolved", FIRED),
        ):
            desk.c(transition, hour, asked)
            restore()
            desk.t(hour + 1, hour + 300)
            restore()
        return desk.transitions

    assert run(restoring=True) == run(restoring=False)
    assert len(run(restoring=True)) >= 7


def test_open_alerts_are_counted_by_state_and_severity() -> None:
    desk = Desk().c("fired", 0).c("fired", 0, FIRED._replace(account_id="b", severity="critical"))
    assert desk.dispatcher.open_alerts() == {("firing", "warning"): 1, ("firing", "critical"): 1}


def test_a_timer_rings_at_its_own_hour_even_after_a_gap() -> None:
    said = Desk().c("fired", 0).c("acknowledged", 1).t(900, 900).said
    assert said[1:3] == [(1, "acknowledged"), (1 + 168, "ack_expired")]
