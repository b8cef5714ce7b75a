"""What moves a partition besides events: ticks of its clock, models, statistics of the book."""

from typing import Final, NamedTuple

from stream_health.domain.book.statistics import Book

LEARNER: Final = "learner"
PINNING: Final = frozenset({"promote", "rollback"})


class Tick(NamedTuple):
    """The clock of the partition says that this time has come."""

    event_time_ms: int


class ActivateModel(NamedTuple):
    """Switch to a model version at the next full minute of the partition's time.

    ``effective_at_ms`` is set where the moment was recorded before (a replay): then it is exact.
    ``by`` says who asked. A person's choice (``promote``, ``rollback``) stays: the versions the
    ``learner`` cuts afterwards wait until somebody says ``follow``. A ``trial`` serves a share of
    the accounts from ``effective_at_ms`` until ``until_ms``, and leaves the champion as it is.
    """

    event_time_ms: int
    version: str
    effective_at_ms: int | None = None
    by: str = LEARNER  # learner, promote, rollback, follow, trial
    because: str | None = None
    share: float | None = None  # of a trial: of the accounts, 0 ends one
    until_ms: int | None = None


class OpenBook(NamedTuple):
    """Compare accounts with the statistics of a day from their own instant on.

    Where that has passed already it is the next full hour. ``effective_at_ms`` is set where the
    moment was recorded before (a replay): then it is exact.
    """

    event_time_ms: int
    book: Book
    effective_at_ms: int | None = None


class ClockRequest(NamedTuple):
    """Somebody waits for the partition's time to reach ``until_ms``, a full minute: say so then.

    ``event_time_ms`` is a time the partition had already reached, so that it moves nothing.
    """

    event_time_ms: int
    until_ms: int


class Refused(NamedTuple):
    """A record the engine does not take: its place in the batch, and why."""

    place: int
    reason: str  # future, ancient, wrong_partition, unknown_model
    detail: str


Control = Tick | ActivateModel | OpenBook | ClockRequest
