"""Three outcomes of one snapshot, each with its own horizon; what comes too late is counted."""

from dataclasses import replace

import pytest
from tests.support.engines import quick_policy, run, settings
from tests.support.streams import START_MS

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import (
    AlertCandidate,
    CensoredExample,
    LateOutcome,
    ScoreChange,
    TrainingExample,
)
from stream_health.domain.engine.agenda import Period
from stream_health.domain.engine.control import Tick
from stream_health.domain.engine.engine import Input
from stream_health.domain.events import Feedback, Outcome, ProfileUpdate, SignalEvent, UsageEvent
from stream_health.domain.policy import Operating, Policy

SNAPSHOT_MS = Period(7 * DAY_MS, 4 * DAY_MS).after(START_MS + DAY_MS)


def outcome(kind: str, time_ms: int, **more: int | str) -> Outcome:
    return Outcome("acme", f"{kind}-{time_ms}", time_ms, kind, **more)  # type: ignore[arg-type]


def lived(*events: Input, tier: str = "standard", policy: Policy | None = None) -> list[object]:
    """Effects of an account that is used daily for 20 days after the snapshot."""
    inputs: list[Input] = [ProfileUpdate("acme", "p", START_MS, tier=tier, seats=5)]
    days = range((SNAPSHOT_MS - START_MS) // DAY_MS + 20)
    for day in days:
        at_ms = START_MS + day * DAY_MS + 9 * HOUR_MS
        inputs.append(UsageEvent("acme", f"u{day}", at_ms, "ann", "page_viewed"))
        inputs += [Tick(at_ms + hour * HOUR_MS) for hour in range(24)]
    inputs += events
    inputs.sort(key=lambda item: item.event_time_ms if item else 0)
    return list(run(inputs, settings(policy)).effects)


def label_of(target: str, *events: Input) -> int | None:
    """Label of the first snapshot; None when it is censored."""
    found = [
        effect.label
        for effect in lived(*events)
        if isinstance(effect, TrainingExample)
        and (effect.target, effect.snapshot_at_ms) == (target, SNAPSHOT_MS)
    ]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("target", "kind", "horizon_days"),
    [("churn", "churned", 3), ("expansion", "expanded", 5), ("advocacy", "became_advocate", 5)],
)
def test_a_label_is_1_for_an_outcome_from_the_snapshot_to_just_before_the_horizon(
    target: str, kind: str, horizon_days: int
) -> None:
    end_ms = SNAPSHOT_MS + horizon_days * DAY_MS
    assert label_of(target) == 0
    assert label_of(target, outcome(kind, SNAPSHOT_MS)) == 1
    assert label_of(target, outcome(kind, end_ms - 1)) == 1
    assert label_of(target, outcome(kind, end_ms)) == 0


def test_a_second_expansion_after_the_horizon_does_not_hide_the_first() -> None:
    first = outcome("expanded", SNAPSHOT_MS + DAY_MS)
    second = outcome("expanded", SNAPSHOT_MS + 5 * DAY_MS + HOUR_MS)
    assert label_of("expansion", first, second) == 1


def test_who_left_neither_grew_nor_spoke_for_us() -> None:
    left = outcome("churned", SNAPSHOT_MS + DAY_MS, cause="payment_failure")
    assert [label_of(target, left) for target in ("expansion", "advocacy")] == [0, 0]


def gone(after_ms: int) -> ProfileUpdate:
    """Tombstone of the profile."""
    return ProfileUpdate("acme", "gone", SNAPSHOT_MS + after_ms, deleted=True)


def test_a_tombstone_leaves_every_label_unknown_and_says_how_long_the_account_was_watched() -> None:
    whole = {one.target: one for one in lived() if isinstance(one, TrainingExample)}
    found = [
        one
        for one in lived(gone(DAY_MS))
        if isinstance(one, CensoredExample) and one.snapshot_at_ms == SNAPSHOT_MS
    ]
    assert [label_of(target, gone(DAY_MS)) for target in whole] == [None] * 3
    assert {one.target: one.watched_ms for one in found} == dict.fromkeys(whole, DAY_MS)
    learning = quick_policy().learning
    for one in found:
        released_ms = SNAPSHOT_MS + learning.horizon_of(one.target) + learning.grace_ms
        assert one.matured_at_ms == released_ms  # with its whole cohort, not before


def test_a_tombstone_of_before_the_snapshot_that_came_late_says_nothing() -> None:
    effects = lived(gone(-HOUR_MS), gone(0)._replace(event_id="p2"))
    assert not [one for one in effects if isinstance(one, CensoredExample)]


def test_who_left_before_its_data_ended_is_an_example() -> None:
    left = outcome("churned", SNAPSHOT_MS + DAY_MS)
    assert label_of("churn", left, gone(2 * DAY_MS)) == 1


def test_an_example_says_why_the_account_left_and_what_it_was_worth() -> None:
    left = outcome("churned", SNAPSHOT_MS + DAY_MS, cause="payment_failure")
    acted = Feedback("acme", "f", SNAPSHOT_MS + 4 * DAY_MS, kind="action_taken", author="csm")
    examples = {
        effect.target: effect
        for effect in lived(left, acted, tier="digital")
        if isinstance(effect, TrainingExample) and effect.snapshot_at_ms == SNAPSHOT_MS
    }
    churn, expansion = examples["churn"], examples["expansion"]
    assert (churn.cause, expansion.cause) == ("payment_failure", None)
    assert churn.value_tier == "digital"
    assert (churn.left_at_ms, expansion.left_at_ms) == (SNAPSHOT_MS + DAY_MS, None)
    assert (churn.flagged, churn.arm, churn.value_minor) == (False, "champion", None)
    assert (churn.treated, expansion.treated) == (False, True)  # each by its own horizon
    assert (churn.served, expansion.served) == (churn.churn_risk, None)


def test_an_example_says_who_looked_after_the_account_at_the_snapshot() -> None:
    ann = ProfileUpdate("acme", "p1", SNAPSHOT_MS - DAY_MS, csm="ann", tier="standard", seats=5)
    bob = ann._replace(event_id="p2", event_time_ms=SNAPSHOT_MS + DAY_MS, csm="bob")
    found = [
        effect.csm
        for effect in lived(ann, bob)
        if isinstance(effect, TrainingExample)
        and (effect.target, effect.snapshot_at_ms) == ("churn", SNAPSHOT_MS)
    ]
    assert found == ["ann"]


def test_an_outcome_heard_after_the_grace_is_counted_and_changes_no_label() -> None:
    told_ms = SNAPSHOT_MS + 6 * DAY_MS
    late = outcome("churned", told_ms, notice_at_ms=SNAPSHOT_MS + DAY_MS)
    effects = lived(late, replace_id(late))
    counted = [effect for effect in effects if isinstance(effect, LateOutcome)]
    assert [(one.target, one.examples_total, one.recorded_at_ms) for one in counted] == [
        ("churn", 1, told_ms)
    ]
    assert label_of("churn", late) == 0


def replace_id(event: Outcome) -> Outcome:
    """Say the same again."""
    return event._replace(event_id="again", event_time_ms=event.event_time_ms + HOUR_MS)


def test_an_outcome_in_time_is_not_late() -> None:
    effects = lived(outcome("expanded", SNAPSHOT_MS + DAY_MS))
    assert not [effect for effect in effects if isinstance(effect, LateOutcome)]


@pytest.mark.parametrize("silent", [False, True])
def test_the_holdout_is_marked_and_keeps_its_critical_signals(silent: bool) -> None:
    policy = quick_policy()
    learning = replace(policy.learning, holdout_share=1.0, holdout_silent=silent)
    signal = SignalEvent(
        "acme", "s", SNAPSHOT_MS + DAY_MS, "champion_leaving", 0.95, role="champion"
    )
    effects = lived(signal, tier="high", policy=replace(policy, learning=learning))
    examples = [effect for effect in effects if isinstance(effect, TrainingExample)]
    assert examples
    assert all(example.holdout for example in examples)
    kinds = {one.alert_kind for one in effects if isinstance(one, AlertCandidate)}
    assert "critical_signal" in kinds


def test_a_score_is_flagged_from_the_policys_risk_on_while_no_version_says_otherwise() -> None:
    published = [one for one in lived(tier="high") if isinstance(one, ScoreChange)]
    assert published
    assert all(one.flagged == (one.churn_risk >= 0.1) for one in published)
    ordinary = [one for one in lived() if isinstance(one, ScoreChange)]
    assert all(one.flagged == (one.churn_risk >= 0.3) for one in ordinary)
    everybody = Operating(high_value_flag_risk=0.0)
    certain = replace(quick_policy(), flag_risk=0.0, operating=everybody)
    flagged = [one for one in lived(tier="high", policy=certain) if isinstance(one, ScoreChange)]
    assert all(one.flagged for one in flagged)
    taken = [one for one in lived(policy=certain) if isinstance(one, TrainingExample)]
    assert taken
    assert all(one.flagged for one in taken)


def test_an_override_in_force_runs_beside_the_score_until_it_expires() -> None:
    until_ms = SNAPSHOT_MS + 8 * DAY_MS
    override = Feedback(
        "acme", "o", SNAPSHOT_MS - DAY_MS, "override", "csm", score=50.0, reason="they grow",
        until_ms=until_ms,
    )  # fmt: skip
    alone, beside = (
        [one for one in lived(*events) if isinstance(one, TrainingExample)]
        for events in ((), (override,))
    )
    held = {one.snapshot_at_ms: one.override for one in beside if one.target == "churn"}
    assert held[SNAPSHOT_MS] == held[SNAPSHOT_MS + 7 * DAY_MS] == pytest.approx(0.296, abs=0.001)
    assert [held[at_ms] for at_ms in held if at_ms >= until_ms] == [None] * (len(held) - 2)
    assert [one.score_milli for one in beside] == [one.score_milli for one in alone]
    assert {one.override for one in beside if one.target != "churn"} == {None}
