"""What is counted: recall, precision and F1 with intervals, false per 10,000, AUC."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import NormalDist
from typing import Final, NamedTuple

from benchmarks.language.labelled import ENGLISH, Judged

_Z: Final = NormalDist().inv_cdf(0.975)
PER: Final = 10_000
EDGES: Final = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Where the bins of confidence begin."""


class Share(NamedTuple):
    """A share of cases with its 95 % interval; all None when there are no cases."""

    value: float | None
    low: float | None
    high: float | None

    @classmethod
    def of(cls, hits: int, cases: int) -> "Share":
        """Wilson's score interval (Wilson 1927), which holds for few cases and shares near 1.

        >>> [round(one, 3) for one in Share.of(9, 10)]
        [0.9, 0.596, 0.982]
        """
        if not cases:
            return cls(None, None, None)
        share, spread = hits / cases, _Z * _Z / cases
        middle = (share + spread / 2) / (1 + spread)
        half = _Z * math.sqrt(share * (1 - share) / cases + spread / cases / 4) / (1 + spread)
        return cls(share, max(0.0, middle - half), min(1.0, middle + half))


class KindFigures(NamedTuple):
    """Of one kind, over messages whose label for it is not open."""

    kind: str
    hits: int
    missed: int
    false: int
    messages: int

    @classmethod
    def of(cls, kind: str, there_and_found: Iterable[tuple[bool, bool]]) -> "KindFigures":
        """Count messages by whether the kind is there and whether it was found.

        >>> KindFigures.of("urgency", [(True, True), (True, False), (False, False)])
        KindFigures(kind='urgency', hits=1, missed=1, false=0, messages=3)
        """
        counts = Counter(there_and_found)
        return cls(
            kind,
            hits=counts[True, True],
            missed=counts[True, False],
            false=counts[False, True],
            messages=counts.total(),
        )

    @property
    def recall(self) -> Share:
        """Share of what is there that was found."""
        return Share.of(self.hits, self.hits + self.missed)

    @property
    def precision(self) -> Share:
        """Share of what was found that is there."""
        return Share.of(self.hits, self.hits + self.false)

    @property
    def f1(self) -> Share:
        """F1 = 2 J / (1 + J), J the share of hits among hits, missed and false: so its interval."""
        jaccard = Share.of(self.hits, self.hits + self.missed + self.false)
        return Share(*(None if one is None else 2 * one / (1 + one) for one in jaccard))

    @property
    def false_per_10_000(self) -> float:
        """False ones among as many messages."""
        return PER * self.false / self.messages if self.messages else 0.0


def kind_figures(kind: str, done: Iterable[Judged]) -> KindFigures:
    """Count one kind."""
    return KindFigures.of(
        kind,
        (
            (kind in one.labelled.labels, kind in one.found)
            for one in done
            if kind not in one.labelled.either
        ),
    )


class Reliability(NamedTuple):
    """Signals of like confidence, and how many of them are right."""

    low: float
    signals: int
    confidence: float  # their mean
    right: Share


def reliability(done: Iterable[Judged], edges: Sequence[float] = EDGES) -> list[Reliability]:
    """Give, from the least confident on, how right signals are beside how sure; no empty bins."""
    told = [
        (confidence, kind in one.labelled.labels)
        for one in done
        for kind, confidence in one.found.items()
        if kind not in one.labelled.either
    ]
    bins = []
    for low, high in pairwise([*edges, math.inf]):
        inside = [(sure, right) for sure, right in told if low <= sure < high]
        if inside:
            mean = math.fsum(sure for sure, _ in inside) / len(inside)
            share = Share.of(sum(right for _, right in inside), len(inside))
            bins.append(Reliability(low, len(inside), mean, share))
    return bins


def sentiment_auc(done: Sequence[Judged], above: set[str], below: set[str]) -> float:
    """Chance that a message of ``above`` is read as better than one of ``below``; ties count half.

    Over what customers wrote in English. What was not read counts as 0, neither good nor bad.
    """
    ours = [
        one for one in done
        if one.labelled.language == ENGLISH and one.labelled.message.direction == "inbound"
    ]  # fmt: skip
    high = [one.sentiment or 0.0 for one in ours if one.labelled.sentiment in above]
    low = [one.sentiment or 0.0 for one in ours if one.labelled.sentiment in below]
    return auc(high, low)


def auc(high: Sequence[float], low: Sequence[float]) -> float:
    """Share of pairs in the right order, ties half (Mann and Whitney 1947).

    >>> auc([3, 2], [1, 2]), auc([], [1])
    (0.875, nan)
    """
    if not high or not low:
        return math.nan
    right = sum((a > b) + 0.5 * (a == b) for a in high for b in low)
    return right / (len(high) * len(low))
