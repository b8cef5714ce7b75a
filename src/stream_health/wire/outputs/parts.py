"""What several outputs are made of: factors, causes, actions, money."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.effects import Action, Cause, Factor
from stream_health.wire.fields import Money, Points
from stream_health.wire.points import to_milli, to_points
from stream_health.wire.times import optional_time, parse_time_ms

CauseKind = Literal[
    "config", "model", "aging", "late", "profile", "coverage", "event", "clip", "history"
]


class FactorValue(TypedDict):
    """What one feature gives to the score."""

    feature: str
    value: Annotated[float | None, Field(description="Null when unknown.")]
    unit: str
    points: Annotated[Points, Field(description="May be negative; 100 is the best score.")]
    text: Annotated[str | None, Field(description="On the three that matter most.")]


class CauseValue(TypedDict):
    """One part of the change of a score."""

    kind: CauseKind
    feature: str | None
    source: str | None
    points: Points
    text: str


class ActionValue(TypedDict):
    """The one next step."""

    code: str
    title: str
    owner: str
    due: Annotated[str | None, Field(description="End of a business day, RFC 3339.")]
    because: str


def factor_value(factor: Factor) -> FactorValue:
    """JSON form of a factor."""
    feature, value, unit, points_milli, text = factor
    return {
        "feature": feature,
        "value": value,
        "unit": unit,
        "points": to_points(points_milli),
        "text": text,
    }


def build_factor(value: FactorValue) -> Factor:
    """Read a factor back."""
    return Factor(
        value["feature"], value["value"], value["unit"], to_milli(value["points"]), value["text"]
    )


def cause_value(cause: Cause) -> CauseValue:
    """JSON form of a cause."""
    return {
        "kind": cause.kind,  # type: ignore[typeddict-item]  # the domain names its kinds as text
        "feature": cause.feature,
        "source": cause.source,
        "points": to_points(cause.points_milli),
        "text": cause.text,
    }


def build_cause(value: CauseValue) -> Cause:
    """Read a cause back."""
    return Cause(
        value["kind"], to_milli(value["points"]), value["text"], value["feature"], value["source"]
    )


def action_value(action: Action | None) -> ActionValue | None:
    """JSON form of an action."""
    if action is None:
        return None
    return {
        "code": action.code,
        "title": action.title,
        "owner": action.owner,
        "due": optional_time(action.due_ms),
        "because": action.because,
    }


def build_action(value: ActionValue | None) -> Action | None:
    """Read an action back."""
    if value is None:
        return None
    due = value["due"]
    due_ms = None if due is None else parse_time_ms(due)
    return Action(value["code"], value["title"], value["owner"], due_ms, value["because"])


def money_value(amount_minor: int | None, currency: str | None) -> Money | None:
    """JSON form of an amount; none without a currency, which would say nothing."""
    if amount_minor is None or currency is None:
        return None
    return {"amount_minor": amount_minor, "currency": currency}
