"""``signals`` made by the scoring itself: an account has been silent for too long.

The shape of a value is in ``inputs/signals.py``: the topic goes out and comes in again.
"""

from typing import Final

from stream_health.domain.effects import SilenceSignal
from stream_health.wire.encoded import Encoded, to_json
from stream_health.wire.inputs.signals import SCORING_EXTRACTOR, SignalValue
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.cloudevents import event_type, headers
from stream_health.wire.times import format_time

EXTRACTOR_VERSION: Final = SCORING_EXTRACTOR + "1"


def encode_silence(signal: SilenceSignal) -> Encoded:
    """Make the record of a silence."""
    value: SignalValue = {
        "event_id": signal.event_id,
        "account_id": signal.account_id,
        "kind": signal.kind,
        "confidence": signal.confidence,
        "occurred_at": format_time(signal.event_time_ms),
        "evidence": f"no activity for {signal.silent_days} days",
        "source": {"topic": TopicName.USAGE_EVENTS, "event_id": None},
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
