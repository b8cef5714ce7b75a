"""Silence, renewal, expansion: one letter per day, + holds, - does not, ? in doubt."""

import pytest

from stream_health.domain.alerts.standing import RenewalAtRisk, Silence, Standing
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import Feedback
from stream_health.domain.policy import AlertPolicy

POLICY = AlertPolicy(renewal_hold_ms=0)
HELD = AlertPolicy(renewal_hold_ms=2 * DAY_MS)


class Days:
    """Judges a condition day by day and keeps what it asked for."""

    def __init__(self, policy: AlertPolicy = POLICY) -> None:
        self.policy = policy
        self.condition = RenewalAtRisk()
        self.day = 0
        self.said: list[tuple[int, str, str | None]] = []

    def go(self, drawn: str, *, score: int = 50, versions: str = "m1/c1") -> "Days":
        for letter in drawn:
            now = Standing(self.day * DAY_MS, letter == "+", score * 1_000, versions, letter != "?")
            for change in self.condition.evaluate(now, self.policy):
                self.said.append((self.day, change.transition, change.reason))
            self.condition = RenewalAtRisk.restore(self.condition.snapshot())
            self.day += 1
        return self


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("--++", [(2, "fired", None)]),
        ("-+--", [(1, "fired", None), (3, "resolved", "recovered")]),
        ("-+-+-+-+", [(1, "fired", None)]),
        ("-+-?-?-", [(1, "fired", None)]),
        ("?+?+", [(1, "fired", None)]),
        ("+--+++++", [(0, "fired", None), (2, "resolved", "recovered"), (5, "fired", None)]),
        ("+" * 40, [(0, "fired", None), (30, "resolved", "new_normal")]),
        ("+" * 40 + "--+", [(0, "fired", None), (30, "resolved", "new_normal"),
                            (42, "fired", None)]),
    ],
)  # fmt: skip
def test_what_begins_to_hold_fires_once_and_ends_when_it_has_not_held_for_a_day(
    drawn: str, said: list[tuple[int, str, str | None]]
) -> None:
    assert Days().go(drawn).said == said


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("-++-++-", []),
        ("-+++", [(3, "fired", None)]),
        ("-++?+", [(4, "fired", None)]),
        ("-+++--", [(3, "fired", None), (5, "resolved", "recovered")]),
    ],
)
def test_a_renewal_is_at_risk_when_it_has_been_for_its_hold(
    drawn: str, said: list[tuple[int, str, str | None]]
) -> None:
    assert Days(HELD).go(drawn).said == said


def test_a_new_model_or_configuration_alone_never_fires() -> None:
    days = Days().go("---").go("+" * 20, versions="m2/c1")
    assert days.said == []
    assert days.go("+", score=46, versions="m2/c1").said == []
    assert days.go("+", score=45, versions="m2/c1").said == [(24, "fired", None)]


def test_what_began_to_hold_before_the_new_model_stays_told() -> None:
    assert Days().go("-+").go("++", versions="m2/c1").said == [(1, "fired", None)]


def test_a_verdict_ends_it_and_the_same_state_is_not_told_again() -> None:
    days = Days().go("++")
    verdict = Feedback(
        "acme", "f1", 2 * DAY_MS, "verdict", "kim", "renewal_at_risk/acme", verdict="known_event"
    )
    heard = days.condition.hear(
        verdict, account_id="acme", as_of_ms=2 * DAY_MS, score_milli=50_000, policy=POLICY
    )
    assert [change.transition for change in heard.changes] == ["resolved"]
    assert days.go("+" * 20).said == [(0, "fired", None)]
    assert days.go("--+").said[-1] == (24, "fired", None)


def test_conditions_of_two_kinds_speak_of_two_alerts() -> None:
    fired = Silence().evaluate(Standing(0, True, 1, "m/c"), POLICY)
    assert [change.severity for change in fired] == ["warning"]
    assert (Silence.kind, RenewalAtRisk.kind) == ("silence", "renewal_at_risk")
