"""What an account's leading cause is about, in the words of the playbook."""

from enum import Enum
from typing import Final, NamedTuple

from stream_health.domain.effects import Cause


class Theme(Enum):
    """What the next step is about; the value is part of the action's code."""

    CANCELLATION = "cancellation"
    CHAMPION_LEFT = "champion_left"
    PAYMENT_FAILING = "payment_failing"
    TICKETS_ESCALATING = "tickets_escalating"
    SPONSOR_DISENGAGED = "sponsor_disengaged"
    USERS_LEAVING = "users_leaving"
    ONBOARDING_STUCK = "onboarding_stuck"
    ADOPTION_STALLED = "adoption_stalled"
    RENEWAL_NEAR = "renewal_near"
    EXPANSION = "expansion"
    ADVOCACY = "advocacy"
    GENERAL = "general"


class Clue(NamedTuple):
    """A feature whose name holds one of the words is about the theme; the first clue wins."""

    theme: Theme
    words: tuple[str, ...]


CLUES: Final = (
    Clue(Theme.CANCELLATION, ("cancel", "churn", "integration_removed", "export")),
    Clue(Theme.CHAMPION_LEFT, ("champion_leaving", "champion_left", "champion_exit", "departed")),
    Clue(Theme.RENEWAL_NEAR, ("renewal", "negotiation", "hedging", "budget", "competitor")),
    Clue(Theme.PAYMENT_FAILING, ("payment", "invoice", "overdue", "paid")),
    Clue(Theme.TICKETS_ESCALATING, ("ticket", "escalat", "resolution", "reopen", "frustration")),
    Clue(Theme.ONBOARDING_STUCK, ("onboarding", "time_to_value", "first_value", "training")),
    Clue(Theme.SPONSOR_DISENGAGED, ("sponsor", "champion", "meeting", "qbr", "contact", "nps")),
    Clue(Theme.USERS_LEAVING, ("user", "seat", "login", "silen")),
    Clue(Theme.ADOPTION_STALLED, ("usage", "feature", "depth", "breadth", "events", "duration")),
)

# Where the name says nothing, the source does.
SOURCES: Final = {
    "usage": Theme.ADOPTION_STALLED,
    "tickets": Theme.TICKETS_ESCALATING,
    "billing": Theme.PAYMENT_FAILING,
    "engagement": Theme.SPONSOR_DISENGAGED,
    "outcomes": Theme.CANCELLATION,
    "signals": Theme.SPONSOR_DISENGAGED,
}


def theme_of(cause: Cause) -> Theme:
    """Say what a cause is about, by the name of its feature, else by its source.

    >>> theme_of(Cause("event", -9_000, "", "payments_failed_30d_total", "billing")).value
    'payment_failing'
    """
    name = cause.feature or ""
    for clue in CLUES:
        if any(word in name for word in clue.words):
            return clue.theme
    return SOURCES.get(cause.source or "", Theme.GENERAL)
