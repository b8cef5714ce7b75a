"""Is the order right: ROC-AUC, PR-AUC, what the top of the list catches."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

NAN = float("nan")


class Ranking:
    """Rows sorted by risk once; figures for any weights of the rows. Equal risks are one step.

    Examples
    --------
    >>> ranking = Ranking(np.array([0.1, 0.4, 0.4, 0.9]), np.array([0.0, 1.0, 0.0, 1.0]))
    >>> ranking.auc(), round(ranking.pr_auc(), 4)
    (0.875, 0.8333)
    """

    def __init__(self, risk: Numbers, label: Numbers) -> None:
        self._order = np.argsort(-risk, kind="stable")
        self._label = label[self._order]
        self._ends = np.flatnonzero(np.diff(risk[self._order], append=-np.inf))

    def auc(self, weight: Numbers | None = None) -> float:
        """Chance that a row that churned has a higher risk than one that stayed; ties half.

        0.5 is chance, 1 is best (Hanley and McNeil, Radiology 143, 1982).
        """
        positives, negatives = self._steps(weight)
        pairs = positives.sum() * negatives.sum()
        if not pairs:
            return NAN
        below = negatives.sum() - np.cumsum(negatives)
        return float((positives * (below + negatives / 2)).sum() / pairs)

    def pr_auc(self, weight: Numbers | None = None) -> float:
        """Average precision over the steps of recall; chance is the share of positives."""
        positives, negatives = self._steps(weight)
        if not positives.sum():
            return NAN
        flagged = np.cumsum(positives) + np.cumsum(negatives)
        with np.errstate(invalid="ignore"):
            precision = np.where(flagged > 0, np.cumsum(positives) / flagged, 0.0)
        return float((positives * precision).sum() / positives.sum())

    def captured(self, share: float, weight: Numbers | None = None) -> float:
        """Share of the positives among the given share of rows with the highest risk.

        Of equal risks at the edge a part is taken, as if chosen by lot.
        """
        positives, negatives = self._steps(weight)
        if not positives.sum():
            return NAN
        rows = np.concatenate(([0.0], np.cumsum(positives + negatives)))
        caught = np.concatenate(([0.0], np.cumsum(positives)))
        return float(np.interp(share * rows[-1], rows, caught) / positives.sum())

    def lift(self, share: float = 0.1, weight: Numbers | None = None) -> float:
        """How many times more churn than on average is in the top share; 1 is chance."""
        return self.captured(share, weight) / share

    def curve(self, points_max: int = 200) -> list[tuple[float, float]]:
        """ROC curve as (false-positive rate, true-positive rate), from (0, 0) to (1, 1)."""
        positives, negatives = self._steps(None)
        if not positives.sum() or not negatives.sum():
            return []
        true = np.concatenate(([0.0], np.cumsum(positives) / positives.sum()))
        false = np.concatenate(([0.0], np.cumsum(negatives) / negatives.sum()))
        places = np.unique(np.linspace(0, len(true) - 1, points_max).round().astype(int))
        return [(float(false[place]), float(true[place])) for place in places]

    def _steps(self, weight: Numbers | None) -> tuple[Numbers, Numbers]:
        """Positives and negatives at each distinct risk, highest first."""
        weights = np.ones(len(self._label)) if weight is None else weight[self._order]
        positives = np.cumsum(weights * self._label)[self._ends]
        everything = np.cumsum(weights)[self._ends]
        return np.diff(positives, prepend=0.0), np.diff(everything - positives, prepend=0.0)


class WithinPeriods:
    """Rows of each time by themselves, sorted once: what is left when the calendar is removed.

    Examples
    --------
    >>> period = np.array([0, 0, 1, 1])
    >>> rows = WithinPeriods(np.array([0.1, 0.2, 0.3, 0.4]), np.array([0.0, 1, 1, 0]), period)
    >>> rows.auc()
    0.5
    """

    def __init__(self, risk: Numbers, label: Numbers, period: Counts) -> None:
        order = np.argsort(period, kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(period[order])) + 1)
        # A period with one class only has no AUC under any weights.
        both = [rows for rows in parts if 0 < label[rows].sum() < len(rows)]
        self._parts = [(rows, Ranking(risk[rows], label[rows])) for rows in both]

    def auc(self, weight: Numbers | None = None) -> float:
        """Mean AUC of the periods that have both classes, each counting the same."""
        each = [
            ranking.auc(None if weight is None else weight[rows]) for rows, ranking in self._parts
        ]
        known = [one for one in each if not np.isnan(one)]
        return float(np.mean(known)) if known else NAN
