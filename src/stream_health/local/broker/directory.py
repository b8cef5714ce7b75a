"""The broker's data directory: whose it is, who uses it now, and what lies in it.

::

    stream-health-broker.json   the marker: made by us, with the cluster's id
    broker.lock                 held while Kafka runs; says by whom
    server.properties, log4j2.properties
    kafka.log, kafka.log.1      of this start and of the one before
    kafka/                      Kafka's own data
"""

import base64
import errno
import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stream_health.local.broker.config import LOG_DIR
from stream_health.local.broker.errors import DataDirectoryError

MARKER = "stream-health-broker.json"

SPACE_BYTES_MIN = 200 * 1024 * 1024
"""Less than this and Kafka would die of a full disk soon: its first segments and indexes alone take
tens of megabytes."""


class DataDirectory:
    """
    A folder that is ours, or was empty and becomes ours.

    Parameters
    ----------
    path
        An existing data directory, an empty folder, or one to be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.log_path = self.path / "kafka.log"
        self.properties_path = self.path / "server.properties"
        self.logging_path = self.path / "log4j2.properties"

    @contextmanager
    def claimed(self) -> Iterator[int]:
        """
        Hold the directory for one broker; give the descriptor of the lock, for Java to hold too.

        Raises
        ------
        DataDirectoryError
            It is not ours, cannot be written, is in use, or the disk is nearly full.
        """
        with _readable_errors(self.path):
            self._make_ours()
            require_space(shutil.disk_usage(self.path).free, self.path)
            lock = (self.path / "broker.lock").open("a+", encoding="utf-8")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                holder = lock.read().strip() or "another process"
                msg = f"{self.path} is in use by {holder}: stop that one, or give another folder"
                raise DataDirectoryError(msg) from error
            with _readable_errors(self.path):
                lock.truncate(0)
                lock.write(f"the broker that process {os.getpid()} started")
                lock.flush()
            yield lock.fileno()

    @property
    def cluster_id(self) -> str:
        """The id in the marker: 22 characters of URL-safe base 64."""
        try:
            return str(json.loads((self.path / MARKER).read_text(encoding="utf-8"))["cluster_id"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            msg = f"{self.path / MARKER} cannot be read ({error}): remove {self.path} to begin anew"
            raise DataDirectoryError(msg) from error

    @property
    def formatted(self) -> bool:
        """Whether Kafka's own data is there already."""
        return (self.path / LOG_DIR / "meta.properties").exists()

    def write_settings(self, *, server: str, logging: str) -> None:
        """Write what Kafka reads at this start, and put the log of the last one aside."""
        with _readable_errors(self.path):
            self.properties_path.write_text(server, encoding="utf-8")
            self.logging_path.write_text(logging, encoding="utf-8")
            if self.log_path.exists():
                self.log_path.replace(self.log_path.with_suffix(".log.1"))

    def log_tail(self, lines_max: int = 20) -> str:
        """Give the end of Kafka's log of this start."""
        try:
            text = self.log_path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            return f"(no log: {error})"
        return "\n".join(text.splitlines()[-lines_max:])

    def _make_ours(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        marker = self.path / MARKER
        if marker.exists():
            return
        found = sorted(entry.name for entry in self.path.iterdir())
        if found:
            msg = (
                f"{self.path} is not empty and has no {MARKER} in it (it has {found[0]!r}), so it "
                f"is not a data directory of this broker: give another or an empty one"
            )
            raise DataDirectoryError(msg)
        cluster_id = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        begun = marker.with_suffix(".new")
        begun.write_text(json.dumps({"cluster_id": cluster_id}) + "\n", encoding="utf-8")
        begun.replace(marker)


def require_space(free_bytes: int, path: Path) -> None:
    """
    Refuse a disk so full that Kafka would die of it.

    Raises
    ------
    DataDirectoryError
        Fewer than ``SPACE_BYTES_MIN`` bytes are free.
    """
    if free_bytes < SPACE_BYTES_MIN:
        msg = (
            f"{path}: {free_bytes // 2**20} MB free on the disk, the broker wants at least "
            f"{SPACE_BYTES_MIN // 2**20} MB: free some, or give a folder on another disk"
        )
        raise DataDirectoryError(msg)


@contextmanager
def _readable_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)
        msg = f"{path} cannot be used as data directory: {why}; give a folder you can write to"
        raise DataDirectoryError(msg) from error
