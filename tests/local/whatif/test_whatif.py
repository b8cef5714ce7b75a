"""Two replays of one history: only what was changed differs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from stream_health.domain.policy import Policy, Segment
from stream_health.local.quality.notes import QualityError
from stream_health.local.simulate import SimulationRequest, run_simulation
from stream_health.local.whatif.command import WhatIfRequest, run_whatif, setting_of


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four accounts over eighty days."""
    path = tmp_path_factory.mktemp("history") / "book.jsonl"
    run_simulation(
        SimulationRequest(accounts=4, days=80, seed=2, out=path, start="2025-01-06", quiet=True)
    )
    return path


def compared(history: Path, out: Path, after: Policy, **models: Any) -> dict[str, Any]:
    """A comparison with the defaults, read back from its JSON."""
    base = setting_of(Policy(), 2, model="prior", models=None)
    new = setting_of(after, 2, model=models.get("model", "prior"), models=models.get("models"))
    run_whatif(
        WhatIfRequest(files=(history,), out=out, base=base, new=new, resamples=5, quiet=True)
    )
    assert (out / "whatif.html").stat().st_size > 2_000
    found: dict[str, Any] = orjson.loads((out / "whatif.json").read_bytes())
    return found


@pytest.mark.slow
def test_a_lower_base_moves_every_score_by_as_much_and_says_so(
    history: Path, tmp_path: Path
) -> None:
    lower = Policy(segments=(Segment(name="book", base_points_milli=75_000),))
    found = compared(history, tmp_path, lower)
    scores = found["scores"]
    assert scores["scores_compared"] > 20
    assert scores["scores_moved"] == scores["scores_compared"]
    assert scores["mean_points"] == pytest.approx(-5.0, abs=0.5)  # but where a score is clipped
    assert scores["top_movers"][0]["reasons"][0] == {"what": "base", "points": -5.0}
    assert found["figures"]["before"] is None
    assert any("configuration" in found[name] for name in ("before", "after"))


@pytest.mark.slow
def test_a_change_that_no_score_depends_on_moves_none(history: Path, tmp_path: Path) -> None:
    policy = replace(Policy(), alerts=replace(Policy().alerts, drop_points_milli=5_000))
    found = compared(history, tmp_path, policy)
    assert found["scores"]["scores_moved"] == 0
    assert found["alerts"]["after"] >= found["alerts"]["before"]


def test_the_same_setting_twice_is_refused(history: Path, tmp_path: Path) -> None:
    with pytest.raises(QualityError, match="nothing can change"):
        compared(history, tmp_path, Policy())


def test_a_model_needs_the_file_it_is_in(history: Path, tmp_path: Path) -> None:
    with pytest.raises(QualityError, match=r"--from models\.jsonl"):
        compared(history, tmp_path, Policy(), model="m-20250101-abc")
    (tmp_path / "models.jsonl").write_text("")
    with pytest.raises(QualityError, match="no model version 'm-1'"):
        compared(history, tmp_path, Policy(), model="m-1", models=tmp_path / "models.jsonl")
