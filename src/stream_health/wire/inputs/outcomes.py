"""``account-outcomes``: what became of the account."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.events import Outcome
from stream_health.wire.contract import Contract
from stream_health.wire.event_id import derived_event_id
from stream_health.wire.fields import (
    DayOrTime,
    Identifier,
    Time,
    checked_account_id,
    optional_time_ms,
)
from stream_health.wire.names import TopicName
from stream_health.wire.times import parse_time_ms


class OutcomeValue(TypedDict):
    """What became of the account."""

    event_id: NotRequired[
        Annotated[Identifier | None, Field(description="Derived from the rest when missing.")]
    ]
    account_id: Identifier
    occurred_at: Annotated[Time, Field(description="When it became known.")]
    kind: Literal["churned", "renewed", "expanded", "became_advocate"]
    cause: NotRequired[
        Annotated[
            Literal["voluntary", "payment_failure", "closed_business"] | None,
            Field(description="Of churn."),
        ]
    ]
    notice_at: NotRequired[
        Annotated[DayOrTime | None, Field(description="When the customer said so.")]
    ]
    effective_at: NotRequired[
        Annotated[DayOrTime | None, Field(description="When it takes effect.")]
    ]


def build_outcome(value: OutcomeValue) -> Outcome:
    """Make the event of a valid value."""
    account_id = checked_account_id(value["account_id"])
    time_ms = parse_time_ms(value["occurred_at"])
    kind = value["kind"]
    return Outcome(
        account_id,
        value.get("event_id")
        or derived_event_id(TopicName.ACCOUNT_OUTCOMES, account_id, time_ms, kind),
        time_ms,
        kind,
        cause=value.get("cause"),
        notice_at_ms=optional_time_ms(value.get("notice_at")),
        effective_at_ms=optional_time_ms(value.get("effective_at")),
    )


OUTCOMES = Contract(OutcomeValue, build_outcome)
