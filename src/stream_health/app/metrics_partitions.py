"""One number per partition, shown as their sum: labels stay few, and what is lost is forgotten."""

from typing import Protocol

from prometheus_client import Gauge


class Gauges(Protocol):
    """Where gauges are had by name."""

    def gauge(self, name: str, **labels: str) -> Gauge:
        """Return a gauge of the catalogue."""


class PartitionSums:
    """A gauge that is the sum of what each partition said last.

    Parameters
    ----------
    gauges
        Where the gauge is.
    name
        Its name without the prefix.
    labels
        Values of the labels that are the same for all partitions.
    """

    def __init__(self, gauges: Gauges, name: str, **labels: str) -> None:
        self._gauges = gauges
        self._name = name
        self._labels = labels
        self._said: dict[int, dict[str, float]] = {}

    def set(self, partition: int, value: float, **labels: str) -> None:
        """Note what a partition says now; ``labels`` are those that differ, at most one."""
        said = self._said.setdefault(partition, {})
        key = ",".join(labels.values())
        self._gauges.gauge(self._name, **self._labels, **labels).inc(value - said.get(key, 0))
        said[key] = value

    def drop(self, partition: int, label: str | None = None) -> None:
        """Forget a partition; ``label`` is the name of the label that differs, if there is one."""
        for key, value in self._said.pop(partition, {}).items():
            labels = {} if label is None else {label: key}
            self._gauges.gauge(self._name, **self._labels, **labels).dec(value)
