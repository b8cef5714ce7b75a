"""Worker processes on this machine: started, watched, stopped and, where a test asks, killed."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

STOP_SECONDS = 20.0

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded before any fork


class Fleet:
    """Some ``stream-health worker`` processes with the same settings; logs go to files.

    Parameters
    ----------
    arguments
        Of ``stream-health worker``.
    logs
        Directory for one log file per process.
    environment
        Added to that of this process.

    Examples
    --------
    >>> Fleet(["--bootstrap", "localhost:9092"], logs=Path("/tmp")).running
    []
    """

    def __init__(
        self, arguments: Sequence[str], *, logs: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self._arguments = list(arguments)
        self._logs = logs
        self._environment = {**os.environ, **(environment or {})}
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        """Begin with none; `start` adds."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop them all."""
        self.stop()

    @property
    def running(self) -> list[int]:
        """Numbers (from 0) of the processes that have not ended."""
        return [n for n, process in enumerate(self._processes) if process.poll() is None]

    def start(self) -> int:
        """Start one more; returns its number."""
        number = len(self._processes)
        with self.log_of(number).open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "stream_health", "worker", *self._arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
                # Ctrl-C goes to whoever runs the fleet, which then stops it in order.
                start_new_session=True,
                preexec_fn=_end_with_parent if _LIBC else None,  # noqa: PLW1509 - one system call
            )
        self._processes.append(process)
        return number

    def log_of(self, number: int) -> Path:
        """Log file of a process."""
        return self._logs / f"worker-{number}.log"

    def kill(self, number: int) -> None:
        """End one as a crash would, with SIGKILL."""
        self._processes[number].kill()
        self._processes[number].wait()

    def signal(self, number: int, what: signal.Signals) -> None:
        """Send one a signal, and do not wait."""
        self._processes[number].send_signal(what)

    def stop(self) -> list[int]:
        """Ask all to end and wait; exit codes in order (negative: ended by that signal)."""
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        return [process.wait() for process in self._processes]


def _end_with_parent() -> None:
    """Ask Linux to kill this process should its parent be, which could then stop nobody."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
