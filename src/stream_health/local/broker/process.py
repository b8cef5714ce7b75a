"""The Java process of one start of Kafka, with the supervisor that stands before it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from stream_health.local.broker import supervisor
from stream_health.local.broker.errors import StartFailedError

_SUPERVISOR_GRACE_SECONDS = 5.0
"""What the supervisor needs beyond Java's own time to stop."""


class KafkaProcess:
    """
    A running Kafka; made by starting it.

    Parameters
    ----------
    command
        Java and its arguments.
    log_path
        Where its output goes, appended.
    lock_fd
        The lock on the data directory, handed on to Java.
    orphaned_dir
        A temporary folder to remove if this program is killed; None keeps everything.
    stop_seconds
        How long Java may take to stop before it is killed.
    """

    def __init__(
        self,
        command: list[str],
        log_path: Path,
        *,
        lock_fd: int,
        orphaned_dir: Path | None,
        stop_seconds: float,
    ) -> None:
        self._stop_seconds = stop_seconds
        arguments = [os.getpid(), stop_seconds, lock_fd, orphaned_dir or "", *command]
        with log_path.open("ab") as log:
            self._supervisor = subprocess.Popen(  # noqa: S603 - our own file and a Java we chose
                [sys.executable, "-I", "-S", supervisor.__file__, *map(str, arguments)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=log_path.parent,
                pass_fds=[lock_fd],
                start_new_session=True,  # Ctrl-C is for the program, which then stops Kafka
            )
        self.pid = self._read_pid()
        """Process id of Java."""

    def _read_pid(self) -> int:
        stdout = self._supervisor.stdout
        line = stdout.readline() if stdout else b""
        if not line.strip().isdigit():
            self.stop()
            msg = f"Java did not start: the supervisor said {line!r}"
            raise StartFailedError(msg)
        return int(line)

    @property
    def exit_code(self) -> int | None:
        """None while Kafka runs; 0 after an asked stop; else Java's own, 128 + signal if killed."""
        return self._supervisor.poll()

    def wait(self, timeout_seconds: float | None = None) -> int | None:
        """Wait until Kafka has ended, at most ``timeout_seconds``; give ``exit_code``."""
        try:
            return self._supervisor.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            return None

    def stop(self) -> None:
        """End Kafka in good order; when it does not, with SIGKILL. Calling it twice is harmless."""
        if self._supervisor.stdin:
            self._supervisor.stdin.close()
        if self.wait(self._stop_seconds + _SUPERVISOR_GRACE_SECONDS) is None:
            self._supervisor.kill()  # Java follows by its death signal
            self._supervisor.wait()
        if self._supervisor.stdout:
            self._supervisor.stdout.close()

    def kill(self) -> None:
        """End Kafka with SIGKILL, as a crash would, and wait until it is gone."""
        if self.exit_code is None:
            os.kill(self.pid, signal.SIGKILL)
        self.stop()
