"""The step against its definition: the mode of prior and likelihood, and the curvature there."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.support.thorough import thorough

from stream_health.domain.scorecard.scale import sigmoid
from stream_health.learning.posterior import step_of

LOG_ODDS = st.floats(min_value=-12.0, max_value=12.0)
VARIANCES = st.floats(min_value=1e-4, max_value=100.0)
LABELS = st.sampled_from([0.0, 1.0])
WEIGHTS = st.floats(min_value=0.01, max_value=3.0)


@example(-3.0, 72.0, 1.0, 1.0)  # plain Newton goes round in circles here
@given(LOG_ODDS, VARIANCES, LABELS, WEIGHTS)
@thorough(500)
def test_the_step_ends_at_the_mode(
    log_odds: float, variance: float, label: float, weight: float
) -> None:
    step = step_of(log_odds, variance, label, weight=weight)
    there = sigmoid(log_odds + variance * step.residual)
    assert step.residual == pytest.approx(weight * (label - there), abs=1e-8)


@given(LOG_ODDS, VARIANCES, LABELS, WEIGHTS)
def test_an_example_only_ever_makes_surer(
    log_odds: float, variance: float, label: float, weight: float
) -> None:
    shrink = step_of(log_odds, variance, label, weight=weight).shrink
    assert 0.0 <= variance * shrink < 1.0


@given(LOG_ODDS, VARIANCES)
def test_churn_moves_up_and_staying_moves_down(log_odds: float, variance: float) -> None:
    assert (
        step_of(log_odds, variance, 1.0).residual > 0.0 > step_of(log_odds, variance, 0.0).residual
    )
