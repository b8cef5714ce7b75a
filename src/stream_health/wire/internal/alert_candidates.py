"""``alert-candidates``: what the engines tell the dispatcher, and how far their time has come."""

from typing import Annotated, Any, Literal, cast

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.effects import (
    AlertCandidate,
    AlertFeedback,
    BookSizes,
    CandidateClock,
    DispatchInput,
    FeedsChanged,
    OutcomeSeen,
)
from stream_health.wire.alert_parts import (
    AlertParts,
    alert_parts,
    build_alert_parts,
)
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Points, Time, optional_time_ms
from stream_health.wire.names import TopicName
from stream_health.wire.points import optional_milli, optional_points
from stream_health.wire.times import format_time, optional_time, parse_time_ms

_Partition = Annotated[int, Field(ge=0)]


class CandidateValue(AlertParts):
    """What one alert condition of one account asks for."""

    kind: Literal["candidate"]
    transition: str
    alert_kind: str
    account_id: str
    as_of: Time
    reference: Points | None
    reference_how: str | None
    reference_at: Time | None
    value_at_risk_minor: int | None
    currency: str | None
    renewal_at: Time | None
    until: Time | None


class CandidateClockValue(TypedDict):
    """The partition's time has reached this full minute."""

    kind: Literal["clock"]
    partition: _Partition
    time: Time


class BookSizesValue(TypedDict):
    """How many watched accounts each CSM has in the partition; empty: those without a CSM."""

    kind: Literal["book_sizes"]
    partition: _Partition
    as_of: Time
    csms: list[str]
    accounts: Annotated[list[int], Field(description="As many as CSMs.")]


class FeedsChangedValue(TypedDict):
    """Which feeds of the partition are stale now."""

    kind: Literal["feeds_changed"]
    partition: _Partition
    as_of: Time
    sources: list[str]
    heard_at: Annotated[list[Time], Field(description="When each was last heard.")]


class AlertFeedbackValue(TypedDict):
    """What a person said of an alert that is not the account's own, or did about one."""

    kind: Literal["feedback"]
    partition: _Partition
    as_of: Time
    account_id: str
    event_id: str
    said: str
    author: str
    dedup_key: str | None
    verdict: str | None
    until: Time | None
    action_code: str | None


class OutcomeSeenValue(TypedDict):
    """What became of a watched account."""

    kind: Literal["outcome"]
    partition: _Partition
    as_of: Time
    account_id: str
    outcome: str


CandidatesValue = Annotated[
    CandidateValue
    | CandidateClockValue
    | BookSizesValue
    | FeedsChangedValue
    | AlertFeedbackValue
    | OutcomeSeenValue,
    Field(discriminator="kind"),
]


def encode_candidate(candidate: AlertCandidate) -> Encoded:
    """Make the record of a candidate."""
    value: CandidateValue = {
        "kind": "candidate",
        "transition": candidate.transition,
        "alert_kind": candidate.alert_kind,
        "account_id": candidate.account_id,
        "as_of": format_time(candidate.as_of_ms),
        "reference": optional_points(candidate.reference_milli),
        "reference_how": candidate.reference_how,
        "reference_at": optional_time(candidate.reference_at_ms),
        "value_at_risk_minor": candidate.value_at_risk_minor,
        "currency": candidate.currency,
        "renewal_at": optional_time(candidate.renewal_at_ms),
        "until": optional_time(candidate.until_ms),
        **alert_parts(candidate),
    }
    return _record(candidate.account_id, value, candidate.as_of_ms)


def encode_candidate_clock(clock: CandidateClock) -> Encoded:
    """Make the record that says how far the time of one partition number has come."""
    value: CandidateClockValue = {
        "kind": "clock",
        "partition": clock.partition,
        "time": format_time(clock.time_ms),
    }
    return _record(None, value, clock.time_ms)


def encode_book_sizes(sizes: BookSizes) -> Encoded:
    """Make the record of the sizes of books."""
    value: BookSizesValue = {
        "kind": "book_sizes",
        "partition": sizes.partition,
        "as_of": format_time(sizes.as_of_ms),
        "csms": list(sizes.csms),
        "accounts": list(sizes.accounts),
    }
    return _record(None, value, sizes.as_of_ms)


def encode_feeds_changed(feeds: FeedsChanged) -> Encoded:
    """Make the record of stale feeds."""
    value: FeedsChangedValue = {
        "kind": "feeds_changed",
        "partition": feeds.partition,
        "as_of": format_time(feeds.as_of_ms),
        "sources": list(feeds.sources),
        "heard_at": [format_time(heard_ms) for heard_ms in feeds.heard_ms],
    }
    return _record(None, value, feeds.as_of_ms)


def encode_alert_feedback(feedback: AlertFeedback) -> Encoded:
    """Make the record of a person's word that is passed on."""
    value: AlertFeedbackValue = {
        "kind": "feedback",
        "partition": feedback.partition,
        "as_of": format_time(feedback.as_of_ms),
        "account_id": feedback.account_id,
        "event_id": feedback.event_id,
        "said": feedback.kind,
        "author": feedback.author,
        "dedup_key": feedback.dedup_key,
        "verdict": feedback.verdict,
        "until": optional_time(feedback.until_ms),
        "action_code": feedback.action_code,
    }
    return _record(feedback.account_id, value, feedback.as_of_ms)


def encode_outcome_seen(outcome: OutcomeSeen) -> Encoded:
    """Make the record of what became of an account."""
    value: OutcomeSeenValue = {
        "kind": "outcome",
        "partition": outcome.partition,
        "as_of": format_time(outcome.as_of_ms),
        "account_id": outcome.account_id,
        "outcome": outcome.kind,
    }
    return _record(outcome.account_id, value, outcome.as_of_ms)


def _record(account_id: str | None, value: Any, time_ms: int) -> Encoded:
    key = None if account_id is None else account_id.encode()
    return Encoded(TopicName.ALERT_CANDIDATES, key, to_json(value), ONLY_PARTITION, time_ms)


def build_candidates(value: Any) -> DispatchInput:
    """Read a record."""
    if value["kind"] == "candidate":
        return _candidate(cast("CandidateValue", value))
    partition = value["partition"]
    if value["kind"] == "clock":
        return CandidateClock(partition, parse_time_ms(value["time"]))
    as_of_ms = parse_time_ms(value["as_of"])
    if value["kind"] == "book_sizes":
        return BookSizes(partition, as_of_ms, tuple(value["csms"]), tuple(value["accounts"]))
    if value["kind"] == "feeds_changed":
        heard = tuple(parse_time_ms(text) for text in value["heard_at"])
        return FeedsChanged(partition, as_of_ms, tuple(value["sources"]), heard)
    if value["kind"] == "outcome":
        return OutcomeSeen(partition, as_of_ms, value["account_id"], value["outcome"])
    return AlertFeedback(
        partition,
        as_of_ms,
        value["account_id"],
        value["event_id"],
        kind=value["said"],
        author=value["author"],
        dedup_key=value["dedup_key"],
        verdict=value["verdict"],
        until_ms=optional_time_ms(value["until"]),
        action_code=value["action_code"],
    )


def _candidate(value: CandidateValue) -> AlertCandidate:
    return AlertCandidate(
        transition=value["transition"],
        alert_kind=value["alert_kind"],
        account_id=value["account_id"],
        as_of_ms=parse_time_ms(value["as_of"]),
        reference_milli=optional_milli(value["reference"]),
        reference_how=value["reference_how"],
        reference_at_ms=optional_time_ms(value["reference_at"]),
        value_at_risk_minor=value["value_at_risk_minor"],
        currency=value["currency"],
        renewal_at_ms=optional_time_ms(value["renewal_at"]),
        until_ms=optional_time_ms(value["until"]),
        **build_alert_parts(value),
    )


CANDIDATES = Contract(CandidatesValue, build_candidates)
