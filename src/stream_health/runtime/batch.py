"""What a handler is given and what it gives back: a batch of records, and transactions."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from aiokafka import ConsumerRecord

Record: TypeAlias = "ConsumerRecord[bytes, bytes]"


class Output(NamedTuple):
    """One record to produce inside the transaction.

    Attributes
    ----------
    topic
        Topic to write to.
    key, value
        Raw bytes; a value of None is a tombstone.
    partition
        Partition number to write to; None means the batch's own partition number.
    timestamp_ms
        Record timestamp in ms since the epoch; None means the time of sending.
    headers
        Record headers in order.

    Examples
    --------
    >>> Output("scores", b"a1", b"{}").partition is None
    True
    """

    topic: str
    key: bytes | None
    value: bytes | None
    partition: int | None = None
    timestamp_ms: int | None = None
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(slots=True)
class Transaction:
    """What one Kafka transaction makes durable: outputs, state and positions together.

    Attributes
    ----------
    consumed
        How many records of the batch are covered so far, 0 to ``len(batch.records)``. It never
        falls from one transaction of a batch to the next, and the last one covers all of them.
    outputs
        Records to produce, in order.
    changes
        State: key to new value, None deletes the key.

    Examples
    --------
    >>> Transaction(consumed=2, changes={b"a1": b"state"}).outputs
    []
    """

    consumed: int
    outputs: list[Output] = field(default_factory=list)
    changes: dict[bytes, bytes | None] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Batch:
    """Records of one partition number, merged by time over all topics.

    Attributes
    ----------
    partition
        The partition number all records share.
    records
        aiokafka records in merged order, never empty; keys and values as they came, None included.
    outcome
        Set by the runtime: resolved when the batch is durable, failed when it is not.

    Examples
    --------
    >>> Batch(3, ()).partition
    3
    """

    partition: int
    records: Sequence[Record]
    outcome: "asyncio.Future[None] | None" = field(default=None, repr=False)
