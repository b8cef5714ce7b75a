"""Structured logs: one JSON object a line, or coloured lines on a terminal.

Nothing of an account but its id belongs into a log line; text of people never.
"""

import logging
import sys
from typing import Any, TextIO

import structlog

from stream_health.app.health import HealthPortError
from stream_health.app.settings_sections import LoggingSettings
from stream_health.runtime.errors import LostOffsetsError, NoBrokerError, TopicMismatchError

NOISY = ("aiokafka", "faust", "mode", "asyncio")
EXPLAINED = (HealthPortError, LostOffsetsError, NoBrokerError, TopicMismatchError)
"""Errors that say what is wrong and what to do: where they were raised helps nobody."""

_RETRY_NOISE = ("NotEnoughReplicas", "CONCURRENT_TRANSACTIONS", "ConcurrentTransactions")


class RetryNoise(logging.Filter):
    """Drops what the producer says when it tries the first write of a transaction again.

    The broker asks for it while the markers of the last transaction are being written (KIP-890),
    so it is normal several times a second; a failed transaction is logged and counted elsewhere.

    Examples
    --------
    >>> said = "Got error produce response: NotEnoughReplicasError. Retrying."
    >>> RetryNoise().filter(logging.makeLogRecord({"msg": said, "levelno": logging.WARNING}))
    False
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep everything but retries; errors are always kept."""
        if record.levelno > logging.WARNING:
            return True
        text = record.getMessage()
        return not (any(word in text for word in _RETRY_NOISE) and "retrying" in text.lower())


class StackOfRefusals(logging.Filter):
    """Drops the report of a crash, stack and all, where the error itself says what to do.

    Such an error is logged once more when the process ends: one line, for whoever operates it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep everything but mode's report of an error that explains itself."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, EXPLAINED)


def setup_logs(settings: LoggingSettings, stream: TextIO | None = None) -> None:
    """Make every logger of the process write to a stream, standard error by default.

    Called once, by the entry point; calling it again replaces what it did before.
    """
    stream = sys.stderr if stream is None else stream
    as_console = settings.format == "console" or (settings.format == "auto" and stream.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.stdlib.ExtraAdder(),
    ]
    last: list[Any] = (
        [structlog.dev.ConsoleRenderer(colors=stream.isatty(), event_key="message")]
        if as_console
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.EventRenamer("message"),
            *last,
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.addFilter(RetryNoise())
    handler.addFilter(StackOfRefusals())
    logging.basicConfig(handlers=[handler], level=settings.level, force=True)
    for name in NOISY:
        # Left at DEBUG, aiokafka builds a record for every request.
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
