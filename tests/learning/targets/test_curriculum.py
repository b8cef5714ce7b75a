"""Three targets learned side by side, one version a day, the same after any restart."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.learning_book import (
    CATALOGUE,
    PARTITIONS,
    POLICY,
    START_DAY,
    examples,
)
from tests.support.thorough import thorough

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.effects import DayClosed, LateOutcome, TrainingExample
from stream_health.domain.policy import Learning, Operating, Policy
from stream_health.domain.scorecard.scale import risk_of
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.learning.targets.curriculum import Curriculum, CutDay

WEEKS = 12
BOOK = Policy(
    segments=POLICY.segments,
    learning=Learning(
        churn_horizon_ms=WEEK_MS, expansion_horizon_ms=WEEK_MS, advocacy_horizon_ms=WEEK_MS
    ),
    operating=Operating(positives_min=20),
)


def of_three(seed: int, *, accounts: int, weeks: int) -> list[TrainingExample]:
    """Churn as the book has it; growth where churn is unlikely; advocates never."""
    churn = examples(seed, accounts=accounts, weeks=weeks)
    other = examples(seed + 1, accounts=accounts, weeks=weeks)
    grown = [one._replace(target="expansion", served=None) for one in other]
    never = [one._replace(target="advocacy", label=0, served=None) for one in other]
    return [*churn, *grown, *never]


def learned(rows: list[TrainingExample], *, restart_after: frozenset[int] = frozenset()) -> list[
    CutDay
]:  # fmt: skip
    """Days cut when the book is learned week by week, with restarts between weeks."""
    curriculum, store, days = Curriculum(BOOK, CATALOGUE, partitions=PARTITIONS), {}, []
    for week in range(WEEKS):
        day = START_DAY + 7 * week
        for one in rows:
            if one.matured_at_ms // DAY_MS == day:
                curriculum.on_record(one)
        for partition in range(PARTITIONS):
            days += curriculum.on_record(DayClosed(partition, (day + 1) * DAY_MS))
        for tag, record in curriculum.records(dirty_only=True):
            store[tag] = record and msgspec.msgpack.encode(record)
        if week in restart_after:
            curriculum = Curriculum(BOOK, CATALOGUE, partitions=PARTITIONS)
            curriculum.restore(
                (tag, msgspec.msgpack.decode(one)) for tag, one in store.items() if one
            )
    return days


ROWS = of_three(5, accounts=60, weeks=WEEKS)


def in_bytes(days: list[CutDay]) -> bytes:
    return msgspec.json.encode(
        [(day.learned, day.scorecard and day.scorecard.to_dict()) for day in days]
    )


@pytest.mark.slow
@given(st.frozensets(st.integers(0, WEEKS - 1), max_size=4))
@thorough(5)
def test_versions_are_the_same_bytes_after_any_restart(weeks: frozenset[int]) -> None:
    assert in_bytes(learned(ROWS, restart_after=weeks)) == in_bytes(learned(ROWS))


def test_a_version_serves_every_target_that_has_enough_of_both_classes() -> None:
    cards = [day.scorecard for day in learned(ROWS) if day.scorecard is not None]
    assert len(cards) == WEEKS  # one a day, however many targets moved
    assert cards[0].likelihoods == ()
    assert [target for target, _ in cards[-1].likelihoods] == ["expansion"]  # nobody ever praised
    assert len({card.version for card in cards}) == WEEKS
    assert Scorecard.from_dict(cards[-1].to_dict()) == cards[-1]
    assert [point.value_tier for point in cards[-1].operating_points] == ["standard"]


@pytest.mark.slow
def test_weighting_the_rare_class_is_calibrated_back() -> None:
    rows = of_three(9, accounts=400, weeks=WEEKS)
    last = learned(rows)[-1]
    card = dict(last.scorecard.likelihoods)["expansion"] if last.scorecard else None
    assert card is not None
    grown = [one for one in rows if one.target == "expansion"]
    said = [
        1.0
        - risk_of(
            card.card_for(one.segment).total(
                card.card_for(one.segment).bins(one.values, range(len(one.values)))
            ),
            BOOK.scale,
        )
        for one in grown
    ]
    rate = sum(one.label for one in grown) / len(grown)
    assert sum(said) / len(said) == pytest.approx(rate, rel=0.1)
    report = dict(last.learned)["expansion"].report
    assert report.auc is not None
    assert report.auc > 0.75


def test_labels_that_come_too_late_are_counted_for_their_target_alone() -> None:
    curriculum = Curriculum(BOOK, CATALOGUE, partitions=1)
    curriculum.on_record(LateOutcome("id", "acme", "expansion", 5, 9, 3))
    for one in ROWS:
        curriculum.on_record(one)
    *_, last = curriculum.on_record(DayClosed(0, (START_DAY + 100) * DAY_MS))
    assert {target: day.late_total for target, day in last.learned} == {
        "churn": 0,
        "expansion": 3,
        "advocacy": 0,
    }


def test_overrides_are_judged_with_the_score_and_counted_for_who_was_nearer() -> None:
    curriculum = Curriculum(BOOK, CATALOGUE, partitions=1)
    churn = [one for one in ROWS if one.target == "churn"]
    for place, one in enumerate(churn):
        right = 0.95 if one.label else 0.05
        curriculum.on_record(one._replace(override=(right, 1.0 - right, None)[place % 3]))
    *_, last = curriculum.on_record(DayClosed(0, (START_DAY + 100) * DAY_MS))
    counted = dict(last.learned)["churn"].overrides
    assert counted.judged_total == counted.person_total + counted.model_total
    assert counted.person_total == len(churn[0::3])
    assert counted.model_total == len(churn[1::3])
    assert counted.person_brier > counted.model_brier
