"""Always-on quality: what was published, judged as its labels mature.

State is bounded: four blocks of days, the segments of the configuration, and at most one model
version a day.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from stream_health.domain.clocking import DAY_MS, day_of
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.learning.quality.tally import RESAMPLES, Tally

BLOCK_DAYS: Final = 28
BLOCKS_TOTAL: Final = 4
"""Figures cover the four newest blocks of 28 days: 85 to 112 days of matured labels."""

EVERYTHING: Final = ("overall", "")

Slice = tuple[str, str]


class Judged(NamedTuple):
    """Figures of one slice of the book, over what matured up to the end of a day."""

    target: str
    dimension: str  # overall, segment, value_tier, model, arm, treated, holdout
    name: str
    day_end_ms: int
    matured_from_ms: int
    horizon_ms: int
    figures: dict[str, Any]


class Judge:
    """Counts matured examples of one target and judges them by day.

    Every example carries the probability that was published when its snapshot was taken. Days are
    judged when each partition has closed them, so the result does not depend on who was ahead.

    Parameters
    ----------
    partitions
        Number of partitions of the account topics.
    flag_risk
        From which probability on an account counts as flagged, where the example does not say.
    target
        churn, expansion or advocacy; others are left alone.
    resamples
        Draws behind the intervals.
    """

    def __init__(
        self,
        partitions: int,
        *,
        flag_risk: float,
        target: str = "churn",
        resamples: int = RESAMPLES,
    ) -> None:
        self._closed_ms: list[int | None] = [None] * partitions
        self._flag_risk = flag_risk
        self._target = target
        self._resamples = resamples
        self._pending: dict[int, dict[Slice, Tally]] = {}
        self._blocks: dict[tuple[int, Slice], Tally] = {}
        self._horizon_ms = 0
        self._dirty: set[str] = set()
        self._gone: set[str] = set()

    def on_example(self, example: TrainingExample) -> None:
        """Count an example until its day is complete."""
        risk = example.churn_risk if example.target == "churn" else example.served
        if example.target != self._target or risk is None:
            return
        self._horizon_ms = example.horizon_ms
        day = day_of(example.matured_at_ms)
        slices = self._pending.setdefault(day, {})
        flagged = risk >= self._flag_risk if example.flagged is None else example.flagged
        for one in slices_of(example):
            tally = slices.setdefault(one, Tally())
            tally.add(example.account_id, risk, example.label, flagged=flagged)
        self._dirty.add(f"p{day}")

    def on_day_closed(self, closed: DayClosed) -> list[Judged]:
        """Judge the days that are complete with this; only days on which something matured."""
        before = self._closed_ms[closed.partition] or 0
        self._closed_ms[closed.partition] = max(before, closed.day_end_ms)
        if any(one is None for one in self._closed_ms):
            return []
        complete_ms = min(one for one in self._closed_ms if one is not None)
        found: list[Judged] = []
        for day in sorted(self._pending):
            if (day + 1) * DAY_MS > complete_ms:
                break
            self._take(day)
            found += self._judge((day + 1) * DAY_MS)
        return found

    def _take(self, day: int) -> None:
        """Move a day into its block and forget blocks that are too old."""
        block = day // BLOCK_DAYS
        for one, tally in self._pending.pop(day).items():
            self._blocks.setdefault((block, one), Tally()).merge(tally)
            self._dirty.add(_tag(block, one))
        self._dirty.discard(f"p{day}")
        self._gone.add(f"p{day}")
        for old, one in [key for key in self._blocks if key[0] <= block - BLOCKS_TOTAL]:
            del self._blocks[old, one]
            self._dirty.discard(_tag(old, one))
            self._gone.add(_tag(old, one))

    def _judge(self, day_end_ms: int) -> Iterator[Judged]:
        first = min(block for block, _ in self._blocks)
        for one in sorted({one for _, one in self._blocks}):
            whole = Tally()
            for (_, other), tally in sorted(self._blocks.items(), key=lambda item: item[0]):
                if other == one:
                    whole.merge(tally)
            from_ms = first * BLOCK_DAYS * DAY_MS
            yield Judged(
                self._target,
                *one,
                day_end_ms,
                from_ms,
                self._horizon_ms,
                whole.figures(resamples=self._resamples),
            )

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(tag, plain nested tuple)``, ``None`` for what has gone; clears the dirt."""
        yield "w", (self._horizon_ms, tuple(self._closed_ms))
        for day, slices in sorted(self._pending.items()):
            if not dirty_only or f"p{day}" in self._dirty:
                yield (
                    f"p{day}",
                    tuple((one, slices[one].snapshot()) for one in sorted(slices)),
                )
        for (block, one), tally in sorted(self._blocks.items(), key=lambda item: item[0]):
            if not dirty_only or _tag(block, one) in self._dirty:
                yield _tag(block, one), (block, one, tally.snapshot())
        for tag in sorted(self._gone - self._dirty):
            yield tag, None
        self._dirty.clear()
        self._gone.clear()

    def restore(self, records: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        """Take over the state of a judge, into one that has seen nothing yet.

        Raises
        ------
        ValueError
            When the number of partitions has changed.
        """
        for tag, record in records:
            if tag == "w":
                self._horizon_ms, closed = record
                if len(closed) != len(self._closed_ms):
                    msg = (
                        f"the judge's state is of {len(closed)} partitions, the account topics "
                        f"have {len(self._closed_ms)}: start it with a state topic of its own"
                    )
                    raise ValueError(msg)
                self._closed_ms = list(closed)
            elif tag.startswith("p"):
                self._pending[int(tag[1:])] = {
                    (one[0], one[1]): Tally.restore(cells) for one, cells in record
                }
            else:
                block, one, cells = record
                self._blocks[block, (one[0], one[1])] = Tally.restore(cells)


def slices_of(example: TrainingExample) -> tuple[Slice, ...]:
    """Slices an example is counted in."""
    return (
        EVERYTHING,
        ("segment", example.segment),
        ("value_tier", example.value_tier),
        ("model", example.model_version),
        ("arm", example.arm),
        ("treated", "yes" if example.treated else "no"),
        ("holdout", "yes" if example.holdout else "no"),
    )


def _tag(block: int, one: Slice) -> str:
    return f"b{block}/{one[0]}={one[1]}"
