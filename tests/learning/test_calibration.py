"""The calibration finds a known affine error and keeps still before it has enough."""

import math
import random

import pytest

from stream_health.domain.scorecard.scale import sigmoid
from stream_health.learning.calibration import CLASS_EXAMPLES_MIN, Calibration


def drawn(total: int) -> list[tuple[float, int]]:
    """Predictions twice as bold as the truth and too high by one."""
    rng = random.Random(5)
    pairs = []
    for _ in range(total):
        truth = rng.gauss(-2.0, 1.0)
        pairs.append((2.0 * truth + 1.0, int(rng.random() < sigmoid(truth))))
    return pairs


def test_it_undoes_a_bold_and_biased_model() -> None:
    calibration = Calibration(anchor_risk=0.05)
    for log_odds, label in drawn(20_000):
        calibration.learn(log_odds, label)
    slope, intercept = calibration.affine
    assert slope == pytest.approx(0.5, abs=0.06)
    assert intercept == pytest.approx(-0.5, abs=0.2)
    assert calibration.risk(-3.0) == pytest.approx(sigmoid(-2.0), abs=0.02)


def test_it_is_the_identity_until_there_are_enough_of_both_classes() -> None:
    calibration = Calibration(anchor_risk=0.05)
    for _ in range(CLASS_EXAMPLES_MIN - 1):
        calibration.learn(-1.0, 1)
        calibration.learn(-1.0, 0)
    assert calibration.affine == (1.0, 0.0)
    calibration.learn(-1.0, 1)
    calibration.learn(-1.0, 0)
    assert calibration.affine != (1.0, 0.0)


def test_it_never_turns_the_order_of_accounts_round() -> None:
    calibration = Calibration(anchor_risk=0.05)
    rng = random.Random(6)
    for _ in range(5_000):
        log_odds = rng.gauss(-3.0, 1.0)
        calibration.learn(log_odds, int(rng.random() < sigmoid(-log_odds - 5.0)))
    assert calibration.affine == (1.0, 0.0)


def test_a_restart_changes_no_bit() -> None:
    whole, after = Calibration(anchor_risk=0.05), Calibration(anchor_risk=0.05)
    pairs = drawn(2_000)
    for log_odds, label in pairs[:1_000]:
        whole.learn(log_odds, label)
    after.restore(whole.snapshot())
    for log_odds, label in pairs[1_000:]:
        whole.learn(log_odds, label)
        after.learn(log_odds, label)
    assert after.snapshot() == whole.snapshot()
    assert math.isfinite(after.apply(0.0))
