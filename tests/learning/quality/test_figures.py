"""All figures together: plain data, complete, and a leak shows."""

import json

import numpy as np

from stream_health.learning.quality.figures import LabelledRows, figures_of


def made(*, leak: bool = False, shift: float = 0.5, accounts: int = 400) -> LabelledRows:
    """Four rows of each of some accounts, risky ones churning more."""
    rng = np.random.default_rng(1)
    account = np.repeat(np.arange(accounts), 4)
    log_odds = np.repeat(rng.normal(-2.0, shift, accounts), 4)
    risk = 1 / (1 + np.exp(-log_odds))
    label = np.repeat((rng.random(accounts) < risk[::4]).astype(float), 4)
    if leak:
        risk = np.clip(label, 0.01, 0.99)
    time_ms = np.tile(np.arange(4), accounts) * 7 * 86_400_000
    return LabelledRows(
        account=account, time_ms=time_ms, risk=risk, label=label, flagged=risk > 0.2,
        group=time_ms, value=np.full(len(risk), 100.0),
    )  # fmt: skip


def test_figures_are_plain_data_with_every_measure() -> None:
    found = json.loads(json.dumps(figures_of(made(), resamples=20)))
    for name in ("auc", "auc_within_period", "pr_auc", "lift_top_decile", "brier", "log_loss"):
        one = found[name]
        assert one["low"] <= one["value"] <= one["high"]
    assert found["rows"] == 1_600
    assert len(found["reliability"]) == 10
    assert set(found["operating_point"]) >= {"precision", "recall", "false_positive_rate"}
    assert found["at_capacity"]["accounts_per_csm_and_time"] == 10


def test_a_score_that_leaks_the_outcome_is_too_good_to_be_true() -> None:
    honest, leaking = (figures_of(made(leak=leak), resamples=0) for leak in (False, True))
    assert honest["auc"]["value"] < 0.9
    assert leaking["auc"]["value"] == 1.0


def test_a_score_that_is_no_probability_has_no_calibration() -> None:
    rows = made()
    plain = LabelledRows(
        account=rows.account, time_ms=rows.time_ms, risk=rows.risk * 100, label=rows.label,
        flagged=rows.flagged, group=rows.group, probability=False,
    )  # fmt: skip
    found = figures_of(plain, resamples=0)
    assert "brier" not in found
    assert "reliability" not in found
    assert found["at_capacity"]["value_share"] is None


def test_no_rows_give_no_figures_and_no_error() -> None:
    rows = made()
    found = figures_of(rows.where(np.zeros(len(rows), dtype=bool)))
    assert found["rows"] == 0
    assert found["auc"]["value"] is None
