"""Invoices, payments, seats, plan and contract of an account."""

from typing import Any, Final

from stream_health.domain.account.invoice import FAILURES, Invoice, fold_invoice
from stream_health.domain.account.ledger import Ledger
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import BillingEvent
from stream_health.domain.windows import PrefixSums

DAYS_KEPT: Final = 400
INVOICES_MAX: Final = 96

Record = tuple[Any, ...]


class BillingState:
    """The last 96 invoices, counts by day for 400 days, and the last word on the contract.

    Attributes
    ----------
    invoices : dict
        By invoice id (``""`` when none was said). Beyond the bound the oldest paid one goes.
    failures : PrefixSums
        Failed payments by day.
    seats_added : PrefixSums
        Seats by day, negative when removed.
    seats, renewal : tuple of int
        ``(time said, seats)`` and ``(time said, renewal time)``; zeros when never said.
    upgraded_ms, downgraded_ms, notice_ms, renewed_ms : int
        Last upgrade, downgrade, cancellation notice, renewal; zero when never.
    """

    __slots__ = (
        "_ledger",
        "downgraded_ms",
        "failures",
        "invoices",
        "notice_ms",
        "renewal",
        "renewed_ms",
        "seats",
        "seats_added",
        "upgraded_ms",
    )

    def __init__(self) -> None:
        self.invoices: dict[str, Invoice] = {}
        self._ledger: Ledger | None = None  # worked out when asked for, until the next event
        self.failures = PrefixSums(DAYS_KEPT)
        self.seats_added = PrefixSums(DAYS_KEPT)
        self.seats = (0, 0)
        self.renewal = (0, 0)
        self.upgraded_ms = 0
        self.downgraded_ms = 0
        self.notice_ms = 0
        self.renewed_ms = 0

    def apply(self, event: BillingEvent, hour: int) -> None:
        """Fold one event."""
        time_ms, kind = event.event_time_ms, event.kind
        day = time_ms // DAY_MS
        if day < hour // 24 - DAYS_KEPT:
            return
        self._ledger = None
        if kind.startswith(("invoice", "payment")):
            self._fold_invoice(event)
            if kind in FAILURES:
                self.failures.add(day, 1)
        else:
            self._fold_contract(event, time_ms, day)
        if event.renewal_at_ms is not None:
            self.renewal = max(self.renewal, (time_ms, event.renewal_at_ms))

    @property
    def ledger(self) -> Ledger:
        """The invoices, sorted by what is asked of them."""
        if self._ledger is None:
            self._ledger = Ledger.of(self.invoices.values())
        return self._ledger

    def _fold_contract(self, event: BillingEvent, time_ms: int, day: int) -> None:
        match event.kind:
            case "plan_changed" if event.direction == "upgrade":
                self.upgraded_ms = max(self.upgraded_ms, time_ms)
            case "plan_changed" if event.direction == "downgrade":
                self.downgraded_ms = max(self.downgraded_ms, time_ms)
            case "cancellation_notice":
                self.notice_ms = max(self.notice_ms, time_ms)
            case "renewed":
                self.renewed_ms = max(self.renewed_ms, time_ms)
        if event.seats is not None:
            self.seats = max(self.seats, (time_ms, event.seats))
            if event.kind == "seats_changed" and event.previous_seats is not None:
                self.seats_added.add(day, event.seats - event.previous_seats)

    def _fold_invoice(self, event: BillingEvent) -> None:
        invoices, key = self.invoices, event.invoice_id or ""
        invoices[key] = fold_invoice(invoices.get(key), event)
        if len(invoices) > INVOICES_MAX:
            del invoices[min(invoices, key=lambda one: (invoices[one].is_open, invoices[one]))]

    def snapshot(self, hour: int) -> Record:
        """Plain values, without what is paid and older than 400 days."""
        day = hour // 24
        oldest_ms = (day - DAYS_KEPT) * DAY_MS
        invoices = sorted(
            (key, one.first_ms, *one.due, one.paid_ms, *one.failed, one.lost_ms)
            for key, one in self.invoices.items()
            if one.is_open or max(one.paid_ms, one.first_ms) >= oldest_ms
        )
        last = (self.upgraded_ms, self.downgraded_ms, self.notice_ms, self.renewed_ms)
        counters = (self.failures, self.seats_added)
        return (
            tuple(invoices),
            tuple(counter.dump(day - DAYS_KEPT, day + 1) for counter in counters),
            (*self.seats, *self.renewal, *last),
        )

    @classmethod
    def restore(cls, record: Record) -> "BillingState":
        """Rebuild from what `snapshot` gave."""
        state = cls()
        invoices, (failures, seats_added), terms = record
        for key, first_ms, said_ms, due_ms, paid_ms, failed_ms, attempts, lost_ms in invoices:
            state.invoices[key] = Invoice(
                first_ms, (said_ms, due_ms), paid_ms, (failed_ms, attempts), lost_ms
            )
        state.failures.load(failures)
        state.seats_added.load(seats_added)
        state.seats, state.renewal = tuple(terms[0:2]), tuple(terms[2:4])
        state.upgraded_ms, state.downgraded_ms, state.notice_ms, state.renewed_ms = terms[4:]
        return state
