"""Two replays of the same history beside each other."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from stream_health.learning.quality.figures import number
from stream_health.learning.quality.load import Raised
from stream_health.local.quality.scores import Score
from stream_health.local.whatif.replays import Replayed
from stream_health.wire.times import format_time

MOVED_POINTS: Final = 1.0
"""Less is no move: the same threshold as for publishing a score."""
SAME_ALERT_MS: Final = 7 * 86_400_000
"""Alerts of an account this near to each other are the same one, earlier or later."""
MOVERS_MAX: Final = 20
REASONS_MAX: Final = 3


def moved(base: Replayed, new: Replayed) -> dict[str, Any]:
    """Weekly scores that are a point or more apart, and the accounts that moved most."""
    before = {(one.account_id, one.at_ms): one.score for one in base.scores}
    pairs = [
        (one.account_id, before[one.account_id, one.at_ms], one.score)
        for one in new.scores
        if (one.account_id, one.at_ms) in before
    ]
    deltas = np.array([after - earlier for _, earlier, after in pairs])
    far = np.abs(deltas) >= MOVED_POINTS if len(deltas) else deltas.astype(bool)
    accounts = {account for (account, _, _), one in zip(pairs, far, strict=True) if one}
    return {
        "scores_compared": len(pairs),
        "scores_moved": int(far.sum()),
        "accounts_moved": len(accounts),
        "mean_points": number(float(deltas.mean())) if len(deltas) else None,
        "mean_absolute_points": number(float(np.abs(deltas).mean())) if len(deltas) else None,
        "largest_fall_points": number(float(deltas.min())) if len(deltas) else None,
        "largest_rise_points": number(float(deltas.max())) if len(deltas) else None,
        "histogram": _histogram(deltas),
        "top_movers": top_movers(base, new),
    }


def top_movers(base: Replayed, new: Replayed) -> list[dict[str, Any]]:
    """Accounts whose last score moved most, with what moved it: the points add up to the move."""
    earlier, later = _last_scores(base.scores), _last_scores(new.scores)
    common = sorted(earlier.keys() & later.keys())
    common.sort(key=lambda account: -abs(later[account].score - earlier[account].score))
    found = []
    for account in common[:MOVERS_MAX]:
        delta = later[account].score - earlier[account].score
        if abs(delta) < MOVED_POINTS:
            break
        found.append(
            {
                "account_id": account,
                "before": number(earlier[account].score),
                "after": number(later[account].score),
                "moved_points": number(delta),
                "reasons": reasons(base.factors.get(account, {}), new.factors.get(account, {})),
            }
        )
    return found


def reasons(before: Mapping[str, float], after: Mapping[str, float]) -> list[dict[str, Any]]:
    """Differences of the factors, largest first.

    >>> reasons({"base": 80.0, "f": -5.0}, {"base": 78.0, "f": -1.0})[0]
    {'what': 'f', 'points': 4.0}
    """
    deltas = {
        name: after.get(name, 0.0) - before.get(name, 0.0) for name in before.keys() | after.keys()
    }
    ranked = sorted(deltas, key=lambda name: (-abs(deltas[name]), name))
    return [
        {"what": name, "points": number(deltas[name])}
        for name in ranked[:REASONS_MAX]
        if abs(deltas[name]) >= 0.0005
    ]


def alerts_compared(base: Sequence[Raised], new: Sequence[Raised]) -> dict[str, Any]:
    """Alerts of one replay matched with those of the other, each at most once."""
    left = list(new)
    both, gone = 0, []
    for one in base:
        near = [
            other
            for other in left
            if other.account_id == one.account_id and abs(other.at_ms - one.at_ms) <= SAME_ALERT_MS
        ]
        if near:
            both += 1
            left.remove(min(near, key=lambda other: abs(other.at_ms - one.at_ms)))
        else:
            gone.append(one)
    return {
        "before": len(base),
        "after": len(new),
        "in_both": both,
        "no_longer_sent": [_alert(one) for one in gone],
        "newly_sent": [_alert(one) for one in left],
    }


def _alert(one: Raised) -> dict[str, Any]:
    return {"account_id": one.account_id, "at": format_time(one.at_ms), "csm": one.csm}


def _last_scores(scores: Sequence[Score]) -> dict[str, Score]:
    return {one.account_id: one for one in scores}


def _histogram(deltas: np.ndarray[Any, np.dtype[np.float64]]) -> list[dict[str, Any]]:
    edges = [-100.0, -15.0, -5.0, -1.0, 1.0, 5.0, 15.0, 100.001]
    counts, _ = np.histogram(deltas, bins=edges)
    names = ["fell by 15 or more", "fell by 5 to 15", "fell by 1 to 5", "moved less than 1"]
    names += ["rose by 1 to 5", "rose by 5 to 15", "rose by 15 or more"]
    return [{"what": name, "scores": int(count)} for name, count in zip(names, counts, strict=True)]
