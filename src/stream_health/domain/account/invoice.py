"""What is known of one invoice, whatever order its events came in."""

from typing import Final, NamedTuple

from stream_health.domain.events import BillingEvent

FAILURES: Final = frozenset({"payment_failed", "payment_failed_for_good"})


class Invoice(NamedTuple):
    """What is known of one invoice; zero is "never". In any order of events the same.

    ``due`` is ``(time said, due time)``: the last word holds. ``paid_ms`` is the last payment,
    ``failed`` is ``(time, attempts)`` of the last failure, ``lost_ms`` the last failure for good.
    """

    first_ms: int
    due: tuple[int, int] = (0, 0)
    paid_ms: int = 0
    failed: tuple[int, int] = (0, 0)
    lost_ms: int = 0

    @property
    def is_open(self) -> bool:
        """Not paid, or failed since the last payment."""
        return self.paid_ms == 0 or max(self.failed[0], self.lost_ms) > self.paid_ms

    @property
    def delay_ms(self) -> int | None:
        """Payment after the due time; negative when early, ``None`` when not known."""
        return self.paid_ms - self.due[1] if self.paid_ms and self.due[1] else None


def fold_invoice(invoice: Invoice | None, event: BillingEvent) -> Invoice:
    """Give an invoice one more event.

    >>> paid = BillingEvent("a", "2", 50, "invoice_paid", "I-1")
    >>> issued = BillingEvent("a", "1", 10, "invoice_issued", "I-1", due_at_ms=40)
    >>> one = fold_invoice(fold_invoice(None, issued), paid)
    >>> one == fold_invoice(fold_invoice(None, paid), issued), one.is_open, one.delay_ms
    (True, False, 10)
    """
    time_ms, kind = event.event_time_ms, event.kind
    old = invoice or Invoice(time_ms)
    due_ms = event.due_at_ms
    if due_ms is None and kind == "invoice_due":
        due_ms = time_ms
    failed = (time_ms, event.retry or 1)
    return Invoice(
        min(old.first_ms, time_ms),
        old.due if due_ms is None else max(old.due, (time_ms, due_ms)),
        max(old.paid_ms, time_ms) if kind == "invoice_paid" else old.paid_ms,
        max(old.failed, failed) if kind in FAILURES else old.failed,
        max(old.lost_ms, time_ms) if kind == "payment_failed_for_good" else old.lost_ms,
    )
