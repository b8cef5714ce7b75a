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
    Clue(
        Theme.CANCELLATION,
        ("cancellation", "notice", "withdrawal", "integration_removed", "exports"),
    ),
    Clue(Theme.GENERAL, ("peers_left",)),
    Clue(Theme.CHAMPION_LEFT, ("leaving", "exit_confirmed")),
    Clue(Theme.RENEWAL_NEAR, ("renew", "negotiation", "hedging", "budget", "competitor")),
    Clue(Theme.TICKETS_ESCALATING, ("tickets", "frustration", "escalation")),
    Clue(Theme.ONBOARDING_STUCK, ("time_to_value", "onboarding")),
    Clue(Theme.SPONSOR_DISENGAGED, ("champion_silent",)),
    Clue(Theme.USERS_LEAVING, ("users", "seat", "silence", "silent")),
    Clue(Theme.ADOPTION_STALLED, ("plan", "learning")),
)

# Where the name says nothing, the source does.
SOURCES: Final = {
    "usage": Theme.ADOPTION_STALLED,
    "tickets": Theme.TICKETS_ESCALATING,
    "billing": Theme.PAYMENT_FAILING,
    "engagement": Theme.SPONSOR_DISENGAGED,
    "profile": Theme.SPONSOR_DISENGAGED,
    "signals": Theme.SPONSOR_DISENGAGED,
}


def theme_of(cause: Cause) -> Theme:
    """Say what a cause is about, by the name of its feature, else by its source.

    >>> theme_of(Cause("event", -9_000, "", "billing_failures_180d_total", "billing")).value
    'payment_failing'
    """
    name = cause.feature or ""
    for clue in CLUES:
        if any(word in name for word in clue.words):
            return clue.theme
    return SOURCES.get(cause.source or "", Theme.GENERAL)
