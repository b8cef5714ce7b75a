"""Laws of the engine, on random streams with late events, reopened profiles and hard signals."""

from dataclasses import replace

import pytest
from tests.support.cases import cases
from tests.support.engines import Record, Run, quick_policy, run, settings
from tests.support.streams import Stream

from stream_health.domain.effects import (
    AlertCandidate,
    BehaviourSignal,
    CandidateClock,
    CensoredExample,
    DayClosed,
    ScoreChange,
    TrainingExample,
)
from stream_health.domain.engine.control import Tick
from stream_health.domain.engine.engine import Engine, Input
from stream_health.domain.engine.partition_state import PARTITION_TAG
from stream_health.domain.engine.registry import WATCH_TAG

SEEDS = cases(range(6))
STORY_KINDS = (
    AlertCandidate, TrainingExample, CensoredExample, CandidateClock, DayClosed, BehaviourSignal,
)  # fmt: skip


def story_effects(done: Run) -> list[object]:
    """Effects that may not depend on how batches were cut."""
    return [effect for effect in done.effects if isinstance(effect, STORY_KINDS)]


def sub_states(done: Run) -> dict[str, list[tuple[str, Record | None]]]:
    """Sub-states of every account as of the last hour."""
    assert done.engine is not None
    hour = done.engine.intake.hour
    found = {}
    for account_id, entry in done.engine.partition.registry.live.items():
        entry.account.advance(hour)
        found[account_id] = list(entry.account.records(dirty_only=False))
    return found


def watches(done: Run) -> dict[str | None, Record]:
    """Score histories and alert conditions."""
    return {key[0]: record for key, record in done.state.records.items() if key[1] == WATCH_TAG}


def final_points(done: Run) -> dict[str, int]:
    """Unclipped milli-points of every account as of the time reached."""
    assert done.engine is not None
    engine = done.engine
    partition = engine.partition
    for entry in partition.registry.live.values():
        partition.duties.settle(entry, partition.state.time_ms or 0)
    return {account: one.story.total_milli for account, one in partition.registry.live.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_base_factors_and_clip_make_the_score_and_causes_make_its_change(seed: int) -> None:
    changes = run(Stream(seed).inputs, settings(), seed=seed).of(ScoreChange)
    assert len(changes) > 10
    last: dict[str, ScoreChange] = {}
    for change in changes:
        assert isinstance(change, ScoreChange)
        factors = sum(factor.points_milli for factor in change.factors)
        parts = change.base_points_milli + factors + change.other_points_milli
        assert change.score_milli == parts + change.clip_points_milli
        assert 0 <= change.score_milli <= 100_000
        assert change.other_points_milli == 0
        before = last.get(change.account_id)
        assert change.previous_score_milli == (before.score_milli if before else None)
        if before is not None:
            moved = change.score_milli - before.score_milli
            assert sum(cause.points_milli for cause in change.causes) == moved
        last[change.account_id] = change


@pytest.mark.parametrize("seed", SEEDS)
def test_any_cut_into_batches_gives_the_same_story(seed: int) -> None:
    inputs = Stream(seed).inputs
    whole = run(inputs, settings())
    cut = run(inputs, settings(), seed=seed)
    assert story_effects(whole)
    assert story_effects(cut) == story_effects(whole)
    assert sub_states(cut) == sub_states(whole)
    assert watches(cut) == watches(whole)
    assert final_points(cut) == final_points(whole)


@pytest.mark.parametrize("seed", SEEDS)
def test_crashes_between_any_two_steps_change_nothing(seed: int) -> None:
    inputs = Stream(seed).inputs
    given = settings(quick_policy(chunk_accounts_max=1))
    calm = run(inputs, given, seed=seed)
    crashed = run(inputs, given, seed=seed + 1_000, crash_share=0.3)
    assert story_effects(crashed) == story_effects(calm)
    assert sub_states(crashed) == sub_states(calm)
    assert watches(crashed) == watches(calm)
    assert final_points(crashed) == final_points(calm)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_size_of_the_steps_changes_nothing(seed: int) -> None:
    inputs = Stream(seed).inputs
    large = run(inputs, settings())
    small = run(inputs, settings(quick_policy(chunk_accounts_max=1)))
    assert len({effect.config_version for effect in small.of(ScoreChange)}) == 1  # type: ignore[union-attr]
    assert [replace_version(e) for e in story_effects(small)] == [
        replace_version(e) for e in story_effects(large)
    ]
    assert sub_states(small) == sub_states(large)


def replace_version(effect: object) -> object:
    """The effect without the configuration's name, which the size of steps is part of."""
    if isinstance(effect, AlertCandidate):
        return effect._replace(config_version="")
    return effect


@pytest.mark.parametrize("seed", SEEDS)
def test_an_event_delivered_twice_changes_nothing(seed: int) -> None:
    inputs = Stream(seed).inputs
    doubled = [item for item in inputs for _ in range(2)]
    once, twice = run(inputs, settings()), run(doubled, settings())
    assert story_effects(twice) == story_effects(once)
    assert sub_states(twice) == sub_states(once)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_account_is_evaluated_as_if_from_nothing(seed: int) -> None:
    done = run(Stream(seed).inputs, settings(), seed=seed)
    assert done.engine is not None
    partition = done.engine.partition
    at_ms, evaluator = partition.state.time_ms or 0, partition.duties.evaluator
    for entry in partition.registry.live.values():
        partition.duties.settle(entry, at_ms)
        assert entry.story.bins == evaluator.bins_now(entry.account, entry.story)
        card = evaluator.card(entry.story)
        assert entry.story.total_milli == card.total(entry.story.bins)


def test_a_state_remembers_the_time_it_has_reached() -> None:
    stream = Stream(1)
    done = run(stream.inputs, settings())
    record = done.state.records[None, PARTITION_TAG]
    assert record[0] == max(item.event_time_ms for item in stream.inputs if item is not None)


def test_no_example_is_released_before_its_horizon_has_passed() -> None:
    given = settings()
    learning = given.policy.learning
    done = run(Stream(0, days=20).inputs, given)
    censored = done.of(CensoredExample)
    targets = set()
    for example in (*done.of(TrainingExample), *censored):
        assert isinstance(example, TrainingExample | CensoredExample)
        targets.add(example.target)
        horizon_ms = learning.horizon_of(example.target)
        release_ms = example.snapshot_at_ms + horizon_ms + learning.grace_ms
        assert example.matured_at_ms == release_ms
    assert targets == set(learning.targets)
    assert censored


def test_another_policy_is_booked_as_configuration_and_never_alerts() -> None:
    inputs = Stream(3).inputs
    first = settings()
    done = run(inputs, first)
    segments = tuple(
        replace(segment, base_points_milli=segment.base_points_milli - 30_000)
        for segment in first.policy.segments
    )
    second = settings(replace(first.policy, segments=segments))

    engine = Engine(second, done.state)
    at_ms = (engine.partition.state.time_ms or 0) + 2 * 3_600_000
    effects = [effect for step in engine.process([Tick(at_ms)]) for effect in step.effects]
    changes = [effect for effect in effects if isinstance(effect, ScoreChange)]
    assert changes
    assert not [effect for effect in effects if isinstance(effect, AlertCandidate)]
    for change in changes:
        booked = {cause.kind for cause in change.causes if cause.points_milli <= -20_000}
        assert booked <= {"config"}


@pytest.mark.parametrize("seed", SEEDS)
def test_events_that_come_late_lead_to_the_same_sub_states_and_score(seed: int) -> None:
    stream = Stream(seed)
    late = run(stream.inputs, settings())
    in_order = run(in_time(stream), settings())
    assert late.engine is not None
    assert in_order.engine is not None
    assert sub_states(late) == sub_states(in_order)
    assert final_points(late) == final_points(in_order)
    assert "corrected" in {change.kind for change in changes_of(late)}
    assert "corrected" not in {change.kind for change in changes_of(in_order)}


@pytest.mark.parametrize("seed", SEEDS)
def test_an_example_holds_nothing_known_after_its_snapshot(seed: int) -> None:
    stream = Stream(seed, days=20)
    whole = run(stream.inputs, settings())
    example = whole.of(TrainingExample)[0]
    assert isinstance(example, TrainingExample)
    cut_ms = example.snapshot_at_ms
    times = [item.event_time_ms for item in stream.inputs if item is not None]
    known = next(place for place, time_ms in enumerate(times) if time_ms >= cut_ms)
    ticks = [item for item in stream.inputs[known:] if isinstance(item, Tick)]
    blind = run([*stream.inputs[:known], *ticks], settings())
    assert example.values in {
        other.values
        for other in blind.of(TrainingExample)
        if isinstance(other, TrainingExample) and other.account_id == example.account_id
    }


def changes_of(done: Run) -> list[ScoreChange]:
    """Everything published."""
    return [effect for effect in done.effects if isinstance(effect, ScoreChange)]


def in_time(stream: Stream) -> list[Input]:
    """The same records, none of them late; a tick stands before records of equal time."""
    known = [item for item in stream.inputs if item is not None]
    known.sort(key=lambda item: (item.event_time_ms, not isinstance(item, Tick)))
    return list(known)
