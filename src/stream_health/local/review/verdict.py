"""Who was right, once the horizon has passed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from stream_health.learning.quality.figures import number
from stream_health.learning.quality.labels import Excluded, Fate, Maturity, label_of
from stream_health.learning.quality.probability import wilson
from stream_health.local.review.sheet import Called
from stream_health.wire.times import format_time

WHO: Final = ("theirs", "ours", "csm")


def verdicts(
    called: Sequence[Called], fates: Mapping[str, Fate], maturity: Maturity
) -> dict[str, Any]:
    """Right and wrong calls of the score in use, of ours and of the CSMs.

    An account counts when its horizon and the grace have passed; the others are not yet known,
    whatever has happened already: those that left are always known first.
    """
    accounts = [_account(one, fates, maturity) for one in called]
    known = [one for one in accounts if one["left"] is not None]
    return {
        "accounts": len(accounts),
        "known": len(known),
        "not_yet_known": sum(one["why"] == Excluded.NOT_MATURED for one in accounts),
        "cannot_be_known": sum(
            one["why"] in (Excluded.AFTER_NOTICE, Excluded.CENSORED) for one in accounts
        ),
        "left": sum(one["left"] for one in known),
        "right": {who: _right(known, who) for who in WHO},
        "each": accounts,
    }


def _account(one: Called, fates: Mapping[str, Fate], maturity: Maturity) -> dict[str, Any]:
    label = label_of(one.at_ms, fates.get(one.account_id, Fate()), maturity)
    unknown = isinstance(label, Excluded)
    calls = {"theirs": one.their_call, "ours": one.our_call, "csm": one.csm_call}
    truth = "risk" if label == 1 else "fine"
    return {
        "account_id": one.account_id,
        "as_of": format_time(one.at_ms),
        "left": None if unknown else label == 1,
        "why": str(label) if unknown else None,
        "calls": calls,
        "right": None
        if unknown
        else {who: None if call is None else call == truth for who, call in calls.items()},
    }


def _right(known: Sequence[Mapping[str, Any]], who: str) -> dict[str, Any]:
    calls = [one["right"][who] for one in known if one["right"][who] is not None]
    right = sum(calls)
    ends = wilson(right / len(calls), len(calls)) if calls else None
    return {
        "calls": len(calls),
        "right": right,
        "wrong": len(calls) - right,
        "share": number(right / len(calls)) if calls else None,
        "low": number(ends[0]) if ends else None,
        "high": number(ends[1]) if ends else None,
    }
