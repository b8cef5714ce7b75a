"""``engagement-events``: contact with the customer beyond product and support."""

from typing import Annotated, Any, Final, Literal, NotRequired, cast

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.events import EngagementEvent
from stream_health.wire.contract import Contract
from stream_health.wire.fields import Identifier, Name, Points, Time, checked_account_id, require
from stream_health.wire.rejected import FieldError, RejectReason
from stream_health.wire.times import parse_time_ms

_SURVEY_RANGE: Final = {"nps": (0, 10), "csat": (1, 5)}
_CONTACTS_MAX: Final = 100


class Participant(TypedDict):
    """A person who took part."""

    contact_id: Identifier
    role: NotRequired[Name | None]


class EngagementValue(TypedDict):
    """Contact with the customer beyond product and support."""

    event_id: Identifier
    account_id: Identifier
    occurred_at: Time
    kind: Literal[
        "meeting_scheduled",
        "meeting_held",
        "meeting_missed",
        "qbr_scheduled",
        "qbr_held",
        "qbr_missed",
        "nps",
        "csat",
        "training_attended",
        "webinar_attended",
        "community_post",
        "negotiation_step",
        "news",
        "csm_note",
    ]
    contacts: NotRequired[Annotated[list[Participant], Field(max_length=_CONTACTS_MAX)] | None]
    value: NotRequired[
        Annotated[
            Points | None,
            Field(description="Answer of a survey, required for it: nps 0 to 10, csat 1 to 5."),
        ]
    ]
    sentiment: NotRequired[
        Annotated[
            Literal["positive", "neutral", "negative"] | None,
            Field(description="Of news and notes."),
        ]
    ]


def build_engagement(value: EngagementValue) -> EngagementEvent:
    """Make the event of a valid value."""
    if value["kind"] in _SURVEY_RANGE:
        _check_answer(value)
    contacts = value.get("contacts") or ()
    return EngagementEvent(
        checked_account_id(value["account_id"]),
        value["event_id"],
        parse_time_ms(value["occurred_at"]),
        kind=value["kind"],
        contacts=tuple(contact["contact_id"] for contact in contacts),
        roles=tuple(role for contact in contacts if (role := contact.get("role"))),
        value=value.get("value"),
        sentiment=value.get("sentiment"),
    )


def _check_answer(value: EngagementValue) -> None:
    require(cast("dict[str, Any]", value), "value")
    low, high = _SURVEY_RANGE[value["kind"]]
    answer = value["value"] or 0
    if not low <= answer <= high:
        detail = f"value: {value['kind']} goes from {low} to {high}, got {answer!r}"
        raise FieldError(RejectReason.BAD_VALUE, detail)


ENGAGEMENT = Contract(EngagementValue, build_engagement)
