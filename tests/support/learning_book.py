"""A small catalogue and matured examples whose true weights are known, for tests of learning."""

import math
import random
from collections.abc import Sequence

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Feature, Monotone, Ttl, catalogue_version
from stream_health.domain.policy import Learning, Policy, Segment
from stream_health.learning.learner import LearnedDay, Learner

POLICY = Policy(
    learning=Learning(churn_horizon_ms=WEEK_MS),  # no overlap: every example counts in full
    segments=(
        Segment(name="banks", match=(("industry", "banking"),), base_points_milli=74_000),
        Segment(name="book", base_points_milli=70_000),
    ),
)
START_DAY = 19_723  # 2024-01-01, a Monday
PARTITIONS = 3


def feature(name: str, monotone: Monotone, points: tuple[int, ...]) -> Feature:
    """Feature with whole numbers as edges, never computed."""
    return Feature(
        name=name,
        unit="events",
        source=Source.USAGE,
        window="7 days",
        ttl=Ttl.DAY,
        meaning=f"Meaning of {name}.",
        text=f"{name} {{value}}",
        edges=tuple(float(i) for i in range(1, len(points))),
        points=points,
        unknown_points=-1_000,
        monotone=monotone,
        compute=lambda _account, _hour: None,
    )


CATALOGUE = (
    feature("logins", Monotone.UP, (-6_000, -1_000, 2_000, 4_000)),
    feature("tickets", Monotone.DOWN, (3_000, 0, 0, -4_000)),
    feature("noise", Monotone.NONE, (0, 0, 0, 0)),
    feature("silence", Monotone.DOWN, (2_000, 0, -5_000)),
)
CATALOGUE_VERSION = catalogue_version(CATALOGUE)


def true_log_odds(values: Sequence[float | None]) -> float:
    """What really drives churn: logins much, tickets the other way, nothing else."""
    logins, tickets = values[0], values[1]
    known = 1.2 if logins is None else 2.0 - 1.2 * logins
    return known + (0.0 if tickets is None else 0.8 * tickets) - 3.0


def example(
    account: int, week: int, *, label: int, values: tuple[float | None, ...]
) -> TrainingExample:
    """Matured example of an account and a week."""
    matured_ms = (START_DAY + 7 * week) * DAY_MS
    return TrainingExample(
        example_id=f"{account}/{week}",
        account_id=f"account-{account:04d}",
        target="churn",
        snapshot_at_ms=matured_ms - 15 * WEEK_MS,
        matured_at_ms=matured_ms,
        horizon_ms=WEEK_MS,
        label=label,
        values=values,
        catalogue_version=CATALOGUE_VERSION,
        segment="banks" if account % 3 == 0 else "book",
        tier="standard",
        score_milli=70_000,
        churn_risk=0.1,
        model_version="prior",
        treated=False,
        served=0.1,
    )


def examples(
    seed: int, *, accounts: int, weeks: int, permuted: bool = False
) -> list[TrainingExample]:
    """Examples of a book; with ``permuted`` labels they say nothing."""
    rng = random.Random(seed)
    drawn = []
    for week in range(weeks):
        for account in range(accounts):
            values = tuple(
                None if rng.random() < 0.05 else float(rng.randrange(4)) for _ in CATALOGUE
            )
            label = int(rng.random() < 1.0 / (1.0 + math.exp(-true_log_odds(values))))
            drawn.append((account, week, label, values))
    labels = [label for _, _, label, _ in drawn]
    if permuted:
        rng.shuffle(labels)
    return [
        example(account, week, label=label, values=values)
        for (account, week, _, values), label in zip(drawn, labels, strict=True)
    ]


def new_learner() -> Learner:
    """Learner of the book that has seen nothing."""
    return Learner(POLICY, CATALOGUE, partitions=PARTITIONS)


def close_day(learner: Learner, day: int) -> list[LearnedDay]:
    """Let every partition close the day."""
    return [
        learned
        for partition in range(PARTITIONS)
        for learned in learner.on_day_closed(DayClosed(partition, (day + 1) * DAY_MS))
    ]


def learn(matured: list[TrainingExample]) -> list[LearnedDay]:
    """Learn examples week by week with a new learner."""
    learner = new_learner()
    for one in matured:
        learner.on_example(one)
    return close_day(learner, max(one.matured_at_ms for one in matured) // DAY_MS)
