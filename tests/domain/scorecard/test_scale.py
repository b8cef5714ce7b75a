"""What points mean: doubling odds, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.policy import Scale
from stream_health.domain.scorecard.scale import log_odds_of, logit, points_of, risk_of

POINTS = st.floats(min_value=-200.0, max_value=300.0)
SCALES = st.builds(
    Scale,
    anchor_points=st.floats(min_value=0.0, max_value=100.0),
    anchor_risk=st.floats(min_value=0.001, max_value=0.9),
    doubling_points=st.floats(min_value=1.0, max_value=50.0),
)


@given(SCALES)
def test_the_anchor_has_its_risk(scale: Scale) -> None:
    assert risk_of(scale.anchor_points * 1_000, scale) == pytest.approx(scale.anchor_risk)


@given(POINTS)
def test_ten_points_down_double_the_odds(points: float) -> None:
    upper, lower = (log_odds_of(at, Scale()) for at in (points, points - 10.0))
    assert lower - upper == pytest.approx(0.6931471805599453)


@given(POINTS, SCALES)
def test_points_and_log_odds_are_inverse(points: float, scale: Scale) -> None:
    assert points_of(log_odds_of(points, scale), scale) == pytest.approx(points, abs=1e-6)


@pytest.mark.parametrize("probability", [0.0, 1.0, -0.1, 1.5])
def test_certainty_has_no_log_odds(probability: float) -> None:
    with pytest.raises(ValueError, match="not finite"):
        logit(probability)
