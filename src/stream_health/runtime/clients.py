"""Kafka clients with the settings that were measured to be right for this runtime."""

from collections.abc import Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import (
    AuthenticationFailedError,
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    IncompatibleBrokerVersion,
    InvalidTopicError,
    MessageSizeTooLargeError,
    RecordTooLargeError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
    UnsupportedVersionError,
)

from stream_health.runtime.settings import RuntimeSettings

NEEDS_OPERATOR = (
    AuthenticationFailedError,
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    IncompatibleBrokerVersion,
    InvalidTopicError,
    MessageSizeTooLargeError,
    RecordTooLargeError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
    UnsupportedVersionError,
)
"""Kafka errors that trying again does not cure."""

_NEVER_MS = 24 * 3600 * 1000


def source_consumer(settings: RuntimeSettings) -> AIOKafkaConsumer:
    """Return the consumer of a group's source topics; range keeps equal numbers together."""
    return AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap,
        client_id=settings.group_id,
        group_id=settings.group_id,
        enable_auto_commit=False,
        # A position that has left the log is an error we report, not a silent reset.
        auto_offset_reset="none",
        isolation_level="read_committed",
        partition_assignment_strategy=(RangePartitionAssignor,),
        session_timeout_ms=settings.session_timeout_ms,
        heartbeat_interval_ms=settings.session_timeout_ms // 4,
        rebalance_timeout_ms=settings.rebalance_timeout_ms,
        # Full buffers stop polling for as long as it takes; liveness is the heartbeat's matter.
        max_poll_interval_ms=_NEVER_MS,
        fetch_max_wait_ms=settings.fetch_max_wait_ms,
        fetch_min_bytes=settings.fetch_min_bytes,
        max_partition_fetch_bytes=settings.max_partition_fetch_bytes,
        check_crcs=False,
        **settings.security,
    )


def ends_reader(settings: RuntimeSettings) -> AIOKafkaConsumer:
    """Return a client that sees where topics really end, beyond transactions still open.

    To a ``read_committed`` consumer a topic ends before the first open transaction, and what others
    wrote behind it is hidden with it: no proof that nothing earlier is on its way.
    """
    return AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap,
        isolation_level="read_uncommitted",
        enable_auto_commit=False,
        **settings.security,
    )


def whole_topic_reader(settings: RuntimeSettings) -> AIOKafkaConsumer:
    """Return a consumer without a group, for loading a changelog in large fetches."""
    return _without_group(
        settings.bootstrap,
        settings.security,
        max_partition_fetch_bytes=4 << 20,
        fetch_max_bytes=64 << 20,
        fetch_max_wait_ms=50,
        check_crcs=False,
    )


def follower(bootstrap: str, security: Mapping[str, Any]) -> AIOKafkaConsumer:
    """Return a consumer without a group, for reading a small topic from its beginning."""
    return _without_group(bootstrap, security)


def _without_group(bootstrap: str, security: Mapping[str, Any], **options: Any) -> AIOKafkaConsumer:
    return AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        **options,
        **security,
    )


def fencing_producer(settings: RuntimeSettings, partition: int) -> AIOKafkaProducer:
    """Return the transactional producer of one partition number."""
    return AIOKafkaProducer(
        bootstrap_servers=settings.bootstrap,
        client_id=settings.transactional_id(partition),
        transactional_id=settings.transactional_id(partition),
        acks="all",
        transaction_timeout_ms=settings.transaction_timeout_ms,
        max_batch_size=settings.max_request_bytes,
        linger_ms=0,
        retry_backoff_ms=settings.retry_backoff_ms,
        **settings.security,
    )
