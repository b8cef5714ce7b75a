"""What happens to an account: one immutable record per input topic.

Every event starts with the same three fields: ``account_id``, ``event_id`` (unique within the
account) and ``event_time_ms`` (when it happened, milliseconds since the epoch, UTC). Optional
fields are ``None`` when the sender did not say. Of text only the sentence a signal rests on comes
this far: it is passed on in the alert it makes, and never kept.
"""

from enum import IntEnum
from typing import NamedTuple


class Source(IntEnum):
    """Where knowledge of an account comes from, in catalogue order (ties in time keep it)."""

    USAGE = 0
    TICKETS = 1
    BILLING = 2
    ENGAGEMENT = 3
    PROFILE = 4
    OUTCOMES = 5
    FEEDBACK = 6
    SIGNALS = 7

    @property
    def label(self) -> str:
        """Lower-case name, as in payloads and metrics.

        >>> Source.USAGE.label
        'usage'
        """
        return self.name.lower()


class UsageEvent(NamedTuple):
    """A user did something in the product, ``times`` times (1 when not said)."""

    account_id: str
    event_id: str
    event_time_ms: int
    user_id: str
    name: str
    feature: str | None = None
    times: int = 1
    duration_ms: int | None = None


class TicketEvent(NamedTuple):
    """A support ticket moved. ``severity`` 1 (critical) to 4 (low); ``csat`` 1 (bad) to 5."""

    account_id: str
    event_id: str
    event_time_ms: int
    kind: str  # opened, updated, escalated, reopened, solved, csat
    ticket_id: str
    severity: int | None = None
    channel: str | None = None
    csat: int | None = None


class BillingEvent(NamedTuple):
    """An invoice, a payment, the plan, the seats or the contract moved. Money in minor units."""

    account_id: str
    event_id: str
    event_time_ms: int
    kind: str
    # invoice_issued, invoice_due, invoice_paid, invoice_overdue, payment_failed,
    # payment_failed_for_good, plan_changed, seats_changed, cancellation_notice, renewed,
    # contract_terms
    invoice_id: str | None = None
    amount_minor: int | None = None
    currency: str | None = None
    due_at_ms: int | None = None
    retry: int | None = None
    seats: int | None = None
    previous_seats: int | None = None
    plan: str | None = None
    previous_plan: str | None = None
    direction: str | None = None  # of a plan change: upgrade, downgrade
    effective_at_ms: int | None = None
    renewal_at_ms: int | None = None


class EngagementEvent(NamedTuple):
    """Contact with the customer beyond product and support.

    ``value`` is the answer of a survey: NPS 0 to 10, CSAT 1 to 5. ``roles`` are the roles of the
    contacts who took part (champion, executive_sponsor, admin, user, ...).
    """

    account_id: str
    event_id: str
    event_time_ms: int
    kind: str
    # meeting_scheduled, meeting_held, meeting_missed, qbr_scheduled, qbr_held, qbr_missed, nps,
    # csat, training_attended, webinar_attended, community_post, negotiation_step, news, csm_note
    contacts: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    value: float | None = None
    sentiment: str | None = None  # of news and notes: positive, neutral, negative


class Contact(NamedTuple):
    """A person at the customer. ``role``: champion, executive_sponsor, admin, billing, user."""

    contact_id: str
    role: str


class ProfileUpdate(NamedTuple):
    """The account as the CRM knows it now: replaces what was known before.

    ``deleted`` is a tombstone: the CRM no longer knows the account.
    """

    account_id: str
    event_id: str
    event_time_ms: int
    deleted: bool = False
    segment: tuple[tuple[str, str], ...] = ()  # sorted (field, value): industry, region, size, ...
    tier: str | None = None  # strategic, high, standard, digital
    arr_minor: int | None = None
    currency: str | None = None
    plan: str | None = None
    seats: int | None = None
    started_at_ms: int | None = None
    renewal_at_ms: int | None = None
    csm: str | None = None
    manager: str | None = None
    contacts: tuple[Contact, ...] = ()


class Outcome(NamedTuple):
    """What became of the account. ``kind``: churned, renewed, expanded, became_advocate."""

    account_id: str
    event_id: str
    event_time_ms: int
    kind: str
    cause: str | None = None  # of churn: voluntary, payment_failure, closed_business
    notice_at_ms: int | None = None
    effective_at_ms: int | None = None


class Feedback(NamedTuple):
    """What a CSM said or did about an alert or a score."""

    account_id: str
    event_id: str
    event_time_ms: int
    kind: str
    # override, verdict, acknowledged, snoozed, action_taken, action_dismissed,
    # champion_exit_confirmed
    author: str
    dedup_key: str | None = None  # of the alert it speaks of
    verdict: str | None = None
    # right, stale_data, known_event, not_a_risk, already_handled, too_late
    score: float | None = None  # of an override, points 0 to 100
    reason: str | None = None
    until_ms: int | None = None  # end of a snooze, expiry of an override
    action_code: str | None = None


class SignalEvent(NamedTuple):
    """A dated observation from text or behaviour. ``confidence`` 0 to 1, calibrated."""

    account_id: str
    event_id: str
    event_time_ms: int
    kind: str
    confidence: float
    contact: str | None = None
    role: str | None = None
    own: bool = False  # made by the scoring itself, which ignores it as an input
    direction: str | None = None  # of message_seen: inbound, outbound, internal
    sentence: str | None = None  # it rests on, for people
    rules: tuple[str, ...] = ()  # names of what it was read by: a verdict on it teaches those


AccountEvent = (
    UsageEvent
    | TicketEvent
    | BillingEvent
    | EngagementEvent
    | ProfileUpdate
    | Outcome
    | Feedback
    | SignalEvent
)
