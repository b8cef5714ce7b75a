"""What invoices say together, worked out the plain way."""

from tests.domain.features.naive import Past
from tests.domain.features.naive_relations import (
    Oracle,
    SomeInvoice,
    days_ago,
    invoices_of,
    mean_or_none,
)

from stream_health.domain.clocking import DAY_MS


def due_from_today(past: Past) -> list[SomeInvoice]:
    """Invoices that fall due today or later."""
    return [one for one in invoices_of(past) if one.due_ms and days_ago(past, one.due_ms) <= 0]


def unpaid(past: Past) -> float | None:
    """Share not paid of what fell due in half a year."""
    due = [one for one in invoices_of(past) if 1 <= days_ago(past, one.due_ms) <= 180]
    known = [float(one.is_open) for one in due if recent(past, one)]
    return mean_or_none(known)


def recent(past: Past, invoice: SomeInvoice) -> bool:
    """First heard of, or paid, within a year."""
    first_ms = min(one.event_time_ms for one in invoice.events)
    return days_ago(past, max(first_ms, invoice.paid_ms)) <= 365


def next_paid(past: Past) -> int | None:
    """Whether every invoice is paid that falls due on the next day that one does: else 0."""
    coming = [one for one in due_from_today(past) if recent(past, one)]
    if not coming:
        return None
    first = min(one.due_ms // DAY_MS for one in coming)
    return int(not any(one.is_open for one in coming if one.due_ms // DAY_MS == first))


def last_unpaid(past: Past) -> int | None:
    """Whether any invoice is open that fell due on the last day that one did."""
    due = [
        one
        for one in invoices_of(past)
        if one.due_ms and recent(past, one) and days_ago(past, one.due_ms) >= 1
    ]
    last = max((one.due_ms // DAY_MS for one in due), default=0)
    return int(any(one.is_open for one in due if one.due_ms // DAY_MS == last)) if due else None


def paid_days(past: Past) -> int | None:
    """Days since the last payment of an invoice that a year still knows."""
    last = max((one.paid_ms for one in invoices_of(past) if recent(past, one)), default=0)
    days = days_ago(past, last)
    return days if days <= 365 else None


OBLIGATIONS: Oracle = {
    "billing_overdue_total": lambda past: sum(
        one.is_open and one.due_ms > 0 and days_ago(past, one.due_ms) >= 1
        for one in invoices_of(past)
    ),
    "billing_unpaid_180d_share": unpaid,
    "billing_due_days": lambda past: min(
        (-days_ago(past, one.due_ms) for one in due_from_today(past) if one.is_open), default=None
    ),
    "billing_next_paid": next_paid,
    "billing_last_unpaid": last_unpaid,
    "billing_paid_days": paid_days,
}
