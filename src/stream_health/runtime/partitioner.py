"""Kafka's default partitioner, so that everybody agrees where a key belongs."""

from functools import lru_cache

from aiokafka.partitioner import murmur2

_POSITIVE = 0x7FFFFFFF


@lru_cache(maxsize=1 << 16)
def partition_of(key: bytes, partitions: int) -> int:
    """Partition number of a key: Java's murmur2, as Kafka's own producer works it out.

    Examples
    --------
    >>> partition_of(b"acme", 1), 0 <= partition_of(b"acme", 4) < 4
    (0, True)
    """
    number: int = murmur2(key)
    return (number & _POSITIVE) % partitions
