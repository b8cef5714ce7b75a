"""What a person's feedback asks of an open alert."""

from typing import Final, NamedTuple

from stream_health.domain.events import Feedback

APPLIED: Final = "applied"


class Said(NamedTuple):
    """The transition a feedback asks for; ``result`` names why not when it is not ``applied``."""

    result: str
    transition: str = ""
    reason: str | None = None
    until_ms: int | None = None


_VERDICTS: Final = {
    "right": Said(APPLIED, "acknowledged", "right"),
    "too_late": Said(APPLIED, "acknowledged", "too_late"),
    "stale_data": Said(APPLIED, "resolved", "stale_data"),
    "known_event": Said(APPLIED, "resolved", "known_event"),
    "not_a_risk": Said(APPLIED, "resolved", "not_a_risk"),
    "already_handled": Said(APPLIED, "resolved", "already_handled"),
}

JUDGEMENTS: Final = frozenset(_VERDICTS)

WAS_RIGHT: Final = {"right": True, "too_late": True, "not_a_risk": False}
"""Whether a verdict calls what was read right; others do not speak of the reading."""


def read_feedback(feedback: Feedback, *, as_of_ms: int) -> Said:
    """Turn a feedback into the transition it asks for.

    Results other than ``applied``: ``not_about_alerts`` (an override, an action),
    ``unknown_verdict``, ``snooze_without_end``, ``snooze_in_the_past``.

    Examples
    --------
    >>> say = Feedback("acme", "1", 0, "verdict", "kim", "score_drop/acme", verdict="known_event")
    >>> read_feedback(say, as_of_ms=0)
    Said(result='applied', transition='resolved', reason='known_event', until_ms=None)
    """
    if feedback.kind == "acknowledged":
        return Said(APPLIED, "acknowledged")
    if feedback.kind == "snoozed":
        return _read_snooze(feedback.until_ms, as_of_ms)
    if feedback.kind == "verdict":
        return _VERDICTS.get(feedback.verdict or "", Said("unknown_verdict"))
    return Said("not_about_alerts")


def _read_snooze(until_ms: int | None, as_of_ms: int) -> Said:
    if until_ms is None:
        return Said("snooze_without_end")
    if until_ms <= as_of_ms:
        return Said("snooze_in_the_past")
    return Said(APPLIED, "snoozed", until_ms=until_ms)
