"""A message to or from the customer, as the extractor reads it."""

from typing import Final, NamedTuple

INBOUND: Final = "inbound"
TRANSCRIPT: Final = "call_transcript"


class Message(NamedTuple):
    """A message to or from the customer. ``role`` is the sender's, when known."""

    account_id: str
    event_id: str
    event_time_ms: int
    direction: str  # inbound, outbound, internal
    channel: str  # email, ticket_comment, call_transcript, survey_answer, chat
    text: str
    subject: str | None = None
    contact: str | None = None
    role: str | None = None
