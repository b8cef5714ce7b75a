"""Replays history through engines, dispatcher and learner, day by day, in one process."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from stream_health.app.learn_handler import version_of
from stream_health.app.model_shelf import fitted
from stream_health.app.read_handler import extractor_of
from stream_health.app.reading import read_inputs
from stream_health.app.settings_sections import LanguageSection
from stream_health.domain.alerts.dispatcher import Dispatcher
from stream_health.domain.alerts.waiting_room import time_of
from stream_health.domain.book.keeper import BookKeeper
from stream_health.domain.book.sums import BookSums
from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS, next_boundary
from stream_health.domain.effects import (
    CandidateClock,
    CensoredExample,
    DayClosed,
    DispatchInput,
    Effect,
    LateOutcome,
    SignalJudged,
    TrainingExample,
)
from stream_health.domain.engine.agenda import Period
from stream_health.domain.engine.control import ActivateModel, OpenBook, Tick
from stream_health.domain.engine.engine import Engine, Input, Step
from stream_health.domain.engine.registry import STORY_TAG, StateRecord
from stream_health.domain.engine.settings import EngineSettings
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.learning.targets.curriculum import Curriculum, CutDay
from stream_health.local.replay.history import History, Line
from stream_health.local.replay.messages import MessageReading
from stream_health.local.replay.outputs import ReplayOutputs
from stream_health.runtime import garbage
from stream_health.runtime.partitioner import partition_of
from stream_health.wire.internal.models import encode_model
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.dead_letters import encode_dead_letter
from stream_health.wire.rejected import Rejected, RejectReason

Record = tuple[object, ...]
Order = ActivateModel | OpenBook

_REACH_MS = 3_650 * DAY_MS
"""A line further from the middle of its history has a wrong time, which would stretch the replay
over centuries of nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPlan:
    """How to replay.

    ``learn`` False pins the expert prior (or the versions recorded in the history).
    ``language`` says how messages are read. ``until_ms`` ends before the end of the history;
    ``sampling`` asks for scores at instants.
    """

    policy: Policy
    language: LanguageSection = field(default_factory=LanguageSection)
    partitions: int = 4
    learn: bool = True
    until_ms: int | None = None
    sampling: Period | None = None


class Memory:
    """State of one partition number, kept in memory only."""

    def __init__(self) -> None:
        self.records: dict[tuple[str | None, str], Record] = {}

    def account_ids(self) -> list[str]:
        """Accounts that have a story."""
        return [account for account, tag in self.records if account and tag == STORY_TAG]

    def read(self, account_id: str | None, tag: str) -> Record | None:
        """One record."""
        return self.records.get((account_id, tag))

    def apply(self, records: Sequence[StateRecord]) -> None:
        """Keep what a step changed."""
        for account_id, tag, record in records:
            if record is None:
                self.records.pop((account_id, tag), None)
            else:
                self.records[account_id, tag] = record


@dataclass(slots=True)
class Lane:
    """One partition number of the replay."""

    engine: Engine
    memory: Memory
    waiting: list[Line] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    offsets: dict[str, int] = field(default_factory=dict)
    candidates: list[DispatchInput] = field(default_factory=list)

    def orders_before(self, time_ms: int) -> list[Order]:
        """Take out what is due; recorded orders and those made meanwhile stand in no order."""
        self.orders.sort(key=lambda order: order.event_time_ms)
        due = [order for order in self.orders if order.event_time_ms < time_ms]
        self.orders = self.orders[len(due) :]
        return due


class Replay:
    """One run over a history. ``on_progress`` is told how many records are done."""

    def __init__(
        self, plan: ReplayPlan, history: History, outputs: ReplayOutputs,
        *, on_progress: Callable[[int], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self.plan = plan
        self._history = history
        self._outputs = outputs
        self._on_progress = on_progress
        self.models: dict[str, Scorecard] = {"prior": prior(plan.policy, CATALOGUE)}
        for model in history.models:
            made = Scorecard.from_dict(model.scorecard)
            self.models[model.version] = fitted(made, self.models["prior"])
        self._dispatcher = Dispatcher(plan.policy, partitions=plan.partitions)
        recorded = bool(history.activations)
        self._curriculum = (
            Curriculum(plan.policy, CATALOGUE, partitions=plan.partitions)
            if plan.learn and not recorded
            else None
        )
        self._keeper = None if history.books else BookKeeper(plan.partitions)
        self._days: list[CutDay] = []
        self._reading = self._message_reading() if history.messages_total else None
        self.lanes = [self._lane(number) for number in range(plan.partitions)]
        self.records_total = 0
        self._closed_ms = 0  # reached by every lane
        self._heard_ms: int | None = None  # end of the hour in which a person said something

    def run(self) -> None:
        """Replay everything; the outputs hold the result."""
        with garbage.growing() as settled:
            self._run(settled)

    def _run(self, settled: Callable[[], None]) -> None:
        lines = self._plausible_lines()
        first = next(lines, None)
        if first is None:
            return
        last_ms = self._closed_ms = first.timestamp
        until_ms = self.plan.until_ms
        for line in chain((first,), lines):
            last_ms = line.timestamp
            if until_ms is not None and last_ms >= until_ms:
                break
            while line.timestamp >= (boundary_ms := self._boundary_ms()):
                self._close(boundary_ms)
                settled()
            self._read(line)
        end_ms = until_ms
        if end_ms is None:
            end_ms = next_boundary(last_ms, HOUR_MS)
        while (boundary_ms := self._boundary_ms()) < end_ms:
            self._close(boundary_ms)
        self._close(end_ms)
        self._reach(end_ms)
        self._on_progress(self.records_total)

    @property
    def time_ms(self) -> int | None:
        """Partition time reached, the same in every lane that has seen anything."""
        return self.lanes[0].engine.partition.state.time_ms

    def _lane(self, number: int) -> Lane:
        plan, memory = self.plan, Memory()
        settings = EngineSettings(
            partition=number,
            policy=plan.policy,
            models=self.models.get,
            partition_of=lambda account_id: partition_of(account_id.encode(), plan.partitions),
            sampling=plan.sampling,
            keeps_state=False,
        )
        activations = self._history.activations
        orders: list[Order] = [order for owner, order in activations if owner == number]
        orders += self._history.book_orders(number)
        orders.sort(key=lambda order: order.event_time_ms)
        return Lane(Engine(settings, memory), memory, orders=orders)

    def _message_reading(self) -> MessageReading:
        return MessageReading(
            extractor_of(self.plan.language),
            say=self._outputs.write_record,
            bury=lambda line, why: self._bury(self._number_of(line), [line], {0: why}),
        )

    def _boundary_ms(self) -> int:
        """Next end of a day, or of the hour in which a person said something.

        What a verdict teaches the reading holds from the next full hour on.
        """
        day_ms = next_boundary(self._closed_ms, DAY_MS)
        return day_ms if self._heard_ms is None else min(day_ms, self._heard_ms)

    def _read(self, line: Line) -> None:
        """Take a line, with signals in the place of a message."""
        if self._reading is None:
            self._take(line)
            return
        if line.topic == TopicName.MESSAGE_EVENTS:  # never reaches `_take`
            self._outputs.count("events", line.topic)
            self.records_total += 1
        elif line.topic == TopicName.CSM_FEEDBACK and self._heard_ms is None:
            self._heard_ms = next_boundary(line.timestamp, HOUR_MS)
        for read in self._reading.of(line):
            self._take(read)

    def _plausible_lines(self) -> Iterator[Line]:
        """Lines of history but those whose time cannot be true, which are buried."""
        middle_ms = self._history.median_ms or 0
        for line in self._history:
            if line.timestamp < middle_ms - _REACH_MS:
                reason = RejectReason.ANCIENT
            elif line.timestamp > middle_ms + _REACH_MS:
                reason = RejectReason.FUTURE
            else:
                yield line
                continue
            detail = f"{line.timestamp} is ten years and more from the middle of this history"
            self._bury(self._number_of(line), [line], {0: Rejected(reason, detail)})

    def _number_of(self, line: Line) -> int:
        return partition_of(line.key or b"", self.plan.partitions)

    def _take(self, line: Line) -> None:
        lane = self.lanes[self._number_of(line)]
        offset = lane.offsets.get(line.topic, -1) + 1
        lane.offsets[line.topic] = offset
        lane.waiting.append(line._replace(offset=offset))
        self._outputs.count("events", line.topic)
        self.records_total += 1

    def _close(self, boundary_ms: int) -> None:
        """Let every lane reach the boundary, then decide and learn over what they said."""
        self._closed_ms = boundary_ms
        if self._heard_ms is not None and self._heard_ms <= boundary_ms:
            self._heard_ms = None
        for number, lane in enumerate(self.lanes):
            lines, lane.waiting = lane.waiting, []
            inputs, unread = read_inputs([line.topic for line in lines], lines)
            orders = lane.orders_before(boundary_ms)
            items = _interleaved(lines, inputs, orders)
            rejected = dict(unread)
            batch = [item for item, _ in items]
            for step in lane.engine.process([*batch, Tick(boundary_ms)]):
                for refused in step.refused:
                    place = items[refused.place][1]
                    rejected[place] = Rejected(RejectReason(refused.reason), refused.detail)
                self._settle(lane, step)
            self._bury(number, lines, rejected)
        self._decide()
        self._learn()
        self._on_progress(self.records_total)

    def _settle(self, lane: Lane, step: Step) -> None:
        lane.memory.apply(step.records)
        for name, times in step.tallies.items():
            what, _, result = name.partition("feedback_")
            self._outputs.count("passed_over" if what else "feedback", what or result, times)
        offsets = {topic: lane.offsets[topic] for topic in sorted(lane.offsets)}
        for effect in step.effects:
            self._say(lane, effect, offsets)

    def _say(self, lane: Lane, effect: Effect, offsets: dict[str, int]) -> None:
        if isinstance(effect, DispatchInput):
            lane.candidates.append(effect)
            return
        if isinstance(effect, BookSums):
            self._count_book(effect)
        self._outputs.write(effect, offsets)
        if isinstance(effect, SignalJudged) and self._reading is not None:
            self._reading.learn(effect)
        if self._curriculum is None:
            return
        if isinstance(effect, TrainingExample | CensoredExample | LateOutcome | DayClosed):
            self._days += self._curriculum.on_record(effect)

    def _count_book(self, sums: BookSums) -> None:
        """Add up the book as the stage of a worker does; recorded statistics hold instead."""
        for book in self._keeper.take(sums) if self._keeper is not None else ():
            self._outputs.count("book", "days")
            for lane in self.lanes:
                lane.orders.append(OpenBook(book.day_end_ms, book))

    def _bury(self, number: int, lines: Sequence[Line], rejected: dict[int, Rejected]) -> None:
        for place, why in sorted(rejected.items()):
            line = lines[place]._replace(partition=number)
            self._outputs.count("dead_letters", why.reason)
            self._outputs.write_record(encode_dead_letter(line, line.topic, why))

    def _decide(self) -> None:
        """Candidates of all lanes by time, each lane's own order kept."""
        asked = [lane.candidates for lane in self.lanes]
        for item in heapq.merge(*asked, key=time_of):
            for said in self._dispatcher.take(item):
                self._outputs.write_dispatched(said)
        for lane in self.lanes:
            lane.candidates = []

    def _reach(self, end_ms: int) -> None:
        """Every lane has reached the end: what waited for that minute can be decided."""
        for number, lane in enumerate(self.lanes):
            lane.candidates.append(CandidateClock(number, end_ms - end_ms % MINUTE_MS))
        self._decide()

    def _learn(self) -> None:
        """A version cut over the day takes effect in every lane at its next full minute."""
        days, self._days = self._days, []
        for day in days:
            self._outputs.count("learned", "days")
            for _, learned in day.learned:
                self._outputs.count("learned", "examples", learned.examples_total)
            version = version_of(day)
            if version is None or day.scorecard is None:
                continue
            self.models[version.version] = day.scorecard
            self._outputs.write_record(encode_model(version))
            if day.verdict is not None and not day.verdict.passed:
                self._outputs.count("learned", "versions_held")
                continue
            for lane in self.lanes:
                lane.orders.append(ActivateModel(day.day_end_ms, version.version))


def _interleaved(
    lines: Sequence[Line], inputs: Sequence[Input], orders: Sequence[Order]
) -> list[tuple[Input, int]]:
    """Inputs with the place of their line; before each the orders of an earlier time.

    History is no future: where a minute has lines, its tick comes first.
    """
    waiting = list(orders)
    items: list[tuple[Input, int]] = []
    ticked_ms = -1
    for place, (line, item) in enumerate(zip(lines, inputs, strict=True)):
        while waiting and waiting[0].event_time_ms <= line.timestamp:
            items.append((waiting.pop(0), -1))
        minute_ms = line.timestamp - line.timestamp % MINUTE_MS
        if minute_ms > ticked_ms:
            ticked_ms = minute_ms
            items.append((Tick(minute_ms), -1))
        items.append((item, place))
    return items + [(order, -1) for order in waiting]
