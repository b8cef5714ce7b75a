"""One Kafka node over its data directory: formatted once, started, stopped, started again."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from stream_health.local.broker import config, ping, ports
from stream_health.local.broker.directory import DataDirectory
from stream_health.local.broker.errors import BrokerError, PortTakenError, StartFailedError
from stream_health.local.broker.launch import Launcher
from stream_health.local.broker.process import KafkaProcess
from stream_health.local.broker.secure import SecureListener

_READY_CHECK_SECONDS = 0.02
_PORT_TRIES_MAX = 3
_TAKEN = "Address already in use"


@dataclass(slots=True)
class Node:
    """
    A node that may run; ``directory`` is claimed by its owner, and ``lock_fd`` is that claim.

    ``orphaned_dir`` is a temporary folder to remove if this program is killed; ``start_seconds``
    and ``stop_seconds`` say how long Kafka may take to serve and to stop in good order.
    """

    directory: DataDirectory
    lock_fd: int
    launcher: Launcher
    orphaned_dir: Path | None
    start_seconds: float
    stop_seconds: float
    port: int = 0
    secure: SecureListener | None = None
    process: KafkaProcess | None = field(default=None)

    def start_on_free_port(self) -> None:
        """
        Start on any port, again on another when somebody takes it between our look and Kafka's.

        Raises
        ------
        BrokerError
            As `start`.
        """
        for _ in range(_PORT_TRIES_MAX - 1):
            try:
                return self.start(ports.free_port())
            except PortTakenError:
                continue
        return self.start(ports.free_port())

    def start(self, port: int) -> None:
        """
        Start on ``port`` and return when Kafka serves.

        Raises
        ------
        PortTakenError
            Somebody else listens there.
        StartFailedError
            Kafka ended or did not serve in time; the message has the end of its log.
        """
        self.port = port
        self.directory.write_settings(
            server=config.server_properties(
                port=port, controller_port=ports.free_port(), secure=self.secure
            ),
            logging=config.log4j2_properties(),
        )
        if not self.directory.formatted:
            self._format()
        self.process = self._run("kafka.Kafka", "server.properties")
        try:
            self._await_serving(self.process)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop Kafka in good order, or kill it when that takes too long; harmless when stopped."""
        if self.process is not None:
            self.process.stop()

    def _format(self) -> None:
        cluster = (f"--cluster-id={self.directory.cluster_id}", "--config=server.properties")
        formatting = self._run("kafka.tools.StorageTool", "format", "--ignore-formatted", *cluster)
        code = formatting.wait(self.start_seconds)
        formatting.stop()
        if code != 0:
            what = f"formatting the data directory failed (exit code {code})"
            raise self._failure(what)

    def _run(self, main_class: str, *arguments: str) -> KafkaProcess:
        return KafkaProcess(
            self.launcher.command(main_class, *arguments),
            self.directory.log_path,
            lock_fd=self.lock_fd,
            orphaned_dir=self.orphaned_dir,
            stop_seconds=self.stop_seconds,
        )

    def _await_serving(self, process: KafkaProcess) -> None:
        deadline = time.monotonic() + self.start_seconds
        while not ping.serves(self.port):
            code = process.wait(_READY_CHECK_SECONDS)
            if code is not None:
                what = f"Kafka ended with exit code {code} while starting"
                raise self._failure(what)
            if time.monotonic() > deadline:
                what = f"Kafka did not serve within {self.start_seconds:g} s"
                raise self._failure(what)

    def _failure(self, what: str) -> BrokerError:
        tail = self.directory.log_tail()
        if _TAKEN in tail:
            return PortTakenError(ports.taken(self.port))
        msg = f"{what}; the end of {self.directory.log_path}:\n{tail}"
        return StartFailedError(msg)
