"""Batches through a handler, made anew of the state so far wherever they are cut."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from stream_health.runtime.batch import Batch, Output, Transaction


class FakeRecord(NamedTuple):
    """A record of the only partition."""

    value: bytes | None
    offset: int
    topic: str
    key: bytes | None = None
    timestamp: int = 0
    partition: int = 0
    headers: Sequence[tuple[str, bytes]] = ()


class Handler(Protocol):
    """What works on a batch."""

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Give the transactions of a batch."""


def records_of(values: Sequence[bytes | None], topic: str) -> list[FakeRecord]:
    """Records of a topic, in order."""
    return [FakeRecord(value, offset, topic) for offset, value in enumerate(values)]


def worked(
    made: Callable[[Mapping[bytes, bytes]], Handler],
    records: Sequence[FakeRecord],
    cuts: Sequence[int] = (),
    *,
    state: dict[bytes, bytes] | None = None,
) -> list[Output]:
    """Everything said over records in batches, each by a handler made of the state so far.

    ``state`` is what there is before, and holds what there is after.
    """
    state = {} if state is None else state
    said: list[Output] = []
    for start, end in zip([0, *cuts], [*cuts, len(records)], strict=True):
        for transaction in made(dict(state)).process(Batch(0, records[start:end])):
            said += transaction.outputs
            for key, value in transaction.changes.items():
                if value is None:
                    state.pop(key, None)
                else:
                    state[key] = value
    return said
