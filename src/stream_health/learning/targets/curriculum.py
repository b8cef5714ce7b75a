"""Learners of all targets side by side, and the one version a day that serves them together."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from stream_health.domain.effects import (
    CensoredExample,
    DayClosed,
    LateOutcome,
    TrainingExample,
)
from stream_health.domain.features.feature import Feature
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.learning.cutting import content_of
from stream_health.learning.gate.admission import Admission
from stream_health.learning.gate.verdict import Verdict
from stream_health.learning.learner import LearnedDay, Learner
from stream_health.learning.plain_card import card_of, plain_of
from stream_health.learning.targets.target import TARGETS, start_of

SERVED_TAG = "served"
GATE_PREFIX = "gate/"
_CHURN = "churn"


class CutDay(NamedTuple):
    """A day that was learned: what each target says as of it, and the version cut if any moved.

    ``verdict`` says whether that version may be served by itself, and why not.
    """

    day_end_ms: int
    learned: tuple[tuple[str, LearnedDay], ...]
    scorecard: Scorecard | None
    verdict: Verdict | None = None


class Curriculum:
    """One learner per target of the policy; a version holds the newest scorecard of each.

    The scorecard of churn carries the likelihoods of the other targets and the operating points.

    Examples
    --------
    >>> curriculum = Curriculum(Policy(), (), partitions=2)
    >>> curriculum.on_record(DayClosed(0, 86_400_000))  # the other partition is still at it
    []
    """

    def __init__(self, policy: Policy, catalogue: Sequence[Feature], *, partitions: int) -> None:
        targets = policy.learning.targets
        self.learners = {
            target: Learner(policy, catalogue, partitions=partitions, target=target)
            for target in targets
        }
        self._cards: dict[str, Scorecard] = {}
        self._dirty = False
        self._admission = Admission(policy, start_of(TARGETS[_CHURN], policy, catalogue))

    def on_record(
        self, record: TrainingExample | CensoredExample | LateOutcome | DayClosed
    ) -> list[CutDay]:
        """Take one record of the topic; days that are complete with it are learned, oldest first.

        Raises
        ------
        ValueError
            When a day was closed by a partition that does not exist.
        """
        if isinstance(record, DayClosed):
            return self._on_day_closed(record)
        learner = self.learners.get(record.target)
        if learner is None:
            return []
        if isinstance(record, LateOutcome):
            learner.on_late_outcome(record)
        else:
            learner.on_example(record)
        return []

    def _on_day_closed(self, closed: DayClosed) -> list[CutDay]:
        days: dict[int, list[tuple[str, LearnedDay]]] = {}
        for target, learner in self.learners.items():
            for day in learner.on_day_closed(closed):
                days.setdefault(day.day_end_ms, []).append((target, day))
        return [self._cut(day_end_ms, dict(days[day_end_ms])) for day_end_ms in sorted(days)]

    def _cut(self, day_end_ms: int, days: Mapping[str, LearnedDay]) -> CutDay:
        moved = False
        for target, day in days.items():
            if day.scorecard is not None:
                self._cards[target] = day.scorecard
                self._dirty = True
                moved = moved or self.learners[target].is_served
        learned = tuple(
            (target, days.get(target) or learner.as_of(day_end_ms))
            for target, learner in self.learners.items()
        )
        if _CHURN in days:
            known = (one for one in days[_CHURN].examples if not one.is_censored)
            self._admission.on_examples(day_end_ms, known)
        made = self._version(day_end_ms) if moved else None
        verdict = None if made is None else self._admission.consider(made)
        return CutDay(day_end_ms, learned, made, verdict)

    def _version(self, day_end_ms: int) -> Scorecard | None:
        """Everything that is served, under one name; None before churn has a scorecard."""
        churn = self._cards.get(_CHURN)
        if churn is None:
            return None
        likelihoods = tuple(
            (target, card)
            for target, card in self._cards.items()
            if target != _CHURN and self.learners[target].is_served
        )
        made = replace(
            churn,
            cut_at_ms=day_end_ms,
            likelihoods=tuple(sorted(likelihoods)),
            operating_points=self.learners[_CHURN].operating_points(),
        )
        day = datetime.fromtimestamp((day_end_ms - 1) / 1_000, UTC)
        return replace(made, version=f"m-{day:%Y%m%d}-{served_content_of(made)[:8]}")

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(tag, plain nested tuple)``; the tags of a learner begin with its target."""
        for target, learner in self.learners.items():
            for tag, record in learner.records(dirty_only=dirty_only):
                yield f"{target}/{tag}", record
        if self._dirty or not dirty_only:
            yield (
                SERVED_TAG,
                tuple((target, plain_of(card)) for target, card in sorted(self._cards.items())),
            )
            self._dirty = False
        for tag, record in self._admission.records(dirty_only=dirty_only):
            yield GATE_PREFIX + tag, record

    def restore(self, records: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        """Take over a state, into a curriculum that has seen nothing yet.

        Raises
        ------
        ValueError
            When the number of partitions has changed.
        """
        parts: dict[str, list[tuple[str, tuple[Any, ...]]]] = {}
        for tag, record in records:
            if tag == SERVED_TAG:
                self._cards = {target: card_of(plain) for target, plain in record}
                continue
            target, _, own = tag.partition("/")
            parts.setdefault(target, []).append((own, record))
        self._admission.restore(parts.pop(GATE_PREFIX.rstrip("/"), ()))
        for target, learner in self.learners.items():
            learner.restore(parts.get(target, ()))


def served_content_of(scorecard: Scorecard) -> str:
    """Hexadecimal digits that are equal for versions that say the same of every account.

    Of a version of churn alone they are those of its points.
    """
    own = content_of(scorecard)
    if not (scorecard.likelihoods or scorecard.operating_points):
        return own
    others = [(target, content_of(card)) for target, card in scorecard.likelihoods]
    levels = [(point.value_tier, point.risk_min) for point in scorecard.operating_points]
    return hashlib.sha256(repr((own, others, levels)).encode()).hexdigest()
