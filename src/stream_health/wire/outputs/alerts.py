"""``alerts``: every transition of every alert."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.effects import Advice, AlertCandidate, AlertTransition
from stream_health.domain.playbook.briefing import briefing_of
from stream_health.wire.alert_parts import (
    AlertParts,
    alert_parts,
    build_alert_parts,
)
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import Encoded, to_json
from stream_health.wire.fields import Money, Points, Share, optional_time_ms
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.cloudevents import event_type, headers
from stream_health.wire.outputs.parts import money_value
from stream_health.wire.points import optional_milli, optional_points, to_points
from stream_health.wire.times import format_time, optional_time, parse_time_ms

_TELLING: Final = frozenset({"fired", "uninhibited", "woken", "escalated"})

TransitionName = Literal[
    "pending",
    "cleared",
    "fired",
    "updated",
    "acknowledged",
    "ack_expired",
    "snoozed",
    "woken",
    "escalated",
    "inhibited",
    "uninhibited",
    "resolved",
    "retracted",
]


class ReferenceValue(TypedDict):
    """What the score is compared with."""

    value: Annotated[Points | None, Field(description="Null when a signal fired the alert.")]
    how: Annotated[str, Field(description="median_7d, median_30d, median_90d or signal.")]
    at: str | None


class WindowValue(TypedDict):
    """The time in which the score fell."""

    start: str
    end: str


class AdviceValue(TypedDict):
    """What an action led to where similar alerts were told."""

    action: Annotated[str, Field(description="Code of the action; nothing: none was taken.")]
    tried: Annotated[int, Field(description="How often.")]
    helped: Annotated[Share, Field(description="Share that went well, shrunk to the average.")]
    outcomes: Annotated[dict[str, int], Field(description="How often it led to what.")]


class BriefingValue(TypedDict):
    """The alert in words."""

    seen: str
    since: str
    why: Annotated[str, Field(description="Value a year, and when the renewal is due.")]
    draft: Annotated[str | None, Field(description="For the CSM to edit; {name} is to be filled.")]


class AlertValue(AlertParts):
    """One transition of one alert."""

    event_id: str
    dedup_key: Annotated[str, Field(description="Same for all transitions and generations.")]
    sequence: Annotated[int, Field(description="Counts transitions within the generation.")]
    transition: TransitionName
    kind: str
    account_id: Annotated[str | None, Field(description="Null for a grouped alert.")]
    members: Annotated[list[str] | None, Field(description="Accounts of a grouped alert.")]
    reference: ReferenceValue | None
    delta: Annotated[Points | None, Field(description="Score minus reference.")]
    window: WindowValue | None
    value_at_risk: Money | None
    renewal_date: str | None
    as_of: str
    until: Annotated[str | None, Field(description="End of a snooze.")]
    briefing: Annotated[BriefingValue | None, Field(description="Where a person is told.")]
    advice: Annotated[list[AdviceValue], Field(description="What helped most first.")]
    links: dict[str, str]


def encode_alert(transition: AlertTransition, *, links: Mapping[str, str] | None = None) -> Encoded:
    """Make the record; it goes to the account's own partition number.

    Parameters
    ----------
    transition
        What the dispatcher decided.
    links
        Names and addresses of pages where a person can act on it.
    """
    candidate = transition.candidate
    grouped = not candidate.account_id
    value: AlertValue = {
        "event_id": transition.event_id,
        "dedup_key": transition.dedup_key,
        "sequence": transition.sequence,
        "transition": transition.transition,  # type: ignore[typeddict-item]  # of the table's
        "kind": candidate.alert_kind,
        "account_id": candidate.account_id or None,
        "members": list(transition.members) if grouped else None,
        **_fall(candidate),
        "value_at_risk": money_value(candidate.value_at_risk_minor, candidate.currency),
        "renewal_date": optional_time(candidate.renewal_at_ms),
        "as_of": format_time(transition.as_of_ms),
        "until": optional_time(candidate.until_ms),
        "briefing": _briefing(transition),
        "advice": [_advice(advice) for advice in transition.advice],
        "links": dict(links or {}),
        **alert_parts(candidate),
        "generation": transition.generation,
    }
    return Encoded(
        TopicName.ALERTS,
        (candidate.account_id or transition.dedup_key).encode(),
        to_json(value),
        candidate.partition,
        transition.as_of_ms,
        headers(
            transition.event_id, event_type("alert", transition.transition), transition.as_of_ms
        ),
    )


def _briefing(transition: AlertTransition) -> BriefingValue | None:
    if transition.transition not in _TELLING:
        return None
    told = briefing_of(transition.candidate)
    return {
        "seen": told.seen,
        "since": format_time(told.since_ms),
        "why": told.why,
        "draft": told.draft,
    }


def _advice(advice: Advice) -> AdviceValue:
    return {
        "action": advice.action,
        "tried": advice.tried_total,
        "helped": advice.helped_share,
        "outcomes": dict(zip(advice.outcomes, advice.counts, strict=True)),
    }


def _build_advice(value: AdviceValue) -> Advice:
    outcomes = value["outcomes"]
    return Advice(
        value["action"], value["tried"], value["helped"], tuple(outcomes), tuple(outcomes.values())
    )


class _Fall(TypedDict):
    reference: ReferenceValue | None
    delta: float | None
    window: WindowValue | None


def _fall(candidate: AlertCandidate) -> _Fall:
    reference, at_ms = candidate.reference_milli, candidate.reference_at_ms
    if candidate.reference_how is None:
        return {"reference": None, "delta": None, "window": None}
    at = optional_time(at_ms)
    return {
        "reference": {
            "value": optional_points(reference),
            "how": candidate.reference_how,
            "at": at,
        },
        "delta": None if reference is None else to_points(candidate.score_milli - reference),
        "window": None if at is None else {"start": at, "end": format_time(candidate.as_of_ms)},
    }


def build_alert(value: AlertValue) -> AlertTransition:
    """Read a transition back; its candidate has the transition's own name and time."""
    reference, money = value["reference"], value["value_at_risk"]
    as_of_ms = parse_time_ms(value["as_of"])
    candidate = AlertCandidate(
        transition=value["transition"],
        alert_kind=value["kind"],
        account_id=value["account_id"] or "",
        as_of_ms=as_of_ms,
        reference_milli=optional_milli(reference["value"]) if reference else None,
        reference_how=reference["how"] if reference else None,
        reference_at_ms=optional_time_ms(reference["at"]) if reference else None,
        value_at_risk_minor=money["amount_minor"] if money else None,
        currency=money["currency"] if money else None,
        renewal_at_ms=optional_time_ms(value["renewal_date"]),
        until_ms=optional_time_ms(value["until"]),
        **build_alert_parts(value),
    )
    return AlertTransition(
        event_id=value["event_id"],
        dedup_key=value["dedup_key"],
        generation=value["generation"],
        sequence=value["sequence"],
        transition=value["transition"],
        as_of_ms=as_of_ms,
        candidate=candidate,
        members=tuple(value["members"] or ()),
        advice=tuple(_build_advice(advice) for advice in value["advice"]),
    )


ALERTS = Contract(AlertValue, build_alert)
