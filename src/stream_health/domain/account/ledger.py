"""The invoices of an account by what is asked of them every day."""

from collections.abc import Collection
from typing import NamedTuple

from stream_health.domain.account.invoice import Invoice


class Dated(NamedTuple):
    """An invoice with a due time; ``heard_ms`` is when it was last paid or first spoken of."""

    heard_ms: int
    due_ms: int
    is_open: bool


class Ledger(NamedTuple):
    """Invoices sorted by what features ask, so that each looks at few.

    Attributes
    ----------
    open_due_ms : tuple of int
        Due times of those not paid.
    dated : tuple of Dated
        All that have a due time.
    delays : tuple of (int, int)
        Payment and delay in milliseconds of those paid, where the due time is known.
    failing : tuple
        ``(time, attempts, lost for good)`` of those whose last attempt to pay failed.
    paid_ms : int
        The last payment of all, 0 when there was none.
    """

    open_due_ms: tuple[int, ...]
    dated: tuple[Dated, ...]
    delays: tuple[tuple[int, int], ...]
    failing: tuple[tuple[int, int, bool], ...]
    paid_ms: int

    @classmethod
    def of(cls, invoices: "Collection[Invoice]") -> "Ledger":
        """Sort invoices.

        >>> Ledger.of([])
        Ledger(open_due_ms=(), dated=(), delays=(), failing=(), paid_ms=0)
        """
        dated = tuple(
            Dated(max(one.paid_ms, one.first_ms), one.due[1], one.is_open)
            for one in invoices
            if one.due[1]
        )
        return cls(
            open_due_ms=tuple(one.due_ms for one in dated if one.is_open),
            dated=dated,
            delays=tuple(
                (one.paid_ms, delay_ms)
                for one in invoices
                if not one.is_open and (delay_ms := one.delay_ms) is not None
            ),
            failing=tuple(
                (*one.failed, one.lost_ms > one.paid_ms)
                for one in invoices
                if one.failed[0] > one.paid_ms
            ),
            paid_ms=max((one.paid_ms for one in invoices), default=0),
        )
