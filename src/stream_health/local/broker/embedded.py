"""A real Apache Kafka on this machine, for the demo, the tests and the benchmarks."""

import os
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from stream_health.local.broker import config, jars, java, ping, ports
from stream_health.local.broker.directory import DataDirectory
from stream_health.local.broker.errors import BrokerError, PortTakenError, StartFailedError
from stream_health.local.broker.process import KafkaProcess

_READY_CHECK_SECONDS = 0.02
_PORT_TRIES_MAX = 3
_TAKEN = "Address already in use"


class EmbeddedBroker:
    """
    One Kafka node on loopback, running from ``with`` to the end of its block.

    It ends with the program that started it, whatever ends that program. The first use on a machine
    fetches Kafka (about 45 MB); later ones need no network.

    Parameters
    ----------
    data_dir
        Where records stay between runs; None takes a temporary folder, removed in the end.
    port
        Port on 127.0.0.1; None takes a free one.
    heap_mb
        Java's heap at most, in megabytes.
    start_seconds
        How long Kafka may take until it serves.
    stop_seconds
        How long Kafka may take to stop in good order, before it is killed.

    Raises
    ------
    BrokerError
        On entering the block, saying what to do; see `stream_health.local.broker.errors`.

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
        heap_mb: int = 384,
        start_seconds: float = 60.0,
        stop_seconds: float = 10.0,
    ) -> None:
        self._data_dir = data_dir
        self._wanted_port = port
        self._heap_mb = heap_mb
        self._start_seconds = start_seconds
        self._stop_seconds = stop_seconds
        self._port = 0
        self._lock_fd = -1
        self._directory: DataDirectory | None = None
        self._process: KafkaProcess | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Start Kafka; return when it serves."""
        with ExitStack() as stack:
            if self._wanted_port is not None:
                ports.require_free(self._wanted_port)
            path = self._data_dir or Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="stream-health-broker-"))
            )
            self._directory = DataDirectory(path)
            self._lock_fd = stack.enter_context(self._directory.claimed())
            stack.callback(self.stop)
            self._first_start()
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
        return f"{ports.HOST}:{self._port}"

    @property
    def port(self) -> int:
        """The port on 127.0.0.1, the same after a restart."""
        return self._port

    @property
    def pid(self) -> int:
        """Process id of Kafka's Java."""
        return self._running_process().pid

    @property
    def data_dir(self) -> Path:
        """Where everything lies, ``kafka.log`` too."""
        return self._known_directory().path

    def stop(self) -> None:
        """Stop Kafka in good order, or kill it when that takes too long; harmless when stopped."""
        if self._process is not None:
            self._process.stop()

    def kill(self) -> None:
        """Kill Kafka with SIGKILL, as a crash would."""
        if self._process is not None:
            self._process.kill()

    def restart(self) -> None:
        """Stop Kafka if it runs, and start it on the same port and data."""
        self.stop()
        self._start(self._port)

    def wait(self, timeout_seconds: float | None = None) -> int | None:
        """Wait until Kafka has ended by itself; give its exit code, or None if it still runs."""
        return self._running_process().wait(timeout_seconds)

    def log_tail(self) -> str:
        """Give the last lines of Kafka's log."""
        return self._known_directory().log_tail()

    def _first_start(self) -> None:
        if self._wanted_port is not None:
            self._start(self._wanted_port)
            return
        for tries_left in reversed(range(_PORT_TRIES_MAX)):
            try:
                self._start(ports.free_port())
            except PortTakenError:  # by somebody between our look and Kafka's
                if not tries_left:
                    raise
            else:
                return

    def _start(self, port: int) -> None:
        directory = self._known_directory()
        self._port = port
        directory.write_settings(
            server=config.server_properties(port=port, controller_port=ports.free_port()),
            logging=config.log4j2_properties(),
        )
        if not directory.formatted:
            arguments = ["format", "-t", directory.cluster_id, "-c", "server.properties"]
            formatting = self._java("kafka.tools.StorageTool", [*arguments, "--ignore-formatted"])
            if formatting.wait(self._start_seconds) != 0:
                formatting.stop()
                what = "formatting the data directory failed"
                raise self._failure(what)
            formatting.stop()
        self._process = self._java("kafka.Kafka", ["server.properties"])
        try:
            self._await_ready()
        except BaseException:
            self.stop()
            raise

    def _java(self, main_class: str, arguments: list[str]) -> KafkaProcess:
        directory = self._known_directory()
        command = [
            str(java.find_java()),
            f"-Xmx{self._heap_mb}m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",  # quick to start; throughput is not what it is for
            f"-Dlog4j2.configurationFile={directory.logging_path.name}",
            "-cp",
            os.pathsep.join(str(jar) for jar in jars.class_path()),
            main_class,
            *arguments,
        ]
        return KafkaProcess(
            command,
            directory.log_path,
            lock_fd=self._lock_fd,
            orphaned_dir=None if self._data_dir else directory.path,
            stop_seconds=self._stop_seconds,
        )

    def _await_ready(self) -> None:
        process = self._running_process()
        deadline = time.monotonic() + self._start_seconds
        while not ping.serves(self._port):
            code = process.wait(_READY_CHECK_SECONDS)
            if code is not None:
                what = f"Kafka ended with exit code {code} while starting"
                raise self._failure(what)
            if time.monotonic() > deadline:
                what = f"Kafka did not serve within {self._start_seconds:g} s"
                raise self._failure(what)

    def _failure(self, what: str) -> BrokerError:
        tail = self.log_tail()
        if _TAKEN in tail:
            msg = (
                f"port {self._port} on {ports.HOST} is taken: choose another, or none for any free"
            )
            return PortTakenError(msg)
        msg = f"{what}; the end of {self._known_directory().log_path}:\n{tail}"
        return StartFailedError(msg)

    def _known_directory(self) -> DataDirectory:
        if self._directory is None:
            msg = "the broker has not been started: use it in a with block"
            raise RuntimeError(msg)
        return self._directory

    def _running_process(self) -> KafkaProcess:
        if self._process is None:
            msg = "the broker has not been started: use it in a with block"
            raise RuntimeError(msg)
        return self._process
