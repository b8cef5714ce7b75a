"""``usage-events``: a user did something in the product."""

from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.events import UsageEvent
from stream_health.wire.contract import Contract
from stream_health.wire.fields import Count, Identifier, Name, Time, checked_account_id
from stream_health.wire.times import parse_time_ms


class UsageValue(TypedDict):
    """A user did something in the product."""

    event_id: Identifier
    account_id: Identifier
    user_id: Identifier
    occurred_at: Time
    name: Annotated[Name, Field(description="What was done, e.g. report.viewed.")]
    feature: NotRequired[Annotated[Name | None, Field(description="Part of the product.")]]
    count: NotRequired[
        Annotated[
            Annotated[int, Field(strict=True, ge=1, le=1_000_000)] | None,
            Field(description="How many times; 1 when not said."),
        ]
    ]
    duration_ms: NotRequired[Count | None]


def build_usage(value: UsageValue) -> UsageEvent:
    """Make the event of a valid value."""
    return UsageEvent(
        checked_account_id(value["account_id"]),
        value["event_id"],
        parse_time_ms(value["occurred_at"]),
        value["user_id"],
        value["name"],
        value.get("feature"),
        value.get("count") or 1,
        value.get("duration_ms"),
    )


USAGE = Contract(UsageValue, build_usage)
