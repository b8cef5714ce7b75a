"""What became of the account: churned, renewed, expanded, advocate."""

from bisect import insort
from typing import Any, Final

from stream_health.domain.events import Outcome

TIMES_MAX: Final = 32

Record = tuple[Any, ...]


class OutcomesState:
    """The last word on churn, when the account last renewed, and when it grew or spoke for us.

    Attributes
    ----------
    churn : Outcome or None
        The last churn by event time.
    renewed_ms : int
        Zero when never.
    expanded_times_ms, advocate_times_ms : list of int
        The last 32 different times, oldest first.
    """

    __slots__ = ("advocate_times_ms", "churn", "expanded_times_ms", "renewed_ms")

    def __init__(self) -> None:
        self.churn: Outcome | None = None
        self.renewed_ms = 0
        self.expanded_times_ms: list[int] = []
        self.advocate_times_ms: list[int] = []

    def apply(self, event: Outcome, hour: int) -> None:  # noqa: ARG002 - outcomes do not age
        """Fold one event; of two churns at the same time the greater event id holds."""
        time_ms = event.event_time_ms
        match event.kind:
            case "churned":
                if self.churn is None or event[2:0:-1] > self.churn[2:0:-1]:
                    self.churn = event
            case "renewed":
                self.renewed_ms = max(self.renewed_ms, time_ms)
            case "expanded":
                _add(self.expanded_times_ms, time_ms)
            case "became_advocate":
                _add(self.advocate_times_ms, time_ms)

    @property
    def expanded_ms(self) -> int:
        """When it last expanded; zero when never."""
        return self.expanded_times_ms[-1] if self.expanded_times_ms else 0

    @property
    def advocate_ms(self) -> int:
        """When it last became an advocate; zero when never."""
        return self.advocate_times_ms[-1] if self.advocate_times_ms else 0

    @property
    def churned(self) -> bool:
        """The account left, or gave notice that it will."""
        return self.churn is not None

    @property
    def cause(self) -> str | None:
        """Why it left: voluntary, payment_failure, closed_business."""
        return self.churn.cause if self.churn else None

    @property
    def notice_at_ms(self) -> int | None:
        """When it gave notice."""
        return self.churn.notice_at_ms if self.churn else None

    @property
    def effective_at_ms(self) -> int | None:
        """When it is gone: as said, else the time of the event; ``None`` while it stays."""
        if self.churn is None:
            return None
        effective_ms = self.churn.effective_at_ms
        return self.churn.event_time_ms if effective_ms is None else effective_ms

    def snapshot(self, hour: int) -> Record:  # noqa: ARG002 - outcomes do not age
        """Plain values."""
        churn = None if self.churn is None else tuple(self.churn)
        expanded, advocate = tuple(self.expanded_times_ms), tuple(self.advocate_times_ms)
        return (churn, self.renewed_ms, expanded, advocate)

    @classmethod
    def restore(cls, record: Record) -> "OutcomesState":
        """Rebuild from what `snapshot` gave."""
        state = cls()
        churn, state.renewed_ms, expanded, advocate = record
        state.expanded_times_ms, state.advocate_times_ms = list(expanded), list(advocate)
        state.churn = None if churn is None else Outcome(*churn)
        return state


def _add(times_ms: list[int], time_ms: int) -> None:
    """Keep a time once, and of all times the last ones."""
    if time_ms not in times_ms:
        insort(times_ms, time_ms)
        del times_ms[:-TIMES_MAX]
