"""The engine of one partition number: merged events in, effects and changed state out.

Partition time is the largest timestamp accepted so far. Before a record that passes a boundary is
applied, what is due at that boundary is done as of the boundary, so nothing of an account's story
depends on how batches were cut.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from stream_health.domain.clocking import HOUR_MS
from stream_health.domain.effects import Effect
from stream_health.domain.engine import boundary
from stream_health.domain.engine.control import Control, Refused
from stream_health.domain.engine.intake import Intake
from stream_health.domain.engine.partition import Partition
from stream_health.domain.engine.partition_state import Cursor
from stream_health.domain.engine.registry import StateReader, StateRecord
from stream_health.domain.engine.settings import EngineSettings
from stream_health.domain.events import AccountEvent

Input = AccountEvent | Control | None  # None: a record that could not be read

EFFECTS_PER_STEP_MAX = 5_000


@dataclass(slots=True)
class Step:
    """What one transaction makes durable: effects, state, and how much of the batch it covers."""

    consumed: int
    effects: list[Effect] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    records: list[StateRecord] = field(default_factory=list)
    tallies: dict[str, int] = field(default_factory=dict)  # late, duplicates
    time_ms: int | None = None


class Engine:
    """One partition number. ``process`` is the only thing that changes it."""

    def __init__(self, settings: EngineSettings, state: StateReader) -> None:
        self.partition = Partition(settings, state)
        time_ms = self.partition.state.time_ms
        if time_ms is not None:
            boundary.turn_trial(self.partition, time_ms)
        self.intake = Intake(self.partition)

    def process(self, inputs: Sequence[Input]) -> Iterator[Step]:
        """Take one batch in merged order; yields what each transaction makes durable.

        The caller makes a step durable before it asks for the next one. The last step has
        ``consumed == len(inputs)``.
        """
        intake = self.intake
        due_ms = self._due_ms()
        for index, item in enumerate(inputs):
            if item is None:
                continue
            time_ms = item.event_time_ms
            if time_ms > intake.future_limit_ms and intake.refuses_future(index, item):
                continue
            if time_ms >= due_ms:
                yield from self._pass_boundaries(time_ms, index)
                due_ms = self._due_ms()
            if intake.take(index, item):
                due_ms = self._due_ms()
        intake.close_batch()
        yield self._step(len(inputs))

    def _due_ms(self) -> int:
        state = self.partition.state
        if state.time_ms is None:
            return -1
        if state.cursor is not None:
            return state.cursor.time_ms
        return self.partition.agenda.next_due(state.time_ms)

    def _pass_boundaries(self, until_ms: int, consumed: int) -> Iterator[Step]:
        """Do what is due up to and at ``until_ms``, then let the time be ``until_ms``."""
        state = self.partition.state
        if state.time_ms is not None:
            self._skip_ages(until_ms)
            while (due_ms := self._due_ms()) <= until_ms:
                yield from self._do(due_ms, consumed)
        state.time_ms = until_ms
        self.intake.hour = until_ms // HOUR_MS

    def _skip_ages(self, until_ms: int) -> None:
        """After a gap longer than any window reaches, what was due in it says nothing any more."""
        state = self.partition.state
        reach_ms = until_ms - self.partition.settings.policy.ancient_after_ms
        if state.cursor is None and state.time_ms is not None and state.time_ms < reach_ms:
            state.time_ms = reach_ms // HOUR_MS * HOUR_MS

    def _do(self, at_ms: int, consumed: int) -> Iterator[Step]:
        partition = self.partition
        boundary.begin(partition, at_ms)
        duties, cursor, done = partition.duties, partition.state.cursor, 0
        chunk = partition.settings.policy.chunk_accounts_max
        for stage, (accounts, duty) in enumerate(duties.stages(at_ms)):
            if not accounts:
                continue
            for account_id in _left_to_do(accounts, stage, cursor):
                duty(account_id, at_ms)
                done += 1
                if done >= chunk or len(duties.effects) >= EFFECTS_PER_STEP_MAX:
                    partition.state.cursor = Cursor(at_ms, stage, account_id)
                    yield self._step(consumed)
                    done = 0
        boundary.close(partition, at_ms)
        self.intake.hour = at_ms // HOUR_MS

    def _step(self, consumed: int) -> Step:
        duties, intake = self.partition.duties, self.intake
        step = Step(
            consumed,
            duties.effects,
            intake.refused,
            self.partition.changes(),
            intake.tallies,
            self.partition.state.time_ms,
        )
        duties.effects = []
        intake.refused = []
        intake.tallies = {}
        return step


def _left_to_do(accounts: Collection[str], stage: int, cursor: Cursor | None) -> list[str]:
    """Accounts of a stage in order, without those done before the cursor."""
    if cursor is None:
        return sorted(accounts)
    if stage < cursor.stage:
        return []
    if stage > cursor.stage:
        return sorted(accounts)
    return sorted(account for account in accounts if account > cursor.account_id)
