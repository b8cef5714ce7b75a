"""What is read while the job runs: a worker's page of metrics, and what Linux knows of a process.

Only Linux has ``/proc``; the benchmark runs nowhere else.
"""

import os
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from stream_health.app.metrics_catalogue import PREFIX
from stream_health.wire.names import TopicName

_ADDRESS: Final = re.compile(r"health and metrics on (http://[0-9.]+:[0-9]+)")
_ANSWER_SECONDS_MAX: Final = 10.0
_TICKS_PER_SECOND: Final = os.sysconf("SC_CLK_TCK")


class Process(NamedTuple):
    """CPU seconds used so far, and megabytes of memory now and at most."""

    cpu_seconds: float
    memory_mb: float
    memory_mb_max: float


def process(pid: int) -> Process:
    """Look at a process; one that has ended is all zeros."""
    try:
        # The name, in brackets, may hold anything; utime and stime are fields 14 and 15.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return Process(0.0, 0.0, 0.0)
    cpu_seconds = (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND
    return Process(
        cpu_seconds, _kilobytes(status, "VmRSS") / 1024, _kilobytes(status, "VmHWM") / 1024
    )


def _kilobytes(status: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) if found else 0


def worker_pids() -> list[int]:
    """Process ids of the workers this process has started and that still run."""
    own = os.getpid()
    children = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii").split()
    return [int(pid) for pid in children if b"worker" in _command(pid)]


def _command(pid: str) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


class Page:
    """Sums of a worker's samples over their labels, those of other runtimes than scoring left out.

    >>> Page('stream_health_batch_records_sum{runtime="score"} 7')["batch_records_sum"]
    7.0
    """

    def __init__(self, exposition: str = "") -> None:
        self._sums: defaultdict[str, float] = defaultdict(float)
        self._buckets: defaultdict[str, defaultdict[float, float]]
        self._buckets = defaultdict(lambda: defaultdict(float))
        for family in text_string_to_metric_families(exposition):
            for sample in family.samples:
                name, labels = sample.name.removeprefix(PREFIX), sample.labels
                if labels.get("runtime", "score") != "score":
                    continue
                if name == "input_records_total" and labels["topic"] == TopicName.CLOCK:
                    continue  # ticks are not events
                self._sums[name] += sample.value
                if "le" in labels:
                    self._buckets[name.removesuffix("_bucket")][float(labels["le"])] += sample.value

    def __getitem__(self, name: str) -> float:
        """Sum of a sample, by its name without the prefix; 0 where there is none."""
        return self._sums.get(name, 0.0)

    def buckets(self, name: str) -> Mapping[float, float]:
        """Observations of a histogram up to each bound."""
        return self._buckets[name]


def quantile(before: Page, after: Page, name: str, share: float) -> float:
    r"""Quantile of what a histogram saw between two pages, straight lines within buckets.

    As Prometheus' ``histogram_quantile`` does; NaN when it saw nothing.

    >>> page = Page('h_bucket{le="1"} 2\nh_bucket{le="2"} 4\nh_bucket{le="+Inf"} 4')
    >>> quantile(Page(), page, "h", 0.75)
    1.5
    """
    was = before.buckets(name)
    counts = [(bound, n - was.get(bound, 0.0)) for bound, n in sorted(after.buckets(name).items())]
    if not counts or not counts[-1][1]:
        return float("nan")
    rank, low, below = share * counts[-1][1], 0.0, 0.0
    for bound, upto in counts:
        if upto >= rank:
            inside = upto - below
            reached = (rank - below) / inside if inside and bound != float("inf") else 0.0
            return low + (bound - low) * reached if bound != float("inf") else low
        low, below = bound, upto
    return low


def address_in(log: Path) -> str | None:
    """Where a worker said it serves its metrics; None before it has."""
    found = _ADDRESS.search(log.read_text(encoding="utf-8", errors="replace"))
    return found.group(1) if found else None


def fetch(url: str) -> str | None:
    """Get a page; None when it is not served now."""
    try:
        with urlopen(url, timeout=_ANSWER_SECONDS_MAX) as answer:  # noqa: S310 - a worker of ours
            return str(answer.read().decode())
    except (URLError, ConnectionError, TimeoutError):
        return None


def folder_bytes(folder: Path, pattern: str) -> int:
    """Bytes of the files a pattern matches; those that vanish meanwhile do not count."""
    total = 0
    for path in folder.glob(pattern):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total
