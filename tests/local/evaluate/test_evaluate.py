"""An evaluation from files to figures: labels are those of the engine, and nothing is too early."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from stream_health.domain.policy import Policy
from stream_health.local.evaluate.command import EvaluateRequest, run_evaluate
from stream_health.local.quality.notes import QualityError
from stream_health.local.replay.command import ReplayRequest, run_replay
from stream_health.local.simulate import SimulationRequest, run_simulation

WEEKS = 30
CHURNERS = 6


def table(folder: Path, name: str, rows: list[str]) -> Path:
    """A CSV file."""
    path = folder / name
    path.write_text("\n".join(rows) + "\n")
    return path


def monday(week: int) -> str:
    """A day some weeks after the first Monday of 2025."""
    return (date(2025, 1, 6) + timedelta(weeks=week)).isoformat()


@pytest.fixture
def scores(tmp_path: Path) -> Path:
    """Thirty accounts every week; who churns falls to 40 points ten weeks before."""
    rows = ["account_id,as_of,score"]
    for week in range(WEEKS):
        for account in range(30):
            leaves = 20 if account < CHURNERS else None
            if leaves is None or week <= leaves:
                falls = leaves is not None and week >= leaves - 10
                rows.append(f"a{account},{monday(week)},{40 if falls else 70 + account % 7}")
    return table(tmp_path, "scores.csv", rows)


@pytest.fixture
def outcomes(tmp_path: Path) -> Path:
    """Six accounts churn in week 20."""
    rows = [f"a{account},churned,{monday(20)}" for account in range(CHURNERS)]
    return table(
        tmp_path,
        "outcomes.csv",
        ["account_id,kind,effective_date", *rows, f"x,churned,{monday(3)}"],
    )


def run(folder: Path, scores: Path, **given: Any) -> dict[str, Any]:
    """An evaluation, read back from its JSON."""
    fields = {"outcomes": None, "labels": None, "resamples": 20, "quiet": True, **given}
    request = EvaluateRequest(scores=scores, out=folder / "out", **fields)
    run_evaluate(request, Policy())
    assert (folder / "out" / "evaluation.html").stat().st_size > 2_000
    found: dict[str, Any] = orjson.loads((folder / "out" / "evaluation.json").read_bytes())
    return found


def test_a_table_of_scores_is_judged_by_a_table_of_outcomes(
    tmp_path: Path, scores: Path, outcomes: Path
) -> None:
    found = run(tmp_path, scores, outcomes=outcomes, until=monday(45))
    maturity, overall = found["maturity"], found["overall"]
    assert maturity["matured"] == maturity["scores"]
    # 90 days before week 20: the notice lies in [t, t + 90 d) for the weeks 8 to 20.
    assert overall["churned_rows"] == CHURNERS * 13
    assert overall["operating_point"]["precision"]["value"] == 1.0
    assert overall["operating_point"]["recall"]["value"] == pytest.approx(11 / 13, abs=1e-5)
    assert found["early_warning"]["median_days"] == 70
    assert found["early_warning"]["share_60_days"] == 1.0
    assert found["early_warning"]["surprise_share"] == 0.0
    assert "brier" not in overall
    assert any("1 accounts with an outcome and without any score (x)" in line
               for line in found["warnings"])  # fmt: skip


def test_no_row_counts_before_horizon_and_grace_have_passed(
    tmp_path: Path, scores: Path, outcomes: Path
) -> None:
    found = run(tmp_path, scores, outcomes=outcomes)
    # Known until week 29; a row needs 90 + 14 days: the weeks 0 to 14 of thirty accounts.
    assert found["maturity"]["matured"] == 15 * 30
    assert found["maturity"]["excluded"] == {"not_matured": 15 * 24 + 6 * 6}


def test_nothing_matured_is_refused_with_the_way_out(
    tmp_path: Path, scores: Path, outcomes: Path
) -> None:
    with pytest.raises(QualityError, match=r"no score can be judged .*not_matured.*--until DATE"):
        run(tmp_path, scores, outcomes=outcomes, horizon="300d")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "either --outcomes FILE or --labels FILE"),
        ({"horizon": "soon"}, "--horizon: 'soon' is no duration"),
        ({"horizon": "0d"}, "--horizon 0d: must be more than nothing"),
        ({"until": "then"}, "--until: time 'then'"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    tmp_path: Path, scores: Path, *, given: dict[str, str], says: str
) -> None:
    outcomes = table(
        tmp_path, "outcomes.csv", ["account_id,kind,effective_date", f"a1,churned,{monday(9)}"]
    )
    with pytest.raises(QualityError, match=says):
        run(tmp_path, scores, **({"outcomes": outcomes} if given else {}), **given)


def test_labels_of_a_table_are_taken_as_they_are(tmp_path: Path, scores: Path) -> None:
    rows = [f"a{n},{monday(3)}T00:00:00Z,{int(n < 3)}" for n in range(10)]
    labels = table(tmp_path, "labels.csv", ["account_id,as_of,y", *rows, f"z,{monday(3)},1"])
    found = run(tmp_path, scores, labels=labels)
    assert found["overall"]["rows"] == 10
    assert found["overall"]["churned_rows"] == 3
    assert found["maturity"]["excluded"]["label_without_score"] == 1
    assert found["early_warning"] is None


def test_where_only_labels_are_known_no_alert_is_called_right_or_false(
    tmp_path: Path, scores: Path
) -> None:
    rows = [f"a{n},{monday(3)}T00:00:00Z,{int(n < 3)}" for n in range(10)]
    labels = table(tmp_path, "labels.csv", ["account_id,as_of,y", *rows])
    fired = {"transition": "fired", "account_id": "a1", "as_of": f"{monday(2)}T00:00:00Z"}
    alerts = table(tmp_path, "alerts.jsonl", [orjson.dumps(fired).decode()])
    load = run(tmp_path, scores, labels=labels, alerts=alerts)["alert_load"]
    assert (load["alerts"], load["right"], load["false"], load["unknown"]) == (1, 0, 0, 1)
    assert load["alerts_per_csm_week"] > 0.0
    assert load["false_per_csm_week"] is None
    assert load["intervals"]["false_per_csm_week"] == {"low": None, "high": None}


def test_band_flips_and_alerts_have_intervals_in_the_file_and_on_the_page(
    tmp_path: Path, scores: Path, outcomes: Path
) -> None:
    fired = [
        {"transition": "fired", "account_id": account, "as_of": f"{monday(week)}T00:00:00Z"}
        for account, week in (("a1", 12), ("a1", 14), ("a9", 12), ("never-scored", 12))
    ]
    alerts = table(tmp_path, "alerts.jsonl", [orjson.dumps(one).decode() for one in fired])
    found = run(tmp_path, scores, outcomes=outcomes, alerts=alerts, until=monday(45))
    load = found["alert_load"]
    assert (load["alerts"], load["right"], load["false"], load["unknown"]) == (4, 2, 2, 0)
    assert load["alerts_per_csm_week"] == pytest.approx(4 / 45, rel=1e-5)
    page = (tmp_path / "out" / "evaluation.html").read_text()
    for section in (found["stability"], load):
        for name, ends in section["intervals"].items():
            assert ends["low"] < section[name] < ends["high"]
            around = f"({ends['low']:.3f} to {ends['high']:.3f})"
            assert f"{name.replace('_', ' ')}</td><td>{section[name]:.3f} {around}" in page


def test_without_alerts_band_flips_have_an_interval_all_the_same(
    tmp_path: Path, scores: Path, outcomes: Path
) -> None:
    found = run(tmp_path, scores, outcomes=outcomes, until=monday(45))
    assert found["alert_load"] is None
    assert found["stability"]["intervals"]["band_flips_per_account_month"]["high"] > 0.0


def test_groups_of_accounts_are_judged_by_themselves(
    tmp_path: Path, scores: Path, outcomes: Path
) -> None:
    rows = [f"a{n},{'high' if n % 2 else 'standard'},csm-{n % 3},{1000 * n}" for n in range(30)]
    accounts = table(tmp_path, "accounts.csv", ["account_id,tier,csm,value", *rows])
    found = run(tmp_path, scores, outcomes=outcomes, accounts=accounts, until=monday(45))
    tiers = found["by"]["tier"]
    assert set(tiers) == {"high", "standard"}
    assert sum(one["rows"] for one in tiers.values()) == found["overall"]["rows"]
    assert found["overall"]["at_capacity"]["value_share"] is not None


def test_a_flag_is_the_one_that_was_served_unless_another_risk_is_asked_for(
    tmp_path: Path, outcomes: Path
) -> None:
    rows = [f"a{n},{monday(12)},70,{0.02 * n:.2f},{n < 3}" for n in range(30)]
    scores = table(tmp_path, "f.csv", ["account_id,as_of,score,churn_risk,flagged", *rows])
    served = run(tmp_path, scores, outcomes=outcomes, until=monday(45))
    asked = run(tmp_path, scores, outcomes=outcomes, until=monday(45), flag_risk=0.5)
    shares = [
        found["overall"]["operating_point"]["flagged_share"]["value"] for found in (served, asked)
    ]
    assert shares == pytest.approx([3 / 30, 5 / 30], abs=1e-5)


@pytest.mark.slow
def test_outcomes_and_the_engines_own_examples_give_the_same_labels(tmp_path: Path) -> None:
    book = tmp_path / "book.jsonl"
    run_simulation(
        SimulationRequest(accounts=10, days=170, seed=3, out=book, start="2025-01-06", quiet=True)
    )
    run_replay(
        ReplayRequest(
            files=(book,), out=tmp_path / "r", until=None, score_every="7d", score_anchor=None,
            learn=False, partitions=2, quiet=True,
        ),
        Policy(),
    )  # fmt: skip
    scores = tmp_path / "r" / "scores.parquet"
    history = run(tmp_path, scores, outcomes=book, alerts=tmp_path / "r" / "alerts.jsonl")
    examples = run(
        tmp_path, scores, labels=tmp_path / "r" / "training-examples.jsonl", accounts=book
    )
    assert history["overall"]["rows"] > 50
    assert history["overall"]["churned_rows"] > 0
    assert history["overall"] == examples["overall"]
    assert set(history["by"]["tier"]) <= {"digital", "standard", "high", "strategic"}
    assert history["alert_load"]["alerts"] >= 0
