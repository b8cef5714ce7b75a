"""Which features know too much: one that alone tells churners from others saw the label.

Honest features of behaviour reach an area under the ROC curve of 0.6 to 0.8 alone. What is known
only after the fact (a closing survey, a field that is emptied when a contract ends) reaches nearly
1, and makes a model that is worth nothing on the day it is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np

from stream_health.learning.quality.ranking import Numbers, Ranking

SUSPECT_AUC_MIN: Final = 0.95
CLASS_EXAMPLES_MIN: Final = 20
"""Of fewer examples of a class a feature may be that good by chance."""


class Example(Protocol):
    """What is asked of a training example: what it is of, its label and what was known."""

    @property
    def target(self) -> str:
        """Which outcome it predicts."""

    @property
    def catalogue_version(self) -> str:
        """Which features its values are of."""

    @property
    def label(self) -> int:
        """1 where the target happened."""

    @property
    def values(self) -> Sequence[float | None]:
        """Features as they were known at the snapshot."""


class Suspect(NamedTuple):
    """A feature that separates the classes too well: ``auc`` is 0.5 to 1."""

    feature: str
    auc: float
    examples_total: int
    positives_total: int

    def __str__(self) -> str:
        """Say it, and what to look for."""
        return (
            f"{self.feature} alone tells who left: AUC {self.auc:.3f} on "
            f"{self.examples_total:,} examples, {self.positives_total:,} of them left; "
            "was it known at the time of the snapshot?"
        )


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
    >>> [(one.feature, one.auc) for one in suspects(columns, [0, 0, 1, 1])]
    [('closing_survey', 1.0)]
    """
    label = np.array(labels, dtype=np.float64)
    found = [
        Suspect(name, separation(values, label), len(labels), int(label.sum()))
        for name, values in columns.items()
    ]
    return worst_first(found, auc_min=auc_min)


def worst_first(
    found: Iterable[Suspect], *, auc_min: float = SUSPECT_AUC_MIN
) -> tuple[Suspect, ...]:
    """Those that reach ``auc_min``."""
    worst = sorted(found, key=lambda one: (-one.auc, one.feature))
    return tuple(one for one in worst if one.auc >= auc_min)


def suspects_among(
    examples: Iterable[Example], names: Sequence[str], catalogue_version: str
) -> tuple[Suspect, ...]:
    """Suspect features of matured examples of churn; none while a class is too small to say.

    ``names`` are those of the catalogue the values are of; examples of others are left out.
    """
    rows = [
        one
        for one in examples
        if one.target == "churn" and one.catalogue_version == catalogue_version
    ]
    labels = [one.label for one in rows]
    if min(sum(labels), len(labels) - sum(labels)) < CLASS_EXAMPLES_MIN:
        return ()
    columns = {name: [one.values[place] for one in rows] for place, name in enumerate(names)}
    return suspects(columns, labels)


def separation(
    values: Sequence[float | None], label: Numbers, often: Numbers | None = None
) -> float:
    """How well a column separates the classes, whichever of its ends is the bad one: AUC 0.5 to 1.

    ``often`` is how many examples each value stands for, one when not given.
    """
    column = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    unknown = np.isnan(column)
    known = column[~unknown]
    ends = (known.min() - 1.0, known.max() + 1.0) if len(known) else (0.0, 0.0)
    return max(_one_way(np.where(unknown, end, column), label, often) for end in ends)


def _one_way(column: Numbers, label: Numbers, often: Numbers | None) -> float:
    auc = Ranking(column, label).auc(often)
    return 0.5 if np.isnan(auc) else max(auc, 1.0 - auc)
