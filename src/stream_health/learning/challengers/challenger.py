"""A challenger: learns the same matured examples in the same order, and scores in shadow."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import DayClosed, SnapshotTaken, TrainingExample
from stream_health.domain.features.feature import Feature, catalogue_version
from stream_health.learning.challengers.kinds import KINDS
from stream_health.learning.challengers.shadow import ShadowScore
from stream_health.learning.frozen import FrozenError, freeze, thaw
from stream_health.learning.maturity import Waiting, examples_waiting
from stream_health.learning.progressive import Progressive, Report

UNKNOWN: Final = -1_000.0
"""Stands for an unknown value: trees split it off."""

BREATH_EXAMPLES: Final = 50
"""Examples learned at a stretch: 30 ms of a forest."""

CHUNK_BYTES: Final = 256 * 1024
"""Of a frozen model per state record: a record of a topic is bounded."""


class ChallengedDay(NamedTuple):
    """A day that was learned: how the challenger and the champion did on the same examples.

    Each prediction was made before its label was known. ``champion`` is what was served.
    """

    day_end_ms: int
    examples_total: int
    report: Report
    champion: Report


class Challenger:
    """One River model of another kind, of churn.

    Parameters
    ----------
    kind
        One of `KINDS`.
    catalogue
        Features in the order of an example's values.
    partitions
        Number of partitions of the account topics: a day is learned when all have closed it.

    Attributes
    ----------
    begun_anew : str or None
        Why a state could not be taken over: another version of River, or of the features.

    Examples
    --------
    >>> challenger = Challenger("tree", (), partitions=1)
    >>> list(challenger.learn_until(DayClosed(0, 86_400_000)))
    []
    """

    def __init__(self, kind: str, catalogue: Sequence[Feature], *, partitions: int) -> None:
        self.kind = kind
        self._names = tuple(feature.name for feature in catalogue)
        self._catalogue_version = catalogue_version(catalogue)
        self._model = KINDS[kind]()
        self._buffer = examples_waiting(partitions)
        self._reports = Progressive(), Progressive()
        self._examples_total = 0
        self._chunks = 0
        self._dirty = False
        self.begun_anew: str | None = None

    def score(self, taken: SnapshotTaken) -> ShadowScore | None:
        """Churn risk of a snapshot; None where its features are not those it knows."""
        if taken.catalogue_version != self._catalogue_version:
            return None
        return ShadowScore(
            challenger=self.kind,
            account_id=taken.account_id,
            snapshot_at_ms=taken.snapshot_at_ms,
            risk=self._risk(self._features(taken.values)),
            champion_risk=taken.churn_risk,
            champion_version=taken.model_version,
            examples_total=self._examples_total,
        )

    def keep(self, example: TrainingExample) -> None:
        """Keep an example of churn until its day is complete."""
        if example.target == "churn" and example.catalogue_version == self._catalogue_version:
            self._buffer.add(example)

    def learn_until(self, closed: DayClosed) -> Iterator[ChallengedDay | None]:
        """Learn every day that is complete with this, oldest first.

        Yields each day learned, and None between a few examples: whoever drives it can let others
        work meanwhile. It must be driven to its end before its records are asked for.
        """
        self._buffer.close(closed.partition, closed.day_end_ms)
        for day, waiting in self._buffer.complete_days():
            for place, one in enumerate(waiting, start=1):
                self._learn(one)
                if place % BREATH_EXAMPLES == 0:
                    yield None
            own, champion = (one.report() for one in self._reports)
            yield ChallengedDay((day + 1) * DAY_MS, len(waiting), own, champion)

    def _learn(self, one: Waiting) -> None:
        """Predict first, then learn."""
        own, champion = self._reports
        x = self._features(one.values)
        own.add(self._risk(x), one.label)
        if one.served is not None:
            champion.add(one.served, one.label)
        self._model.learn_one(x, bool(one.label))
        self._examples_total += 1
        self._dirty = True

    def _features(self, values: Sequence[float | None]) -> dict[Any, float]:
        return {
            name: UNKNOWN if value is None else float(value)
            for name, value in zip(self._names, values, strict=True)
        }

    def _risk(self, x: dict[Any, float]) -> float:
        """Probability of churn; before anything was learned nobody leaves."""
        said = self._model.predict_proba_one(x).get(True, 0.0)
        return min(max(float(said), 0.0), 1.0)

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(tag, plain nested tuple)``: ``h`` head, ``m...`` the model, then examples."""
        if self._dirty or not dirty_only:
            frozen = freeze(self._model)
            chunks = [frozen[at : at + CHUNK_BYTES] for at in range(0, len(frozen), CHUNK_BYTES)]
            reports = tuple(one.snapshot() for one in self._reports)
            yield (
                "h",
                (self._catalogue_version, len(chunks), self._examples_total, *reports),
            )
            for number, chunk in enumerate(chunks):
                yield f"m{number:04d}", (chunk,)
            for number in range(len(chunks), self._chunks):
                yield f"m{number:04d}", None
            self._chunks = len(chunks)
            self._dirty = False
        yield from self._buffer.records(dirty_only=dirty_only)

    def restore(self, records: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        """Take over a state, into a challenger that has seen nothing yet.

        A model that another River or other features made cannot be taken over: the challenger
        begins anew and `begun_anew` says so.

        Raises
        ------
        ValueError
            When the number of partitions has changed.
        """
        parts: dict[str, tuple[Any, ...]] = dict(records)
        head = parts.pop("h", None)
        chunks = [parts.pop(tag) for tag in sorted(parts) if tag.startswith("m")]
        for tag, record in parts.items():
            self._buffer.restore(tag, record)
        if head is None:
            return
        version, self._chunks, examples_total, own, champion = head
        if version != self._catalogue_version:
            self.begun_anew = f"its features were those of catalogue {version}"
            return
        try:
            self._model = thaw(b"".join(chunk for (chunk,) in chunks[: self._chunks]))
        except FrozenError as error:
            self.begun_anew = str(error)
            return
        self._examples_total = examples_total
        for one, snapshot in zip(self._reports, (own, champion), strict=True):
            one.restore(snapshot)
