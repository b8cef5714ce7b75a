"""Always-on quality: what was published, judged as its labels mature.

State is bounded: four blocks of days, the segments of the configuration, at most one model version
a day, one record per account, and the alerts whose horizon has not passed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.dispatched import AlertsClosed, FiredAlert
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.engine.publication import band_of
from stream_health.domain.features.feature import Feature, catalogue_version
from stream_health.domain.policy import Policy
from stream_health.learning.maturity import MaturityBuffer
from stream_health.learning.quality.course import judged_alert
from stream_health.learning.quality.decisions import Flags, top_rows
from stream_health.learning.quality.fired import Alert, FiredAlerts
from stream_health.learning.quality.followed import (
    FORGOTTEN_AFTER_MS,
    Accounts,
    Followed,
    Row,
    Slice,
)
from stream_health.learning.quality.knowing import FeatureTally
from stream_health.learning.quality.sheet import Sheet
from stream_health.learning.quality.tally import RESAMPLES

BLOCK_DAYS: Final = 28
BLOCKS_TOTAL: Final = 4
"""Figures cover the four newest blocks of 28 days: 85 to 112 days of matured labels."""

EVERYTHING: Final = ("overall", "")


class Judged(NamedTuple):
    """Figures of one slice of the book, over what matured up to the end of a day."""

    target: str
    dimension: str  # overall, segment, value_tier, model, arm, treated, holdout
    name: str
    day_end_ms: int
    matured_from_ms: int
    horizon_ms: int
    figures: dict[str, Any]


@dataclass(slots=True)
class _Book:
    """What is counted of a block of days over the whole book, in no slice of it."""

    csm_days: int = 0
    features: FeatureTally = field(default_factory=FeatureTally)


class Judge:
    """Counts matured examples of one target and judges them by day.

    Every example carries the probability that was published when its snapshot was taken. Days are
    judged when each partition has closed them and every alert before the snapshots of that day is
    known, so the result does not depend on who was ahead.

    An account that left is judged when all its snapshots before the notice have matured, an alert
    when the snapshot after it has.

    Parameters
    ----------
    partitions
        Number of partitions of the account topics.
    policy
        Says horizon and grace, the bands, and from which risk on an account counts as flagged
        where the example does not say.
    target
        churn, expansion or advocacy; others are left alone.
    catalogue
        Features in the order of an example's values, to tell those that know too much.
    resamples
        Draws behind the intervals.
    """

    def __init__(
        self,
        partitions: int,
        *,
        policy: Policy,
        target: str = "churn",
        catalogue: Sequence[Feature] = (),
        resamples: int = RESAMPLES,
    ) -> None:
        self._policy = policy
        self._target = target
        self._catalogue = tuple(catalogue)
        self._catalogue_version = catalogue_version(catalogue)
        self._resamples = resamples
        learning = policy.learning
        self._label_ms = learning.horizon_of(target) + learning.grace_ms
        self._rows = MaturityBuffer(partitions, keep=self._row, restore=Row.restore, who="judge")
        self._accounts = Accounts()
        self._alerts = FiredAlerts()
        self._blocks: dict[tuple[int, Slice], Sheet] = {}
        self._books: dict[int, _Book] = {}
        self._dirty: set[str] = set()
        self._gone: set[str] = set()

    def on_example(self, example: TrainingExample) -> None:
        """Keep an example until its day is complete."""
        if example.target == self._target and _risk_of(example) is not None:
            self._rows.add(example)

    def on_fired(self, alert: FiredAlert) -> None:
        """Keep an alert until what became of its account is known."""
        self._alerts.add(alert)

    def on_day_closed(self, closed: DayClosed) -> list[Judged]:
        """Judge the days that are complete with this; only days on which something matured.

        Raises
        ------
        ValueError
            When there is no such partition.
        """
        self._rows.close(closed.partition, closed.day_end_ms)
        return self._judge_complete()

    def on_alerts_closed(self, closed: AlertsClosed) -> list[Judged]:
        """As `on_day_closed`: no alert before this will follow."""
        self._alerts.close(closed)
        return self._judge_complete()

    def _row(self, example: TrainingExample) -> Row:
        risk = _risk_of(example) or 0.0
        by_risk = risk >= self._policy.flag_risk
        return Row(
            example.matured_at_ms,
            example.account_id,
            example.snapshot_at_ms,
            example.example_id,
            example.label,
            risk,
            by_risk if example.flagged is None else example.flagged,
            band_of(example.score_milli, self._policy.bands),
            example.value_minor or 0,
            example.left_at_ms,
            slices_of(example),
            self._bins_of(example),
            example.csm,
        )

    def _bins_of(self, example: TrainingExample) -> bytes:
        if example.catalogue_version != self._catalogue_version:
            return b""
        return bytes(
            feature.bin_of(value)
            for feature, value in zip(self._catalogue, example.values, strict=True)
        )

    def _judge_complete(self) -> list[Judged]:
        alerts_ms = self._alerts.closed_ms
        if alerts_ms is None:
            return []
        found: list[Judged] = []
        for day, rows in self._rows.complete_days(until_ms=alerts_ms + self._label_ms):
            self._take(day, rows)
            found += self._judge((day + 1) * DAY_MS)
        return found

    def _take(self, day: int, rows: Sequence[Row]) -> None:
        """Count a day into its block, and forget what is too old."""
        block, day_end_ms = day // BLOCK_DAYS, (day + 1) * DAY_MS
        book = self._books.setdefault(block, _Book())
        listed = first_of_each_csm(rows, self._policy.learning.csm_capacity)
        for row, is_listed in zip(rows, listed, strict=True):
            self._count(block, row, listed=bool(is_listed))
            book.features.add(row.bins, row.label)
        self._count_losses(block, day_end_ms - self._label_ms)
        every_ms = self._policy.learning.snapshot_every_ms
        for fired in self._alerts.pop_until(day_end_ms - self._label_ms - every_ms):
            book.csm_days += fired.csms_total
            for alert in fired.alerts:
                self._count_alert(block, alert)
        self._dirty.add(_book_tag(block))
        self._accounts.forget(day_end_ms - self._label_ms - FORGOTTEN_AFTER_MS)
        self._forget(block - BLOCKS_TOTAL)

    def _count(self, block: int, row: Row, *, listed: bool) -> None:
        at_notice = row.left_at_ms is not None and row.snapshot_at_ms >= row.left_at_ms
        before = None if at_notice else self._accounts.follow(row)
        watched_ms = 0 if before is None else row.snapshot_at_ms - before.at_ms
        flipped = before is not None and row.band != before.band
        for one in row.slices:
            sheet = self._sheet(block, one)
            sheet.tally.add(
                row.account_id,
                row.risk,
                row.label,
                flagged=row.flagged,
                listed=listed,
                value_minor=row.value_minor,
            )
            sheet.course.pass_on(row.account_id, watched_ms, flipped=flipped)

    def _count_losses(self, block: int, until_ms: int) -> None:
        for account_id, place, life in list(self._accounts.leaving(until_ms)):
            loss = life.loss(self._alerts.of(account_id))
            for one in life.slices:
                self._sheet(block, one).course.lose(loss, life.value_minor)
            self._accounts.put(account_id, place, life._replace(is_judged=True))

    def _count_alert(self, block: int, alert: Alert) -> None:
        """Judge an alert by the first of its accounts; each of them has been alerted."""
        at_ms, _, account_ids = alert
        for number, account_id in enumerate(account_ids):
            lives = self._accounts.of(account_id)
            place = _in_force(lives, at_ms)
            life = None if place is None else lives[place]
            if life is not None and place is not None:
                self._accounts.put(account_id, place, life._replace(alerted_ms=at_ms))
            if number == 0:
                self._count_verdict(block, at_ms, account_id, life)

    def _count_verdict(
        self, block: int, at_ms: int, account_id: str, life: Followed | None
    ) -> None:
        end_ms = at_ms + self._policy.learning.horizon_of(self._target)
        left_ms, last_ms = (None, None) if life is None else (life.left_ms, life.at_ms)
        verdict = judged_alert(at_ms, end_ms, left_ms, last_ms)
        for one in (EVERYTHING,) if life is None else life.slices:
            self._sheet(block, one).course.alert(account_id, verdict)

    def _sheet(self, block: int, one: Slice) -> Sheet:
        self._dirty.add(_tag(block, one))
        return self._blocks.setdefault((block, one), Sheet())

    def _forget(self, until_block: int) -> None:
        for old, one in [key for key in self._blocks if key[0] <= until_block]:
            del self._blocks[old, one]
            self._gone.add(_tag(old, one))
        for old in [block for block in self._books if block <= until_block]:
            del self._books[old]
            self._gone.add(_book_tag(old))
        self._dirty -= self._gone

    def _judge(self, day_end_ms: int) -> Iterator[Judged]:
        first = min(block for block, _ in self._blocks)
        csm_days = sum(book.csm_days for book in self._books.values())
        for one in sorted({one for _, one in self._blocks}):
            whole = Sheet()
            for (_, other), sheet in sorted(self._blocks.items(), key=lambda item: item[0]):
                if other == one:
                    whole.merge(sheet)
            if not len(whole.tally):
                continue  # an alert or a loss of a slice of which no row matured lately
            yield Judged(
                self._target,
                *one,
                day_end_ms,
                first * BLOCK_DAYS * DAY_MS,
                self._policy.learning.horizon_of(self._target),
                whole.figures(csm_days=csm_days, resamples=self._resamples)
                | (self._suspects() if one == EVERYTHING else {}),
            )

    def _suspects(self) -> dict[str, Any]:
        """Features that know too much of who left."""
        whole = FeatureTally()
        for book in self._books.values():
            whole.merge(book.features)
        found = whole.suspects(self._catalogue)
        return {"suspects": [one._asdict() for one in found], "suspects_total": len(found)}

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(tag, plain nested tuple)``, ``None`` for what has gone; clears the dirt."""
        yield "w", (self._alerts.closed_ms,)
        for prefix, part in (("r/", self._rows), ("a/", self._accounts), ("f/", self._alerts)):
            for tag, record in part.records(dirty_only=dirty_only):
                yield prefix + tag, record
        for block, book in sorted(self._books.items()):
            if not dirty_only or _book_tag(block) in self._dirty:
                yield _book_tag(block), (block, book.csm_days, book.features.snapshot())
        for (block, one), sheet in sorted(self._blocks.items(), key=lambda item: item[0]):
            if not dirty_only or _tag(block, one) in self._dirty:
                yield _tag(block, one), (block, one, sheet.snapshot())
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
        parts: dict[str, Callable[[str, tuple[Any, ...]], None]] = {
            "r": self._rows.restore, "a": self._accounts.restore, "f": self._alerts.restore,
        }  # fmt: skip
        for tag, record in records:
            part, _, own = tag.partition("/")
            if tag == "w":
                (self._alerts.closed_ms,) = record
            elif part in parts:
                parts[part](own, record)
            elif tag.startswith("c"):
                block, csm_days, features = record
                self._books[block] = _Book(csm_days, FeatureTally.restore(features))
            else:
                block, one, sheet = record
                self._blocks[block, (one[0], one[1])] = Sheet.restore(sheet)


def first_of_each_csm(rows: Sequence[Row], most: int) -> Flags:
    """Which are among the ``most`` of highest risk of their CSM and snapshot: a list to work on."""
    lists: dict[tuple[int, str | None], int] = {}
    group = [lists.setdefault((row.snapshot_at_ms, row.csm), len(lists)) for row in rows]
    risk = np.array([row.risk for row in rows], dtype=np.float64)
    return top_rows(risk, np.array(group, dtype=np.int64), most)


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


def _risk_of(example: TrainingExample) -> float | None:
    """What was published of its target; None where no model was."""
    return example.churn_risk if example.target == "churn" else example.served


def _in_force(lives: list[Followed], at_ms: int) -> int | None:
    """Place of the life of an account an instant belongs to; None when it was never seen."""
    begun = [place for place, life in enumerate(lives) if life.first_ms <= at_ms]
    return begun[-1] if begun else (0 if lives else None)


def _tag(block: int, one: Slice) -> str:
    return f"b{block}/{one[0]}={one[1]}"


def _book_tag(block: int) -> str:
    return f"c{block}"
