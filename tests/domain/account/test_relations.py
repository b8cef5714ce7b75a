"""Tickets, invoices, profiles, overrides: the last word holds, in whatever order it arrives."""

from itertools import permutations

import pytest

from stream_health.domain.account.account import Account
from stream_health.domain.account.billing import INVOICES_MAX
from stream_health.domain.account.tickets import TICKETS_MAX
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import (
    BillingEvent,
    Contact,
    Feedback,
    Outcome,
    ProfileUpdate,
    SignalEvent,
    TicketEvent,
)

START_MS = 20_000 * DAY_MS


def ticket(day: int, kind: str, severity: int | None = None, name: str = "T-1") -> TicketEvent:
    """One event of a ticket."""
    return TicketEvent("acme", f"{kind}{day}", START_MS + day * DAY_MS, kind, name, severity)


@pytest.mark.parametrize(
    "order",
    list(
        permutations(
            (
                ticket(0, "opened", 3),
                ticket(1, "escalated", 1),
                ticket(4, "solved"),
                ticket(2, "updated"),
            )
        )
    ),
)
def test_a_ticket_is_the_same_in_any_order(order: tuple[TicketEvent, ...]) -> None:
    account = Account("acme")
    for event in order:
        account.apply(event)
    assert account.tickets is not None
    known = account.tickets.tickets["T-1"]
    assert (known.is_open, known.severity, known.first_ms) == (False, 1, START_MS)
    assert account.tickets.solved_between(START_MS, START_MS + 9 * DAY_MS) == (1, 4 * DAY_MS)


def test_a_ticket_reopened_after_it_was_solved_waits_again() -> None:
    account = Account("acme")
    for event in (ticket(5, "reopened"), ticket(0, "opened"), ticket(3, "solved")):
        account.apply(event)
    assert account.tickets is not None
    assert len(account.tickets.open) == 1


def test_beyond_the_bound_solved_tickets_and_paid_invoices_go_first() -> None:
    account = Account("acme")
    account.apply(ticket(0, "opened", name="waits"))
    account.apply(BillingEvent("acme", "i", START_MS, "invoice_issued", "unpaid"))
    for number in range(TICKETS_MAX + 5):
        account.apply(ticket(1, "solved", name=f"T-{number}"))
        account.apply(BillingEvent("acme", "", START_MS + DAY_MS, "invoice_paid", f"I-{number}"))
    assert account.tickets is not None
    assert account.billing is not None
    assert len(account.tickets.tickets) == TICKETS_MAX
    assert len(account.billing.invoices) == INVOICES_MAX
    assert "waits" in account.tickets.tickets
    assert "unpaid" in account.billing.invoices


def test_the_newest_profile_wins_and_a_tombstone_deletes() -> None:
    account = Account("acme")
    new = ProfileUpdate("acme", "2", START_MS + 5, tier="high", seats=9, csm="ann",
                        contacts=(Contact("c1", "champion"),))  # fmt: skip
    account.apply(new)
    account.apply(ProfileUpdate("acme", "1", START_MS, tier="digital", seats=4, csm="bob"))
    profile = account.profile
    assert profile is not None
    assert (profile.tier, profile.csm, profile.role_of("c1")) == ("high", "ann", "champion")
    assert profile.seats_at(START_MS + 5) == 4
    account.apply(ProfileUpdate("acme", "3", START_MS + 9, deleted=True))
    assert profile.deleted
    assert profile.tier is None


def test_an_override_holds_until_it_expires() -> None:
    account = Account("acme")
    account.apply(
        Feedback("acme", "1", START_MS, "override", "ann", score=40.0, until_ms=START_MS + 10)
    )
    feedback = account.feedback
    assert feedback is not None
    assert feedback.override_at(START_MS - 1) is None
    override = feedback.override_at(START_MS + 9)
    assert override is not None
    assert override.score == 40.0
    assert feedback.override_at(START_MS + 10) is None


def test_an_action_taken_within_the_time_is_found() -> None:
    account = Account("acme")
    account.apply(Feedback("acme", "1", START_MS, "action_taken", "ann", action_code="call"))
    feedback = account.feedback
    assert feedback is not None
    assert feedback.acted_between(START_MS, START_MS + 1)
    assert not feedback.acted_between(START_MS - 5, START_MS)


def test_a_churn_without_dates_takes_effect_when_it_is_said() -> None:
    account = Account("acme")
    account.apply(Outcome("acme", "1", START_MS, "churned", "voluntary"))
    outcomes = account.outcomes
    assert outcomes is not None
    assert outcomes.churned
    assert (outcomes.notice_at_ms, outcomes.effective_at_ms) == (None, START_MS)
    assert outcomes.cause == "voluntary"


def test_the_scoring_does_not_hear_itself() -> None:
    account = Account("acme")
    account.apply(SignalEvent("acme", "1", START_MS, "champion_leaving", 0.9, own=True))
    assert account.signals is not None
    assert account.signals.kinds == {}
