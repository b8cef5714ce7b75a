"""Everything that is counted of one slice of the book."""

from collections.abc import Iterable
from typing import Any

from stream_health.learning.quality.course import Course
from stream_health.learning.quality.tally import Tally


class Sheet:
    """Rows by themselves (``tally``) and the ways of accounts between them (``course``)."""

    __slots__ = ("course", "tally")

    def __init__(self, tally: Tally | None = None, course: Course | None = None) -> None:
        self.tally = tally or Tally()
        self.course = course or Course()

    def merge(self, other: "Sheet") -> None:
        """Count what another one has counted."""
        self.tally.merge(other.tally)
        self.course.merge(other.course)

    def figures(self, *, csm_days: int, resamples: int) -> dict[str, Any]:
        """Every figure."""
        return self.tally.figures(resamples=resamples) | self.course.figures(
            csm_days=csm_days, resamples=resamples
        )

    def snapshot(self) -> tuple[Any, ...]:
        """State as plain nested tuples."""
        return self.tally.snapshot(), self.course.snapshot()

    @classmethod
    def restore(cls, snapshot: Iterable[Any]) -> "Sheet":
        """Inverse of `snapshot`."""
        tally, course = snapshot
        return cls(Tally.restore(tally), Course.restore(course))
