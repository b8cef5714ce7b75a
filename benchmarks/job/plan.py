"""How large the benchmark is and where its parts lie in event time."""

from dataclasses import dataclass
from typing import Final

from benchmarks.job.load import EVENTS_PER_DAY, Load, Span

from stream_health.domain.clocking import DAY_MS, HOUR_MS

_BACKLOG_FROM_HOUR: Final = 10
_ACCOUNTS: Final = 20_000  # of which EVENTS_PER_DAY is the full rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is run.

    Attributes
    ----------
    accounts, high_value
        Size of the book.
    events
        Of the measured backlog.
    workers, partitions
        How many process how much side by side.
    history_days, history_events
        What the state is filled with before.
    steady_seconds, steady_per_second
        The second phase: for how long and how fast events come in real time; 0 s leaves it out.
    seconds_max
        Each wait ends with an error after this long.
    """

    accounts: int = 20_000
    high_value: int = 2_000
    events: int = 300_000
    workers: int = 1
    partitions: int = 4
    history_days: int = 7
    history_events: int = 100_000
    steady_seconds: int = 20
    steady_per_second: int = 2_000
    seconds_max: float = 300.0

    def __post_init__(self) -> None:
        """Refuse what cannot be run."""
        if not 0 <= self.high_value <= self.accounts:
            msg = f"--high-value must be between 0 and --accounts, got {self.high_value}"
            raise ValueError(msg)
        for name in ("accounts", "events", "workers", "partitions", "history_days"):
            if getattr(self, name) < 1:
                flag = name.replace("_", "-")
                msg = f"--{flag} must be at least 1, got {getattr(self, name)}"
                raise ValueError(msg)

    def load(self) -> Load:
        """Make the book."""
        return Load(accounts=self.accounts, high_value=self.high_value)

    def history(self, now_ms: int) -> Span:
        """Where the history lies: it ends where the backlog begins."""
        start_ms = self.backlog(now_ms).start_ms
        return Span(start_ms - self.history_days * DAY_MS, start_ms, self.history_events)

    def backlog(self, now_ms: int) -> Span:
        """Where the backlog lies: at full rate, from ten in the morning, yesterday or earlier.

        The hour is always the same, so that every run has the same boundaries in it.
        """
        a_day = EVENTS_PER_DAY * self.accounts // _ACCOUNTS
        width_ms = max(HOUR_MS, self.events * DAY_MS // a_day)
        days = 1 + (_BACKLOG_FROM_HOUR * HOUR_MS + width_ms) // DAY_MS
        start_ms = (now_ms // DAY_MS - days) * DAY_MS + _BACKLOG_FROM_HOUR * HOUR_MS
        return Span(start_ms, start_ms + width_ms, self.events)
