"""Law 7 on the real catalogue: whatever the outcomes say, a cut version keeps every direction."""

import random

import pytest
from tests.support.cases import cases
from tests.support.learning_book import example

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import DayClosed
from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION
from stream_health.domain.features.feature import Feature, Monotone
from stream_health.domain.policy import Learning, Policy
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.learning.learner import Learner

DECLARED = [index for index, one in enumerate(CATALOGUE) if one.monotone is not Monotone.NONE]


def value_in(feature: Feature, bin_index: int) -> float | None:
    """A value of a bin; the unknown bin has none."""
    if bin_index == feature.unknown_bin:
        return None
    return feature.edges[bin_index - 1] if bin_index else feature.edges[0] - 1.0


def learned(seed: int) -> Scorecard:
    """Version cut from labels that contradict the experts: the best bins churn most."""
    rng = random.Random(seed)
    policy = Policy(learning=Learning(churn_horizon_ms=7 * DAY_MS))
    learner = Learner(policy, CATALOGUE, partitions=1)
    for account in range(600):
        bins = [rng.randrange(one.unknown_bin + 1) for one in CATALOGUE]
        worst = bins[rng.choice(DECLARED)]
        values = tuple(map(value_in, CATALOGUE, bins))
        one = example(account, 0, label=int(rng.random() < 0.2 + 0.1 * worst), values=values)
        learner.on_example(one._replace(catalogue_version=CATALOGUE_VERSION))
    (day,) = learner.on_day_closed(DayClosed(0, one.matured_at_ms + DAY_MS))
    assert day.scorecard is not None
    return day.scorecard


@pytest.mark.parametrize("seed", cases(range(3)))
def test_more_bad_news_never_raises_a_score_in_a_cut_version(seed: int) -> None:
    card = learned(seed)
    assert len(DECLARED) > 20
    for index in DECLARED:
        feature, known = CATALOGUE[index], list(card.rows[index].points[:-1])
        falls = feature.monotone is Monotone.DOWN
        assert known == sorted(known, reverse=falls), feature.name


def test_the_labels_do_pull_the_other_way() -> None:
    card = learned(0)
    experts = {one.name: one.points for one in CATALOGUE}
    pooled = [
        row.feature
        for row in card.rows
        if len(set(row.points[:-1])) < len(set(experts[row.feature]))
    ]
    assert pooled
