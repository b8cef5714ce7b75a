"""A version that takes over moves scores and flags, and by itself alerts nobody."""

from dataclasses import replace

import pytest
from tests.laws.test_engine import story_effects, watches
from tests.support.cases import cases
from tests.support.engines import Run, quick_policy, run, settings
from tests.support.streams import Stream

from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.effects import AlertCandidate, ModelActivated, ScoreChange
from stream_health.domain.engine.control import ActivateModel, Tick
from stream_health.domain.engine.engine import Input
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Operating
from stream_health.domain.scorecard.operating_point import OperatingPoint
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scorecard import Scorecard

# Nobody is flagged before an operating point says so.
POLICY = quick_policy(operating=Operating(high_value_flag_risk=1.0))
PRIOR = prior(POLICY, CATALOGUE)


def harsher(version: str, points: float) -> Scorecard:
    """The prior with every account so many points lower."""
    bases = tuple((name, base - round(1_000 * points)) for name, base in PRIOR.bases)
    return replace(PRIOR, version=version, bases=bases)


EAGER = OperatingPoint("high_value", 0.0, "recall", 0.7, 1.0, 0.1, 1.0, 500.0, 100.0)
CARDS = {
    "prior": PRIOR,
    "m-1": harsher("m-1", 40.0),
    "m-2": harsher("m-2", -10.0),
    "flags-all": replace(PRIOR, version="flags-all", operating_points=(EAGER,)),
}


def lived(seed: int, *orders: ActivateModel) -> Run:
    """A busy book for ten days, then a day in which only the clock moves."""
    inputs: list[Input] = list(Stream(seed, days=10).inputs)
    last_ms = max(item.event_time_ms for item in inputs if item is not None)
    quiet_ms = last_ms // DAY_MS * DAY_MS + DAY_MS
    inputs += [Tick(quiet_ms + minute * MINUTE_MS) for minute in range(0, 600, 10)]
    for order in orders:
        at_ms = quiet_ms + order.event_time_ms
        place = next(
            i for i, item in enumerate(inputs)
            if isinstance(item, Tick) and item.event_time_ms > at_ms
        )  # fmt: skip
        inputs.insert(place, order._replace(event_time_ms=at_ms))
    return run(inputs, settings(POLICY, models=CARDS.get))


def asked(minute: int, version: str, by: str = "promote") -> ActivateModel:
    return ActivateModel(minute * MINUTE_MS, version, by=by)


@pytest.mark.parametrize("seed", cases([1, 2, 3]))
def test_promoted_and_rolled_back_it_changes_no_alert(seed: int) -> None:
    alone = lived(seed).of(AlertCandidate)
    orders = (asked(65, "m-1"), asked(185, "flags-all"), asked(305, "prior", "rollback"))
    changed = lived(seed, *orders)
    facts = [(one.transition, one.account_id, one.alert_kind, one.as_of_ms)
             for one in changed.of(AlertCandidate) if isinstance(one, AlertCandidate)]  # fmt: skip
    assert facts == [
        (one.transition, one.account_id, one.alert_kind, one.as_of_ms)
        for one in alone
        if isinstance(one, AlertCandidate)
    ]
    switched = {one.effective_at_ms: one.version for one in changed.of(ModelActivated)
                if isinstance(one, ModelActivated)}  # fmt: skip
    assert list(switched.values()) == ["m-1", "flags-all", "prior"]
    scores = [one for one in changed.of(ScoreChange) if isinstance(one, ScoreChange)]
    first_ms = min(switched)
    rebased = [one for one in scores if one.as_of_ms % HOUR_MS == 0 and one.as_of_ms > first_ms
               and one.model_version == "m-1"]  # fmt: skip
    assert {cause.kind for one in rebased for cause in one.causes} >= {"model"}
    assert {cause.kind for one in rebased for cause in one.causes} <= {"model", "aging", "clip"}
    assert all(one.kind == "rebased" for one in rebased
               if {cause.kind for cause in one.causes} <= {"model", "clip"})  # fmt: skip


def test_a_new_threshold_alone_is_published_as_rebased() -> None:
    changed = lived(4, asked(65, "flags-all"))
    told = [
        one
        for one in changed.of(ScoreChange)
        if isinstance(one, ScoreChange) and one.model_version == "flags-all" and not one.causes
    ]
    assert told
    assert {(one.kind, one.flagged) for one in told} == {("rebased", True)}


def versions_of(done: Run) -> list[str]:
    return [one.version for one in done.of(ModelActivated) if isinstance(one, ModelActivated)]


def test_what_a_person_chose_stays_until_somebody_follows_the_learner_again() -> None:
    orders = (
        asked(5, "m-1", "learner"),
        asked(65, "prior", "rollback"),
        asked(125, "m-2", "learner"),
        asked(185, "m-2", "follow"),
        asked(245, "m-1", "learner"),
    )
    assert versions_of(lived(2, *orders)) == ["m-1", "prior", "m-2", "m-1"]


def tried(seed: int, *, share: float = 0.5, crash_share: float = 0.0) -> Run:
    """A trial of m-1 for the first three hours of the quiet day, two of them left after its end."""
    inputs: list[Input] = list(Stream(seed, days=6).inputs)
    last_ms = max(item.event_time_ms for item in inputs if item is not None)
    quiet_ms = last_ms // DAY_MS * DAY_MS + DAY_MS
    inputs.append(Tick(quiet_ms))
    inputs.append(
        ActivateModel(quiet_ms, "m-1", quiet_ms + HOUR_MS, by="trial", share=share,
                      until_ms=quiet_ms + 4 * HOUR_MS)
    )  # fmt: skip
    inputs += [Tick(quiet_ms + minute * MINUTE_MS) for minute in range(10, 1_800, 10)]
    given = settings(POLICY, models=CARDS.get)
    return run(inputs, given, seed=seed if crash_share else None, crash_share=crash_share)


def test_a_trial_serves_its_share_ends_by_itself_and_alerts_nobody() -> None:
    done, alone = tried(1), tried(1, share=0.0)
    scores = [one for one in done.of(ScoreChange) if isinstance(one, ScoreChange)]
    on_trial = [one for one in scores if one.arm == "trial"]
    assert on_trial
    assert {one.model_version for one in on_trial} == {"m-1"}
    accounts = {one.account_id for one in on_trial}
    assert accounts < {one.account_id for one in scores}
    last = {one.account_id: one for one in scores}
    assert {last[account].arm for account in accounts} == {"champion"}
    assert {last[account].model_version for account in accounts} == {"prior"}

    def facts(of: Run) -> list[tuple[object, ...]]:
        return [
            (one.transition, one.account_id, one.alert_kind, one.as_of_ms)
            for one in of.of(AlertCandidate)
            if isinstance(one, AlertCandidate)
        ]

    assert facts(done) == facts(alone)


@pytest.mark.parametrize("seed", cases([1, 2]))
def test_a_trial_is_the_same_through_any_crash(seed: int) -> None:
    def boundary_scores(of: Run) -> list[tuple[object, ...]]:
        return sorted(
            (one.account_id, one.as_of_ms, one.score_milli, one.arm, one.model_version)
            for one in of.of(ScoreChange)
            if isinstance(one, ScoreChange) and one.arm == "trial"
        )

    whole = tried(seed)
    assert boundary_scores(whole)
    assert boundary_scores(tried(seed, crash_share=0.3)) == boundary_scores(whole)


def doubled(version: str) -> Scorecard:
    """The prior, every bin worth twice as much: what it moves an account by depends on facts."""
    rows = tuple(row._replace(points=tuple(2 * one for one in row.points)) for row in PRIOR.rows)
    return replace(PRIOR, version=version, rows=rows)


def midway(seed: int) -> list[Input]:
    """A busy book, and a version every other day that arrives between its events."""
    inputs: list[Input] = list(Stream(seed, per_day=40).inputs)
    for number, place in enumerate(range(60, len(inputs), 70)):
        before = inputs[place - 1]
        assert before is not None
        order = ActivateModel(before.event_time_ms, "prior" if number % 2 else "doubled")
        inputs.insert(place, order)
    return inputs


@pytest.mark.parametrize("seed", cases([1, 2, 3]))
def test_what_a_version_moves_does_not_depend_on_how_batches_were_cut(seed: int) -> None:
    cards = {"prior": PRIOR, "doubled": doubled("doubled")}
    given = settings(POLICY, models=cards.get)
    whole, cut = run(midway(seed), given), run(midway(seed), given, seed=seed, batch_max=2)
    assert len(versions_of(whole)) > 4
    assert watches(cut) == watches(whole)
    assert story_effects(cut) == story_effects(whole)
