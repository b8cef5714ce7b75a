"""How many examples a second the champion's learner takes: ``python -m benchmarks.learner``.

Weekly snapshots of a made-up book over the real catalogue, learned a day at a time as they mature:
prediction, learning, projection, version. Prints examples per second of CPU.
"""

import random
import time

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION
from stream_health.domain.policy import Policy
from stream_health.learning.learner import Learner

ACCOUNTS_TOTAL = 5_000
WEEKS_TOTAL = 4
START_DAY = 19_723


def example(rng: random.Random, account: int, week: int) -> TrainingExample:
    """Snapshot with values over the whole range of bins, a tenth of them unknown."""
    values = tuple(
        None if rng.random() < 0.1 else rng.uniform(one.edges[0] - 1.0, one.edges[-1] + 1.0)
        for one in CATALOGUE
    )
    matured_ms = (START_DAY + 7 * week) * DAY_MS
    return TrainingExample(
        example_id=f"{account}/{week}",
        account_id=f"account-{account:05d}",
        target="churn",
        snapshot_at_ms=matured_ms - 15 * WEEK_MS,
        matured_at_ms=matured_ms,
        horizon_ms=WEEK_MS,
        label=int(rng.random() < 0.05),
        values=values,
        catalogue_version=CATALOGUE_VERSION,
        segment="book",
        tier="standard",
        score_milli=70_000,
        churn_risk=0.1,
        model_version="prior",
        treated=False,
    )


def main() -> None:
    """Measure and print."""
    rng = random.Random(1)
    learner = Learner(Policy(), CATALOGUE, partitions=1)
    spent = 0.0
    for week in range(WEEKS_TOTAL):
        matured = [example(rng, account, week) for account in range(ACCOUNTS_TOTAL)]
        began = time.process_time()
        for one in matured:
            learner.on_example(one)
        learner.on_day_closed(DayClosed(0, (START_DAY + 7 * week + 1) * DAY_MS))
        list(learner.records(dirty_only=True))
        spent += time.process_time() - began
    total = ACCOUNTS_TOTAL * WEEKS_TOTAL
    print(f"{total:,} examples in {spent:.1f} s of CPU: {total / spent:,.0f} per second")


if __name__ == "__main__":
    main()
