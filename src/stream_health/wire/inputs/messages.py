"""``message-events``: text, read by the language room only. No rejection ever shows any of it."""

from typing import Annotated, Final, Literal, NotRequired

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from stream_health.language.message import Message
from stream_health.wire.contract import Contract
from stream_health.wire.fields import Identifier, Name, Time, checked_account_id
from stream_health.wire.times import parse_time_ms

MESSAGE_BYTES_MAX: Final = 900 * 1024  # transcripts are long; Kafka's own limit is 1 MiB


class Sender(TypedDict):
    """Who wrote or spoke."""

    contact_id: Identifier
    role: NotRequired[Name | None]


class MessageValue(TypedDict):
    """Text of an e-mail, a ticket comment, a call transcript or a survey answer."""

    event_id: Identifier
    account_id: Identifier
    occurred_at: Time
    direction: Literal["inbound", "outbound", "internal"]
    channel: Literal["email", "ticket_comment", "call_transcript", "survey_answer", "chat"]
    text: Annotated[
        str,
        StringConstraints(strict=True),
        Field(description="Never stored, logged or counted by word."),
    ]
    subject: NotRequired[Annotated[str, StringConstraints(strict=True, max_length=1_000)] | None]
    sender: NotRequired[Sender | None]


def build_message(value: MessageValue) -> Message:
    """Make the message of a valid value."""
    sender = value.get("sender")
    return Message(
        checked_account_id(value["account_id"]),
        value["event_id"],
        parse_time_ms(value["occurred_at"]),
        value["direction"],
        value["channel"],
        value["text"],
        subject=value.get("subject"),
        contact=sender["contact_id"] if sender else None,
        role=sender.get("role") if sender else None,
    )


MESSAGES = Contract(
    MessageValue, build_message, show_values=False, value_bytes_max=MESSAGE_BYTES_MAX
)
