"""The embedded broker: a real Apache Kafka (KRaft, one node, loopback) from pip-installable parts.

`jars` fetches Kafka, `java` finds a Java, `launch` makes the command line, `directory` owns the
data, `supervisor` sees to it that nothing outlives the program, `node` starts and stops, and
`embedded` is what others use.
"""

from stream_health.local.broker.embedded import EmbeddedBroker
from stream_health.local.broker.errors import (
    BrokerError,
    DataDirectoryError,
    JavaMissingError,
    KafkaMissingError,
    PortTakenError,
    StartFailedError,
)

__all__ = [
    "BrokerError",
    "DataDirectoryError",
    "EmbeddedBroker",
    "JavaMissingError",
    "KafkaMissingError",
    "PortTakenError",
    "StartFailedError",
]
