"""The book whose truth is known: what counts as early, as false and as the true reason."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import polars as pl
import pytest
from benchmarks.quality.known_truth import CSM_ACCOUNTS, Found, Share, judge

from stream_health.local.book.story import Story, Truth
from stream_health.wire.times import format_time

DAY_MS = 86_400_000
END_DAY = 210

TRUTHS = [
    Truth("early", "high", Story.SILENT_FADE, "", 10 * DAY_MS, 90 * DAY_MS, 120 * DAY_MS),
    Truth("late", "high", Story.PAYMENT_FAILS, "", 10 * DAY_MS, None, 35 * DAY_MS),
    Truth("sudden", "high", Story.UNEXPLAINED_CHURN, "", 80 * DAY_MS, 80 * DAY_MS, 110 * DAY_MS),
    Truth("calm", "strategic", Story.STEADY, ""),
    Truth("quiet", "high", Story.QUIET_SPELL, "", 40 * DAY_MS, over_ms=60 * DAY_MS),
    Truth("small", "digital", Story.SILENT_FADE, "", 10 * DAY_MS, 90 * DAY_MS, 120 * DAY_MS),
]


def alert(account: str | None, day: int, feature: str | None, **changed: Any) -> dict[str, Any]:
    return {
        "transition": "fired", "kind": "score_drop", "dedup_key": f"score_drop/{account}",
        "generation": day, "account_id": account, "members": None,
        "as_of": format_time(day * DAY_MS),
        "causes": [{"feature": feature, "points": -9.0}] if feature else [],
    } | changed  # fmt: skip


def found_of(
    where: Path, alerts: list[dict[str, Any]], flags: list[tuple[str, int, bool]] | None = None
) -> Found:
    (where / "alerts.jsonl").write_bytes(b"\n".join(map(orjson.dumps, alerts)))
    rows = [
        {"account_id": name, "as_of": datetime.fromtimestamp(day * 86_400, UTC), "flagged": flag}
        for name, day, flag in flags or [("calm", 1, False)]
    ]
    frame = pl.DataFrame(rows).with_columns(pl.col("as_of").cast(pl.Datetime("ms", "UTC")))
    frame.write_parquet(where / "scores.parquet")
    changes = [
        {"account_id": name, "as_of": format_time(day * DAY_MS), "flagged": flag}
        for name, day, flag in sorted(flags or [], key=lambda one: one[1])
    ]
    (where / "score-changes.jsonl").write_bytes(b"\n".join(map(orjson.dumps, changes)))
    return judge(TRUTHS, where, start_ms=0, end_ms=END_DAY * DAY_MS)


def test_alerts_are_held_against_the_truth(tmp_path: Path) -> None:
    found = found_of(
        tmp_path,
        [
            alert("early", 40, "usage_silence_days"),
            alert("late", 30, "usage_events_7d_ratio"),
            alert("calm", 50, "billing_notice"),
            alert("quiet", 45, "usage_events_7d_ratio"),
        ],
    )
    assert found.ahead == Share(1, 3)
    assert found.ahead_foreseeable == Share(1, 1)  # the payment failed 25 days before, not 30
    assert found.deserved == Share(2, 4)
    assert found.true_driver == Share(1, 2)
    calm_days = 10 + 10 + 80 + 2 * END_DAY
    assert found.calm_weeks == pytest.approx(calm_days / 7)
    assert found.false_per_csm_week == pytest.approx(CSM_ACCOUNTS * 2 / (calm_days / 7))


def test_an_alert_before_the_onset_or_too_late_tells_of_nothing_in_time(tmp_path: Path) -> None:
    alerts = [alert("early", 9, "usage_silence_days"), alert("early", 61, "usage_silence_days")]
    found = found_of(tmp_path, alerts)
    assert (found.ahead, found.deserved) == (Share(0, 3), Share(1, 2))


def test_the_first_alert_of_a_story_says_the_driver_and_a_later_one_mends_nothing(
    tmp_path: Path,
) -> None:
    alerts = [alert("early", 20, "tickets_open_total"), alert("early", 40, "usage_silence_days")]
    found = found_of(tmp_path, alerts)
    assert found.true_driver == Share(0, 1)


def test_an_alert_without_a_reason_has_no_true_one(tmp_path: Path) -> None:
    assert found_of(tmp_path, [alert("early", 40, None)]).true_driver == Share(0, 1)


def test_a_grouped_alert_is_one_and_names_all_of_its_members(tmp_path: Path) -> None:
    group = alert(None, 40, "usage_silence_days", members=["early", "calm"])
    found = found_of(tmp_path, [group])
    assert (found.ahead.some, found.deserved) == (1, Share(1, 1))


def test_what_was_held_back_counts_when_it_is_told_and_once(tmp_path: Path) -> None:
    held = [
        alert("early", 40, "usage_silence_days", transition=transition, generation=1)
        for transition in ("inhibited", "uninhibited", "fired")
    ]
    assert found_of(tmp_path, held[:1]).deserved == Share(0, 0)
    assert found_of(tmp_path, held).deserved == Share(1, 1)


def test_a_flag_counts_when_it_stands_thirty_days_ahead_to_the_day(tmp_path: Path) -> None:
    flags = [("early", 60, True), ("early", 70, False), ("late", 2, True)]
    assert found_of(tmp_path, [], flags).flagged_ahead == Share(1, 3)
    assert found_of(tmp_path, [], [("early", 61, True)]).flagged_ahead == Share(0, 3)
    gone_out = [("early", 30, True), ("early", 59, False)]
    assert found_of(tmp_path, [], gone_out).flagged_ahead == Share(0, 3)


def test_a_flag_of_before_the_story_counts_for_nothing_unless_it_stands_within_it(
    tmp_path: Path,
) -> None:
    assert found_of(tmp_path, [], [("sudden", 40, True)]).flagged_ahead == Share(0, 3)
    assert found_of(tmp_path, [], [("early", 5, True)]).flagged_ahead == Share(1, 3)


def test_calm_accounts_that_are_flagged_are_counted_by_the_week(tmp_path: Path) -> None:
    flags = [("calm", 7, True), ("calm", 14, False), ("early", 7, False), ("early", 14, True)]
    assert found_of(tmp_path, [], flags).calm_flagged == Share(1, 3)


def test_a_share_has_an_interval() -> None:
    low, high = Share(30, 50).interval
    assert (round(low, 3), round(high, 3)) == (0.462, 0.724)
    assert Share(0, 0).interval == (0.0, 1.0)
