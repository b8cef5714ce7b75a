"""Decides what the ``alerts`` topic says: what engines say in, transitions and digests out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from stream_health.domain.alerts.alert_book import (
    ACTION_DISMISSED,
    ACTION_TAKEN,
    AlertBook,
)
from stream_health.domain.alerts.book_lane import BookLane
from stream_health.domain.alerts.critical import CRITICAL_SIGNAL
from stream_health.domain.alerts.episode import dedup_key
from stream_health.domain.alerts.open_alert import OpenAlert
from stream_health.domain.alerts.shelf import Shelf
from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS, ceil_boundary
from stream_health.domain.dispatched import ClockWanted, DispatchOutput
from stream_health.domain.effects import (
    AlertCandidate,
    AlertFeedback,
    AlertTransition,
    BookSizes,
    CandidateClock,
    DispatchInput,
    FeedsChanged,
    OutcomeSeen,
    Quote,
)
from stream_health.domain.policy import Policy

_WANTED: Final = "wanted"


class Dispatcher:
    """Life cycle of every alert, over what the engines of all partition numbers say.

    *Two ways.* Critical signals are told at once, in the order of their own partition number; their
    timers run by its clock. Everything else waits until every partition number has come that far
    and is decided in the order of event time (`BookLane`). So the result does not depend on how
    partition numbers interleave, or on where a batch ended.

    *Time.* Engines say their time at full hours. Where something waits for a minute, that minute
    is asked for (`ClockWanted`) of every partition number, once.

    *At least once.* What comes again changes nothing: within an alert neither generation nor
    ``as_of_ms`` goes back, and at one instant each transition is asked for once.
    """

    def __init__(self, policy: Policy, *, partitions: int = 1) -> None:
        self.policy = policy
        self.partitions = partitions
        self.book = AlertBook(policy)
        self.lane = BookLane(policy, self.book)
        self._clocks = Shelf("clock")
        self._wanted = Shelf("want")

    @property
    def ignored_total(self) -> Counter[str]:
        """What led to nothing, counted by name."""
        return self.book.ignored_total

    @property
    def watermark_ms(self) -> int | None:
        """Time every partition number has reached; ``None`` while one was never heard."""
        times = [self._clock_of(number) for number in range(self.partitions)]
        known = [time_ms for time_ms in times if time_ms is not None]
        return min(known) if len(known) == self.partitions else None

    def take(self, item: DispatchInput) -> list[DispatchOutput]:
        """Apply what an engine says."""
        said: list[DispatchOutput] = []
        if isinstance(item, CandidateClock):
            said += self._on_clock(item)
        else:
            said += self._at_once(item)
        watermark_ms = self.watermark_ms
        if watermark_ms is not None:
            said += self.lane.advance(watermark_ms)
        if not isinstance(item, CandidateClock | BookSizes | FeedsChanged):
            said += self._ask_for(item)
        return said

    def open_alerts(self) -> Counter[tuple[str, str]]:
        """Count what is not over, by state and severity."""
        return Counter(
            (alert.state, alert.candidate.severity)
            for alert in self.book.alerts.values()
            if alert.over_ms is None
        )

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """Key and plain values of the whole state, ``None`` for what is forgotten; clears dirt."""
        yield from self.book.records(dirty_only=dirty_only)
        for shelf in self._shelves():
            yield from shelf.records(dirty_only=dirty_only)

    @classmethod
    def restore(
        cls,
        policy: Policy,
        records: Iterable[tuple[str, tuple[Any, ...] | None]],
        *,
        partitions: int = 1,
    ) -> "Dispatcher":
        """Rebuild from records, the last of each key; behaves as the original ever after."""
        dispatcher = cls(policy, partitions=partitions)
        shelves = {shelf.prefix: shelf for shelf in dispatcher._shelves()}
        room = dispatcher.lane.room
        for key, record in sorted(dict(records).items()):
            if record is None:
                continue
            prefix = key.partition("/")[0] + "/"
            if prefix == room.shelf.prefix:
                room.restore(key, record)
            elif prefix in shelves:
                shelves[prefix].restore(key, record)
            else:
                dispatcher.book.alerts[key] = OpenAlert.restore(record)
        dispatcher.lane.restored()
        return dispatcher

    def _shelves(self) -> tuple[Shelf, ...]:
        lane, experience = self.lane, self.book.experience
        return (
            self._clocks,
            self._wanted,
            lane.shelf,
            lane.room.shelf,
            lane.budget.shelf,
            lane.parents.criticals,
            lane.grouping.generations,
            lane.grouping.sizes,
            lane.grouping.feeds,
            experience.counts,
            experience.pasts,
        )

    def _on_clock(self, clock: CandidateClock) -> list[DispatchOutput]:
        """Note the time of a partition number; run the timers of its critical signals."""
        before_ms = self._clock_of(clock.partition)
        if before_ms is not None and clock.time_ms <= before_ms:
            self.ignored_total["repeated"] += 1
            return []
        self._clocks.put(str(clock.partition), (clock.time_ms,))
        hour_ms = clock.time_ms - clock.time_ms % HOUR_MS
        if before_ms is not None and hour_ms <= before_ms:
            return []
        if hour_ms % DAY_MS == 0:
            self.book.experience.expire(hour_ms, f"partition-{clock.partition}")
        return [*self.book.ring(self._critical_keys(clock.partition), hour_ms)]

    def _at_once(
        self, item: AlertCandidate | AlertFeedback | BookSizes | FeedsChanged | OutcomeSeen
    ) -> list[DispatchOutput]:
        """What concerns critical signals is done now; the lane decides on the rest."""
        said: list[DispatchOutput] = []
        if isinstance(item, AlertCandidate) and item.alert_kind == CRITICAL_SIGNAL:
            quotes, item = item.quotes, item._replace(quotes=())  # no state keeps them
            alert = self.book.admit(item, now_ms=self._clock_of(item.partition) or 0)
            if alert is None:
                return []
            said += [_quoting(one, quotes) for one in self.book.step(alert, item)]
        elif isinstance(item, AlertFeedback) and item.kind in {ACTION_TAKEN, ACTION_DISMISSED}:
            key = dedup_key(CRITICAL_SIGNAL, item.account_id)
            alert = self.book.alerts.get(key)
            if alert is not None and item.dedup_key in {None, key}:
                said += self.book.act(alert, item)
        elif isinstance(item, OutcomeSeen):
            scope = f"partition-{item.partition}"
            self.book.experience.on_outcome(item.account_id, scope, item.kind)
        self.lane.room.add(item)
        return said

    def _ask_for(self, item: AlertCandidate | AlertFeedback | OutcomeSeen) -> list[DispatchOutput]:
        """Ask for the minute in which the lane can decide on an item, unless a later one is."""
        wait_ms = 0
        if isinstance(item, AlertCandidate) and item.transition == "fired":
            wait_ms = self.policy.dispatch.group_wait_ms
        until_ms = ceil_boundary(item.as_of_ms + max(wait_ms, 1), MINUTE_MS)
        (asked_ms,) = self._wanted.get(_WANTED) or (0,)
        if until_ms <= asked_ms or isinstance(item, OutcomeSeen):
            return []
        self._wanted.put(_WANTED, (until_ms,))
        clocks = [(number, self._clock_of(number)) for number in range(self.partitions)]
        return [
            ClockWanted(number, reached_ms, until_ms)
            for number, reached_ms in clocks
            if reached_ms is not None and reached_ms < until_ms
        ]

    def _clock_of(self, partition: int) -> int | None:
        value = self._clocks.get(str(partition))
        return None if value is None else int(value[0])

    def _critical_keys(self, partition: int) -> list[str]:
        prefix = f"{CRITICAL_SIGNAL}/"
        return [
            key for key, alert in self.book.alerts.items()
            if key.startswith(prefix) and alert.candidate.partition == partition
        ]  # fmt: skip


def _quoting(said: AlertTransition, quotes: tuple[Quote, ...]) -> AlertTransition:
    if said.transition != "fired":
        return said
    return said._replace(candidate=said.candidate._replace(quotes=quotes))
