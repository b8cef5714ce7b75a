"""An alert in words: what was seen, since when, why it matters, and a draft to start from."""

from datetime import UTC, datetime
from typing import Final, NamedTuple

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import AlertCandidate
from stream_health.domain.playbook.themes import Theme

SEEN_MAX: Final = 3
_MINOR_PER_UNIT: Final = 100


class Briefing(NamedTuple):
    """``draft`` is a text for the CSM to edit and send; nothing is ever sent by itself."""

    seen: str
    since_ms: int
    why: str
    draft: str | None


_OPENINGS: Final = {
    Theme.CANCELLATION: "we have received word that you are thinking of ending our contract. "
    "I would like to understand what led to it, and what would have to change.",
    Theme.CHAMPION_LEFT: "I heard that there are changes in your team. I would like to meet "
    "whoever takes over, so that nothing you have built with us is lost.",
    Theme.PAYMENT_FAILING: "one of our invoices could not be settled. May I help to sort it out "
    "with your billing team before anybody's access is touched?",
    Theme.TICKETS_ESCALATING: "several of your requests to our support have taken longer than "
    "they should. I have gone through them and would like to agree on a dated plan.",
    Theme.SPONSOR_DISENGAGED: "we have not spoken for a while. I suggest half an hour to look at "
    "what you wanted to achieve this year, and where we stand.",
    Theme.USERS_LEAVING: "I noticed that fewer of your colleagues work with the product than "
    "before. Has something changed, and can we help?",
    Theme.ONBOARDING_STUCK: "the first weeks decide how much you get out of the product. I would "
    "like to go through the next steps with your team.",
    Theme.ADOPTION_STALLED: "I had a look at how your team uses the product and see some things "
    "that could save you time. May I show you?",
    Theme.RENEWAL_NEAR: "your renewal is coming up. Before we talk about terms I would like to "
    "hear what worked for you this year and what did not.",
    Theme.EXPANSION: "your team makes good use of the product. I have an idea how others of your "
    "company could profit too; shall we talk about it?",
}


def briefing_of(candidate: AlertCandidate) -> Briefing:
    """Put an alert into words, from what it carries; amounts of money are rounded.

    Examples
    --------
    >>> from stream_health.domain.effects import Cause
    >>> fields = dict.fromkeys(AlertCandidate._fields)
    >>> fall = Cause("event", -18_000, "4 active users in 28 days", "users_28d_total", "usage")
    >>> known = {"causes": (fall,), "as_of_ms": 0, "renewal_at_ms": 30 * DAY_MS, "csm": "kim",
    ...          "value_at_risk_minor": 12_000_000, "currency": "EUR"}
    >>> told = briefing_of(AlertCandidate(**(fields | known)))
    >>> told.seen, told.why
    ('4 active users in 28 days', 'EUR 120,000 a year; the renewal is due in 30 days, 1970-01-31')
    """
    heavy = [cause.text for cause in candidate.causes if cause.points_milli <= 0][:SEEN_MAX]
    since_ms = candidate.reference_at_ms
    return Briefing(
        seen="; ".join(heavy),
        since_ms=candidate.as_of_ms if since_ms is None else since_ms,
        why="; ".join(_worth(candidate)) or "neither value nor renewal date are known",
        draft=_draft(candidate),
    )


def _worth(candidate: AlertCandidate) -> list[str]:
    said = []
    if candidate.value_at_risk_minor is not None and candidate.currency is not None:
        amount = candidate.value_at_risk_minor // _MINOR_PER_UNIT
        said.append(f"{candidate.currency} {amount:,} a year")
    if candidate.renewal_at_ms is not None:
        days = (candidate.renewal_at_ms - candidate.as_of_ms) // DAY_MS
        day = datetime.fromtimestamp(candidate.renewal_at_ms / 1_000, UTC).date()
        when = f"is due in {days} days" if days >= 0 else f"was due {-days} days ago"
        said.append(f"the renewal {when}, {day}")
    return said


def _draft(candidate: AlertCandidate) -> str | None:
    """From the template of the theme; none where nobody is to be written to."""
    theme = "" if candidate.action is None else candidate.action.code.partition(".")[2]
    opening = next((text for known, text in _OPENINGS.items() if known.value == theme), None)
    if opening is None or not candidate.account_id:
        return None
    signed = candidate.csm or "your customer success team"
    return f"Hello {{name}},\n\n{opening}\n\nKind regards,\n{signed}"
