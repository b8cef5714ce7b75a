"""The judge: figures of what matured, the same whoever was ahead and wherever it stopped."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.thorough import thorough

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.dispatched import AlertsClosed
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.policy import Policy
from stream_health.learning.quality.judge import BLOCK_DAYS, BLOCKS_TOTAL, Judge, Judged

Item = TrainingExample | DayClosed
HORIZON_MS = 90 * DAY_MS


def judge_of(partitions: int) -> Judge:
    """A judge that knows of every alert there will be: none."""
    judge = Judge(partitions, policy=Policy(), resamples=2)
    judge.on_alerts_closed(AlertsClosed(1_000 * DAY_MS, 0))
    return judge


def example(
    account: str,
    day: int,
    *,
    risk: float = 0.1,
    label: int = 0,
    model: str = "m",
    flagged: bool | None = None,
    arm: str = "champion",
) -> Item:
    """An example that matured on a day."""
    at_ms = day * DAY_MS + 3_600_000
    return TrainingExample(
        example_id=f"{account}/{day}", account_id=account, target="churn",
        snapshot_at_ms=at_ms - HORIZON_MS, matured_at_ms=at_ms, horizon_ms=HORIZON_MS, label=label,
        values=(), catalogue_version="c", segment="book", tier="high", score_milli=80_000,
        churn_risk=risk, model_version=model, treated=False, flagged=flagged, arm=arm,
    )  # fmt: skip


def book(days: int, *, seed: int = 1) -> list[list[Item]]:
    """What two partitions say, each in its own order."""
    rng, lanes = Random(seed), [list[Item](), list[Item]()]
    for day in range(days):
        for number, lane in enumerate(lanes):
            for account in range(6):
                risk = rng.uniform(0.01, 0.6)
                label = int(rng.random() < risk)
                lane.append(example(f"{number}-{account}", day, risk=risk, label=label))
            lane.append(DayClosed(number, (day + 1) * DAY_MS))
    return lanes


def judged(items: Sequence[Item], *, stops: frozenset[int] = frozenset()) -> list[Judged]:
    """What is said over items, with the judge's state carried over at some places."""
    judge, said = judge_of(2), list[Judged]()
    state = dict[str, object]()
    for place, item in enumerate(items):
        if isinstance(item, TrainingExample):
            judge.on_example(item)
        else:
            said += judge.on_day_closed(item)
        if place in stops:
            for tag, record in judge.records(dirty_only=True):
                if record is None:
                    state.pop(tag, None)
                else:
                    state[tag] = record
            judge = judge_of(2)
            judge.restore(list(state.items()))  # type: ignore[arg-type]  # as it was written
    return said


@pytest.mark.slow
@thorough(25)
@given(st.randoms(use_true_random=False), st.sets(st.integers(0, 80)))
def test_the_order_of_partitions_and_restarts_change_nothing(rng: Random, stops: set[int]) -> None:
    lanes = book(3)
    expected = judged([item for lane in lanes for item in lane])
    turns = [number for number, lane in enumerate(lanes) for _ in lane]
    rng.shuffle(turns)
    queues = [iter(lane) for lane in lanes]
    assert judged([next(queues[turn]) for turn in turns], stops=frozenset(stops)) == expected
    assert len(expected) == 3 * 7


def test_a_day_is_judged_when_every_partition_has_closed_it() -> None:
    judge = judge_of(2)
    for item in (example("a", 0), example("b", 1)):
        assert isinstance(item, TrainingExample)
        judge.on_example(item)
    assert judge.on_day_closed(DayClosed(0, 2 * DAY_MS)) == []
    found = judge.on_day_closed(DayClosed(1, DAY_MS))
    assert {one.figures["rows"] for one in found} == {1}
    assert {one.day_end_ms for one in found} == {DAY_MS}
    assert judge.on_day_closed(DayClosed(1, DAY_MS)) == []


def test_what_is_old_is_forgotten_and_its_state_removed() -> None:
    days = BLOCK_DAYS * (BLOCKS_TOTAL + 2)
    judge, tags = judge_of(1), set[str]()
    rows = []
    for day in range(0, days, 7):
        item = example("a", day, model=f"m-{day}")
        assert isinstance(item, TrainingExample)
        judge.on_example(item)
        found = judge.on_day_closed(DayClosed(0, (day + 1) * DAY_MS))
        rows.append(found[0].figures["rows"])
        for tag, record in judge.records(dirty_only=True):
            (tags.discard if record is None else tags.add)(tag)
    assert max(rows) == BLOCKS_TOTAL * BLOCK_DAYS // 7
    assert tags == {tag for tag, _ in judge.records(dirty_only=False)}
    models = [one.name for one in found if one.dimension == "model"]
    assert len(models) <= BLOCKS_TOTAL * BLOCK_DAYS // 7


def test_slices_are_judged_by_themselves() -> None:
    judge = judge_of(1)
    for number in range(40):
        left, model = number % 4 == 0, "new" if number < 10 else "old"
        item = example(f"a{number}", 0, risk=0.5 if left else 0.05, label=left, model=model)
        assert isinstance(item, TrainingExample)
        judge.on_example(item)
    found = {
        (one.dimension, one.name): one.figures for one in judge.on_day_closed(DayClosed(0, DAY_MS))
    }
    overall = found["overall", ""]
    assert overall["auc"]["value"] == 1.0
    assert overall["operating_point"]["precision"]["value"] == 1.0
    assert overall["operating_point"]["recall"]["value"] == 1.0
    assert found["model", "new"]["rows"] + found["model", "old"]["rows"] == overall["rows"] == 40


def test_flags_are_those_of_the_operating_point_that_was_served_and_arms_are_apart() -> None:
    judge = judge_of(1)
    for number in range(40):
        left, arm = number % 4 == 0, "trial" if number < 20 else "champion"
        flagged = left if arm == "trial" else not left
        item = example(f"a{number}", 0, risk=0.05, label=left, flagged=flagged, arm=arm, model=arm)
        assert isinstance(item, TrainingExample)
        judge.on_example(item)
    found = {
        (one.dimension, one.name): one.figures["operating_point"]["recall"]["value"]
        for one in judge.on_day_closed(DayClosed(0, DAY_MS))
    }
    assert (found["arm", "trial"], found["arm", "champion"]) == (1.0, 0.0)


def test_a_state_of_other_partitions_is_refused() -> None:
    judge = Judge(3, policy=Policy(), resamples=2)
    with pytest.raises(ValueError, match="state is of 2 partitions, the account topics have 3"):
        judge.restore([("r/w", (0, (None, None)))])
