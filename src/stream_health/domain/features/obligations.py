"""What the invoices of an account say together: what is overdue, what falls due, what was paid.

An invoice nobody spoke of for a year says nothing any more, unless it is open.
"""

from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.account.ledger import Dated
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY

HEARD_OF_DAYS: Final = 365
DUE_WITHIN_DAYS: Final = 180


def overdue_total(account: Account, hour: int) -> float | None:
    """Invoices not paid a day or more after they were due."""
    if account.billing is None:
        return None
    day = hour // HOURS_PER_DAY
    return sum(1 for due_ms in account.billing.ledger.open_due_ms if 0 < due_ms < day * DAY_MS)


def unpaid_share(account: Account, hour: int) -> float | None:
    """Share not paid of the invoices due in the last 180 days; None when none was."""
    day = hour // HOURS_PER_DAY
    start_ms, end_ms = (day - DUE_WITHIN_DAYS) * DAY_MS, day * DAY_MS
    due = [one for one in _heard_of(account, day) if start_ms <= one.due_ms < end_ms]
    return sum(1 for one in due if one.is_open) / len(due) if due else None


def days_to_next_due(account: Account, hour: int) -> float | None:
    """Whole days until the next open invoice is due; None when none is known."""
    if account.billing is None:
        return None
    day = hour // HOURS_PER_DAY
    due = [due_ms // DAY_MS - day for due_ms in account.billing.ledger.open_due_ms]
    return min((days for days in due if days >= 0), default=None)


def next_is_paid(account: Account, hour: int) -> float | None:
    """1 when the invoice that falls due next is paid, 0 when not, None when none is known."""
    day = hour // HOURS_PER_DAY
    coming = [
        (one.due_ms // DAY_MS, not one.is_open)
        for one in _heard_of(account, day)
        if one.due_ms >= day * DAY_MS
    ]
    return int(min(coming)[1]) if coming else None


def last_is_unpaid(account: Account, hour: int) -> float | None:
    """1 when the invoice that fell due last is not paid, 0 when it is, None when none fell due."""
    day = hour // HOURS_PER_DAY
    past = [
        (one.due_ms // DAY_MS, one.is_open)
        for one in _heard_of(account, day)
        if 0 < one.due_ms < day * DAY_MS
    ]
    return int(max(past)[1]) if past else None


def days_since_payment(account: Account, hour: int) -> float | None:
    """Whole days since the last payment; None when it is more than a year ago."""
    day = hour // HOURS_PER_DAY
    paid_ms = 0 if account.billing is None else account.billing.ledger.paid_ms
    days = day - paid_ms // DAY_MS
    return days if days <= HEARD_OF_DAYS else None


def _heard_of(account: Account, day: int) -> list[Dated]:
    if account.billing is None:
        return []
    start_ms = (day - HEARD_OF_DAYS) * DAY_MS
    return [one for one in account.billing.ledger.dated if one.heard_ms >= start_ms]
