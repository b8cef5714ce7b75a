"""Arms of a trial: each on its own accounts, over the times at which both have some."""

import math
from random import Random

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.effects import TrainingExample
from stream_health.learning.quality.arms import Arms, compare_arms

START_MS = 20_000 * DAY_MS


def example(
    account: int, week: int, *, risk: float, label: int, arm: str = "champion"
) -> TrainingExample:
    at_ms = START_MS + week * WEEK_MS
    return TrainingExample(
        example_id=f"{account}/{week}", account_id=f"a{account}", target="churn",
        snapshot_at_ms=at_ms, matured_at_ms=at_ms + 104 * DAY_MS, horizon_ms=90 * DAY_MS,
        label=label, values=(), catalogue_version="c", segment="book", tier="high",
        score_milli=80_000, churn_risk=risk, model_version="new" if arm == "trial" else "old",
        treated=False, flagged=risk > 0.3, arm=arm,
    )  # fmt: skip


def book(*, knows: float, seed: int = 1) -> list[TrainingExample]:
    """200 accounts over four weeks; half are on trial in the last two by one who knows more."""
    rng, found = Random(seed), list[TrainingExample]()
    for account in range(200):
        label = int(rng.random() < 0.3)
        for week in range(4):
            on_trial = week >= 2 and account % 2 == 0
            told = knows if on_trial else 0.1
            risk = min(max(0.3 + told * (label - 0.3) + rng.gauss(0.0, 0.1), 0.01), 0.99)
            arm = "trial" if on_trial else "champion"
            found.append(example(account, week, risk=risk, label=label, arm=arm))
    return found


def only(found: list[Arms]) -> Arms:
    assert len(found) == 1
    return found[0]


def test_a_version_that_knows_more_is_better_with_its_whole_interval() -> None:
    found = only(compare_arms(book(knows=0.5)))
    assert (found.version, found.trial_rows, found.champion_rows) == ("new", 200, 200)
    assert found.difference["auc"].low > 0.0
    assert found.difference["log_loss"].high < 0.0
    assert found.difference["recall"].low > 0.0


def test_arms_that_know_the_same_differ_by_nothing_but_chance() -> None:
    found = only(compare_arms(book(knows=0.1)))
    for name in ("auc", "log_loss"):
        assert found.difference[name].low < 0.0 < found.difference[name].high
        apart = found.trial[name].value - found.champion[name].value
        assert math.isclose(found.difference[name].value, apart)


def test_what_the_champion_did_before_the_trial_does_not_count() -> None:
    examples = book(knows=0.5)
    earlier = [one for one in examples if one.snapshot_at_ms < START_MS + 2 * WEEK_MS]
    worse = [one._replace(churn_risk=0.99 - one.churn_risk) for one in earlier]
    rest = [one for one in examples if one.snapshot_at_ms >= START_MS + 2 * WEEK_MS]
    assert compare_arms([*worse, *rest], resamples=5) == compare_arms(examples, resamples=5)


def test_without_a_trial_there_is_nothing_to_compare() -> None:
    assert compare_arms([example(1, 0, risk=0.1, label=0)]) == []
