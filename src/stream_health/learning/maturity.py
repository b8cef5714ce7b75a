"""Examples wait here until every partition has closed their day, then leave in one fixed order."""

from collections.abc import Callable, Iterator
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from stream_health.domain.clocking import day_of
from stream_health.domain.effects import CensoredExample, TrainingExample

CHUNK_EXAMPLES = 200
"""Examples in one state record: what a new example rewrites stays small."""


class Waiting(NamedTuple):
    """What is learned from an example. The first three fields are the order of learning.

    ``exposure`` is the share of its horizon that was watched: below 1 the example is censored, and
    ``label`` 0 says that nothing had happened until then.
    """

    matured_at_ms: int
    account_id: str
    snapshot_at_ms: int
    example_id: str
    label: int
    segment: str
    value_tier: str
    treated: bool
    cause: str | None
    served: float | None
    override: float | None
    left_at_ms: int | None
    values: tuple[float | None, ...]
    exposure: float = 1.0

    @classmethod
    def of(cls, example: TrainingExample | CensoredExample) -> "Waiting":
        """What is kept of an example."""
        if isinstance(example, CensoredExample):
            return cls(
                example.matured_at_ms,
                example.account_id,
                example.snapshot_at_ms,
                example.example_id,
                label=0,
                segment=example.segment,
                value_tier="",
                treated=False,
                cause=None,
                served=None,
                override=None,
                left_at_ms=None,
                values=example.values,
                exposure=example.watched_ms / example.horizon_ms,
            )
        return cls(
            example.matured_at_ms,
            example.account_id,
            example.snapshot_at_ms,
            example.example_id,
            example.label,
            example.segment,
            example.value_tier,
            example.treated,
            example.cause,
            example.served,
            example.override,
            example.left_at_ms,
            example.values,
        )

    @classmethod
    def restore(cls, record: tuple[Any, ...]) -> "Waiting":
        """Rebuild from a state record."""
        found = cls(*record)
        return found._replace(values=tuple(found.values))

    @property
    def is_censored(self) -> bool:
        """Whether its label stays unknown."""
        return self.exposure < 1.0


class Matured(Protocol):
    """What the buffer asks of an example."""

    @property
    def example_id(self) -> str:
        """Names it."""

    @property
    def matured_at_ms(self) -> int:
        """When its horizon and the grace had passed."""


Example = TypeVar("Example", bound=Matured)
Kept = TypeVar("Kept", bound=tuple[Any, ...])


class MaturityBuffer(Generic[Example, Kept]):
    """Examples by the day they matured on.

    A day is complete when each of the ``partitions`` has closed it; what comes later for it was
    either learned already or would make the order depend on arrival, so it is refused.

    Parameters
    ----------
    partitions
        Number of partitions of the account topics.
    keep
        What is kept of an example: a tuple that begins with the fields its order goes by.
    restore
        Rebuilds that from a state record.
    who
        Whose buffer it is, for people.
    """

    def __init__(
        self,
        partitions: int,
        *,
        keep: Callable[[Example], Kept],
        restore: Callable[[tuple[Any, ...]], Kept],
        who: str = "learner",
    ) -> None:
        self._keep, self._restore, self._who = keep, restore, who
        self._closed_ms: list[int | None] = [None] * partitions
        self._days: dict[int, list[Kept]] = {}
        self._ids: dict[int, set[str]] = {}
        self._dirty: set[str] = set()
        self._learned_ms = 0

    def add(self, example: Example) -> bool:
        """Keep an example until its day is complete; False when it is known or too late."""
        if example.matured_at_ms < self._learned_ms:
            return False
        day = day_of(example.matured_at_ms)
        ids = self._ids.setdefault(day, set())
        if example.example_id in ids:
            return False
        waiting = self._days.setdefault(day, [])
        self._dirty.add(_tag(day, len(waiting) // CHUNK_EXAMPLES))
        ids.add(example.example_id)
        waiting.append(self._keep(example))
        return True

    def close(self, partition: int, day_end_ms: int) -> None:
        """Note that a partition has nothing more to say about days up to ``day_end_ms``.

        Raises
        ------
        ValueError
            When there is no such partition.
        """
        if not 0 <= partition < len(self._closed_ms):
            msg = (
                f"a day was closed by partition {partition}, but the {self._who} was told of "
                f"{len(self._closed_ms)}: give it the partition count of the account topics"
            )
            raise ValueError(msg)
        self._closed_ms[partition] = max(self._closed_ms[partition] or 0, day_end_ms)

    @property
    def complete_ms(self) -> int:
        """End of the last day that every partition has closed; 0 before the first."""
        if any(closed is None for closed in self._closed_ms):
            return 0
        return min(closed for closed in self._closed_ms if closed is not None)

    def complete_days(self, *, until_ms: int | None = None) -> Iterator[tuple[int, list[Kept]]]:
        """Days that are complete, oldest first, with their examples in learning order.

        ``until_ms`` holds back days that end later.
        """
        if any(closed is None for closed in self._closed_ms):
            return
        complete_ms = self.complete_ms if until_ms is None else min(self.complete_ms, until_ms)
        self._learned_ms = max(self._learned_ms, complete_ms)
        for day in sorted(self._days):
            if day >= day_of(self._learned_ms):
                break
            waiting = self._days.pop(day)
            self._dirty.update(
                _tag(day, chunk) for chunk in range(-(-len(waiting) // CHUNK_EXAMPLES))
            )
            yield day, sorted(waiting, key=lambda one: one[:4])
        for day in [day for day in self._ids if day < day_of(self._learned_ms)]:
            del self._ids[day]

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(tag, plain tuple)``, ``None`` for what has gone; clears the dirt."""
        if not dirty_only:
            self._dirty.update(
                _tag(day, index // CHUNK_EXAMPLES)
                for day, waiting in self._days.items()
                for index in range(0, len(waiting), CHUNK_EXAMPLES)
            )
        yield "w", (self._learned_ms, tuple(self._closed_ms))
        for tag in sorted(self._dirty):
            day, chunk = map(int, tag[1:].split("."))
            start = chunk * CHUNK_EXAMPLES
            part = self._days.get(day, [])[start : start + CHUNK_EXAMPLES]
            yield tag, tuple(map(tuple, part)) or None
        self._dirty.clear()

    def restore(self, tag: str, record: tuple[Any, ...]) -> None:
        """Take over one record; chunks of a day may come in any order.

        Raises
        ------
        ValueError
            When the number of partitions has changed.
        """
        if tag == "w":
            self._learned_ms, closed = record
            if len(closed) != len(self._closed_ms):
                msg = (
                    f"the {self._who}'s state is of {len(closed)} partitions, the account topics "
                    f"have {len(self._closed_ms)}: start it with a state topic of its own"
                )
                raise ValueError(msg)
            self._closed_ms = list(closed)
            return
        day = int(tag[1:].partition(".")[0])
        waiting = [self._restore(one) for one in record]
        self._days.setdefault(day, []).extend(waiting)
        self._ids.setdefault(day, set()).update(one[3] for one in waiting)


def examples_waiting(
    partitions: int,
) -> MaturityBuffer[TrainingExample | CensoredExample, Waiting]:
    """Buffer of what is learned from an example."""
    return MaturityBuffer(partitions, keep=Waiting.of, restore=Waiting.restore)


def _tag(day: int, chunk: int) -> str:
    return f"x{day}.{chunk:06d}"
