"""``signals`` made by the scoring itself: what the behaviour of an account says.

The shape of a value is in ``inputs/signals.py``: the topic goes out and comes in again.
"""

from typing import Final

from stream_health.domain.effects import BehaviourSignal
from stream_health.domain.events import Source
from stream_health.wire.encoded import Encoded, to_json
from stream_health.wire.inputs.signals import (
    EVIDENCE_LENGTH_MAX,
    SCORING_EXTRACTOR,
    SignalValue,
)
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.cloudevents import event_type, headers
from stream_health.wire.times import format_time

EXTRACTOR_VERSION: Final = SCORING_EXTRACTOR + "2"

_TOPICS: Final = {
    Source.USAGE: TopicName.USAGE_EVENTS,
    Source.BILLING: TopicName.BILLING_EVENTS,
    Source.ENGAGEMENT: TopicName.ENGAGEMENT_EVENTS,
    Source.PROFILE: TopicName.ACCOUNT_PROFILES,
}


def encode_behaviour(signal: BehaviourSignal) -> Encoded:
    """Make the record of what was seen."""
    value: SignalValue = {
        "event_id": signal.event_id,
        "account_id": signal.account_id,
        "kind": signal.kind,
        "confidence": signal.confidence,
        "occurred_at": format_time(signal.event_time_ms),
        "evidence": signal.evidence[:EVIDENCE_LENGTH_MAX],
        "contact": signal.contact,
        "role": signal.role,
        "source": {"topic": _TOPICS[signal.source], "event_id": None},
        "extractor_version": EXTRACTOR_VERSION,
        "silent_days": signal.silent_days,
    }
    return Encoded(
        TopicName.SIGNALS,
        signal.account_id.encode(),
        to_json(value),
        timestamp_ms=signal.event_time_ms,
        headers=headers(signal.event_id, event_type("signal", signal.kind), signal.event_time_ms),
    )
