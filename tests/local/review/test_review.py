"""A validation sprint: who is picked, a sheet that survives the way, who was right."""

import csv
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.policy import Policy
from stream_health.learning.quality.labels import Fate, Maturity
from stream_health.local.audit.rates import Bands
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.scores import Score
from stream_health.local.review.command import ReviewRequest, run_review
from stream_health.local.review.picking import (
    THEY_SAY_RISK,
    WE_SAY_RISK,
    pick,
    ranks,
)
from stream_health.local.review.sheet import COLUMNS, Called, read_sheet
from stream_health.local.review.verdict import verdicts

BETTER = Bands((50.0,), higher_is_riskier=False)


def book(points: dict[str, float]) -> list[Score]:
    """One score of each account."""
    return [Score(account, 0, score) for account, score in sorted(points.items())]


@given(
    st.dictionaries(
        st.text("abcdef", min_size=1, max_size=3),
        st.tuples(st.integers(0, 100), st.integers(0, 100)),
        min_size=2, max_size=60,
    ),
    st.integers(2, 40),
)  # fmt: skip
def test_the_widest_gaps_of_both_sides_are_picked(
    points: dict[str, tuple[int, int]], count: int
) -> None:
    theirs = book({account: float(one) for account, (one, _) in points.items()})
    ours = book({account: float(two) for account, (_, two) in points.items()})
    try:
        picked = pick(theirs, ours, bands=BETTER, count=count)
    except QualityError:
        assert ranks({a: one for a, (one, _) in points.items()}) == ranks(
            {a: two for a, (_, two) in points.items()}
        )
        return
    their_risk = ranks({account: -float(one) for account, (one, _) in points.items()})
    our_risk = ranks({account: -float(two) for account, (_, two) in points.items()})
    gaps = {account: our_risk[account] - their_risk[account] for account in points}
    chosen = {one.account_id for one in picked}
    assert len(chosen) == len(picked) == min(count, sum(gap != 0 for gap in gaps.values()))
    for side, sign in ((WE_SAY_RISK, 1), (THEY_SAY_RISK, -1)):
        of_it = [one.account_id for one in picked if one.stratum == side]
        assert all(sign * gaps[account] > 0 for account in of_it)
        left = [sign * gap for account, gap in gaps.items() if account not in chosen]
        if of_it:
            assert min(sign * gaps[account] for account in of_it) >= max([0.0, *left]) - 1e-12


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Fifty accounts of which every other one is seen quite differently by the two scores."""
    theirs, ours = ["account_id,as_of,score"], ["account_id,as_of,score,churn_risk"]
    changes = []
    for number in range(50):
        name = f"=acct{number}" if number == 1 else f"acct{number}"
        their = 90 - number if number % 2 else 10 + number
        theirs.append(f"{name},2025-01-10,{their}")
        ours.append(f"{name},2025-01-06,{100 - their},{their / 1_000}")
        factor = {"feature": "usage", "points": -4.25, "text": f"why {number}"}
        for day in ("2025-01-05", "2025-02-01"):
            text = factor if day < "2025-01-10" else {**factor, "text": "later"}
            value = {"account_id": name, "as_of": f"{day}T00:00:00Z", "factors": [text]}
            changes.append(orjson.dumps(value).decode())
    found = {}
    for name, lines in (("theirs.csv", theirs), ("ours.csv", ours), ("changes.jsonl", changes)):
        (tmp_path / name).write_text("\n".join(lines) + "\n")
        found[name.split(".")[0]] = tmp_path / name
    return found


def written(folder: Path, files: dict[str, Path], **given: Any) -> list[dict[str, str]]:
    """The sheet, as the CSM opens it."""
    request = ReviewRequest(
        out=folder / "out", scores=files["theirs"], ours=files["ours"], changes=files["changes"],
        quiet=True, **given,
    )  # fmt: skip
    run_review(request, Policy())
    with (folder / "out" / "review.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_sheet_shows_both_scores_the_factors_of_that_day_and_room_for_a_call(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    rows = written(tmp_path, files)
    assert len(rows) == 36
    assert tuple(rows[0]) == COLUMNS
    strata = [row["disagreement"] for row in rows]
    assert strata.count(WE_SAY_RISK) == strata.count(THEY_SAY_RISK) == 18
    assert all(row["factor_1"].startswith("why ") and "(-4.2)" in row["factor_1"] for row in rows)
    assert all(row["csm_call"] == "" for row in rows)
    page = (tmp_path / "out" / "review.html").read_text()
    assert "[\xa0\xa0]\xa0risk" in page


def test_a_sheet_comes_back_as_it_went_out(tmp_path: Path, files: dict[str, Path]) -> None:
    rows = written(tmp_path, files, count=40)
    assert any(row["account_id"] == "'=acct1" for row in rows)  # no formula in a spreadsheet
    called = read_sheet(tmp_path / "out" / "review.csv", Notes())
    assert {one.account_id for one in called} == {row["account_id"].lstrip("'") for row in rows}
    assert all(one.csm_call is None and one.their_call != one.our_call for one in called)


def test_who_was_right_is_said_of_those_whose_horizon_has_passed(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "account_id;as_of;disagreement;csm_call\n"
        f"left;2025-01-10;{WE_SAY_RISK};Risk\n"
        f"stayed;2025-01-10;{WE_SAY_RISK};fine\n"
        f"calm;2025-01-10;{THEY_SAY_RISK};who knows\n"
        f"soon;2025-06-10;{WE_SAY_RISK};risk\n"
    )
    outcomes = tmp_path / "outcomes.csv"
    outcomes.write_text(
        "account_id,kind,effective_date\nleft,churned,2025-03-01\nsoon,churned,2025-06-20\n"
    )
    request = ReviewRequest(
        out=tmp_path / "out", read=sheet, outcomes=outcomes, until="2025-07-01", quiet=True
    )
    run_review(request, Policy())
    found = orjson.loads((tmp_path / "out" / "verdict.json").read_bytes())
    assert (found["known"], found["left"], found["not_yet_known"]) == (3, 1, 1)
    right = {who: (one["right"], one["wrong"]) for who, one in found["right"].items()}
    assert right == {"theirs": (1, 2), "ours": (2, 1), "csm": (2, 0)}
    assert any("who knows" in line for line in found["warnings"])


def test_a_churn_is_not_counted_before_those_who_stay_are_known() -> None:
    called = [Called("a", 0, "fine", "risk", None)]
    found = verdicts(called, {"a": Fate(churned_ms=(5,))}, Maturity(90, 0, 50))
    assert found["known"] == 0
    assert found["not_yet_known"] == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "--scores FILE and ours with --ours FILE"),
        ({"read": Path("x.csv")}, "--outcomes FILE"),
        ({"scores": Path("a"), "ours": Path("b"), "count": 12}, "--count 12: .* 30 to 40"),
    ],
)
def test_half_of_what_is_needed_is_refused(
    tmp_path: Path, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(QualityError, match=says):
        run_review(ReviewRequest(out=tmp_path, quiet=True, **given), Policy())


def test_scores_that_agree_leave_nothing_to_review() -> None:
    scores = book({"a": 1.0, "b": 2.0})
    with pytest.raises(QualityError, match="nothing to review"):
        pick(scores, scores, bands=BETTER, count=30)
