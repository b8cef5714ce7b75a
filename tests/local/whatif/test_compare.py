"""Comparing two replays: what moved, why, and which alerts come and go."""

import pytest

from stream_health.learning.quality.load import Raised
from stream_health.local.quality.scores import Score
from stream_health.local.whatif.compare import (
    SAME_ALERT_MS,
    alerts_compared,
    moved,
    reasons,
)
from stream_health.local.whatif.replays import Replayed


def said(points: dict[str, list[float]], factors: dict[str, dict[str, float]]) -> Replayed:
    """A replay with scores at the times 0, 1, ..."""
    scores = [
        Score(account, time, score)
        for account, each in sorted(points.items())
        for time, score in enumerate(each)
    ]
    return Replayed(scores, [], dict(factors), {})


def test_moves_are_counted_on_the_rows_both_replays_have() -> None:
    base = said({"a": [80.0, 80.0], "b": [50.0, 50.0]}, {"a": {"base": 80.0}})
    new = said({"a": [80.5, 60.0], "b": [50.0]}, {"a": {"base": 70.0, "usage": -10.0}})
    found = moved(base, new)
    assert found["scores_compared"] == 3
    assert found["scores_moved"] == 1
    assert found["accounts_moved"] == 1
    assert found["largest_fall_points"] == -20.0
    assert sum(one["scores"] for one in found["histogram"]) == 3
    (mover,) = found["top_movers"]
    assert mover["account_id"] == "a"
    assert mover["moved_points"] == pytest.approx(sum(why["points"] for why in mover["reasons"]))


def test_reasons_add_up_and_the_weightiest_comes_first() -> None:
    before = {"base": 80.0, "usage": -5.0, "tickets": -1.0}
    after = {"base": 80.0, "usage": 2.0, "billing": -3.0}
    found = reasons(before, after)
    assert [one["what"] for one in found] == ["usage", "billing", "tickets"]
    moved_points = sum(after.values()) - sum(before.values())
    assert sum(one["points"] for one in found) == pytest.approx(moved_points)


def test_an_alert_a_little_earlier_is_the_same_one() -> None:
    base = [Raised("a", 0, None), Raised("b", 0, "ann"), Raised("c", 0, None)]
    new = [
        Raised("a", SAME_ALERT_MS, None),
        Raised("b", SAME_ALERT_MS + 1, "ann"),
        Raised("c", 1, None),
        Raised("c", 2, None),
    ]
    found = alerts_compared(base, new)
    assert (found["before"], found["after"], found["in_both"]) == (3, 4, 2)
    assert [one["account_id"] for one in found["no_longer_sent"]] == ["b"]
    assert [one["account_id"] for one in found["newly_sent"]] == ["b", "c"]
