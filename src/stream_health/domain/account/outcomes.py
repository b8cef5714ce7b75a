"""What became of the account: churned, renewed, expanded, advocate."""

from typing import Any

from stream_health.domain.events import Outcome

Record = tuple[Any, ...]


class OutcomesState:
    """The last word on churn, and when the account last renewed, expanded, became an advocate.

    Attributes
    ----------
    churn : Outcome or None
        The last churn by event time.
    renewed_ms, expanded_ms, advocate_ms : int
        Zero when never.
    """

    __slots__ = ("advocate_ms", "churn", "expanded_ms", "renewed_ms")

    def __init__(self) -> None:
        self.churn: Outcome | None = None
        self.renewed_ms = 0
        self.expanded_ms = 0
        self.advocate_ms = 0

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
                self.expanded_ms = max(self.expanded_ms, time_ms)
            case "became_advocate":
                self.advocate_ms = max(self.advocate_ms, time_ms)

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
        return (churn, self.renewed_ms, self.expanded_ms, self.advocate_ms)

    @classmethod
    def restore(cls, record: Record) -> "OutcomesState":
        """Rebuild from what `snapshot` gave."""
        state = cls()
        churn, state.renewed_ms, state.expanded_ms, state.advocate_ms = record
        state.churn = None if churn is None else Outcome(*churn)
        return state
