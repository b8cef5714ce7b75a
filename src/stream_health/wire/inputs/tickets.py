"""``ticket-events``: a support ticket moved."""

from typing import Annotated, Any, Literal, NotRequired, cast

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.events import TicketEvent
from stream_health.wire.contract import Contract
from stream_health.wire.fields import Identifier, Name, Time, checked_account_id, require
from stream_health.wire.times import parse_time_ms


class TicketValue(TypedDict):
    """A support ticket moved."""

    event_id: Identifier
    account_id: Identifier
    occurred_at: Time
    kind: Literal["opened", "updated", "escalated", "reopened", "solved", "csat"]
    ticket_id: Identifier
    severity: NotRequired[
        Annotated[
            Annotated[int, Field(strict=True, ge=1, le=4)] | None,
            Field(description="1 critical to 4 low."),
        ]
    ]
    channel: NotRequired[Name | None]
    csat: NotRequired[
        Annotated[
            Annotated[int, Field(strict=True, ge=1, le=5)] | None,
            Field(description="1 bad to 5 good; required when kind is csat."),
        ]
    ]


def build_ticket(value: TicketValue) -> TicketEvent:
    """Make the event of a valid value."""
    if value["kind"] == "csat":
        require(cast("dict[str, Any]", value), "csat")
    return TicketEvent(
        checked_account_id(value["account_id"]),
        value["event_id"],
        parse_time_ms(value["occurred_at"]),
        value["kind"],
        value["ticket_id"],
        value.get("severity"),
        value.get("channel"),
        value.get("csat"),
    )


TICKETS = Contract(TicketValue, build_ticket)
