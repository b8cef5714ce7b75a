"""An alert in words: what was seen, since when, why it matters, and a draft to start from."""

from datetime import UTC, datetime
from typing import Final, NamedTuple

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import AlertCandidate, Cause
from stream_health.domain.playbook.themes import Theme

SEEN_MAX: Final = 3
_OF_ONE_SOURCE_MAX: Final = 2
"""Of one source at most two, where others fell too: they often say the same."""

_MINOR_PER_UNIT: Final = 100


class Briefing(NamedTuple):
    """``draft`` is a text for the CSM to edit and send; nothing is ever sent by itself."""

    seen: str
    since_ms: int
    why: str
    draft: str | None


_OPENINGS: Final = {
    Theme.CANCELLATION: "I understand that you intend to end our contract. Before that happens "
    "I would like to hear what led to it, and what would have to change.",
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
    >>> fields = dict.fromkeys(AlertCandidate._fields) | {"quotes": ()}
    >>> fall = Cause("event", -18_000, "4 active users in 28 days", "users_28d_total", "usage")
    >>> known = {"causes": (fall,), "as_of_ms": 0, "renewal_at_ms": 30 * DAY_MS, "csm": "kim",
    ...          "value_at_risk_minor": 12_000_000, "currency": "EUR"}
    >>> told = briefing_of(AlertCandidate(**(fields | known)))
    >>> told.seen, told.why
    ('4 active users in 28 days', 'EUR 120,000 a year; the renewal is due in 30 days, 1970-01-31')
    """
    times_ms = (candidate.since_ms, candidate.reference_at_ms, candidate.as_of_ms)
    return Briefing(
        seen="; ".join(_seen(candidate)),
        since_ms=next(time_ms for time_ms in times_ms if time_ms is not None),
        why="; ".join(_worth(candidate)) or "neither value nor renewal date are known",
        draft=_draft(candidate),
    )


def _seen(candidate: AlertCandidate) -> list[str]:
    """What fell, heaviest first, of more than one source where there is; then what was said."""
    heavy = [cause for cause in candidate.causes if cause.points_milli <= 0]
    told: list[Cause] = []
    passed_over: list[Cause] = []
    for cause in heavy:
        alike = sum(one.source == cause.source for one in told)
        (told if alike < _OF_ONE_SOURCE_MAX else passed_over).append(cause)
    chosen = [*told[:SEEN_MAX], *passed_over][:SEEN_MAX]
    texts = [cause.text for cause in heavy if cause in chosen]
    return texts + [f'"{quote.sentence}"' for quote in candidate.quotes]


def _worth(candidate: AlertCandidate) -> list[str]:
    said = []
    if candidate.value_at_risk_minor is not None and candidate.currency is not None:
        amount = candidate.value_at_risk_minor // _MINOR_PER_UNIT
        said.append(f"{candidate.currency} {amount:,} a year")
    if candidate.renewal_at_ms is not None:
        days = (candidate.renewal_at_ms - candidate.as_of_ms) // DAY_MS
        day = datetime.fromtimestamp(candidate.renewal_at_ms / 1_000, UTC).date()
        said.append(f"the renewal {_due(days)}, {day}")
    return said


def _due(days: int) -> str:
    if days in {0, 1}:
        return "is due tomorrow" if days else "is due today"
    if days < 0:
        return f"was due {-days} day{'s' * (days != -1)} ago"
    return f"is due in {days} days"


def _draft(candidate: AlertCandidate) -> str | None:
    """From the template of the theme; none where nobody is to be written to."""
    theme = "" if candidate.action is None else candidate.action.code.partition(".")[2]
    opening = next((text for known, text in _OPENINGS.items() if known.value == theme), None)
    if opening is None or not candidate.account_id:
        return None
    signed = candidate.csm or "your customer success team"
    return f"Hello {{name}},\n\n{opening}\n\nKind regards,\n{signed}"
