"""Examples of what others send."""

from collections.abc import Mapping
from typing import Any, Final

from stream_health.wire.names import TopicName

_TIME: Final = "2026-03-04T05:06:07.891Z"
_COMMON: Final = {"account_id": "acme", "occurred_at": _TIME}

INPUT_EXAMPLES: Final[Mapping[TopicName, tuple[Any, ...]]] = {
    TopicName.USAGE_EVENTS: (
        {
            "event_id": "u-1",
            **_COMMON,
            "user_id": "acme-17",
            "name": "report.viewed",
            "feature": "reports",
            "count": 3,
            "duration_ms": 41_000,
        },
        {"event_id": "u-2", **_COMMON, "user_id": "acme-17", "name": "login"},
    ),
    TopicName.TICKET_EVENTS: (
        {
            "event_id": "t-1",
            **_COMMON,
            "kind": "opened",
            "ticket_id": "4711",
            "severity": 2,
            "channel": "email",
        },
        {"event_id": "t-2", **_COMMON, "kind": "csat", "ticket_id": "4711", "csat": 4},
    ),
    TopicName.BILLING_EVENTS: (
        {
            "event_id": "b-1",
            **_COMMON,
            "kind": "payment_failed",
            "invoice_id": "INV-9",
            "amount": {"amount_minor": 99_900, "currency": "EUR"},
            "due_at": "2026-03-01",
            "retry": 1,
        },
        {
            "event_id": "b-2",
            **_COMMON,
            "kind": "seats_changed",
            "seats": 40,
            "previous_seats": 55,
        },
    ),
    TopicName.MESSAGE_EVENTS: (
        {
            "event_id": "m-1",
            **_COMMON,
            "direction": "inbound",
            "channel": "email",
            "subject": "Goodbye",
            "text": "Friday is my last day.",
            "sender": {"contact_id": "c-1", "role": "champion"},
        },
    ),
    TopicName.ENGAGEMENT_EVENTS: (
        {
            "event_id": "g-1",
            **_COMMON,
            "kind": "qbr_held",
            "contacts": [{"contact_id": "c-1", "role": "champion"}, {"contact_id": "c-2"}],
        },
        {"event_id": "g-2", **_COMMON, "kind": "nps", "value": 9},
    ),
    TopicName.ACCOUNT_PROFILES: (
        {
            "account_id": "acme",
            "updated_at": _TIME,
            "segment": {"industry": "retail", "region": "emea", "size": "mid"},
            "tier": "high",
            "arr": {"amount_minor": 12_000_000, "currency": "EUR"},
            "plan": "enterprise",
            "seats": 55,
            "started_at": "2024-07-01",
            "renewal_at": "2026-07-01",
            "csm": "dana",
            "manager": "milo",
            "contacts": [{"contact_id": "c-1", "name": "Kim", "role": "champion"}],
        },
    ),
    TopicName.ACCOUNT_OUTCOMES: (
        {
            "event_id": "o-1",
            **_COMMON,
            "kind": "churned",
            "cause": "voluntary",
            "notice_at": "2026-03-01",
            "effective_at": "2026-06-30",
        },
    ),
    TopicName.CSM_FEEDBACK: (
        {
            "event_id": "f-1",
            **_COMMON,
            "kind": "verdict",
            "author": "dana",
            "dedup_key": "score_drop/acme",
            "verdict": "known_event",
        },
        {
            "event_id": "f-2",
            **_COMMON,
            "kind": "override",
            "author": "dana",
            "score": 70,
            "reason": "migrating to the new product",
            "until": "2026-04-01",
        },
    ),
    TopicName.SIGNALS: (
        {
            "event_id": "s-1",
            **_COMMON,
            "kind": "champion_leaving",
            "confidence": 0.95,
            "evidence": "Friday is my last day",
            "contact": "c-1",
            "role": "champion",
            "source": {"topic": "message-events", "event_id": "m-1"},
            "extractor_version": "text/1",
        },
    ),
}
