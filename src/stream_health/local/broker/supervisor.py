"""Run Kafka so that it never outlives the program that started it, even one killed with -9.

A program of its own (standard library only), standing between parent and Java: it holds the reading
end of a pipe whose writing end only the parent has. When the parent asks to stop, or dies in
whatever way, the pipe closes, and Java is ended. A death signal of Linux alone would not do: it
fires when the *thread* that started Java ends, and macOS has none.

Usage: ``supervisor.py PARENT_PID STOP_SECONDS LOCK_FD ORPHANED_DIR|'' JAVA ARGUMENT...``. It writes
Java's process id to standard output, and exits with 0 if asked to stop, else with Java's code.
``LOCK_FD`` is the lock on the data directory, handed on so that it is held while Java lives.
"""

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
from types import FrameType

PARENT_CHECK_SECONDS = 1.0
"""How often to look for the parent, as a forked child of it may hold the pipe open."""

_PR_SET_PDEATHSIG = 1


def supervise(parent_pid: int, stop_seconds: float, *, lock_fd: int, command: list[str]) -> int:
    """Run ``command`` until it ends, the pipe on standard input closes, or the parent is gone."""
    signal.signal(signal.SIGTERM, _leave)
    alive, held_by_java = os.pipe()  # readable, as ended, once Java is gone
    with subprocess.Popen(  # noqa: S603 - the command of our own launcher
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        stderr=sys.stderr,
        pass_fds=[held_by_java, lock_fd],
        preexec_fn=_die_with_supervisor if sys.platform == "linux" else None,  # noqa: PLW1509 - one thread
    ) as java:
        os.close(held_by_java)
        try:
            print(java.pid, flush=True)  # noqa: T201 - the launcher reads it
            while os.getppid() == parent_pid:
                ready, _, _ = select.select([sys.stdin, alive], [], [], PARENT_CHECK_SECONDS)
                if alive in ready:
                    return _exit_code(java.wait())
                if sys.stdin in ready:
                    break
        finally:
            _end(java, stop_seconds)
    return 0


def _die_with_supervisor() -> None:
    """Ask Linux for SIGKILL when the supervisor itself is killed; it has one thread only."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _leave(signum: int, frame: FrameType | None) -> None:
    del frame
    sys.exit(128 + signum)


def _end(java: subprocess.Popen[bytes], stop_seconds: float) -> None:
    java.terminate()
    try:
        java.wait(stop_seconds)
    except subprocess.TimeoutExpired:
        java.kill()
        java.wait()


def _exit_code(returncode: int) -> int:
    return 128 - returncode if returncode < 0 else returncode


def main(arguments: list[str]) -> int:
    """Supervise, then remove the temporary data of a parent that can no longer do so."""
    parent_pid, stop_seconds, lock_fd, orphaned_dir, *command = arguments
    code = supervise(int(parent_pid), float(stop_seconds), lock_fd=int(lock_fd), command=command)
    if orphaned_dir and os.getppid() != int(parent_pid):
        shutil.rmtree(orphaned_dir, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
