"""The figures of an evaluation as plain data: what the JSON holds and the page shows."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.learning.leakage import Suspect
from stream_health.learning.quality.figures import figures_of, number
from stream_health.learning.quality.labels import Fate, Maturity
from stream_health.learning.quality.load import Raised, Reach, reach_of, verdict_of
from stream_health.learning.quality.ranking import Ranking
from stream_health.learning.quality.rates import VERDICTS, Counted, stability_and_load
from stream_health.learning.quality.stability import top_overlap, ways
from stream_health.learning.quality.warning import Watched, losses_of, warning_figures
from stream_health.local.evaluate.rows import (
    DIMENSIONS,
    Assembled,
    Judging,
    codes,
    groups,
    labelled,
    risk_of,
)
from stream_health.local.quality.book import Book
from stream_health.local.quality.scores import Score
from stream_health.wire.times import format_time

GROUP_RESAMPLES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything an evaluation looks at.

    ``fates`` are None where only labels are known, ``suspects`` features that know them too well.
    """

    scores: Sequence[Score]
    assembled: Assembled
    judging: Judging
    maturity: Maturity
    book: Book
    bands: tuple[float, float]
    fates: Mapping[str, Fate] | None = None
    alerts: Sequence[Raised] | None = None
    k: int = 10
    resamples: int = 200
    suspects: tuple[Suspect, ...] = ()


def evaluation(material: Material) -> dict[str, Any]:
    """Every figure, over everything and by group."""
    rows = material.assembled.rows
    everything = labelled(rows, material.judging)
    by = {
        dimension: {
            name: figures_of(
                everything.where(_mask(places, len(rows))),
                k=material.k,
                resamples=min(material.resamples, GROUP_RESAMPLES),
            )
            for name, places in groups(rows, of).items()
        }
        for dimension, of in DIMENSIONS.items()
    }
    return {
        "maturity": _maturity(material),
        "overall": figures_of(everything, k=material.k, resamples=material.resamples),
        "roc_curve": [
            [number(x), number(y)] for x, y in Ranking(everything.risk, everything.label).curve(100)
        ],
        "by": {dimension: found for dimension, found in by.items() if found},
        "early_warning": early(material),
        **_stability_and_load(material),
    }


def early(material: Material, *, tiers: frozenset[str] | None = None) -> dict[str, Any] | None:
    """How early churn was flagged; only of some tiers when they are given."""
    if material.fates is None:
        return None
    churned = losses_of(watched(material, tiers=tiers))
    return warning_figures(churned, resamples=material.resamples)


def watched(material: Material, *, tiers: frozenset[str] | None = None) -> list[Watched]:
    """Accounts that churned by the last instant known, and were scored before."""
    by_account: dict[str, list[Score]] = {}
    for score in material.scores:
        by_account.setdefault(score.account_id, []).append(score)
    alerted: dict[str, list[int]] = {}
    for alert in material.alerts or ():
        for account_id in alert.members or (alert.account_id,):
            alerted.setdefault(account_id, []).append(alert.at_ms)
    found = []
    for account_id, scores in sorted(by_account.items()):
        who = material.book.who(account_id)
        fate = (material.fates or {}).get(account_id)
        if fate is None or (tiers is not None and (scores[-1].tier or who.tier) not in tiers):
            continue
        times = [score.at_ms for score in scores]
        for notice_ms in fate.churned_ms[:1]:
            before = bisect_left(times, notice_ms)
            if before and notice_ms <= material.maturity.known_until_ms:
                flags = [material.judging.flags(score) for score in scores[:before]]
                alerts = alerted.get(account_id, [])
                found.append(Watched(notice_ms, times[:before], flags, alerts, who.value or 0.0))
    return found


def _maturity(material: Material) -> dict[str, Any]:
    maturity, scores = material.maturity, material.scores
    return {
        "horizon_days": number(maturity.horizon_ms / DAY_MS),
        "grace_days": number(maturity.grace_ms / DAY_MS),
        "known_until": format_time(maturity.known_until_ms),
        "first_score": format_time(min(one.at_ms for one in scores)),
        "last_score": format_time(max(one.at_ms for one in scores)),
        "scores": len(scores),
        "matured": len(material.assembled.rows),
        "excluded": dict(sorted(material.assembled.excluded.items())),
    }


def _stability_and_load(material: Material) -> dict[str, Any]:
    reach = _reach(material)
    stability, load = stability_and_load(
        _counted(material),
        csm_weeks=reach.csms_total * reach.weeks,
        # Of labels alone nobody knows which alerts were false.
        judged_csm_weeks=0.0 if material.fates is None else reach.csms_total * reach.judged_weeks,
        resamples=material.resamples,
    )
    people = {"csms": reach.csms_total, "weeks": number(reach.weeks)}
    return {
        "stability": stability | _top_list(material),
        "alert_load": None if material.alerts is None else people | load,
    }


def _reach(material: Material) -> Reach:
    first_ms = min(one.at_ms for one in material.scores)
    last_ms = max(material.maturity.known_until_ms, *(one.at_ms for one in material.scores))
    return reach_of(
        material.alerts or (),
        material.maturity,
        csms=len({who.csm for who in material.book.accounts.values() if who.csm}),
        weeks=(last_ms - first_ms) / WEEK_MS,
    )


def _counted(material: Material) -> Counted:
    """Every account that was scored or alerted; a grouped alert is its first account's."""
    scores, alerts = material.scores, material.alerts or ()
    account = codes([*(one.account_id for one in scores), *(one.account_id for one in alerts)])
    accounts, scored = int(account.max()) + 1, len(scores)
    points = np.array([one.score for one in scores])
    critical, healthy = material.bands
    watched_ms, flips = ways(
        account[:scored],
        np.array([one.at_ms for one in scores], dtype=np.int64),
        np.where(points < critical, 0, np.where(points > healthy, 2, 1)),
        accounts=accounts,
    )
    fates, maturity = material.fates, material.maturity
    verdicts = np.array(
        ["unknown" if fates is None else verdict_of(one, fates, maturity) for one in alerts],
        dtype=str,
    )
    return Counted(
        watched_ms,
        flips,
        *(np.bincount(account[scored:][verdicts == one], minlength=accounts) for one in VERDICTS),
    )


def _top_list(material: Material) -> dict[str, Any]:
    account = codes([one.account_id for one in material.scores])
    time_ms = np.array([one.at_ms for one in material.scores], dtype=np.int64)
    risk = np.array([risk_of(one, material.judging) for one in material.scores])
    k = min(max(1, len(np.unique(account)) // 10), len(account))
    return {
        "top_list_overlap": number(top_overlap(account, time_ms, risk, k=k)),
        "top_list_accounts": k,
    }


def _mask(places: Sequence[int], total: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    mask = np.zeros(total, dtype=np.bool_)
    mask[list(places)] = True
    return mask
