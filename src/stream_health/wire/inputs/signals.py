"""``signals``: dated observations from text and behaviour, made by this system or by others."""

from typing import Annotated, Final, Literal, NotRequired

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from stream_health.domain.events import SignalEvent
from stream_health.wire.contract import Contract
from stream_health.wire.fields import Identifier, Name, Share, Time, checked_account_id
from stream_health.wire.times import parse_time_ms

SCORING_EXTRACTOR: Final = "scoring/"  # what the scoring says itself is no input of it
TEXT_EXTRACTOR: Final = "text/"  # our own reading, which verdicts teach
EVIDENCE_LENGTH_MAX: Final = 160

Direction = Literal["inbound", "outbound", "internal"]


class SignalSource(TypedDict):
    """The record the observation was made on; no event when it was made on behaviour."""

    topic: Name
    event_id: NotRequired[Identifier | None]


class SignalValue(TypedDict):
    """A dated observation. The vocabulary of kinds is open: those not known are ignored."""

    event_id: Identifier
    account_id: Identifier
    occurred_at: Time
    kind: Annotated[
        str,
        StringConstraints(strict=True, pattern="^[a-z][a-z0-9_]*$", max_length=64),
        Field(description="champion_leaving, cancellation_intent, praise, silence, ..."),
    ]
    confidence: Annotated[Share, Field(description="Calibrated probability, 0 to 1.")]
    evidence: NotRequired[
        Annotated[
            Annotated[str, StringConstraints(strict=True, max_length=EVIDENCE_LENGTH_MAX)] | None,
            Field(description="A short span of the text, for people."),
        ]
    ]
    contact: NotRequired[Identifier | None]
    role: NotRequired[Annotated[Name | None, Field(description="Of the contact.")]]
    source: NotRequired[SignalSource | None]
    extractor_version: Annotated[Name, Field(description="What made it, e.g. text/3.")]
    rules: NotRequired[
        Annotated[
            list[Name] | None,
            Field(description="Names of what it was read by, without a word of the text."),
        ]
    ]
    silent_days: NotRequired[
        Annotated[
            Annotated[int, Field(strict=True, ge=0)] | None,
            Field(description="Of kind silence: full days without activity."),
        ]
    ]
    direction: NotRequired[
        Annotated[
            Direction | None,
            Field(description="Of kind message_seen: who wrote to whom."),
        ]
    ]
    length: NotRequired[
        Annotated[
            Annotated[int, Field(strict=True, ge=0)] | None,
            Field(description="Of kind message_seen: characters of the text."),
        ]
    ]
    language: NotRequired[
        Annotated[
            Name | None,
            Field(description="Of kind message_seen: ISO 639-1, und when there is too little."),
        ]
    ]


def build_signal(value: SignalValue) -> SignalEvent:
    """Make the event of a valid value."""
    version = value["extractor_version"]
    rules = value.get("rules") if version.startswith(TEXT_EXTRACTOR) else None
    return SignalEvent(
        checked_account_id(value["account_id"]),
        value["event_id"],
        parse_time_ms(value["occurred_at"]),
        kind=value["kind"],
        confidence=value["confidence"],
        contact=value.get("contact"),
        role=value.get("role"),
        own=version.startswith(SCORING_EXTRACTOR),
        direction=value.get("direction"),
        sentence=value.get("evidence"),
        rules=tuple(rules or ()),
    )


SIGNALS = Contract(SignalValue, build_signal)
