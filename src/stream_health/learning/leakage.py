"""Which features know too much: one that alone tells churners from others saw the label.

Honest features of behaviour reach an area under the ROC curve of 0.6 to 0.8 alone. What is known
only after the fact (a closing survey, a field that is emptied when a contract ends) reaches nearly
1, and makes a model that is worth nothing on the day it is asked.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from stream_health.learning.progressive import Progressive

SUSPECT_AUC_MIN: Final = 0.95


class Suspect(NamedTuple):
    """A feature that separates the classes too well: ``auc`` is 0.5 to 1."""

    feature: str
    auc: float


def suspects(
    columns: Mapping[str, Sequence[float | None]],
    labels: Sequence[int],
    *,
    auc_min: float = SUSPECT_AUC_MIN,
) -> tuple[Suspect, ...]:
    """Features whose values alone, or whose absence alone, reach ``auc_min``; worst first.

    ``columns`` holds the values of each feature, one per label; ``None`` is unknown and comes
    before every value, then after, so that being unknown counts as what it is.

    Examples
    --------
    >>> columns = {"logins": [1.0, 2.0, 2.0, 1.0], "closing_survey": [None, None, 3.0, 4.0]}
    >>> suspects(columns, [0, 0, 1, 1])
    (Suspect(feature='closing_survey', auc=1.0),)
    """
    found = [Suspect(name, _auc(values, labels)) for name, values in columns.items()]
    worst = sorted(found, key=lambda one: (-one.auc, one.feature))
    return tuple(one for one in worst if one.auc >= auc_min)


def _auc(values: Sequence[float | None], labels: Sequence[int]) -> float:
    """How well a column separates, whichever of its ends is the bad one."""
    return max(_one_way(values, labels, unknown) for unknown in (float("-inf"), float("inf")))


def _one_way(values: Sequence[float | None], labels: Sequence[int], unknown: float) -> float:
    filled = [unknown if value is None else value for value in values]
    distinct = sorted(set(filled))
    step = 1.0 / (len(distinct) + 1)
    risk_of = {value: (place + 1) * step for place, value in enumerate(distinct)}
    progressive = Progressive()
    for value, label in zip(filled, labels, strict=True):
        progressive.add(risk_of[value], label)
    auc = progressive.report().auc
    return 0.5 if auc is None else max(auc, 1.0 - auc)
