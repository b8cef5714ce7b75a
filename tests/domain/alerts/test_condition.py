"""The rule of score drops, drawn hour by hour."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.thorough import thorough

from stream_health.domain.alerts.condition import ScoreDropCondition
from stream_health.domain.clocking import DAY_MS, HOUR_MS

from .drawing import POLICY, Life

MONTH_HOURS = 30 * 24


def test_a_fall_of_fifteen_points_holds_twelve_hours_and_fires() -> None:
    assert Life().at(65, 24).said == [(0, "pending"), (12, "fired")]


def test_a_fall_of_less_than_fifteen_points_says_nothing() -> None:
    assert Life().at(66, 100).said == []


def test_a_fall_that_heals_within_the_hold_is_cleared() -> None:
    life = Life().at(60, 9).at(67, 2).at(68, 40)
    assert life.said == [(0, "pending"), (11, "cleared")]
    assert life.changes[-1].reason == "recovered"


@pytest.mark.parametrize("rest", [{"hard_signal": True}, {"event_points_milli": -15_000}])
def test_a_hard_signal_or_a_sharp_fall_by_events_fires_at_once(
    rest: dict[str, Any],
) -> None:
    assert Life().at(65, 3, **rest).said == [(0, "fired")]


def test_events_that_take_less_than_fifteen_points_do_not_spare_the_hold() -> None:
    assert Life().at(65, 3, event_points_milli=-14_999).said == [(0, "pending")]


def test_a_hard_signal_ends_the_hold_of_a_pending_fall() -> None:
    assert Life().at(65, 3).at(65, hard_signal=True).said == [(0, "pending"), (3, "fired")]


def test_a_fall_is_told_since_the_last_hour_at_the_old_level_or_above() -> None:
    life = Life().at(79, 4).at(81, 1).at(75, 20).at(60, 13)
    assert [one.transition for one in life.changes] == ["pending", "fired"]
    at_level_hour = life.changes[0].as_of_ms // HOUR_MS - 21
    assert {one.since_ms for one in life.changes} == {at_level_hour * HOUR_MS}


def test_severity_follows_the_drop() -> None:
    assert [Life().at(score, 13).changes[-1].severity for score in (65, 56, 55)] == [
        "warning",
        "warning",
        "critical",
    ]


def test_worse_by_five_or_a_higher_severity_updates_and_nothing_less() -> None:
    life = Life().at(65, 13).at(61, 2).at(60, 2).at(56, 2).at(55, 2).at(51, 2)
    assert life.said[2:] == [(15, "updated"), (19, "updated")]
    assert [change.severity for change in life.changes[2:]] == ["warning", "critical"]


def test_severity_of_an_open_alert_never_falls() -> None:
    life = Life().at(50, 13).at(62, 5).at(40, 1)
    assert [change.severity for change in life.changes[1:]] == ["critical", "critical"]


def test_an_alert_ends_after_a_day_under_eight_points() -> None:
    life = Life().at(60, 13).at(73, 30)
    assert life.said[-1] == (13 + 24, "resolved")
    assert life.changes[-1].reason == "recovered"


def test_a_relapse_to_eight_points_starts_the_day_anew() -> None:
    life = Life().at(60, 13).at(73, 23).at(72, 1).at(73, 25)
    assert life.said[-1] == (13 + 24 + 24, "resolved")


def test_the_reference_is_frozen_so_that_a_fall_cannot_heal_itself() -> None:
    life = Life().at(60, MONTH_HOURS)
    assert [said for _, said in life.said] == ["pending", "fired"]
    reference = life.condition.reference
    assert reference is not None
    assert reference.value_milli == 80_000


def test_after_thirty_days_the_level_is_the_new_normal_and_not_told_again() -> None:
    life = Life().at(60, 3 * MONTH_HOURS)
    assert life.said[2:] == [(12 + MONTH_HOURS, "resolved")]
    assert life.changes[-1].reason == "new_normal"


def test_a_further_fall_from_the_new_normal_is_found() -> None:
    life = Life().at(60, 2 * MONTH_HOURS).at(45, 13)
    assert [said for _, said in life.said[-2:]] == ["pending", "fired"]
    assert life.changes[-1].generation == 2
    assert life.changes[-1].reference is not None
    assert life.changes[-1].reference.value_milli == 60_000


def test_a_relapse_within_the_cooldown_waits_for_its_end() -> None:
    life = Life().at(60, 13).at(78, 25).at(60, 80)
    ended = life.said[2][0]
    assert life.said[3:] == [(ended + 1, "pending"), (ended + 72, "fired")]


def test_a_graver_relapse_within_the_cooldown_does_not_wait() -> None:
    life = Life().at(60, 13).at(78, 25).at(50, 13)
    ended = life.said[2][0]
    assert life.said[3:] == [(ended + 1, "pending"), (ended + 13, "fired")]
    assert life.changes[-1].severity == "critical"


@pytest.mark.parametrize("doubt", [{"coverage": 0.69}, {"feeds_fresh": False}])
def test_in_doubt_nothing_begins_fires_worsens_or_recovers(doubt: dict[str, Any]) -> None:
    assert Life().at(40, 100, **doubt).said == []
    assert Life().at(60, 1).at(60, 40, **doubt).said == [(0, "pending")]
    opened = Life().at(60, 13)
    said = list(opened.said)
    assert opened.at(30, 30, **doubt).at(80, 30, **doubt).said == said


def test_what_is_pending_in_doubt_is_cleared_after_thirty_days() -> None:
    life = Life().at(60, 1).at(60, MONTH_HOURS, feeds_fresh=False)
    assert life.said == [(0, "pending"), (MONTH_HOURS, "cleared")]


def test_in_doubt_an_alert_still_ends_after_thirty_days() -> None:
    life = Life().at(60, 13).at(60, MONTH_HOURS, feeds_fresh=False)
    assert life.said[-1] == (12 + MONTH_HOURS, "resolved")


def test_the_recovery_starts_anew_after_doubt() -> None:
    life = Life().at(60, 13).at(80, 20).at(80, 1, feeds_fresh=False).at(80, 30)
    assert life.said[-1] == (13 + 21 + 24, "resolved")


@thorough(40)
@given(
    scores=st.lists(st.sampled_from((80, 70, 65, 60, 50, 40)), min_size=1, max_size=12),
    delta=st.integers(min_value=-15, max_value=15),
    rebase_at=st.integers(min_value=0, max_value=11),
)
def test_a_rebase_is_never_a_transition_by_itself(
    scores: list[int], delta: int, rebase_at: int
) -> None:
    plain, rebased, moved = Life(), Life(), 0
    for turn, score in enumerate(scores):
        if turn == rebase_at:
            moved = delta
            rebased.history.shift(delta * 1_000)
            rebased.condition.shift(delta * 1_000)
        plain.at(score, 7)
        rebased.at(score + moved, 7)
    assert rebased.said == plain.said


def correct(life: Life, points: int, *, since_hour: int) -> None:
    since_ms = (life.start_hour + since_hour) * HOUR_MS
    life.history.shift(points * 1_000, since_ms=since_ms)
    life.condition.correct(points * 1_000, since_ms=since_ms)


def test_a_correction_that_makes_the_fall_untrue_retracts_without_cooldown() -> None:
    life = Life().at(64, 15)
    correct(life, 5, since_hour=-2)
    life.at(69, 1).at(55, 13)
    assert life.said[2:] == [(15, "retracted"), (16, "pending"), (28, "fired")]
    assert life.changes[-1].generation == 2


def test_a_correction_that_leaves_fifteen_points_does_not_retract() -> None:
    life = Life().at(60, 15)
    correct(life, 5, since_hour=-2)
    assert life.at(65, 5).said[2:] == []


def test_a_correction_after_the_alert_fired_does_not_retract() -> None:
    life = Life().at(64, 15)
    correct(life, 5, since_hour=13)
    assert life.at(69, 5).said[2:] == []


def test_a_fall_that_was_deeper_once_is_not_retracted() -> None:
    life = Life().at(64, 13).at(52, 2)
    correct(life, 5, since_hour=-2)
    assert "retracted" not in [said for _, said in life.at(69, 5).said]


def test_a_correction_of_reference_and_score_alike_changes_nothing() -> None:
    life = Life().at(64, 15)
    correct(life, -5, since_hour=-24 * 6)
    assert life.at(59, 5).said[2:] == []
    assert life.condition.reference is not None
    assert life.condition.reference.value_milli == 75_000


def test_a_correction_before_the_fall_can_clear_a_pending_one() -> None:
    life = Life().at(64, 5)
    correct(life, -5, since_hour=-24 * 6)
    life.condition.correct(0, since_ms=0)
    assert life.at(64, 1).said == [(0, "pending"), (5, "cleared")]


def test_a_verdict_ends_and_the_same_fall_is_not_told_again() -> None:
    life = Life().at(60, 20)
    assert life.hear("verdict", verdict="known_event") == "applied"
    ended = life.changes[-1]
    assert (ended.until_ms, ended.author, ended.evidence) == (None, "kim", ())
    assert life.at(60, 2 * MONTH_HOURS).said[2:] == [(20, "resolved")]
    assert life.changes[-1].reason == "known_event"


@pytest.mark.parametrize("verdict", ["right", "too_late"])
def test_a_verdict_that_agrees_acknowledges(verdict: str) -> None:
    life = Life().at(60, 20)
    assert life.hear("verdict", verdict=verdict) == "applied"
    assert life.said[-1] == (20, "acknowledged")
    assert life.changes[-1].author == "kim"


def test_a_snooze_counts_worse_from_the_score_it_was_said_at() -> None:
    life = Life().at(60, 15).at(64, 5)
    assert life.hear("snoozed", until_ms=life.now_ms + DAY_MS) == "applied"
    assert life.at(60, 2).at(59, 1).said[-1] == (22, "updated")
    assert life.changes[-2].until_ms == life.now_ms + DAY_MS - 3 * HOUR_MS


@pytest.mark.parametrize(
    ("rest", "result"),
    [
        ({"kind": "snoozed"}, "snooze_without_end"),
        ({"kind": "snoozed", "until_ms": 1}, "snooze_in_the_past"),
        ({"kind": "verdict", "verdict": "bogus"}, "unknown_verdict"),
        ({"kind": "override"}, "not_about_alerts"),
        ({"kind": "acknowledged", "dedup_key": "score_drop/other"}, "other_alert"),
        ({"kind": "acknowledged", "event_time_ms": 5}, "closed_generation"),
    ],
)
def test_feedback_that_cannot_be_applied_is_named(rest: dict[str, Any], result: str) -> None:
    life = Life().at(60, 20)
    said = list(life.said)
    assert life.hear("acknowledged", **rest) == result
    assert life.said == said


def test_feedback_applies_once_and_only_to_an_open_alert() -> None:
    life = Life()
    assert life.hear("acknowledged") == "no_open_alert"
    life.at(60, 5)
    assert life.hear("acknowledged") == "no_open_alert"
    life.at(60, 10)
    assert life.hear("acknowledged") == "applied"
    assert life.hear("acknowledged") == "repeated"
    assert [said for _, said in life.said] == ["pending", "fired", "acknowledged"]


def test_an_outcome_ends_what_is_under_way() -> None:
    for hours, transition in ((5, "cleared"), (15, "resolved")):
        life = Life().at(60, hours)
        now = {"as_of_ms": life.now_ms, "score_milli": 60_000}
        said = life.condition.end("outcome", **now, policy=POLICY)
        assert [(change.transition, change.reason) for change in said] == [(transition, "outcome")]
        assert life.condition.end("outcome", **now, policy=POLICY) == []


@thorough(60)
@given(
    turns=st.lists(
        st.tuples(st.sampled_from((80, 74, 66, 60, 52, 40)), st.sampled_from((1, 5, 13, 25, 80))),
        min_size=2,
        max_size=10,
    )
)
def test_a_restored_condition_behaves_as_the_original(turns: list[tuple[int, int]]) -> None:
    kept, restored = Life(), Life()
    for score, hours in turns:
        kept.at(score, hours)
        restored.condition = ScoreDropCondition.restore(restored.condition.snapshot())
        restored.at(score, hours)
    assert restored.changes == kept.changes
