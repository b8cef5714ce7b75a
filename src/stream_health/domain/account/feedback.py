"""What CSMs said and did about an account."""

from bisect import insort
from typing import Any, Final

from stream_health.domain.events import Feedback

VERDICTS_MAX: Final = 16
ACTIONS_MAX: Final = 64

Record = tuple[Any, ...]


class FeedbackState:
    """The last override, the last verdicts, and when something was done.

    Attributes
    ----------
    override : Feedback or None
        The last one by event time; it holds until its ``until_ms``.
    verdicts : list of Feedback
        The last 16, oldest first.
    action_times_ms : list of int
        When an action was taken, the last 64, oldest first.
    exit_confirmed_ms : int
        When a CSM last confirmed that the champion left; zero when never.
    """

    __slots__ = ("action_times_ms", "exit_confirmed_ms", "override", "verdicts")

    def __init__(self) -> None:
        self.override: Feedback | None = None
        self.verdicts: list[Feedback] = []
        self.action_times_ms: list[int] = []
        self.exit_confirmed_ms = 0

    def apply(self, event: Feedback, hour: int) -> None:  # noqa: ARG002 - what was said stays said
        """Fold one event."""
        match event.kind:
            case "override":
                if self.override is None or _when(event) > _when(self.override):
                    self.override = event
            case "verdict":
                if event not in self.verdicts:
                    insort(self.verdicts, event, key=_when)
                del self.verdicts[:-VERDICTS_MAX]
            case "action_taken":
                insort(self.action_times_ms, event.event_time_ms)
                del self.action_times_ms[:-ACTIONS_MAX]
            case "champion_exit_confirmed":
                self.exit_confirmed_ms = max(self.exit_confirmed_ms, event.event_time_ms)

    def override_at(self, time_ms: int) -> Feedback | None:
        """Find the override in force at an instant."""
        override = self.override
        if override is None or override.event_time_ms > time_ms:
            return None
        return None if override.until_ms is not None and override.until_ms <= time_ms else override

    def acted_between(self, start_ms: int, end_ms: int) -> bool:
        """Tell whether an action was taken in ``[start_ms, end_ms)``."""
        return any(start_ms <= time_ms < end_ms for time_ms in self.action_times_ms)

    def snapshot(self, hour: int) -> Record:  # noqa: ARG002 - what was said stays said
        """Plain values."""
        return (
            None if self.override is None else tuple(self.override),
            tuple(tuple(verdict) for verdict in self.verdicts),
            tuple(self.action_times_ms),
            self.exit_confirmed_ms,
        )

    @classmethod
    def restore(cls, record: Record) -> "FeedbackState":
        """Rebuild from what `snapshot` gave."""
        state = cls()
        override, verdicts, action_times_ms, state.exit_confirmed_ms = record
        state.override = None if override is None else Feedback(*override)
        state.verdicts = [Feedback(*verdict) for verdict in verdicts]
        state.action_times_ms = list(action_times_ms)
        return state


def _when(event: Feedback) -> tuple[int, str]:
    return event.event_time_ms, event.event_id
