"""Money and contract: paying late or not at all, seats, plan, renewal and notice."""

from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.account.billing import BillingState
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Feature, Monotone, Ttl
from stream_health.domain.features.obligations import (
    days_since_payment,
    days_to_next_due,
    last_is_unpaid,
    next_is_paid,
    overdue_total,
    unpaid_share,
)
from stream_health.domain.features.windowed import last_days, within

LOST_PAYMENT_DAYS: Final = (
    90  # after this a payment failed for good is the overdue invoice's matter
)
RETRY_DAYS: Final = 60


def _failing(billing: BillingState, hour: int, days: int) -> list[tuple[int, bool]]:
    """Attempts, and lost for good, where the last attempt to pay failed in the last days."""
    start_ms = (hour // HOURS_PER_DAY - days) * DAY_MS
    failing = billing.ledger.failing
    return [(attempts, lost) for failed_ms, attempts, lost in failing if failed_ms >= start_ms]


def _overdue(account: Account, hour: int) -> float | None:
    billing, day = account.billing, hour // HOURS_PER_DAY
    if billing is None:
        return None
    days = (day - due_ms // DAY_MS for due_ms in billing.ledger.open_due_ms)
    return max(0, max(days, default=0))


def _delays(account: Account, hour: int) -> list[int] | None:
    billing = account.billing
    if billing is None:
        return None
    start_ms = (hour // HOURS_PER_DAY - 180) * DAY_MS
    return [delay_ms for paid_ms, delay_ms in billing.ledger.delays if paid_ms >= start_ms]


def _delay_mean(account: Account, hour: int) -> float | None:
    delays = _delays(account, hour)
    return sum(delays) / len(delays) / DAY_MS if delays else None


def _late_share(account: Account, hour: int) -> float | None:
    delays = _delays(account, hour)
    return sum(1 for delay in delays if delay >= DAY_MS) / len(delays) if delays else None


def _retries(account: Account, hour: int) -> float | None:
    billing = account.billing
    if billing is None:
        return None
    return max((attempts for attempts, _ in _failing(billing, hour, RETRY_DAYS)), default=0)


def _lost_payments(account: Account, hour: int) -> float | None:
    billing = account.billing
    if billing is None:
        return None
    return sum(lost for _, lost in _failing(billing, hour, LOST_PAYMENT_DAYS))


def _failures(account: Account, hour: int) -> float | None:
    billing = account.billing
    return None if billing is None else last_days(billing.failures, hour, 180)


def _seats_change(account: Account, hour: int) -> float | None:
    """Seats added over the seats of 90 days ago, by billing, else by the CRM's profiles."""
    billing, profile = account.billing, account.profile
    if billing is not None and billing.seats[0]:
        added = last_days(billing.seats_added, hour, 90)
        before = billing.seats[1] - added
    elif profile is not None and profile.seats is not None:
        then = profile.seats_at((hour // HOURS_PER_DAY - 90) * DAY_MS)
        if then is None:
            return None
        before, added = then, profile.seats - then
    else:
        return None
    return added / max(before, 1)


def _plan_change(account: Account, hour: int) -> float | None:
    billing = account.billing
    if billing is None:
        return None
    start_ms = (hour // HOURS_PER_DAY - 180) * DAY_MS
    up_ms, down_ms = billing.upgraded_ms, billing.downgraded_ms
    if max(up_ms, down_ms) < start_ms or up_ms == down_ms:
        return 0
    return 1 if up_ms > down_ms else -1


def _days_to_renewal(account: Account, hour: int) -> float | None:
    billing, profile = account.billing, account.profile
    renewal_ms = billing.renewal[1] if billing is not None else 0
    if not renewal_ms:
        known_ms = None if profile is None else profile.renewal_at_ms
        if known_ms is None:
            return None
        renewal_ms = known_ms
    return renewal_ms // DAY_MS - hour // HOURS_PER_DAY


def _notice(account: Account, hour: int) -> float | None:  # noqa: ARG001 - only events change it
    billing = account.billing
    return None if billing is None else int(billing.notice_ms > billing.renewed_ms)


def _renewed(account: Account, hour: int) -> float | None:
    billing = account.billing
    if billing is None:
        return None
    return int(within(billing.renewed_ms, hour, 365))


FEATURES = (
    Feature(
        name="billing_overdue_days",
        unit="days",
        source=Source.BILLING,
        window="now",
        ttl=Ttl.DAY,
        meaning="Days the oldest unpaid invoice is overdue",
        text="the oldest unpaid invoice is {value} [day|days] overdue",
        zero_text="no unpaid invoice is overdue",
        edges=(1, 8, 31),
        points=(300, -500, -1_500, -4_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_overdue,
    ),
    Feature(
        name="billing_delay_180d_days",
        unit="days",
        source=Source.BILLING,
        window="180 days",
        ttl=Ttl.DAY,
        meaning="Mean days between due and paid",
        text="invoices are paid {value} [day|days] after they are due",
        edges=(1, 5, 15, 30),
        points=(300, 0, -500, -1_200, -2_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_delay_mean,
    ),
    Feature(
        name="billing_late_180d_share",
        unit="share",
        source=Source.BILLING,
        window="180 days",
        ttl=Ttl.DAY,
        meaning="Share of invoices paid a day late or more",
        text="{value} of the invoices were paid late",
        edges=(0.01, 0.25, 0.5),
        points=(300, -100, -600, -1_200),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_late_share,
    ),
    Feature(
        name="billing_overdue_total",
        unit="invoices",
        source=Source.BILLING,
        window="now",
        ttl=Ttl.DAY,
        meaning="Invoices overdue and not paid",
        text="{value} [invoice is|invoices are] overdue",
        zero_text="no invoice is overdue",
        edges=(1, 2, 3, 4),
        points=(200, -300, -800, -1_200, -1_600),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=overdue_total,
    ),
    Feature(
        name="billing_unpaid_180d_share",
        unit="share",
        source=Source.BILLING,
        window="180 days",
        ttl=Ttl.DAY,
        meaning="Share of the invoices that fell due and are not paid",
        text="{value} of the invoices that fell due are not paid",
        edges=(0.01, 0.2, 0.34, 0.5, 0.67, 0.99),
        points=(300, -200, -400, -700, -1_000, -1_300, -1_600),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=unpaid_share,
    ),
    Feature(
        name="billing_last_unpaid",
        unit="flag",
        source=Source.BILLING,
        window="365 days",
        ttl=Ttl.DAY,
        meaning="The invoice that fell due last is not paid",
        text="the invoice that fell due last is not paid: {value}",
        edges=(1,),
        points=(100, -600),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=last_is_unpaid,
    ),
    Feature(
        name="billing_due_days",
        unit="days",
        source=Source.BILLING,
        window="now",
        ttl=Ttl.DAY,
        meaning="Days until the next unpaid invoice falls due",
        text="the next invoice falls due in {value} [day|days]",
        edges=(1, 3, 5, 7, 10, 14, 30),
        points=(-100, -100, 0, 0, 0, 0, 0, 0),
        unknown_points=0,
        monotone=Monotone.NONE,
        compute=days_to_next_due,
    ),
    Feature(
        name="billing_next_paid",
        unit="flag",
        source=Source.BILLING,
        window="now",
        ttl=Ttl.DAY,
        meaning="The invoice that falls due next is paid already",
        text="the next invoice is paid ahead: {value}",
        edges=(1,),
        points=(0, 400),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=next_is_paid,
    ),
    Feature(
        name="billing_paid_days",
        unit="days",
        source=Source.BILLING,
        window="365 days",
        ttl=Ttl.DAY,
        meaning="Days since the last payment",
        text="the last payment was {value} [day|days] ago",
        edges=(3, 7, 14, 21, 28, 42, 60, 100),
        points=(200, 200, 100, 100, 0, 0, -200, -300, -400),
        unknown_points=0,
        monotone=Monotone.NONE,
        compute=days_since_payment,
    ),
    Feature(
        name="billing_retries_total",
        unit="attempts",
        source=Source.BILLING,
        window="60 days",
        ttl=Ttl.DAY,
        meaning="Attempts at a payment that keeps failing",
        text="a payment has failed {value} [time|times] and is not made good",
        zero_text="no payment is failing",
        edges=(1, 3),
        points=(100, -5_000, -6_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_retries,
    ),
    Feature(
        name="billing_lost_payments_total",
        unit="payments",
        source=Source.BILLING,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="Payments that failed for good",
        text="{value} [payment has|payments have] failed for good",
        zero_text="no payment has failed for good",
        edges=(1,),
        points=(0, -13_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_lost_payments,
    ),
    Feature(
        name="billing_failures_180d_total",
        unit="payments",
        source=Source.BILLING,
        window="180 days",
        ttl=Ttl.DAY,
        meaning="Failed payments in the last 180 days",
        text="{value} [payment|payments] failed in the last 180 days",
        zero_text="no payment failed in the last 180 days",
        edges=(1, 3, 6),
        points=(100, -200, -600, -1_200),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_failures,
    ),
    Feature(
        name="billing_seats_90d_share",
        unit="share",
        source=Source.BILLING,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="Seats added or removed against 90 days ago",
        text="seats changed by {value} in 90 days",
        edges=(-0.2, -0.02, 0.02, 0.2),
        points=(-5_000, -2_000, 0, 1_200, 2_500),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_seats_change,
    ),
    Feature(
        name="billing_plan_180d_direction",
        unit="direction",
        source=Source.BILLING,
        window="180 days",
        ttl=Ttl.DAY,
        meaning="Last change of plan: 1 up, -1 down",
        text="the plan moved by {value}",
        edges=(-0.5, 0.5),
        points=(-5_000, 0, 2_000),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_plan_change,
    ),
    Feature(
        name="billing_renewal_days",
        unit="days",
        source=Source.BILLING,
        window="now",
        ttl=Ttl.DAY,
        meaning="Days to the renewal",
        text="the contract renews in {value} [day|days]",
        edges=(0, 14, 30, 45, 60, 75, 90, 120, 150, 180, 210, 240, 270, 365),
        points=(
            *(-3_000, -1_700, -1_300, -1_100, -900, -700, -500, -300),
            *(-100, 100, 300, 400, 500, 500, 500),
        ),
        unknown_points=0,
        monotone=Monotone.NONE,
        compute=_days_to_renewal,
    ),
    Feature(
        name="billing_notice",
        unit="flag",
        source=Source.BILLING,
        window="now",
        ttl=Ttl.EVENT,
        meaning="Notice of cancellation given and not taken back by a renewal",
        text="notice of cancellation: {value}",
        edges=(1,),
        points=(0, -30_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_notice,
    ),
    Feature(
        name="billing_renewed_365d",
        unit="flag",
        source=Source.BILLING,
        window="365 days",
        ttl=Ttl.DAY,
        meaning="Renewed within a year",
        text="renewed within a year: {value}",
        edges=(1,),
        points=(0, 800),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_renewed,
    ),
)
