"""Means watched example by example with River: calibration and error of what was served."""

from typing import Any, Final, NamedTuple

from river import base
from river.drift import ADWIN, PageHinkley

from stream_health.learning.frozen import FrozenError, freeze, thaw

REST_EXAMPLES: Final = 300
"""After a change nothing is said until the detectors, begun anew, have seen so many."""


class Alarm(NamedTuple):
    """A mean that changed: which detector saw it, and the mean since the detectors began."""

    kind: str  # calibration, error
    figure: str  # adwin, page_hinkley
    value: float
    examples_total: int


def _detectors(kind: str) -> dict[str, base.DriftDetector]:
    adwin = ADWIN(delta=0.002)  # type: ignore[no-untyped-call]
    if kind == "calibration":
        return {"adwin": adwin}
    rises = PageHinkley(min_instances=200, delta=0.02, threshold=50)
    return {"adwin": adwin, "page_hinkley": rises}


class Means:
    """Residual (label minus served risk) and its square (Brier) of matured examples.

    One change is one alarm: whichever detector sees it first ends the watch of all of its kind,
    which begins anew.
    """

    def __init__(self) -> None:
        self._detectors = {kind: _detectors(kind) for kind in ("calibration", "error")}
        self._sums = dict.fromkeys(self._detectors, (0.0, 0))
        self.begun_anew: str | None = None

    def add(self, risk: float, label: int) -> list[Alarm]:
        """Take in what was served and what became of it."""
        residual = label - risk
        found = (self._update("calibration", residual), self._update("error", residual**2))
        return [alarm for alarm in found if alarm is not None]

    def _update(self, kind: str, value: float) -> Alarm | None:
        total, count = self._sums[kind]
        total, count = total + value, count + 1
        self._sums[kind] = total, count
        seen = None
        for name, detector in self._detectors[kind].items():
            detector.update(value)
            if detector.drift_detected and seen is None:
                seen = name
        if seen is None:
            return None
        self._detectors[kind] = _detectors(kind)
        self._sums[kind] = 0.0, 0
        return Alarm(kind, seen, total / count, count) if count >= REST_EXAMPLES else None

    def snapshot(self) -> tuple[Any, ...]:
        """State: sums, and the detectors frozen."""
        return tuple(sorted(self._sums.items())), freeze(self._detectors)

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        """Inverse of `snapshot`; detectors that cannot be thawed begin anew."""
        sums, frozen = snapshot
        try:
            self._detectors = thaw(frozen)
        except FrozenError as error:
            self.begun_anew = str(error)
            return
        self._sums = {kind: (total, count) for kind, (total, count) in sums}
