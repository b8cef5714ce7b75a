"""The book whose truth is known: what counts as early, as false and as the true reason."""

from pathlib import Path

import orjson
from benchmarks.quality.simulated import judge

from stream_health.local.book.story import Story, Truth
from stream_health.wire.times import format_time

DAY_MS = 86_400_000


def test_alerts_are_held_against_the_truth(tmp_path: Path) -> None:
    truths = [
        Truth("early", "high", Story.SILENT_FADE, "", 10 * DAY_MS, 90 * DAY_MS, 120 * DAY_MS),
        Truth("late", "high", Story.PAYMENT_FAILS, "", 10 * DAY_MS, None, 45 * DAY_MS),
        Truth("calm", "strategic", Story.STEADY, ""),
        Truth("small", "digital", Story.SILENT_FADE, "", 10 * DAY_MS, 90 * DAY_MS, 120 * DAY_MS),
    ]
    fired = [
        ("early", 40, None),
        ("early", 40, "usage_silence_days"),
        ("late", 30, "usage_events_7d_ratio"),
        ("calm", 50, "billing_notice"),
    ]
    lines = [
        orjson.dumps(
            {
                "transition": "fired", "kind": "score_drop", "account_id": account,
                "members": None, "as_of": format_time(day * DAY_MS),
                "causes": [{"feature": feature, "points": -9.0}] if feature else [],
            }
        )
        for account, day, feature in fired
    ]  # fmt: skip
    (tmp_path / "alerts.jsonl").write_bytes(b"\n".join(lines))
    found = judge(truths, tmp_path, 200 * DAY_MS, weeks=10.0)
    assert (found.churned_total, found.flagged_ahead_total) == (2, 1)
    assert (found.false_alerts_total, found.false_per_csm_week) == (1, 0.1)
    assert (found.flagged_total, found.true_driver_total) == (2, 1)
