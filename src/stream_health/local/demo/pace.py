"""When to send the next hour: history as fast as it is taken, stories evenly over the time left."""

from collections.abc import Callable
from typing import Final

from stream_health.domain.clocking import DAY_MS

BEHIND_RECORDS_MAX: Final = 4_000
"""With more than this unread the feeder waits, so that latency shows the work and not a queue."""

HISTORY_BEHIND_RECORDS_MAX: Final = 20_000
"""Of the quiet history, which is to be read quickly: a queue makes large batches."""

_BREATH_SECONDS: Final = 0.05


class Pace:
    """Asked before each hour how many seconds to wait; remembers when each hour was sent.

    Parameters
    ----------
    stories_ms, end_ms
        Event time when the stories begin and when everything ends.
    clock
        Seconds that only go forward.
    behind
        How many records the workers have not read yet.
    deadline
        On that clock: when the last hour should be sent. Without it ``days_per_second`` counts.
    days_per_second
        Event time per second, above 0.

    Examples
    --------
    >>> pace = Pace(0, 10 * DAY_MS, clock=lambda: 100.0, behind=lambda: 0, deadline=120.0)
    >>> pace(0), pace(5 * DAY_MS), pace(10 * DAY_MS)
    (0.0, 10.0, 20.0)
    """

    def __init__(
        self,
        stories_ms: int,
        end_ms: int,
        *,
        clock: Callable[[], float],
        behind: Callable[[], int],
        deadline: float | None = None,
        days_per_second: float = 2.0,
    ) -> None:
        self._stories_ms = stories_ms
        self._end_ms = end_ms
        self._clock = clock
        self._behind = behind
        self._deadline = deadline
        self._days_per_second = days_per_second
        self._stories_began: float | None = None
        self.sent_at: dict[int, float] = {}

    def __call__(self, boundary_ms: int) -> float:
        """Seconds to wait before what happened in the hour up to ``boundary_ms`` is sent."""
        now = self._clock()
        wait = max(0.0, self._due(boundary_ms, now) - now)
        history = boundary_ms < self._stories_ms
        if self._behind() > (HISTORY_BEHIND_RECORDS_MAX if history else BEHIND_RECORDS_MAX):
            wait = max(wait, _BREATH_SECONDS)
        self.sent_at[boundary_ms] = now + wait
        return wait

    @property
    def over(self) -> bool:
        """Whether the deadline has passed."""
        return self._deadline is not None and self._clock() >= self._deadline

    def _due(self, boundary_ms: int, now: float) -> float:
        if boundary_ms < self._stories_ms:
            return now
        if self._stories_began is None:
            self._stories_began = now
        told_ms = boundary_ms - self._stories_ms
        if self._deadline is None:
            return self._stories_began + told_ms / DAY_MS / self._days_per_second
        left = max(0.0, self._deadline - self._stories_began)
        return self._stories_began + left * told_ms / (self._end_ms - self._stories_ms)
