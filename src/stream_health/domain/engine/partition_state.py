"""What a partition number itself remembers: its time, clock, feeds, cursor and model."""

from typing import Any, NamedTuple

from stream_health.domain.engine.trial import Trial

PARTITION_TAG = "engine"
IDS_TAG = "ids"
TURNOUT_TAG = "turnout"


class Cursor(NamedTuple):
    """How far the work due at a boundary has come: stage, and the last account done in it."""

    time_ms: int
    stage: int
    account_id: str


class PartitionState:
    """Times are milliseconds of event time; ``time_ms`` is None before the first record."""

    __slots__ = ("accepted_total", "clocks_wanted", "cursor", "feeds_newest_ms", "ids_first",
                 "ids_next", "model_pinned", "model_version", "newest_tick_ms", "pending_model",
                 "stale_mask", "time_ms", "touched", "trial")  # fmt: skip

    def __init__(self) -> None:
        self.time_ms: int | None = None
        self.newest_tick_ms: int | None = None
        self.model_version = ""
        self.pending_model: tuple[str, int] | None = None  # version, instant of effect
        self.cursor: Cursor | None = None
        self.stale_mask = 0
        self.feeds_newest_ms: tuple[int | None, ...] = ()
        self.touched: tuple[str, ...] = ()
        self.ids_first = 0
        self.ids_next = 0
        self.accepted_total = 0
        self.clocks_wanted: tuple[int, ...] = ()  # full minutes somebody waits for, in order
        self.model_pinned = False  # a person chose it: the learner's versions wait
        self.trial: Trial | None = None

    def snapshot(self) -> tuple[Any, ...]:
        """Plain values, in the order of ``restore``."""
        return (
            self.time_ms,
            self.newest_tick_ms,
            self.model_version,
            self.pending_model,
            tuple(self.cursor) if self.cursor else None,
            self.stale_mask,
            self.feeds_newest_ms,
            self.touched,
            self.ids_first,
            self.ids_next,
            self.accepted_total,
            self.clocks_wanted,
            self.model_pinned,
            tuple(self.trial) if self.trial else None,
        )

    @classmethod
    def restore(cls, record: tuple[Any, ...]) -> "PartitionState":
        """Rebuild from a snapshot; behaves as the original ever after."""
        state = cls()
        (
            state.time_ms,
            state.newest_tick_ms,
            state.model_version,
            pending,
            cursor,
            state.stale_mask,
            newest,
            touched,
            state.ids_first,
            state.ids_next,
            state.accepted_total,
            wanted,
            state.model_pinned,
            trial,
        ) = record
        state.trial = Trial.restore(trial)
        state.pending_model = (pending[0], pending[1]) if pending else None
        state.cursor = Cursor(*cursor) if cursor else None
        state.feeds_newest_ms = tuple(newest)
        state.touched = tuple(touched)
        state.clocks_wanted = tuple(wanted)
        return state
