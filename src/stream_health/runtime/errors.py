"""What can go wrong, whose fault it is, and what to do about it."""


class PartitionRuntimeError(Exception):
    """Root of all errors the runtime raises itself."""


class NoBrokerError(PartitionRuntimeError):
    """Nobody answers at the broker's address.

    Examples
    --------
    >>> str(NoBrokerError("localhost:1"))
    'no Kafka broker answers at localhost:1: is it running, is the address right?'
    """

    def __init__(self, bootstrap: str) -> None:
        super().__init__(
            f"no Kafka broker answers at {bootstrap}: is it running, is the address right?"
        )


class LostOffsetsError(PartitionRuntimeError):
    """State exists, but the positions it belongs to are gone: going on would count twice."""


class RecordTooLargeError(PartitionRuntimeError):
    """An output or a state record does not fit into one Kafka batch."""


class BadTransactionError(PartitionRuntimeError):
    """A handler broke its contract: ``consumed`` fell, or the batch was not covered."""


class TopicMismatchError(PartitionRuntimeError):
    """A topic the runtime needs is missing or has another number of partitions."""
