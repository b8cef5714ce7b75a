"""Account events of a batch of records: the way in for everything keyed by account."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from stream_health.domain.events import AccountEvent
from stream_health.language.message import Message
from stream_health.wire.contract import Contract, RawRecord
from stream_health.wire.inputs.billing import BILLING
from stream_health.wire.inputs.engagement import ENGAGEMENT
from stream_health.wire.inputs.feedback import FEEDBACK
from stream_health.wire.inputs.messages import MESSAGES
from stream_health.wire.inputs.outcomes import OUTCOMES
from stream_health.wire.inputs.profiles import PROFILES
from stream_health.wire.inputs.signals import SIGNALS
from stream_health.wire.inputs.tickets import TICKETS
from stream_health.wire.inputs.usage import USAGE
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected, RejectReason, shorten

T = TypeVar("T", bound=AccountEvent | Message)

ACCOUNT_CONTRACTS: Final[Mapping[str, Contract[Any]]] = {
    TopicName.USAGE_EVENTS: USAGE,
    TopicName.TICKET_EVENTS: TICKETS,
    TopicName.BILLING_EVENTS: BILLING,
    TopicName.ENGAGEMENT_EVENTS: ENGAGEMENT,
    TopicName.ACCOUNT_PROFILES: PROFILES,
    TopicName.ACCOUNT_OUTCOMES: OUTCOMES,
    TopicName.CSM_FEEDBACK: FEEDBACK,
    TopicName.SIGNALS: SIGNALS,
}


def decode_batch(topic: str, records: Sequence[RawRecord]) -> list[AccountEvent | Rejected]:
    """Read records of one topic into account events; same length and order.

    Parameters
    ----------
    topic
        One of `ACCOUNT_CONTRACTS`, without prefix.
    records
        As they came. A bad one costs only itself, and its neighbours some speed.

    Raises
    ------
    KeyError
        When the topic is none of an account's.
    """
    return _decode(ACCOUNT_CONTRACTS[topic], records)


def decode_messages(records: Sequence[RawRecord]) -> list[Message | Rejected]:
    """Read records of ``message-events``; same length and order."""
    return _decode(MESSAGES, records)


def _decode(contract: Contract[T], records: Sequence[RawRecord]) -> list[T | Rejected]:
    values = [record.value for record in records if record.value is not None]
    decoded = contract.decode_values(values)
    if len(values) < len(records):
        decoded = _with_tombstones(contract, records, decoded)
    for index, (event, record) in enumerate(zip(decoded, records, strict=True)):
        if event.__class__ is not Rejected and event[0].encode() != record.key:
            decoded[index] = _key_mismatch(event[0], record.key)
    return decoded


def _with_tombstones(
    contract: Contract[T], records: Sequence[RawRecord], decoded: list[T | Rejected]
) -> list[T | Rejected]:
    rest = iter(decoded)
    return [
        contract.decode_record(record) if record.value is None else next(rest) for record in records
    ]


def _key_mismatch(account_id: str, key: bytes | None) -> Rejected:
    detail = f"key: must be account_id {account_id[:60]!r} in UTF-8, got {(key or b'')[:60]!r}"
    return Rejected(RejectReason.KEY_MISMATCH, shorten(detail))
