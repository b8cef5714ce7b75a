"""What two versions say of the same matured examples, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stream_health.domain.effects import TrainingExample
from stream_health.domain.engine.evaluation import flag_levels_milli
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.scale import risk_of
from stream_health.domain.scorecard.scorecard import Scorecard

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What one version says, row by row: score before clipping, churn risk, flagged."""

    version: str
    points: Floats
    risk: Floats
    flagged: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Examples in the order of account and snapshot, and both versions' words on each.

    ``account`` numbers the accounts, ``at_ms`` is the snapshot, ``label`` 1 where it left.
    ``unread_total`` examples were of another feature catalogue and are left out.
    """

    account: Integers
    at_ms: Integers
    label: Integers
    champion: Spoken
    candidate: Spoken
    unread_total: int = 0


def evidence_of(
    examples: Iterable[TrainingExample],
    *,
    champion: Scorecard,
    candidate: Scorecard,
    policy: Policy,
) -> Evidence:
    """Score churn examples with both versions.

    Only examples that matured after the candidate was cut are taken: it has not learned them. The
    champion may have; that speaks for the champion.
    """
    since_ms = candidate.cut_at_ms
    fresh = [
        one
        for one in examples
        if one.target == "churn" and (since_ms is None or one.matured_at_ms >= since_ms)
    ]
    rows = [one for one in fresh if one.catalogue_version == candidate.catalogue_version]
    rows.sort(key=lambda one: (one.account_id, one.snapshot_at_ms))
    numbers = {name: place for place, name in enumerate(dict.fromkeys(r.account_id for r in rows))}
    return Evidence(
        account=np.array([numbers[one.account_id] for one in rows], dtype=np.int64),
        at_ms=np.array([one.snapshot_at_ms for one in rows], dtype=np.int64),
        label=np.array([one.label for one in rows], dtype=np.int64),
        champion=_spoken(champion, rows, policy),
        candidate=_spoken(candidate, rows, policy),
        unread_total=len(fresh) - len(rows),
    )


def _spoken(scorecard: Scorecard, rows: list[TrainingExample], policy: Policy) -> Spoken:
    levels = flag_levels_milli(policy, scorecard)
    totals, flagged = [], []
    for one in rows:
        card = scorecard.card_for(one.segment)
        total = card.total(card.bins(one.values, range(len(one.values))))
        level = levels.get(one.value_tier)
        totals.append(total)
        flagged.append(level is not None and total <= level)
    numbers: Any = np.array(totals, dtype=np.float64)
    return Spoken(
        version=scorecard.version,
        points=numbers / 1_000.0,
        risk=np.array([risk_of(total, policy.scale) for total in totals], dtype=np.float64),
        flagged=np.array(flagged, dtype=np.bool_),
    )
