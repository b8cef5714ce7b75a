"""Is the decision right: an operating point, and the list a CSM can really work through."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stream_health.learning.quality.ranking import NAN, Counts, Numbers

Flags = npt.NDArray[np.bool_]


class OperatingPoint(NamedTuple):
    """What flagging did; shares are 0 to 1, NaN without anything to divide by.

    ``precision``: flagged rows that churned. ``recall``: churned rows that were flagged, the
    true-positive rate. ``false_positive_rate``: rows that stayed and were flagged.
    """

    flagged_share: float
    precision: float
    recall: float
    false_positive_rate: float


class TopList(NamedTuple):
    """The accounts with the highest risk of each CSM and period, as many as can be worked on.

    ``value_share`` is the share of the churned value that was on the lists, NaN without values.
    """

    rows_total: int
    precision: float
    recall: float
    value_share: float


def operating_point(
    flagged: Flags, label: Numbers, weight: Numbers | None = None
) -> OperatingPoint:
    """What flagging these rows did.

    >>> operating_point(np.array([True, True, False]), np.array([1.0, 0.0, 0.0])).precision
    0.5
    """
    weights = np.ones(len(label)) if weight is None else weight
    hits = float((weights * label * flagged).sum())
    raised, positives = float((weights * flagged).sum()), float((weights * label).sum())
    total = float(weights.sum())
    return OperatingPoint(
        flagged_share=_over(raised, total),
        precision=_over(hits, raised),
        recall=_over(hits, positives),
        false_positive_rate=_over(raised - hits, total - positives),
    )


def top_rows(risk: Numbers, group: Counts, k: int) -> Flags:
    """The ``k`` rows of highest risk of every group; of equal risks the first row."""
    order = np.lexsort((-risk, group))
    ordered = group[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    chosen = np.zeros(len(risk), dtype=bool)
    chosen[order[place < k]] = True
    return chosen


def top_list(
    risk: Numbers, label: Numbers, group: Counts, *, k: int, value: Numbers | None = None
) -> TopList:
    """What working through the first ``k`` of every group (CSM and period) catches.

    >>> top_list(np.array([3., 2., 1.]), np.array([1., 0., 1.]), np.zeros(3, dtype=int), k=1)
    TopList(rows_total=1, precision=1.0, recall=0.5, value_share=nan)
    """
    chosen = top_rows(risk, group, k)
    hits = float((label * chosen).sum())
    lost = NAN if value is None else float((value * label).sum())
    caught = NAN if value is None else float((value * label * chosen).sum())
    return TopList(
        rows_total=int(chosen.sum()),
        precision=_over(hits, float(chosen.sum())),
        recall=_over(hits, float(label.sum())),
        value_share=_over(caught, lost),
    )


def _over(part: float, whole: float) -> float:
    return part / whole if whole else NAN
