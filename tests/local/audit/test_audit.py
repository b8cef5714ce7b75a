"""An audit of the score in use, counted by hand, and of what a history holds."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.policy import Policy
from stream_health.learning.quality.labels import Fate
from stream_health.local.audit.command import AuditRequest, run_audit
from stream_health.local.audit.rates import DAY_MS, Bands, rates
from stream_health.local.quality.notes import QualityError
from stream_health.local.quality.scores import Score

BANDS = Bands((50.0, 80.0), higher_is_riskier=False)
SCORES = (
    "account_id,as_of,score\n"
    # gone churns on 2025-05-01: 30 days before is 04-01, 60 is 03-02, 90 is 01-31
    "gone,2025-01-15,90\ngone,2025-02-15,70\ngone,2025-03-15,30\n"
    "fine,2025-01-15,85\nfine,2025-02-15,40\nfine,2025-03-15,60\n"
)
OUTCOMES = "account_id,kind,effective_date\ngone,churned,2025-05-01\n"


def audited(folder: Path, scores: str = SCORES, outcomes: str = OUTCOMES, **given: Any) -> Any:
    """An audit of two tables, read back from its JSON."""
    (folder / "scores.csv").write_text(scores)
    (folder / "outcomes.csv").write_text(outcomes)
    request = AuditRequest(
        out=folder / "out", scores=folder / "scores.csv", outcomes=folder / "outcomes.csv",
        quiet=True, **given,
    )  # fmt: skip
    run_audit(request, Policy())
    assert (folder / "out" / "audit.html").stat().st_size > 2_000
    return orjson.loads((folder / "out" / "audit.json").read_bytes())


def rate(found: Any, whose: str = "theirs") -> dict[tuple[int, str], tuple[Any, Any]]:
    """True- and false-positive rate by days before and band."""
    return {
        (one["days_before"], band["band"]): (
            band["true_positive_rate"],
            band["false_positive_rate"],
        )
        for one in found[whose]["rates"]
        for band in one["by_band"]
    }


def test_rates_before_churn_are_those_counted_by_hand(tmp_path: Path) -> None:
    found = rate(audited(tmp_path, until="2025-12-31"))
    # Stayed for 30 days: all three of fine, and two (90, 70) or three of gone.
    assert found[30, "below 50"] == (1.0, pytest.approx(2 / 6))
    assert found[60, "below 50"] == (0.0, pytest.approx(1 / 5))
    assert found[60, "50 to 80"] == (1.0, pytest.approx(3 / 5))
    assert found[90, "50 to 80"][0] == 0.0
    assert found[90, "above 80"] == (1.0, 1.0)


def test_a_scale_turned_around_gives_the_same_rates(tmp_path: Path) -> None:
    plain = rate(audited(tmp_path, until="2025-12-31"))
    lines = SCORES.splitlines()
    turned = [lines[0], *(_turned(line) for line in lines[1:])]
    found = audited(
        tmp_path, "\n".join(turned), higher_is="riskier", bands="20,50", until="2025-12-31"
    )
    names = {"below 50": "above 50", "50 to 80": "20 to 50", "above 80": "below 20"}
    assert rate(found) == {(days, names[band]): both for (days, band), both in plain.items()}


def _turned(line: str) -> str:
    account, day, score = line.split(",")
    return f"{account},{day},{100 - int(score)}"


def test_ours_stands_beside_theirs_on_the_same_accounts_and_days(tmp_path: Path) -> None:
    ours = tmp_path / "ours.csv"
    ours.write_text(
        "account_id,as_of,score,churn_risk\n"
        "gone,2025-01-14,45,0.5\ngone,2025-02-15,30,0.6\ngone,2025-03-15,20,0.7\n"
        "fine,2025-01-15,95,0.01\nfine,2025-02-15,95,0.01\nunseen,2025-02-15,95,0.01\n"
    )
    found = audited(tmp_path, ours=ours, until="2025-12-31")
    assert rate(found, "ours")[90, "below 50"] == (
        1.0,
        pytest.approx(1 / 4),
    )  # gone in January, too early
    assert found["scores"] == 6
    (first, *_) = found["same_alarms"]
    assert first["ours"]["true_positive_rate"] == 1.0
    assert first["ours"]["false_positive_rate"] <= first["theirs"]["false_positive_rate"]


def test_ours_of_other_accounts_is_refused(tmp_path: Path) -> None:
    ours = tmp_path / "ours.csv"
    ours.write_text("account_id,as_of,score\nother,2025-01-14,45\n")
    with pytest.raises(QualityError, match="no account of theirs has a score of ours"):
        audited(tmp_path, ours=ours)


def test_churn_of_accounts_without_a_score_then_is_said_and_not_counted(tmp_path: Path) -> None:
    outcomes = OUTCOMES + "late,churned,2025-05-01\nfine,churned,2025-01-20\n"
    found = audited(tmp_path, outcomes=outcomes)
    first = found["theirs"]["rates"][0]
    assert found["churned_accounts"] == 2
    assert first["churned_accounts_scored"] == 1
    assert any("late" in line for line in found["warnings"])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"bands": "80,50"}, "--bands 80,50: give ascending numbers"),
        ({"bands": "low"}, "--bands low"),
        ({"higher_is": "blue"}, "--higher-is blue: say better or riskier"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    tmp_path: Path, given: dict[str, str], says: str
) -> None:
    with pytest.raises(QualityError, match=says):
        audited(tmp_path, **given)


@pytest.mark.parametrize("scores", [None, Path("s.csv")])
def test_half_of_what_is_needed_is_refused(tmp_path: Path, scores: Path | None) -> None:
    with pytest.raises(QualityError, match="give"):
        run_audit(AuditRequest(out=tmp_path, scores=scores, quiet=True), Policy())


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(0, 100)), min_size=1),
    st.dictionaries(st.integers(0, 3), st.integers(0, 200)),
)
def test_a_wider_band_never_catches_less(
    said: list[tuple[int, int, int]], churned: dict[int, int]
) -> None:
    rows = {(a, day): Score(str(a), day * DAY_MS, float(score)) for a, day, score in said}
    fates = {str(a): Fate(churned_ms=(day * DAY_MS,)) for a, day in churned.items()}
    scores = [rows[key] for key in sorted(rows)]
    for one in rates(scores, fates, bands=BANDS, known_until_ms=300 * DAY_MS):
        for name in ("true_positive_rate", "false_positive_rate"):
            found = [band[name] for band in one["by_band"] if band[name] is not None]
            assert found == sorted(found)
            assert found in ([], [*found[:-1], 1.0])


def test_a_history_is_described_by_its_signals(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    usage = {"event_id": "e", "user_id": "u", "name": "login"}
    records = [
        ("usage-events", {**usage, "account_id": "a", "occurred_at": "2025-01-01T00:00:00Z"}),
        ("usage-events", {**usage, "account_id": "a", "occurred_at": "2025-01-15T00:00:00Z"}),
        ("usage-events", {**usage, "account_id": "b", "occurred_at": "2025-01-08T00:00:00Z",
                          "feature": "reports"}),
        ("billing-events", {"account_id": "a", "occurred_at": "2025-01-03T00:00:00Z",
                            "kind": "invoice_paid"}),
        ("score-changes", {"account_id": "a", "occurred_at": "2025-01-03T00:00:00Z"}),
        ("ticket-events", {"account_id": "a", "occurred_at": "then"}),
    ]  # fmt: skip
    lines = [orjson.dumps({"topic": topic, "value": value}) for topic, value in records]
    path.write_bytes(b"\n".join(lines))
    (found,) = run_audit(AuditRequest(out=tmp_path / "out", data=(path,), quiet=True), Policy())
    paid, login = found["signals"]
    assert (login["kind"], login["records"], login["accounts"]) == ("login", 3, 2)
    assert login["records_per_account_week"] == pytest.approx(0.75)
    assert login["longest_gap_days"] == 6
    assert paid["share_of_accounts"] == 0.5
    assert paid["days_since_last"] == 12
    filled = {(one["source"], one["field"]): one["filled"] for one in found["completeness"]}
    assert filled["usage-events", "feature"] == pytest.approx(1 / 3, abs=1e-5)
    assert "ticket-events" in found["sources_missing"]
    assert len(found["warnings"]) == 2
    assert (tmp_path / "out" / "data.html").exists()
