"""The learner's laws: any arrival order, any restart, monotone versions, honest on noise."""

import random
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.cases import cases
from tests.support.learning_book import (
    CATALOGUE,
    PARTITIONS,
    POLICY,
    START_DAY,
    close_day,
    example,
    examples,
    learn,
    new_learner,
)
from tests.support.thorough import thorough

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.effects import CensoredExample, DayClosed, TrainingExample
from stream_health.domain.features.feature import Monotone, catalogue_version
from stream_health.domain.policy import Learning, Policy, Segment
from stream_health.domain.scorecard.scale import risk_of
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.learning.learner import LearnedDay, Learner

MATURED = examples(7, accounts=12, weeks=4)


def in_bytes(days: list[LearnedDay]) -> bytes:
    return msgspec.json.encode(
        [(day.scorecard and day.scorecard.to_dict(), day.report, day.served) for day in days]
    )


@given(st.randoms(use_true_random=False))
@thorough(30)
def test_versions_do_not_depend_on_how_partitions_interleave(rng: random.Random) -> None:
    records: list[list[Any]] = [[] for _ in range(PARTITIONS)]
    for week in range(4):
        for one in MATURED:
            if one.matured_at_ms // DAY_MS == START_DAY + 7 * week:
                records[int(one.account_id[-4:]) % PARTITIONS].append(one)
        for partition in range(PARTITIONS):
            records[partition].append(DayClosed(partition, (START_DAY + 7 * week + 1) * DAY_MS))
    learner = new_learner()
    learned: list[LearnedDay] = []
    while any(records):
        queue = rng.choice([one for one in records if one])
        record = queue.pop(0)
        if isinstance(record, DayClosed):
            learned += learner.on_day_closed(record)
        else:
            learner.on_example(record)
    assert in_bytes(learned) == in_bytes(learn(MATURED))


@given(st.lists(st.booleans(), min_size=4, max_size=4), st.booleans())
@thorough(20)
def test_a_learner_restored_from_its_records_goes_on_as_if_nothing_had_been(
    restarts: list[bool], whole: bool
) -> None:
    store: dict[str, bytes] = {}
    learner = new_learner()
    learned: list[LearnedDay] = []
    for week, restart in enumerate(restarts):
        for one in MATURED[week * 12 : (week + 1) * 12]:
            learner.on_example(one)
            save(learner, store, dirty_only=not whole)
        learned += close_day(learner, START_DAY + 7 * week)
        save(learner, store, dirty_only=not whole)
        if restart:
            learner = new_learner()
            learner.restore((tag, msgspec.msgpack.decode(one)) for tag, one in store.items())
    assert in_bytes(learned) == in_bytes(learn(MATURED))


def test_a_day_without_examples_says_the_same_whether_its_version_is_cut_again_or_not() -> None:
    store: dict[str, bytes] = {}
    going, restored = new_learner(), new_learner()
    for one in MATURED:
        going.on_example(one)
    close_day(going, START_DAY + 7 * 3)
    save(going, store, dirty_only=False)
    restored.restore((tag, msgspec.msgpack.decode(one)) for tag, one in store.items())
    quiet = START_DAY + 7 * 3 + 1  # the restored one has cut nothing yet, so it does
    assert close_day(going, quiet) == close_day(restored, quiet)
    assert {tag for tag, _ in going.records(dirty_only=True)} == {"w"}


def save(learner: Learner, store: dict[str, bytes], *, dirty_only: bool) -> None:
    for tag, record in learner.records(dirty_only=dirty_only):
        if record is None:
            store.pop(tag, None)
        else:
            store[tag] = msgspec.msgpack.encode(record)


def test_examples_wait_across_a_restart_until_every_partition_has_closed_their_day() -> None:
    first, second = new_learner(), new_learner()
    many = examples(3, accounts=450, weeks=1)
    store: dict[str, bytes] = {}
    for one in many:
        first.on_example(one)
    assert first.on_day_closed(DayClosed(0, (START_DAY + 1) * DAY_MS)) == ()
    save(first, store, dirty_only=True)
    assert sum(tag.startswith("x") for tag in store) == 3
    second.restore((tag, msgspec.msgpack.decode(one)) for tag, one in store.items())
    assert in_bytes(close_day(second, START_DAY)) == in_bytes(learn(many))
    save(second, store, dirty_only=True)
    assert set(store) == {"m", "p000", "w"}


@pytest.mark.parametrize("seed", cases(range(4)))
def test_every_version_keeps_the_declared_directions(seed: int) -> None:
    rng = random.Random(seed)
    against = [
        example(
            account,
            week,
            label=int(rng.random() < 0.1 + 0.2 * account % 4 / 3),
            values=tuple(float(rng.randrange(4)) for _ in CATALOGUE),
        )
        for week in range(5)
        for account in range(100)
    ]
    cards = versions(learn(against))
    assert len(cards) == 5
    for card in cards:
        for feature, row in zip(CATALOGUE, card.rows, strict=True):
            known = list(row.points[:-1])
            if feature.monotone is not Monotone.NONE:
                assert known == sorted(known, reverse=feature.monotone is Monotone.DOWN)


def versions(days: list[LearnedDay]) -> list[Scorecard]:
    return [day.scorecard for day in days if day.scorecard is not None]


@pytest.mark.slow
def test_permuted_labels_score_one_half() -> None:
    reports = [
        learn(examples(seed, accounts=400, weeks=10, permuted=True))[-1].report for seed in range(3)
    ]
    for report in reports:
        assert report.auc is not None
        assert report.auc_error is not None
        assert abs(report.auc - 0.5) < 3.5 * report.auc_error


@pytest.mark.slow
def test_true_labels_are_learned_and_the_experts_beaten() -> None:
    last = learn(examples(11, accounts=400, weeks=25))[-1]
    assert last.report.auc is not None
    assert last.report.auc > 0.8
    assert last.report.log_loss is not None
    assert last.report.base_log_loss is not None
    assert last.report.log_loss < 0.85 * last.report.base_log_loss
    assert last.report.mean_risk == pytest.approx(last.report.base_rate, abs=0.02)
    assert last.served.mean_risk == pytest.approx(0.1)


def test_a_version_is_named_by_the_day_it_learned_and_by_its_content() -> None:
    first, *_, last = learn(MATURED)
    assert first.scorecard is not None
    assert first.scorecard.version.startswith("m-20240101-")
    assert first.scorecard.examples_total == 12
    assert last.scorecard is not None
    assert last.scorecard.cut_at_ms == (START_DAY + 22) * DAY_MS
    assert last.scorecard.version.split("-")[2] != first.scorecard.version.split("-")[2]


def test_a_day_that_moves_no_point_cuts_no_version() -> None:
    certain = Policy(segments=(Segment(name="book", base_points_milli=400_000),))
    learner = Learner(certain, (), partitions=1)
    stayed = example(1, 0, label=0, values=())
    learner.on_example(stayed._replace(catalogue_version=catalogue_version(()), segment="book"))
    (day,) = learner.on_day_closed(DayClosed(0, (START_DAY + 1) * DAY_MS))
    assert (day.examples_total, day.scorecard) == (1, None)


def test_a_day_without_examples_is_no_day_of_learning() -> None:
    assert close_day(new_learner(), START_DAY) == []


def test_an_example_is_learned_once_however_often_and_late_it_comes() -> None:
    learner = new_learner()
    for one in MATURED[:12] + MATURED[:12]:
        learner.on_example(one)
    days = close_day(learner, START_DAY)
    for one in MATURED[:12]:
        learner.on_example(one)
    days += close_day(learner, START_DAY + 1)
    assert in_bytes(days) == in_bytes(learn(MATURED[:12]))
    assert learner.ignored_total == 24


@pytest.mark.parametrize(
    "foreign", [{"target": "expansion"}, {"catalogue_version": "older"}, {"values": (1.0,)}]
)
def test_examples_it_cannot_read_are_counted_and_left_alone(foreign: dict[str, Any]) -> None:
    learner = new_learner()
    learner.on_example(MATURED[0]._replace(**foreign))
    assert close_day(learner, START_DAY) == []
    assert learner.ignored_total == 1


def censored(one: TrainingExample, watched_ms: int) -> CensoredExample:
    """Say of the same snapshot that its data ended."""
    return CensoredExample(
        one.example_id,
        one.account_id,
        one.target,
        one.snapshot_at_ms,
        one.matured_at_ms,
        one.horizon_ms,
        watched_ms,
        one.values,
        one.catalogue_version,
        one.segment,
    )


def level_of(left: int, stayed: int, ended_midway: int) -> float:
    """Risk expected once a day has matured on which so many left, stayed, or ended half-way."""
    learner = new_learner()
    known: tuple[float | None, ...] = (1.0, 1.0, 1.0, 1.0)
    for account in range(left + stayed + ended_midway):
        one = example(account, 0, label=int(account < left), values=known)
        is_known = account < left + stayed
        learner.on_example(one if is_known else censored(one, WEEK_MS // 2))
    card = close_day(learner, START_DAY)[0].scorecard
    assert card is not None
    book = card.card_for("book")
    return risk_of(book.total(book.bins(known, range(len(known)))), POLICY.scale)


def test_whose_data_end_half_way_through_the_horizon_is_half_an_example() -> None:
    assert level_of(60, 0, 1_140) == pytest.approx(level_of(60, 570, 0), rel=0.02)
    assert level_of(60, 0, 1_140) < 0.5 * level_of(60, 0, 0)


def test_a_censored_example_is_no_outcome_in_any_report() -> None:
    learner = new_learner()
    one = example(1, 0, label=0, values=(1.0,) * 4)
    learner.on_example(censored(one, 1))
    day = close_day(learner, START_DAY)[0]
    assert (day.examples_total, day.report.examples_total) == (1, 0)


def test_examples_that_waited_before_there_were_censored_ones_are_whole() -> None:
    learner = new_learner()
    learner.on_example(example(1, 0, label=1, values=(1.0,) * 4))
    records = [(tag, record) for tag, record in learner.records(dirty_only=False) if record]
    old = [
        (tag, tuple(tuple(one[:-1]) for one in record) if tag.startswith("x") else record)
        for tag, record in records
    ]
    assert old != records
    restored = new_learner()
    restored.restore(old)
    assert in_bytes(close_day(restored, START_DAY)) == in_bytes(close_day(learner, START_DAY))


def test_a_partition_that_cannot_be_is_refused_with_advice() -> None:
    with pytest.raises(ValueError, match=r"closed by partition 3, .* told of 3"):
        new_learner().on_day_closed(DayClosed(3, DAY_MS))


def test_state_of_another_partition_count_is_refused() -> None:
    records = [record for record in new_learner().records(dirty_only=False) if record[1]]
    other = Learner(POLICY, CATALOGUE, partitions=2)
    with pytest.raises(ValueError, match="of 3 partitions, the account topics have 2"):
        other.restore((tag, record) for tag, record in records if record is not None)


@pytest.mark.slow
def test_the_newest_week_of_a_large_book_does_not_outweigh_all_before() -> None:
    """Good and bad weeks in turn: what is said of each account lies between, and stays as sharp."""
    accounts, weeks, sharper = 1_500, (0.1, 0.3) * 3, (1.6, 1.2, 0.8, 0.4)

    def values(number: int) -> tuple[float | None, ...]:
        return (float(number % 4), None, None, None)

    days = learn(
        [
            example(
                number,
                week,
                label=int(number // 4 * 37 % 100 < 100 * rate * sharper[number % 4]),
                values=values(number),
            )
            for week, rate in enumerate(weeks)
            for number in range(accounts)
        ]
    )
    made = days[-1].scorecard
    assert made is not None
    card = made.card_for("book")
    totals = [card.total(card.bins(values(logins), range(len(CATALOGUE)))) for logins in range(4)]
    expected = [0.2 * one for one in sharper]
    assert [risk_of(one, POLICY.scale) for one in totals] == pytest.approx(expected, abs=0.02)


MONTHLY = Policy(
    learning=Learning(churn_horizon_ms=4 * WEEK_MS), segments=POLICY.segments
)  # an outcome is in the horizon of four weekly snapshots


@cache
def deadline(*, in_one_week: bool, restart_after: int | None = None) -> list[LearnedDay]:
    """Six usual weeks, then four in whose horizon three times as many leave.

    In those four everybody has been silent for as long: nothing else tells them from the others.
    """
    learner = Learner(MONTHLY, CATALOGUE, partitions=PARTITIONS)
    days: list[LearnedDay] = []
    for week in range(10):
        unusual = week >= 6
        for account in range(600):
            leaves = account % 20 == 0 or (unusual and account % 10 == 5)
            one = example(
                account, week, label=int(leaves), values=(None, None, None, 2.0 * unusual)
            )
            at_week = 9 - week if unusual and in_one_week and account % 10 == 5 else account % 7 % 4
            left_at_ms = one.snapshot_at_ms + at_week * WEEK_MS if leaves else None
            learner.on_example(one._replace(left_at_ms=left_at_ms))
        days += close_day(learner, START_DAY + 7 * week)
        if week == restart_after:
            store: dict[str, bytes] = {}
            save(learner, store, dirty_only=False)
            learner = Learner(MONTHLY, CATALOGUE, partitions=PARTITIONS)
            learner.restore((tag, msgspec.msgpack.decode(one)) for tag, one in store.items())
    return days


def test_what_many_did_in_one_week_is_not_put_down_to_what_they_shared_then() -> None:
    cards = [versions(deadline(in_one_week=once))[-1] for once in (False, True)]
    lasting, once = (card.rows[3].points[2] - card.rows[3].points[0] for card in cards)
    expert = CATALOGUE[3].points[2] - CATALOGUE[3].points[0]
    assert lasting < expert - 2_000
    assert abs(once - expert) < 0.25 * abs(lasting - expert)


def test_after_a_week_in_which_many_left_a_usual_one_is_expected() -> None:
    usual, lasting, once = (
        risk_of(card.card_for("book").total([4, 4, 4, 0]), POLICY.scale)
        for card in (
            versions(deadline(in_one_week=False))[5],
            versions(deadline(in_one_week=False))[-1],
            versions(deadline(in_one_week=True))[-1],
        )
    )
    assert abs(once - usual) < 0.25 * (lasting - usual)


def test_a_learner_restored_in_the_middle_of_it_says_the_same() -> None:
    whole, restored = (deadline(in_one_week=True, restart_after=after) for after in (None, 7))
    assert in_bytes(whole) == in_bytes(restored)
