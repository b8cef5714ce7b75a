"""``alert-digests``: what was held back from a CSM, listed once a business day."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.dispatched import Digest, DigestEntry
from stream_health.wire.alert_parts import Severity
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Money, Points
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.cloudevents import event_type, headers
from stream_health.wire.outputs.parts import (
    ActionValue,
    CauseValue,
    action_value,
    cause_value,
    money_value,
)
from stream_health.wire.points import to_points
from stream_health.wire.times import format_time, optional_time

CAUSES_MAX = 3


class DigestEntryValue(TypedDict):
    """One alert that was held back and is still open."""

    dedup_key: str
    generation: int
    kind: str
    severity: Severity
    account_id: str
    since: str
    score: Points
    delta: Annotated[Points | None, Field(description="Score minus reference.")]
    causes: Annotated[list[CauseValue], Field(description="The three that cost most.")]
    action: ActionValue | None
    value_at_risk: Money | None
    renewal_date: str | None


class DigestValue(TypedDict):
    """What was held back from a CSM, the weightiest first."""

    event_id: str
    csm: Annotated[str | None, Field(description="Null for accounts without a CSM.")]
    as_of: str
    sent: Annotated[int, Field(description="Alerts sent within the last 7 days.")]
    budget: Annotated[int, Field(description="How many there may be.")]
    entries: list[DigestEntryValue]


def encode_digest(digest: Digest) -> Encoded:
    """Make the record of a digest."""
    value: DigestValue = {
        "event_id": digest.event_id,
        "csm": digest.csm or None,
        "as_of": format_time(digest.as_of_ms),
        "sent": digest.sent_total,
        "budget": digest.budget_total,
        "entries": [_entry(entry) for entry in digest.entries],
    }
    return Encoded(
        TopicName.ALERT_DIGESTS,
        digest.csm.encode(),
        to_json(value),
        ONLY_PARTITION,
        digest.as_of_ms,
        headers(digest.event_id, event_type("alert", "digest"), digest.as_of_ms),
    )


def build_digest(value: DigestValue) -> DigestValue:
    """Read a digest: it is for people, and is what it says."""
    return value


def _entry(entry: DigestEntry) -> DigestEntryValue:
    about = entry.candidate
    reference = about.reference_milli
    return {
        "dedup_key": entry.dedup_key,
        "generation": entry.generation,
        "kind": about.alert_kind,
        "severity": about.severity,  # type: ignore[typeddict-item]  # of the domain's two
        "account_id": about.account_id,
        "since": format_time(entry.since_ms),
        "score": to_points(about.score_milli),
        "delta": None if reference is None else to_points(about.score_milli - reference),
        "causes": [cause_value(cause) for cause in about.causes[:CAUSES_MAX]],
        "action": action_value(about.action),
        "value_at_risk": money_value(about.value_at_risk_minor, about.currency),
        "renewal_date": optional_time(about.renewal_at_ms),
    }


DIGESTS = Contract(DigestValue, build_digest)
