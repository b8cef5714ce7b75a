"""Hypothesis strategies for the events of one account, and plain views of its sub-states."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st
from tests.support.thorough import thorough

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    Contact,
    EngagementEvent,
    Feedback,
    Outcome,
    ProfileUpdate,
    SignalEvent,
    Source,
    TicketEvent,
    UsageEvent,
)
from stream_health.domain.features.catalogue import values

# A busy machine is no failure: no example is timed.
CALM = thorough(60)

FIRST_DAY = 20_000
FIRST_MS = FIRST_DAY * DAY_MS

TICKET_KINDS = ("opened", "updated", "escalated", "reopened", "solved", "csat")
BILLING_KINDS = (
    "invoice_issued", "invoice_due", "invoice_paid", "invoice_overdue", "payment_failed",
    "payment_failed_for_good", "plan_changed", "seats_changed", "cancellation_notice", "renewed",
    "contract_terms",
)  # fmt: skip
ENGAGEMENT_KINDS = (
    "meeting_scheduled", "meeting_held", "meeting_missed", "qbr_scheduled", "qbr_held",
    "qbr_missed", "nps", "csat", "training_attended", "webinar_attended", "community_post",
    "negotiation_step", "news", "csm_note",
)  # fmt: skip
VERDICTS = ("right", "stale_data", "known_event", "not_a_risk", "already_handled", "too_late")
FEEDBACK_KINDS = (
    "override", "verdict", "acknowledged", "snoozed", "action_taken", "action_dismissed",
    "champion_exit_confirmed",
)  # fmt: skip
SIGNAL_KINDS = (
    "champion_leaving",
    "cancellation_intent",
    "frustration",
    "praise",
    "silence",
    "message_seen",
)
ROLES = ("champion", "executive_sponsor", "user")


def times(days: int) -> st.SearchStrategy[int]:
    """Instants of the first days, often on a boundary or just before one: mistakes live there."""
    span_ms = days * DAY_MS
    units = st.sampled_from((1, MINUTE_MS, HOUR_MS, DAY_MS))
    instants = st.integers(0, span_ms - 1)
    on_boundary = st.builds(lambda at, unit: at // unit * unit, instants, units)
    return st.builds(
        lambda at, back: FIRST_MS + max(at - back, 0), on_boundary, st.sampled_from((0, 0, 1))
    )


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Give the strategy's value, or nothing."""
    return st.none() | strategy


def _events(event: type, /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Build events of one account; ids are given by `numbered`."""
    return st.builds(event, st.just("acme"), st.just(""), **fields)


def usage(days: int) -> st.SearchStrategy[UsageEvent]:
    """Uses by up to eight people, of up to six product features."""
    return _events(
        UsageEvent,
        event_time_ms=times(days),
        user_id=st.sampled_from([f"user-{number}" for number in range(8)]),
        name=st.sampled_from(("page_viewed", "login", "report.exported", "user_invited", "api")),
        feature=maybe(st.sampled_from([f"feature-{number}" for number in range(6)])),
        times=st.integers(1, 40),
        duration_ms=maybe(st.integers(0, HOUR_MS)),
    )


def tickets(days: int) -> st.SearchStrategy[TicketEvent]:
    """Events of up to ten tickets in any order."""
    return _events(
        TicketEvent,
        event_time_ms=times(days),
        kind=st.sampled_from(TICKET_KINDS),
        ticket_id=st.sampled_from([f"T-{number}" for number in range(10)]),
        severity=maybe(st.integers(1, 4)),
        csat=maybe(st.integers(1, 5)),
    )


def billing(days: int) -> st.SearchStrategy[BillingEvent]:
    """Events of up to three invoices, and of the contract."""
    return _events(
        BillingEvent,
        event_time_ms=times(days),
        kind=st.sampled_from(BILLING_KINDS),
        invoice_id=maybe(st.sampled_from(("I-1", "I-2", "I-3"))),
        due_at_ms=maybe(times(days)),
        retry=maybe(st.integers(1, 4)),
        seats=maybe(st.integers(0, 50)),
        previous_seats=maybe(st.integers(0, 50)),
        direction=maybe(st.sampled_from(("upgrade", "downgrade"))),
        renewal_at_ms=maybe(times(days)),
    )


def engagement(days: int) -> st.SearchStrategy[EngagementEvent]:
    """Every kind of contact."""
    return _events(
        EngagementEvent,
        event_time_ms=times(days),
        kind=st.sampled_from(ENGAGEMENT_KINDS),
        roles=st.lists(st.sampled_from(ROLES), max_size=2).map(tuple),
        value=maybe(st.floats(0, 10, allow_nan=False)),
        sentiment=maybe(st.sampled_from(("positive", "neutral", "negative"))),
    )


def profiles(days: int) -> st.SearchStrategy[ProfileUpdate]:
    """Profiles with any of their fields, and tombstones."""
    return _events(
        ProfileUpdate,
        event_time_ms=times(days),
        deleted=st.booleans(),
        segment=st.sampled_from(((), (("industry", "bank"), ("region", "eu")))),
        tier=maybe(st.sampled_from(("strategic", "digital"))),
        arr_minor=maybe(st.integers(0, 2**53)),
        seats=maybe(st.integers(0, 40)),
        started_at_ms=maybe(times(days)),
        renewal_at_ms=maybe(times(days)),
        contacts=st.lists(
            st.builds(Contact, st.just("c1"), st.sampled_from(ROLES)), max_size=2
        ).map(tuple),
    )


def others(days: int) -> st.SearchStrategy[AccountEvent]:
    """Outcomes, feedback and signals."""
    return st.one_of(
        _events(
            Outcome,
            event_time_ms=times(days),
            kind=st.sampled_from(("churned", "renewed", "expanded", "became_advocate")),
            notice_at_ms=maybe(times(days)),
            effective_at_ms=maybe(times(days)),
        ),
        _events(
            Feedback,
            event_time_ms=times(days),
            kind=st.sampled_from(FEEDBACK_KINDS),
            author=st.just("csm-1"),
            verdict=maybe(st.sampled_from(VERDICTS)),
            score=maybe(st.floats(0, 100, allow_nan=False)),
            until_ms=maybe(times(days)),
        ),
        _events(
            SignalEvent,
            event_time_ms=times(days),
            kind=st.sampled_from(SIGNAL_KINDS),
            confidence=st.integers(0, 1_000).map(lambda milli: milli / 1_000),
            role=maybe(st.sampled_from(ROLES)),
            own=st.booleans(),
            direction=maybe(st.sampled_from(("inbound", "outbound", "internal"))),
        ),
    )


def numbered(events: Iterable[AccountEvent]) -> list[AccountEvent]:
    """Give each event an id of its own."""
    return [event._replace(event_id=f"e{number}") for number, event in enumerate(events)]


def streams(days: int, *, longest: int = 40) -> st.SearchStrategy[list[AccountEvent]]:
    """Events of every source within some days, in any order, each with its own id."""
    event = st.one_of(
        usage(days), usage(days), tickets(days), billing(days), engagement(days), profiles(days),
        others(days),
    )  # fmt: skip
    return st.lists(event, max_size=longest).map(numbered)


def fold(events: Iterable[AccountEvent], hour: int, account: Account | None = None) -> Account:
    """Fold events into an account and open an hour."""
    account = account or Account("acme")
    for event in events:
        account.apply(event)
    account.advance(hour)
    return account


def every_value(account: Account) -> list[float | None]:
    """Every feature's value, in catalogue order."""
    return [value for source in Source for value in values(account, account.hour, source)]


def every_record(account: Account) -> dict[str, Any]:
    """Every record of an account; asking clears the marks of what is dirty."""
    found = account.records(dirty_only=False)
    return {tag: record for tag, record in found if record is not None}
