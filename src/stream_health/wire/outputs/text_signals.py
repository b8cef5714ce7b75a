"""``signals`` read from the text of messages. Of the text they hold the evidence, nothing else.

The id of a signal is made of the message's id and the kind alone: reading a message again, also
with newer rules, gives the same ids.
"""

from typing import Final, cast

from stream_health.language.message import Message
from stream_health.language.reading import Reading, TextSignal
from stream_health.wire.encoded import Encoded, to_json
from stream_health.wire.event_id import derived_event_id
from stream_health.wire.inputs.signals import EVIDENCE_LENGTH_MAX, Direction, SignalValue
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.cloudevents import event_type, headers
from stream_health.wire.times import format_time

MESSAGE_SEEN: Final = "message_seen"


def encode_reading(message: Message, reading: Reading, *, version: str) -> list[Encoded]:
    """Make the records of one message: that it was seen, then each signal.

    Parameters
    ----------
    version
        Of the extractor.
    """
    seen = reading.seen
    noted = _value(message, MESSAGE_SEEN, 1.0, version)
    noted["direction"] = cast("Direction", message.direction)  # the contract has read it
    noted["length"] = seen.length
    noted["language"] = seen.language
    return [
        _record(message, noted),
        *(_record(message, _signal(message, signal, version)) for signal in reading.signals),
    ]


def _signal(message: Message, signal: TextSignal, version: str) -> SignalValue:
    value = _value(message, signal.kind, signal.confidence, version)
    if signal.evidence is not None:
        value["evidence"] = signal.evidence[:EVIDENCE_LENGTH_MAX]
    value["rules"] = list(dict.fromkeys(signal.features))
    return value


def _value(message: Message, kind: str, confidence: float, version: str) -> SignalValue:
    topic = TopicName.MESSAGE_EVENTS
    return {
        "event_id": derived_event_id(
            topic, message.account_id, message.event_time_ms, f"{message.event_id}\0{kind}"
        ),
        "account_id": message.account_id,
        "kind": kind,
        "confidence": confidence,
        "occurred_at": format_time(message.event_time_ms),
        "contact": message.contact,
        "role": message.role,
        "source": {"topic": topic, "event_id": message.event_id},
        "extractor_version": version,
    }


def _record(message: Message, value: SignalValue) -> Encoded:
    return Encoded(
        TopicName.SIGNALS,
        message.account_id.encode(),
        to_json(value),
        timestamp_ms=message.event_time_ms,
        headers=headers(
            value["event_id"], event_type("signal", value["kind"]), message.event_time_ms
        ),
    )
