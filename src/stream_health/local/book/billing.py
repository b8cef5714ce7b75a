"""Invoices every 30 days: paid in the account's own time, late now and then, or refused."""

from stream_health.domain.clocking import DAY_MS
from stream_health.local.book.life import Life
from stream_health.local.book.story import (
    INVOICE_EVERY_DAYS,
    INVOICE_HOUR_MS,
    LOST_AFTER_DAYS,
    PAYMENT_FAILS_AFTER_DAYS,
    RETRY_DAYS,
    Story,
)
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time

_DUE_DAYS = 14


def bill(life: Life, day_ms: int) -> None:
    """Plan the invoice of a day, if there is one, and how it ends."""
    day = life.day_number(day_ms)
    if day % INVOICE_EVERY_DAYS != life.company.invoice_day:
        return
    time_ms = day_ms + INVOICE_HOUR_MS
    invoice = Invoice(life, f"{life.company.account_id}-inv-{day:04d}", time_ms)
    invoice.say(0, "invoice_issued")
    onset_ms = life.truth.onset_ms
    refused = (
        life.truth.story is Story.PAYMENT_FAILS
        and onset_ms is not None
        and time_ms + PAYMENT_FAILS_AFTER_DAYS * DAY_MS >= onset_ms
    )
    if refused:
        invoice.refuse(PAYMENT_FAILS_AFTER_DAYS * DAY_MS)
    else:
        invoice.settle()


class Invoice:
    """One invoice and its way to the end. Times are counted from when it was issued."""

    def __init__(self, life: Life, invoice_id: str, issued_ms: int) -> None:
        self._life = life
        self._invoice_id = invoice_id
        self._issued_ms = issued_ms
        self._amount = {"amount_minor": life.company.arr_minor // 12, "currency": "EUR"}

    def say(self, after_ms: int, kind: str, *, retry: int | None = None) -> None:
        """Plan one event of it."""
        self._life.emit(
            self._issued_ms + after_ms,
            TopicName.BILLING_EVENTS,
            kind=kind,
            invoice_id=self._invoice_id,
            amount=self._amount,
            due_at=_due(self._issued_ms) if kind == "invoice_issued" else None,
            retry=retry,
        )

    def settle(self) -> None:
        """Plan the payment: sometimes after a failed attempt, sometimes too late."""
        rng = self._life.rng
        paid_ms = int(self._life.company.pays_after_days * rng.lognormvariate(0.0, 0.2) * DAY_MS)
        if rng.random() < 0.03:
            self.say(paid_ms, "payment_failed", retry=0)
            paid_ms += 2 * DAY_MS
        if rng.random() < 0.03:
            paid_ms += 8 * DAY_MS
        if paid_ms > _DUE_DAYS * DAY_MS:
            self._pass_due()
        self.say(paid_ms, "invoice_paid")

    def refuse(self, after_ms: int) -> None:
        """Plan refusals until the last retry."""
        self.say(after_ms, "payment_failed", retry=0)
        for retry, days in enumerate(RETRY_DAYS, start=1):
            self.say(after_ms + days * DAY_MS, "payment_failed", retry=retry)
        self._pass_due()
        self.say(after_ms + LOST_AFTER_DAYS * DAY_MS, "payment_failed_for_good")

    def _pass_due(self) -> None:
        self.say(_DUE_DAYS * DAY_MS, "invoice_due")
        self.say((_DUE_DAYS + 1) * DAY_MS, "invoice_overdue")


def _due(issued_ms: int) -> str:
    return format_time(issued_ms + _DUE_DAYS * DAY_MS)
