"""What others would predict: nothing before its time, and a pattern there is gets found."""

from pathlib import Path

import numpy as np
import orjson
import pytest
from benchmarks.quality.comparators import (
    days_since_last_use,
    hand_weighted,
    read_examples,
    refitted_logistic,
)

from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION
from stream_health.domain.policy import Policy
from stream_health.learning.quality.ranking import Ranking
from stream_health.wire.times import format_time

DAY_MS = 86_400_000
NAMES = [feature.name for feature in CATALOGUE]


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """Weekly snapshots of eighty accounts; who is silent for long leaves more often."""
    rng, lines = np.random.default_rng(1), []
    for week in range(30):
        for account in range(80):
            silence = float(rng.integers(0, 60))
            values: list[float | None] = [None] * len(NAMES)
            values[NAMES.index("usage_silence_days")] = silence
            at_ms = week * 7 * DAY_MS
            example = {
                "kind": "example", "target": "churn", "account_id": f"a{account}",
                "snapshot_at": format_time(at_ms), "matured_at": format_time(at_ms + 28 * DAY_MS),
                "label": int(rng.random() < silence / 120), "values": values,
                "catalogue_version": CATALOGUE_VERSION,
            }  # fmt: skip
            lines.append(orjson.dumps(example))
    path = tmp_path / "training-examples.jsonl"
    path.write_bytes(b"\n".join(lines))
    return path


def test_a_refitted_logistic_finds_the_pattern_and_nothing_before_labels_have_matured(
    examples: Path,
) -> None:
    rows = read_examples(examples)
    risk = refitted_logistic(rows)
    early = rows.snapshot_ms < 28 * DAY_MS
    assert len(set(risk[early].tolist())) == 1
    late = rows.snapshot_ms >= 70 * DAY_MS
    found = Ranking(risk[late], rows.label[late]).auc()
    assert found == pytest.approx(
        Ranking(rows.values[late, NAMES.index("usage_silence_days")], rows.label[late]).auc(),
        abs=0.02,
    )
    assert found > 0.65


def test_labels_of_the_future_change_no_prediction_of_the_past(examples: Path) -> None:
    rows = read_examples(examples)
    cut_ms = 100 * DAY_MS
    turned = np.where(rows.matured_ms > cut_ms, 1.0 - rows.label, rows.label)
    before = rows.snapshot_ms < cut_ms - 14 * DAY_MS
    same = refitted_logistic(rows._replace(label=turned))[before]
    assert np.array_equal(refitted_logistic(rows)[before], same)


@pytest.mark.slow
def test_silence_and_the_experts_scorecard_point_the_same_way(examples: Path) -> None:
    rows = read_examples(examples)
    silence, experts = days_since_last_use(rows), hand_weighted(rows, Policy())
    assert experts is not None
    assert np.corrcoef(silence, experts)[0, 1] > 0.5
    assert hand_weighted(rows._replace(catalogue_version="other"), Policy()) is None


def test_no_example_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("")
    with pytest.raises(ValueError, match="holds no example"):
        read_examples(tmp_path / "x.jsonl")
