"""``csm-feedback``: what a CSM said or did about an alert or a score."""

from typing import Annotated, Any, Final, Literal, NotRequired, cast

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.dispatched import FeedbackCopy
from stream_health.domain.events import Feedback
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import Encoded, to_json
from stream_health.wire.fields import (
    DayOrTime,
    Identifier,
    Name,
    Text,
    Time,
    checked_account_id,
    optional_time_ms,
    require,
)
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time, parse_time_ms

_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "override": ("score", "reason", "until"),
    "verdict": ("verdict", "dedup_key"),
    "acknowledged": ("dedup_key",),
    "snoozed": ("dedup_key", "until"),
    "action_taken": ("action_code",),
    "action_dismissed": ("action_code",),
}


class FeedbackValue(TypedDict):
    """What a CSM said or did about an alert or a score."""

    event_id: Identifier
    account_id: Identifier
    occurred_at: Time
    kind: Literal[
        "override",
        "verdict",
        "acknowledged",
        "snoozed",
        "action_taken",
        "action_dismissed",
        "champion_exit_confirmed",
    ]
    author: Name
    dedup_key: NotRequired[
        Annotated[
            Annotated[str, Field(strict=True, min_length=1, max_length=400)] | None,
            Field(description="Of the alert; required for verdict, acknowledged and snoozed."),
        ]
    ]
    verdict: NotRequired[
        Annotated[
            Literal[
                "right", "stale_data", "known_event", "not_a_risk", "already_handled", "too_late"
            ]
            | None,
            Field(description="Required when kind is verdict."),
        ]
    ]
    score: NotRequired[
        Annotated[
            Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)] | None,
            Field(description="Of an override, in points."),
        ]
    ]
    reason: NotRequired[Text | None]
    until: NotRequired[
        Annotated[DayOrTime | None, Field(description="End of a snooze, expiry of an override.")]
    ]
    action_code: NotRequired[Name | None]


def build_feedback(value: FeedbackValue) -> Feedback:
    """Make the event of a valid value."""
    required = _REQUIRED.get(value["kind"])
    if required:
        require(cast("dict[str, Any]", value), *required)
    return Feedback(
        checked_account_id(value["account_id"]),
        value["event_id"],
        parse_time_ms(value["occurred_at"]),
        kind=value["kind"],
        author=value["author"],
        dedup_key=value.get("dedup_key"),
        verdict=value.get("verdict"),
        score=value.get("score"),
        reason=value.get("reason"),
        until_ms=optional_time_ms(value.get("until")),
        action_code=value.get("action_code"),
    )


FEEDBACK = Contract(FeedbackValue, build_feedback)


def encode_feedback_copy(copy: FeedbackCopy) -> Encoded:
    """Make the record by which a verdict on a grouped alert reaches the alert of a member."""
    value = {
        "event_id": copy.event_id,
        "account_id": copy.account_id,
        "occurred_at": format_time(copy.as_of_ms),
        "kind": "verdict",
        "author": copy.author,
        "dedup_key": copy.dedup_key,
        "verdict": copy.verdict,
    }
    return Encoded(
        TopicName.CSM_FEEDBACK,
        copy.account_id.encode(),
        to_json(value),
        copy.partition,
        copy.as_of_ms,
    )
