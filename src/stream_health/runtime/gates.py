"""How far a merge may go while a topic has nothing buffered. Pure: no I/O, no clock."""

from bisect import bisect_right
from collections import deque
from collections.abc import Collection, Mapping
from typing import NamedTuple, Protocol

UNBOUNDED = 1 << 62


class Horizon(NamedTuple):
    """Records fetched in a later round, or with a larger timestamp, must wait."""

    round_number: int
    timestamp_ms: int


OPEN = Horizon(UNBOUNDED, UNBOUNDED)
CLOSED = Horizon(-1, -1)


class Gate(Protocol):
    """Holds records back while an earlier one may still be on its way.

    A round is one fetch and the look at the ends of the topics after it, numbered from 0.
    """

    def on_records(
        self, topic: str, *, round_number: int, newest_timestamp_ms: int, now_ms: int
    ) -> None:
        """Note records of a topic, fetched in this round."""
        ...

    def on_round(
        self, round_number: int, *, positions: Mapping[str, int], ends: Mapping[str, int | None]
    ) -> None:
        """Note how far fetching is, and the ends that were observed after this round's fetch."""
        ...

    def horizon(self, empty: Collection[str], *, now_ms: int) -> Horizon:
        """Return how far the merge may go while the topics in ``empty`` have nothing buffered."""
        ...


class LagGate:
    """A topic known to lag holds the others back, each time at most ``max_idle_ms``.

    Source: KIP-353 and KIP-695. A topic whose end is not known yet counts as lagging.

    Examples
    --------
    >>> gate = LagGate(("a", "b"), max_idle_ms=100)
    >>> gate.on_round(0, positions={"a": 5, "b": 1}, ends={"a": 5, "b": 9})
    >>> gate.horizon(["b"], now_ms=0) == CLOSED, gate.horizon(["b"], now_ms=100) == OPEN
    (True, True)
    """

    def __init__(self, topics: Collection[str], *, max_idle_ms: int) -> None:
        self._max_idle_ms = max_idle_ms
        self._lagging = set(topics)
        self._waiting_since_ms: dict[str, int] = {}

    def on_records(
        self,
        topic: str,
        *,
        round_number: int,  # noqa: ARG002 - part of the protocol
        newest_timestamp_ms: int,  # noqa: ARG002 - part of the protocol
        now_ms: int,  # noqa: ARG002 - part of the protocol
    ) -> None:
        """Forget how long the topic was waited for."""
        self._waiting_since_ms.pop(topic, None)

    def on_round(
        self,
        round_number: int,  # noqa: ARG002 - part of the protocol
        *,
        positions: Mapping[str, int],
        ends: Mapping[str, int | None],
    ) -> None:
        """Note which topics lag."""
        for topic, position in positions.items():
            end = ends.get(topic)
            if end is None or position < end:
                self._lagging.add(topic)
            else:
                self._lagging.discard(topic)
                self._waiting_since_ms.pop(topic, None)

    def horizon(self, empty: Collection[str], *, now_ms: int) -> Horizon:
        """Return OPEN unless a lagging topic has been waited for too shortly."""
        held = False
        for topic in empty:
            if topic in self._lagging:
                since_ms = self._waiting_since_ms.setdefault(topic, now_ms)
                held = held or now_ms - since_ms < self._max_idle_ms
        return CLOSED if held else OPEN


class ProofGate:
    """Lets a record pass only on proof that nothing earlier is on its way.

    The proof rests on producers that flush everything of time ``<= t`` before they send anything
    of a later time. Then a record of time ``t`` may pass a topic with nothing buffered once that
    topic was read up to an end observed after the record was fetched, and after some record later
    than ``t`` was fetched. The newest records of all have no later one: they pass when nothing
    has arrived for ``max_idle_ms``, the first half of the proof still holding.

    Examples
    --------
    >>> gate = ProofGate(("a", "b"), max_idle_ms=100)
    >>> gate.on_records("a", round_number=0, newest_timestamp_ms=7, now_ms=0)
    >>> gate.on_round(0, positions={"a": 1, "b": 0}, ends={"a": 1, "b": 0})
    >>> gate.horizon(["b"], now_ms=1)
    Horizon(round_number=0, timestamp_ms=6)
    """

    def __init__(self, topics: Collection[str], *, max_idle_ms: int) -> None:
        self._max_idle_ms = max_idle_ms
        self._last_arrival_ms: int | None = None
        self._proven = dict.fromkeys(topics, -1)
        self._unproven: dict[str, deque[tuple[int, int]]] = {topic: deque() for topic in topics}
        # Steps of "newest timestamp of all rounds up to this one"; both lists rise together.
        self._step_rounds: list[int] = []
        self._step_newest_ms: list[int] = []

    def on_records(
        self, topic: str, *, round_number: int, newest_timestamp_ms: int, now_ms: int
    ) -> None:
        """Note that later records exist, and when."""
        if topic not in self._proven:
            msg = f"topic {topic!r} is none of {sorted(self._proven)}"
            raise ValueError(msg)
        self._last_arrival_ms = now_ms
        if self._step_newest_ms and newest_timestamp_ms <= self._step_newest_ms[-1]:
            return
        if self._step_rounds and self._step_rounds[-1] == round_number:
            self._step_newest_ms[-1] = newest_timestamp_ms
        else:
            self._step_rounds.append(round_number)
            self._step_newest_ms.append(newest_timestamp_ms)

    def on_round(
        self, round_number: int, *, positions: Mapping[str, int], ends: Mapping[str, int | None]
    ) -> None:
        """Note up to which round each topic has been read completely."""
        for topic, position in positions.items():
            unproven = self._unproven[topic]
            end = ends.get(topic)
            if end is not None:
                if unproven and unproven[-1][1] == end:
                    unproven.pop()
                unproven.append((round_number, end))
            while unproven and position >= unproven[0][1]:
                self._proven[topic] = unproven.popleft()[0]
        self._forget_steps_before(min(self._proven.values()))

    def horizon(self, empty: Collection[str], *, now_ms: int) -> Horizon:
        """Return the round all empty topics are proven for, and the time that proves."""
        if not empty:
            return OPEN
        proven = min(self._proven[topic] for topic in empty)
        arrival_ms = self._last_arrival_ms
        if arrival_ms is not None and now_ms - arrival_ms >= self._max_idle_ms:
            return Horizon(proven, UNBOUNDED)
        step = bisect_right(self._step_rounds, proven) - 1
        return Horizon(proven, self._step_newest_ms[step] - 1 if step >= 0 else -1)

    def _forget_steps_before(self, round_number: int) -> None:
        step = bisect_right(self._step_rounds, round_number) - 1
        if step > 0:
            del self._step_rounds[:step], self._step_newest_ms[:step]
