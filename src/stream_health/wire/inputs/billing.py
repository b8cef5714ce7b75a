"""``billing-events``: an invoice, a payment, the plan, the seats or the contract moved."""

from typing import Annotated, Any, Final, Literal, NotRequired, cast

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.events import BillingEvent
from stream_health.wire.contract import Contract
from stream_health.wire.fields import (
    Count,
    DayOrTime,
    Identifier,
    Money,
    Name,
    Time,
    checked_account_id,
    optional_time_ms,
    require,
)
from stream_health.wire.times import parse_time_ms

_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "invoice_issued": ("invoice_id",),
    "invoice_due": ("invoice_id",),
    "invoice_paid": ("invoice_id",),
    "invoice_overdue": ("invoice_id",),
    "seats_changed": ("seats",),
    "plan_changed": ("plan",),
}


class BillingValue(TypedDict):
    """An invoice, a payment, the plan, the seats or the contract moved."""

    event_id: Identifier
    account_id: Identifier
    occurred_at: Time
    kind: Literal[
        "invoice_issued",
        "invoice_due",
        "invoice_paid",
        "invoice_overdue",
        "payment_failed",
        "payment_failed_for_good",
        "plan_changed",
        "seats_changed",
        "cancellation_notice",
        "renewed",
        "contract_terms",
    ]
    invoice_id: NotRequired[
        Annotated[Identifier | None, Field(description="Required for the kinds invoice_*.")]
    ]
    amount: NotRequired[Money | None]
    due_at: NotRequired[DayOrTime | None]
    retry: NotRequired[
        Annotated[
            Annotated[int, Field(strict=True, ge=0, le=1_000)] | None,
            Field(description="Number of the attempt that failed, 0 is the first."),
        ]
    ]
    seats: NotRequired[
        Annotated[Count | None, Field(description="Required when kind is seats_changed.")]
    ]
    previous_seats: NotRequired[Count | None]
    plan: NotRequired[
        Annotated[Name | None, Field(description="Required when kind is plan_changed.")]
    ]
    previous_plan: NotRequired[Name | None]
    direction: NotRequired[
        Annotated[Literal["upgrade", "downgrade"] | None, Field(description="Of a change of plan.")]
    ]
    effective_at: NotRequired[DayOrTime | None]
    renewal_at: NotRequired[DayOrTime | None]


def build_billing(value: BillingValue) -> BillingEvent:
    """Make the event of a valid value."""
    required = _REQUIRED.get(value["kind"])
    if required:
        require(cast("dict[str, Any]", value), *required)
    amount = value.get("amount")
    return BillingEvent(
        checked_account_id(value["account_id"]),
        value["event_id"],
        parse_time_ms(value["occurred_at"]),
        kind=value["kind"],
        invoice_id=value.get("invoice_id"),
        amount_minor=amount["amount_minor"] if amount else None,
        currency=amount["currency"] if amount else None,
        due_at_ms=optional_time_ms(value.get("due_at")),
        retry=value.get("retry"),
        seats=value.get("seats"),
        previous_seats=value.get("previous_seats"),
        plan=value.get("plan"),
        previous_plan=value.get("previous_plan"),
        direction=value.get("direction"),
        effective_at_ms=optional_time_ms(value.get("effective_at")),
        renewal_at_ms=optional_time_ms(value.get("renewal_at")),
    )


BILLING = Contract(BillingValue, build_billing)
