"""``signal-verdicts``: what people's verdicts say of signals read from text; no text is in it."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.effects import SignalJudged
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import Encoded, to_json
from stream_health.wire.fields import Identifier, Name, Share, Time
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time, parse_time_ms


class SignalVerdictValue(TypedDict):
    """A person judged an alert that rests on a signal read from text."""

    verdict_id: Annotated[Identifier, Field(description="Of the feedback.")]
    signal_id: Annotated[Identifier, Field(description="Of the signal.")]
    signal_kind: Name
    rules: Annotated[list[Name], Field(description="Names of what the signal was read by.")]
    confidence: Annotated[Share, Field(description="What the signal was given with.")]
    right: Annotated[bool, Field(strict=True, description="Whether it was read rightly.")]
    judged_at: Time


def encode_signal_verdict(judged: SignalJudged, *, partition: int) -> Encoded:
    """Make the record by which the reading of one partition number hears of a verdict.

    Parameters
    ----------
    judged
        What the engine of the account said.
    partition
        Every partition number is told: what is learned of one account holds for all.
    """
    value: SignalVerdictValue = {
        "verdict_id": judged.verdict_id,
        "signal_id": judged.signal_id,
        "signal_kind": judged.signal_kind,
        "rules": list(judged.rules),
        "confidence": judged.confidence,
        "right": judged.right,
        "judged_at": format_time(judged.judged_at_ms),
    }
    key = str(partition).encode()
    return Encoded(TopicName.SIGNAL_VERDICTS, key, to_json(value), partition, judged.judged_at_ms)


def build_signal_verdict(value: SignalVerdictValue) -> SignalJudged:
    """Read a verdict on a signal."""
    return SignalJudged(
        verdict_id=value["verdict_id"],
        signal_id=value["signal_id"],
        signal_kind=value["signal_kind"],
        rules=tuple(value["rules"]),
        confidence=value["confidence"],
        right=value["right"],
        judged_at_ms=parse_time_ms(value["judged_at"]),
    )


SIGNAL_VERDICTS = Contract(SignalVerdictValue, build_signal_verdict)
