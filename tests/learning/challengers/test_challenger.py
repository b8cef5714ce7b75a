"""Challengers learn in shadow, the same after any restart, and begin anew where they must."""

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from tests.support.cases import cases
from tests.support.learning_book import CATALOGUE, PARTITIONS, START_DAY, examples

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import DayClosed, SnapshotTaken, TrainingExample
from stream_health.learning.challengers.challenger import ChallengedDay, Challenger
from stream_health.learning.challengers.kinds import KINDS
from stream_health.learning.frozen import FrozenError, freeze, thaw

Store = dict[str, bytes]
MATURED = examples(2, accounts=60, weeks=8)


def new(kind: str) -> Challenger:
    return Challenger(kind, CATALOGUE, partitions=PARTITIONS)


def close_week(challenger: Challenger, week: int, rows: Iterable[TrainingExample]) -> list[
    ChallengedDay
]:  # fmt: skip
    day = START_DAY + 7 * week
    for one in rows:
        if one.matured_at_ms // DAY_MS == day:
            challenger.keep(one)
    ends = (DayClosed(partition, (day + 1) * DAY_MS) for partition in range(PARTITIONS))
    return [one for end in ends for one in challenger.learn_until(end) if one is not None]


def save(challenger: Challenger, store: Store) -> None:
    for tag, record in challenger.records(dirty_only=True):
        if record is None:
            store.pop(tag, None)
        else:
            store[tag] = msgspec.msgpack.encode(record)


def restored(kind: str, store: Store) -> Challenger:
    challenger = new(kind)
    challenger.restore((tag, msgspec.msgpack.decode(one)) for tag, one in store.items())
    return challenger


def snapshot(values: tuple[float | None, ...]) -> SnapshotTaken:
    return SnapshotTaken("acme", 5, values, MATURED[0].catalogue_version, "book", "standard",
                         70_000, 0.1, "prior")  # fmt: skip


@pytest.mark.parametrize("kind", cases(sorted(KINDS, reverse=True)))
def test_a_challenger_restarted_every_week_says_what_one_that_was_left_alone_says(
    kind: str,
) -> None:
    alone, store = new(kind), Store()
    whole, parts = [], []
    for week in range(8):
        whole += close_week(alone, week, MATURED)
        again = restored(kind, store)
        parts += close_week(again, week, reversed(MATURED))
        save(again, store)
    assert parts == whole
    assert [day.examples_total for day in whole] == [60] * 8
    asked = snapshot((0.0, 3.0, 1.0, None))
    assert restored(kind, store).score(asked) == alone.score(asked)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_it_learns_what_drives_churn(kind: str) -> None:
    challenger = new(kind)
    rows = examples(4, accounts=300, weeks=20)
    *_, last = (day for week in range(20) for day in close_week(challenger, week, rows))
    assert last.report.auc is not None
    assert last.report.auc > 0.65
    bad, good = (
        challenger.score(snapshot(values))
        for values in ((0.0, 3.0, 1.0, 1.0), (3.0, 0.0, 1.0, 1.0))
    )
    assert bad is not None
    assert good is not None
    assert bad.risk > 2 * good.risk


@pytest.mark.slow
def test_permuted_labels_teach_it_nothing() -> None:
    challenger = new("tree")
    rows = examples(5, accounts=300, weeks=8, permuted=True)
    *_, last = (day for week in range(8) for day in close_week(challenger, week, rows))
    assert last.report.auc is not None
    assert last.report.auc_error is not None
    assert abs(last.report.auc - 0.5) < 4 * last.report.auc_error


def test_a_day_is_learned_in_slices_between_which_others_may_work() -> None:
    challenger = new("tree")
    for one in examples(6, accounts=240, weeks=1):
        challenger.keep(one)
    steps: list[Any] = []
    for partition in range(PARTITIONS):
        steps += challenger.learn_until(DayClosed(partition, (START_DAY + 1) * DAY_MS))
    assert [step is None for step in steps] == [True] * 4 + [False]


def test_a_model_of_another_river_is_left_and_the_challenger_begins_anew() -> None:
    challenger, store = new("tree"), Store()
    close_week(challenger, 0, MATURED)
    save(challenger, store)
    (chunk,) = msgspec.msgpack.decode(store["m0000"])
    store["m0000"] = msgspec.msgpack.encode((b"1/0.0.1" + chunk[chunk.index(b"\0") :],))
    again = restored("tree", store)
    assert "0.0.1" in (again.begun_anew or "")
    scored = again.score(snapshot((0.0, 3.0, 1.0, None)))
    assert scored is not None
    assert scored.examples_total == 0


def test_damaged_bytes_are_named_and_what_outgrows_its_bound_is_refused() -> None:
    frozen = freeze([1, 2])
    assert thaw(frozen) == [1, 2]
    with pytest.raises(FrozenError, match="damaged"):
        thaw(frozen[:-3])
    with pytest.raises(ValueError, match="bytearray has grown to"):
        freeze(bytearray(33 * 1024 * 1024))
