"""What has left is left alone, and comes back with a new profile or a renewal."""

from dataclasses import replace

import pytest
from tests.support.engines import Run, quick_policy, run, settings
from tests.support.streams import START_MS

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import (
    AlertCandidate,
    BehaviourSignal,
    ScoreSample,
    TrainingExample,
)
from stream_health.domain.engine.agenda import Period
from stream_health.domain.engine.control import Tick
from stream_health.domain.engine.engine import Engine, Input
from stream_health.domain.events import Outcome, ProfileUpdate, SignalEvent, UsageEvent
from stream_health.domain.policy import Policy

DAYS = 30
LEAVES_MS = START_MS + 5 * DAY_MS


def tombstone(time_ms: int) -> ProfileUpdate:
    """The CRM deletes the account."""
    return ProfileUpdate("acme", f"gone-{time_ms}", time_ms, deleted=True)


def profile(time_ms: int, tier: str) -> ProfileUpdate:
    """The CRM knows the account."""
    return ProfileUpdate("acme", f"profile-{time_ms}", time_ms, tier=tier, seats=5)


def churn(time_ms: int, *, effective_ms: int | None = None) -> Outcome:
    """The account leaves."""
    return Outcome("acme", f"churn-{time_ms}", time_ms, "churned", effective_at_ms=effective_ms)


def lived(tier: str, *events: Input, policy: Policy | None = None) -> Run:
    """An account in use for a day, then what is given, then hourly ticks for a month."""
    use = UsageEvent("acme", "use", START_MS + HOUR_MS, user_id="ann", name="login")
    ticks = [Tick(START_MS + hour * HOUR_MS) for hour in range(DAYS * 24)]
    inputs: list[Input] = [*ticks, profile(START_MS, tier), use, *events]
    inputs.sort(key=lambda item: item.event_time_ms if item else 0)
    given = settings(policy or quick_policy(stale_after_ms=()), sampling=Period(DAY_MS, 0))
    return run(inputs, given, seed=1)


def engine_of(done: Run) -> Engine:
    """The engine after the last record."""
    assert done.engine is not None
    return done.engine


def samples_after(done: Run, time_ms: int) -> list[ScoreSample]:
    """Scores that were asked for, after a time."""
    return [
        effect
        for effect in done.effects
        if isinstance(effect, ScoreSample) and effect.as_of_ms > time_ms
    ]


@pytest.mark.parametrize("tier", ["high", "standard"])
@pytest.mark.parametrize(
    "leaves",
    [tombstone(LEAVES_MS), churn(LEAVES_MS), churn(START_MS + DAY_MS, effective_ms=LEAVES_MS)],
    ids=["tombstone", "churn", "churn announced"],
)
def test_what_has_left_is_on_no_agenda_and_says_nothing(tier: str, leaves: Input) -> None:
    done = lived(tier, leaves)
    agenda = engine_of(done).partition.agenda
    assert not agenda.high_value
    assert not agenda.slots
    assert not done.of(BehaviourSignal)
    assert lived(tier).of(BehaviourSignal), "it would have been silent"


def test_scores_that_are_asked_for_are_given_until_the_tombstone() -> None:
    assert len(samples_after(lived("high", churn(LEAVES_MS)), LEAVES_MS)) > 20
    assert not samples_after(lived("high", tombstone(LEAVES_MS)), LEAVES_MS)


@pytest.mark.parametrize("tier", ["high", "standard"])
@pytest.mark.parametrize("leaves", [tombstone(LEAVES_MS), churn(LEAVES_MS)])
def test_a_new_profile_brings_it_back(tier: str, leaves: Input) -> None:
    done = lived(tier, leaves, profile(LEAVES_MS + 3 * DAY_MS, tier))
    agenda = engine_of(done).partition.agenda
    assert bool(agenda.high_value) == (tier == "high")
    assert bool(agenda.slots) == (tier == "standard")


def test_neither_an_earlier_profile_nor_use_brings_it_back() -> None:
    use = UsageEvent("acme", "late use", LEAVES_MS + 1, user_id="ann", name="login")
    done = lived("high", profile(LEAVES_MS - HOUR_MS, "high"), churn(LEAVES_MS), use)
    assert not engine_of(done).partition.agenda.high_value


@pytest.mark.parametrize(
    ("leaves", "reason"),
    [
        (tombstone(LEAVES_MS), "no_longer_watched"),
        (churn(LEAVES_MS), "outcome"),
        (churn(START_MS + DAY_MS, effective_ms=LEAVES_MS), "outcome"),
    ],
)
def test_an_alert_under_way_ends_when_the_account_leaves(leaves: Input, reason: str) -> None:
    signal = SignalEvent(
        "acme", "s1", START_MS + 2 * DAY_MS, "champion_leaving", 0.99, role="champion"
    )
    said = [effect for effect in lived("high", signal, leaves).effects
            if isinstance(effect, AlertCandidate)]  # fmt: skip
    ends = [effect for effect in said if effect.transition == "resolved"]
    assert {effect.reason for effect in ends} == {reason}
    assert all(LEAVES_MS <= effect.as_of_ms <= LEAVES_MS + HOUR_MS for effect in ends)


def test_labels_of_what_has_left_mature() -> None:
    learning = replace(quick_policy().learning, snapshot_every_ms=DAY_MS)
    done = lived("standard", churn(LEAVES_MS), policy=quick_policy(learning=learning))
    examples = [effect for effect in done.effects if isinstance(effect, TrainingExample)]
    assert sum(example.label for example in examples) == 3  # the horizon is three days
    assert max(example.snapshot_at_ms for example in examples) <= LEAVES_MS


def test_under_a_shorter_horizon_what_waits_is_released_at_once() -> None:
    first = settings(Policy())
    inputs: list[Input] = [profile(START_MS, "standard"), Tick(START_MS + 20 * DAY_MS)]
    done = run(inputs, first)
    engine = Engine(settings(quick_policy()), done.state)
    at_ms = START_MS + 20 * DAY_MS + HOUR_MS
    effects = [effect for step in engine.process([Tick(at_ms)]) for effect in step.effects]
    assert [effect for effect in effects if isinstance(effect, TrainingExample)]
    assert min(engine.partition.agenda.releases, default=at_ms + 1) > at_ms
