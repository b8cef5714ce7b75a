"""Our score beside theirs: the same accounts on the same days."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from stream_health.learning.quality.figures import number
from stream_health.learning.quality.labels import Fate
from stream_health.local.audit.rates import DAYS_BEFORE, Bands, rates, score_at
from stream_health.local.quality.notes import QualityError
from stream_health.local.quality.scores import Score


def paired(theirs: Sequence[Score], ours: Sequence[Score]) -> tuple[list[Score], list[Score]]:
    """Their rows that we have a score for as of the same day, and ours as of those days.

    Raises
    ------
    QualityError
        When there is none.
    """
    by_account: dict[str, list[Score]] = {}
    for one in ours:
        by_account.setdefault(one.account_id, []).append(one)
    kept, matched = [], []
    for one in theirs:
        found = score_at(by_account.get(one.account_id, ()), one.at_ms)
        if found is not None:
            kept.append(one)
            matched.append(found._replace(at_ms=one.at_ms))
    if not kept:
        msg = (
            "no account of theirs has a score of ours on or before the same day (within 45 days): "
            "are the account ids the same, and do the times overlap?"
        )
        raise QualityError(msg)
    return kept, matched


def at_their_alarm_rate(
    pair: tuple[Sequence[Score], Sequence[Score]],
    fates: Mapping[str, Fate],
    *,
    bands: Bands,
    known_until_ms: int,
) -> list[dict[str, Any]]:
    """True-positive rates where both cry wolf equally often.

    Our threshold is set so that as many of our scores lie at or below it as of theirs lie in their
    riskiest band. Two scores on two scales can only be compared so.
    """
    theirs, ours = pair
    raised = sum(bands.place(one.score) == 0 for one in theirs)
    if not raised:
        return []
    ranked = sorted(one.score for one in ours)
    edge = ranked[raised - 1]
    their_rates = rates(theirs, fates, bands=bands, known_until_ms=known_until_ms)
    our_bands = Bands((math.nextafter(edge, math.inf),), higher_is_riskier=False)
    our_rates = rates(ours, fates, bands=our_bands, known_until_ms=known_until_ms)
    return [
        {
            "days_before": days,
            "threshold_of_ours": number(edge),
            "theirs": _first(one),
            "ours": _first(two),
        }
        for days, one, two in zip(DAYS_BEFORE, their_rates, our_rates, strict=True)
    ]


def _first(found: Mapping[str, Any]) -> dict[str, Any]:
    riskiest = found["by_band"][0]
    names = ("true_positive_rate", "true_positive_interval", "false_positive_rate")
    return {name: riskiest[name] for name in names}
