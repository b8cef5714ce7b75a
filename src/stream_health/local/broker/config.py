"""The files Kafka reads: ``server.properties`` and ``log4j2.properties``."""

from stream_health.local.broker.ports import HOST
from stream_health.local.broker.secure import SecureListener

LOG_DIR = "kafka"
"""Kafka's own data, relative to the data directory, which is its working directory: so no character
of a path can be misread as a separator."""


def server_properties(
    *, port: int, controller_port: int, secure: SecureListener | None = None
) -> str:
    """
    One KRaft node that is broker and controller, on loopback only.

    Replication is one, internal topics have few partitions (each costs a folder and start time), no
    topic appears by accident, and a consumer group does not wait for more members. A broker back
    from a crash may register only when the session of the one before has timed out: four seconds,
    not nine. Everything else is Kafka's default: retention, timestamps, transactions.
    """
    doors = [f"PLAINTEXT://{HOST}:{port}", *([secure.address] if secure else [])]
    settings = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@{HOST}:{controller_port}",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listeners": ",".join([*doors, f"CONTROLLER://{HOST}:{controller_port}"]),
        "advertised.listeners": ",".join(doors),
        "log.dirs": LOG_DIR,
        "auto.create.topics.enable": "false",
        "broker.heartbeat.interval.ms": 250,
        "broker.session.timeout.ms": 4_000,
        "group.initial.rebalance.delay.ms": 0,
        "offsets.topic.num.partitions": 4,
        "offsets.topic.replication.factor": 1,
        "transaction.state.log.num.partitions": 4,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "share.coordinator.state.topic.replication.factor": 1,
        "share.coordinator.state.topic.min.isr": 1,
        **(secure.settings() if secure else {}),
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def log4j2_properties() -> str:
    """Everything from INFO on to standard output, which the launcher points at a file."""
    return (
        "rootLogger.level=INFO\n"
        "rootLogger.appenderRef.out.ref=OUT\n"
        "appender.out.type=Console\n"
        "appender.out.name=OUT\n"
        "appender.out.layout.type=PatternLayout\n"
        "appender.out.layout.pattern=%d %p %m (%c)%n\n"
    )
