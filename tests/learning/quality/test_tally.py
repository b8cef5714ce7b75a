"""Figures of counted cells against the figures of the rows themselves."""

import numpy as np
import pytest

from stream_health.learning.quality.figures import LabelledRows, figures_of
from stream_health.learning.quality.tally import STEPS_PER_LOG_ODD, Tally


def test_figures_of_cells_are_those_of_the_rows_on_the_grid() -> None:
    rng = np.random.default_rng(3)
    accounts = rng.integers(0, 300, 4_000)
    log_odds = np.round(rng.normal(-2, 1, 4_000) * STEPS_PER_LOG_ODD) / STEPS_PER_LOG_ODD
    risk = 1 / (1 + np.exp(-log_odds))
    label = (rng.random(4_000) < risk).astype(float)
    tally = Tally()
    for account, one, truth in zip(accounts, risk, label, strict=True):
        tally.add(str(account), float(one), int(truth), flagged=bool(one >= 0.3))
    rows = LabelledRows(
        account=accounts, time_ms=np.zeros(4_000, dtype=np.int64), risk=risk, label=label,
        flagged=risk >= 0.3, group=np.zeros(4_000, dtype=np.int64),
    )  # fmt: skip
    found, expected = tally.figures(), figures_of(rows, resamples=0)
    for name in ("auc", "pr_auc", "lift_top_decile", "brier", "log_loss"):
        assert found[name]["value"] == pytest.approx(expected[name]["value"], rel=1e-4), name
        assert found[name]["low"] <= found[name]["value"] <= found[name]["high"]
    for name, one in expected["operating_point"].items():
        assert found["operating_point"][name]["value"] == pytest.approx(one["value"], rel=1e-4)
    assert sum(one["rows"] for one in found["reliability"]) == 4_000
    for one, other in zip(found["reliability"], expected["reliability"], strict=True):
        for name in ("predicted", "observed", "low", "high"):
            assert one[name] == pytest.approx(other[name], abs=0.025)


def test_parts_merged_in_any_order_are_the_whole() -> None:
    rng = np.random.default_rng(5)
    parts = [Tally() for _ in range(3)]
    whole = Tally()
    for number in range(300):
        risk = float(rng.random())
        for tally in (whole, parts[number % 3]):
            tally.add(
                str(number),
                risk,
                number % 2,
                flagged=risk > 0.5,
                listed=risk > 0.8,
                value_minor=number,
            )
    merged = Tally()
    for part in reversed(parts):
        merged.merge(part)
    assert merged.snapshot() == whole.snapshot()
    assert Tally.restore(whole.snapshot()).figures() == whole.figures()
    assert len(merged) == 300


def test_nothing_counted_says_nothing() -> None:
    assert Tally().figures() == {"rows": 0}
