"""A real Apache Kafka on this machine, for the demo, the tests and the benchmarks."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from stream_health.local.broker import ports
from stream_health.local.broker.directory import DataDirectory
from stream_health.local.broker.launch import Launcher
from stream_health.local.broker.node import Node
from stream_health.local.broker.process import KafkaProcess
from stream_health.local.broker.secure import SecureListener

_HEAP_MB = 384
_TRAINING_STOP_SECONDS = 120.0


class EmbeddedBroker:
    """
    One Kafka node on loopback, running from ``with`` to the end of its block.

    It ends with the program that started it, whatever ends that program. The first use on a machine
    fetches Kafka (about 45 MB) and makes its class archive (about 12 s); later ones need no
    network.

    Parameters
    ----------
    data_dir
        Where records stay between runs; None takes a temporary folder, removed in the end.
    port
        Port on 127.0.0.1; None takes a free one.
    start_seconds
        How long Kafka may take until it serves.
    stop_seconds
        How long Kafka may take to stop in good order, before it is killed.
    secure
        A second listener with TLS and a login, besides the open one.
    java_flags
        Further flags for Java, instead of the one that starts it from the class archive.

    Raises
    ------
    BrokerError
        On entering the block, saying what to do; see `stream_health.local.broker.errors`.
    ValueError
        The port is no port number.

    Examples
    --------
    >>> with EmbeddedBroker() as broker:  # doctest: +SKIP
    ...     print(broker.bootstrap)
    127.0.0.1:23817
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        port: int | None = None,
        *,
        start_seconds: float = 60.0,
        stop_seconds: float = 10.0,
        secure: SecureListener | None = None,
        java_flags: Sequence[str] | None = None,
    ) -> None:
        self._data_dir = data_dir
        self._wanted_port = port
        self._start_seconds = start_seconds
        self._stop_seconds = stop_seconds
        self._secure = secure
        self._java_flags = java_flags
        self._running: Node | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Start Kafka; return when it serves."""
        with ExitStack() as stack:
            if self._wanted_port is not None:
                ports.require_free(self._wanted_port)
            node = self._prepare(stack)
            stack.callback(node.stop)
            if self._wanted_port is None:
                node.start_on_free_port()
            else:
                node.start(self._wanted_port)
            self._running = node
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop Kafka, free the data directory, remove it if it was temporary."""
        self._stack.close()

    @property
    def bootstrap(self) -> str:
        """``host:port`` for clients."""
        return f"{ports.HOST}:{self.port}"

    @property
    def port(self) -> int:
        """The port on 127.0.0.1, the same after a restart."""
        return self._node.port

    @property
    def pid(self) -> int:
        """Process id of Kafka's Java."""
        return self._process.pid

    @property
    def data_dir(self) -> Path:
        """Where everything lies, ``kafka.log`` too."""
        return self._node.directory.path

    def stop(self) -> None:
        """Stop Kafka in good order, or kill it when that takes too long; harmless when stopped."""
        self._node.stop()

    def kill(self) -> None:
        """Kill Kafka with SIGKILL, as a crash would, and wait until it is gone."""
        self._process.kill()

    def restart(self) -> None:
        """Stop Kafka if it runs, and start it on the same port and data."""
        self._node.stop()
        self._node.start(self.port)

    def wait(self, timeout_seconds: float | None = None) -> int | None:
        """Wait until Kafka has ended by itself; give its exit code, or None if it still runs."""
        return self._process.wait(timeout_seconds)

    def log_tail(self) -> str:
        """Give the last lines of Kafka's log."""
        return self._node.directory.log_tail()

    def _prepare(self, stack: ExitStack) -> Node:
        path = self._data_dir or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="stream-health-broker-"))
        )
        directory = DataDirectory(path)
        lock_fd = stack.enter_context(directory.claimed())
        launcher = Launcher(heap_mb=_HEAP_MB, flags=self._java_flags or ())
        if self._java_flags is None:
            launcher.use_archive(_run_once)
        return Node(
            directory=directory,
            lock_fd=lock_fd,
            launcher=launcher,
            orphaned_dir=None if self._data_dir else directory.path,
            start_seconds=self._start_seconds,
            stop_seconds=self._stop_seconds,
            secure=self._secure,
        )

    @property
    def _node(self) -> Node:
        if self._running is None:
            msg = "the broker has not been started: use it in a with block"
            raise RuntimeError(msg)
        return self._running

    @property
    def _process(self) -> KafkaProcess:
        process = self._node.process
        if process is None:  # a node that runs has one
            msg = "the broker has no process"
            raise RuntimeError(msg)
        return process


def _run_once(java_flag: str) -> None:
    """Start and stop a throw-away Kafka with a flag; Java writes its class archive when it ends."""
    with EmbeddedBroker(java_flags=[java_flag], stop_seconds=_TRAINING_STOP_SECONDS):
        pass
