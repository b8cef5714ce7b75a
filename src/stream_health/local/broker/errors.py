"""Why an embedded broker could not be had: each error says what to do about it.

::

    BrokerError
    ├── JavaMissingError        no Java for this platform
    ├── KafkaMissingError       Kafka's jars could not be fetched, or are not the pinned ones
    ├── PortTakenError          somebody else listens there
    ├── DataDirectoryError      not ours, not writable, in use, or the disk is full
    └── StartFailedError        Kafka ended or did not answer in time; carries the end of its log
"""


class BrokerError(Exception):
    """Root of everything the embedded broker raises on purpose."""


class JavaMissingError(BrokerError):
    """No Java runtime that Kafka accepts was found."""


class KafkaMissingError(BrokerError):
    """Kafka's jars are not on this machine and could not be fetched."""


class PortTakenError(BrokerError):
    """The port is in use by another process."""


class DataDirectoryError(BrokerError):
    """The data directory cannot be used."""


class StartFailedError(BrokerError):
    """Kafka did not come up, or went away by itself."""
