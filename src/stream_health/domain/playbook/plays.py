"""The plays as data: title per theme and band, and the frame a band sets."""

from typing import Final, NamedTuple

from stream_health.domain.playbook.themes import Theme

HEALTHY: Final = "healthy"
WATCH: Final = "watch"
CRITICAL: Final = "critical"


class Frame(NamedTuple):
    """Who acts in a band, within how many business days, and the verb of the action's code."""

    verb: str
    by: str  # automation, csm
    due_days: int | None
    because: str


FRAMES: Final = {
    HEALTHY: Frame("digital", "automation", None, "The account is healthy"),
    WATCH: Frame("outreach", "csm", 3, "The score calls for a personal word"),
    CRITICAL: Frame("intervene", "csm", 0, "The score is critical and the manager is notified"),
}

# theme: (title when healthy, on watch, critical); a gain is offered to the healthy only
TITLES: Final[dict[Theme, tuple[str, ...]]] = {
    Theme.CANCELLATION: (
        "Ask why the customer prepares to leave",
        "Call the decision maker about leaving and offer a save plan",
        "Start the save plan: executive call about the cancellation",
    ),
    Theme.CHAMPION_LEFT: (
        "Find the successor of the champion",
        "Meet the successor of the champion and renew the goals",
        "Reach the executive sponsor and agree on a new champion",
    ),
    Theme.PAYMENT_FAILING: (
        "Remind of the open payment and check the payment data",
        "Settle the failing payment with the billing contact",
        "Settle the failed payment with the billing contact before access ends",
    ),
    Theme.TICKETS_ESCALATING: (
        "Send a status of the open tickets",
        "Go through the open tickets with support and the customer",
        "Escalate the open tickets to support leadership with a dated plan",
    ),
    Theme.SPONSOR_DISENGAGED: (
        "Invite the sponsor to the next business review",
        "Bring the sponsor back with a short business review",
        "Reach the sponsor through our executive",
    ),
    Theme.USERS_LEAVING: (
        "Invite inactive users back",
        "Ask the admin which users left and why",
        "Meet the admin about lost users and agree on a way back",
    ),
    Theme.ONBOARDING_STUCK: (
        "Send the next onboarding step",
        "Run a joint onboarding session",
        "Restart onboarding with a dated plan and a specialist",
    ),
    Theme.ADOPTION_STALLED: (
        "Send a guide to what is used less",
        "Review goals and usage with the account",
        "Run an adoption workshop with the executive sponsor",
    ),
    Theme.RENEWAL_NEAR: (
        "Send the renewal summary with the value achieved",
        "Open the renewal talk with the value achieved",
        "Take the renewal to the decision makers on both sides",
    ),
    Theme.EXPANSION: ("Offer the next seats or plan",),
    Theme.ADVOCACY: ("Ask for a reference or review",),
    Theme.GENERAL: (
        "Run the automated health check",
        "Call the account for a check-in",
        "Review the account with the manager and call today",
    ),
}

BANDS: Final = (HEALTHY, WATCH, CRITICAL)
