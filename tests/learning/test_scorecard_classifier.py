"""The estimator: River's conventions, the prior at the start, the truth in the end."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from river import checks, datasets
from tests.support.learning_book import CATALOGUE, POLICY, examples, true_log_odds

from stream_health.domain.features.feature import Monotone
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scale import risk_of
from stream_health.learning.scorecard_classifier import SEGMENT, ScorecardClassifier

# The mini-batch checks and the wrapper's are not of this kind of estimator, nor is debug_one.
# River's own `check_estimator` would need scikit-learn, only to import it.
OTHER_KINDS = ("many", "wrapper", "debug_one", "transform", "is_bool", "has_tag")
RIVER_CHECKS = [
    check
    for module in (checks.common, checks.clf)
    for name, check in vars(module).items()
    if name.startswith("check_") and not any(kind in name for kind in OTHER_KINDS)
]


def new_model() -> ScorecardClassifier:
    return ScorecardClassifier(prior(POLICY, CATALOGUE), POLICY.scale)


FREE = [Monotone.NONE] * len(CATALOGUE)


def points(model: ScorecardClassifier) -> list[list[float]]:
    """Learned milli-points, no direction kept."""
    return model.learned(FREE[: len(model.scorecard.rows)]).rows


def x_of(values: tuple[float | None, ...]) -> dict[Any, Any]:
    return dict(zip((one.name for one in CATALOGUE), values, strict=True))


@pytest.mark.parametrize("check", RIVER_CHECKS, ids=lambda check: str(check.__name__))
def test_it_keeps_to_the_conventions_of_river(check: Callable[..., None]) -> None:
    model = ScorecardClassifier(**next(ScorecardClassifier._unit_test_params()))
    if "dataset" in inspect.signature(check).parameters:
        check(model, datasets.Phishing().take(200))
    else:
        check(model)


def test_river_has_checks_to_run() -> None:
    assert len(RIVER_CHECKS) > 20


@pytest.mark.parametrize("segment", ["banks", "book"])
def test_before_any_example_it_says_what_the_experts_say(segment: str) -> None:
    model, card = new_model(), prior(POLICY, CATALOGUE).card_for(segment)
    values = (2.0, None, 0.0, 1.0)
    total = card.total(card.bins(values, range(4)))
    assert model.predict_proba_one({**x_of(values), SEGMENT: segment})[True] == pytest.approx(
        risk_of(total, POLICY.scale)
    )
    assert [tuple(map(round, row)) for row in points(model)] == [
        row.points for row in prior(POLICY, CATALOGUE).rows
    ]


def test_it_finds_the_true_weights() -> None:
    model = new_model()
    for one in examples(1, accounts=500, weeks=30):
        model.learn_one({**x_of(one.values), SEGMENT: "book"}, bool(one.label))
    errors = [
        model.log_odds_one(x_of(values)) - true_log_odds(values)
        for values in ((0.0, 0.0, 1.0, 1.0), (3.0, 0.0, 1.0, 1.0), (0.0, 3.0, 1.0, 1.0))
    ]
    assert max(map(abs, errors)) < 0.4


def test_a_bin_nobody_was_in_follows_its_neighbours_and_the_unknown_one_stays() -> None:
    model = new_model()
    for _ in range(200):
        model.learn_one(x_of((3.0, 0.0, 0.0, 0.0)), y=True)
    logins = [
        learned - expert
        for learned, expert in zip(points(model)[0], (*CATALOGUE[0].points, -1_000), strict=True)
    ]
    assert logins[3] < logins[2] < logins[1] < logins[0] < 0  # everybody in the last one left
    assert logins[4] == pytest.approx(0.0, abs=1e-6)


def test_the_base_moves_further_than_any_bin() -> None:
    model = new_model()
    before = model.learned(FREE).bases["book"]
    model.learn_one(x_of((0.0, 0.0, 0.0, 0.0)), y=True)
    moved = [
        abs(row[0] - feature.points[0])
        for row, feature in zip(points(model), CATALOGUE, strict=True)
    ]
    assert before - model.learned(FREE).bases["book"] > 5 * max(moved) > 0


def test_one_surprise_never_overshoots() -> None:
    model = new_model()
    x = x_of((3.0, 0.0, 0.0, 0.0))
    model.learn_one(x, y=True)
    assert model.predict_proba_one(x)[True] < 0.5


def test_an_example_of_half_the_weight_moves_less_and_two_move_about_as_much_as_one() -> None:
    once, half, twice = new_model(), new_model(), new_model()
    x = x_of((1.0, 1.0, 1.0, 1.0))
    once.learn_one(x, True)
    half.learn_one(x, True, 0.5)
    for _ in range(2):
        twice.learn_one(x, True, 0.5)
    before, moved = new_model().log_odds_one(x), once.log_odds_one(x)
    assert before < half.log_odds_one(x) < moved
    assert twice.log_odds_one(x) - before == pytest.approx(moved - before, rel=0.25)


def test_a_restored_model_has_the_same_bits() -> None:
    model, other = new_model(), new_model()
    matured = examples(2, accounts=50, weeks=2)
    for one in matured[:60]:
        model.learn_one(x_of(one.values), bool(one.label))
    other.restore(model.snapshot(), model.precision_parts())
    for one in matured[60:]:
        model.learn_one(x_of(one.values), bool(one.label))
        other.learn_one(x_of(one.values), bool(one.label))
    assert other.snapshot() == model.snapshot()


def test_a_row_whose_bins_have_changed_starts_again_from_its_prior() -> None:
    model = new_model()
    for one in examples(2, accounts=50, weeks=1):
        model.learn_one(x_of(one.values), bool(one.label))
    coarser = replace(CATALOGUE[1], edges=(1.5,), points=(3_000, -4_000))
    other = ScorecardClassifier(prior(POLICY, (coarser, *CATALOGUE[2:])), POLICY.scale)
    other.restore(model.snapshot(), model.precision_parts())
    assert points(other)[0] == [3_000, -4_000, -1_000]
    assert points(other)[1] == points(model)[2]


def test_a_row_that_is_held_keeps_its_points_while_others_learn() -> None:
    held = CATALOGUE[0].name
    card = prior(POLICY, CATALOGUE)
    model = ScorecardClassifier(card, POLICY.scale, held_rows=frozenset({held}))
    for one in examples(3, accounts=200, weeks=2):
        model.learn_one(x_of(one.values), bool(one.label))
    learned = [[round(one) for one in row] for row in points(model)]
    assert learned[0] == list(card.rows[0].points)
    assert all(
        row != list(known.points) for row, known in zip(learned[1:], card.rows[1:], strict=True)
    )


def test_a_prior_without_doubt_is_refused() -> None:
    with pytest.raises(ValueError, match=r"deviation of 0\.0 points would never learn"):
        ScorecardClassifier(prior(POLICY, CATALOGUE), bin_deviation_points=0.0)
