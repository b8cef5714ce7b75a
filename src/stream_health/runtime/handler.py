"""What the runtime calls: a pure function from a batch to transactions."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from stream_health.runtime.batch import Batch, Transaction


class Handler(Protocol):
    """Work on one partition number; made anew each time the partition is opened.

    It may keep decoded objects in memory: when a transaction does not become durable the handler
    is thrown away and a new one is made from the changelog.
    """

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Yield the transactions of a batch, each committed before the next one is asked for.

        The last one must have ``consumed == len(batch.records)``. If the process dies between two
        of them, the next owner is given the records after ``consumed`` again, so a cursor within
        the work of one record belongs in ``changes``.

        Raises
        ------
        Exception
            Anything raised ends the process with nothing of the open transaction durable:
            bad records belong in a dead-letter output, not in an exception.
        """
        ...


class HandlerFactory(Protocol):
    """Makes the handler of a partition number that has just been opened."""

    def __call__(self, partition: int, state: Mapping[bytes, bytes]) -> Handler:
        """Return a handler that starts from ``state``.

        Parameters
        ----------
        partition
            The partition number, 0 or larger.
        state
            A live, read-only view of what is committed, without the runtime's own records.
        """
        ...
