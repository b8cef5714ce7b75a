"""The scorecard as a River estimator: expert points that outcomes move, one example at a time."""

from collections.abc import Iterator, Mapping
from typing import Any

from river import base
from river.base.typing import ClfTarget, FeatureName

from stream_health.domain.policy import Scale
from stream_health.domain.scorecard.scale import log_odds_of, points_per_log_odd, sigmoid
from stream_health.domain.scorecard.scorecard import Row, Scorecard
from stream_health.learning.posterior import step_of

SEGMENT = "segment"
"""Key of ``x`` that names the account's segment; missing means the book."""


class ScorecardClassifier(base.Classifier):
    """Online Bayesian logistic regression over the bins of a scorecard.

    Every bin has an offset in churn log-odds from the points of ``scorecard`` (the prior), with a
    variance of its own: bins that were never seen stay with the expert, bins seen often follow the
    outcomes, and the step of a bin gets smaller as it is seen. ``x`` maps feature names to values;
    a feature that is missing or ``None`` is in its unknown bin, an unknown name is ignored.

    Parameters
    ----------
    scorecard
        The prior.
    scale
        What its points mean; the default scale when not given.
    bin_deviation_points
        How far an expert's points may be off, as a standard deviation, above 0. At a churn rate
        of 5 % the 4 points of the default weigh as much as about 270 examples of the bin.
    base_deviation_points
        The same of the base, which has to find the book's churn rate and so is looser.

    Examples
    --------
    >>> from stream_health.domain.scorecard.scorecard import Row, Scorecard
    >>> row = Row("open_tickets", (1.0,), (0, -3_000, 0))
    >>> model = ScorecardClassifier(Scorecard(version="prior", catalogue_version="", rows=(row,),
    ...                                       bases=(("book", 80_000),)))
    >>> round(model.predict_proba_one({"open_tickets": 0})[True], 3)
    0.05
    >>> for _ in range(20):
    ...     model.learn_one({"open_tickets": 3}, True)
    >>> model.predict_proba_one({"open_tickets": 3})[True] > 0.1
    True
    """

    def __init__(
        self,
        scorecard: Scorecard,
        scale: Scale | None = None,
        *,
        bin_deviation_points: float = 4.0,
        base_deviation_points: float = 10.0,
    ) -> None:
        self.scorecard = scorecard
        self.scale = scale
        self.bin_deviation_points = bin_deviation_points
        self.base_deviation_points = base_deviation_points
        self.examples_total = 0
        self._scale = scale or Scale()
        self._per_log_odd_milli = 1_000.0 * points_per_log_odd(self._scale)
        self._names = tuple(row.feature for row in scorecard.rows)
        self._indexes = range(len(scorecard.rows))
        self._offset = 0.0
        self._variance = self._variance_of(base_deviation_points)
        prior_variance = self._variance_of(bin_deviation_points)
        self._offsets = [[0.0] * len(row.points) for row in scorecard.rows]
        self._variances = [[prior_variance] * len(row.points) for row in scorecard.rows]
        self._counts = [[0] * len(row.points) for row in scorecard.rows]

    @classmethod
    def _unit_test_params(cls) -> Iterator[dict[str, Any]]:
        """Give River's own checks a scorecard over the features of its Phishing data."""
        names = ("empty_server_form_handler", "popup_window", "https", "ip_in_url")
        rows = tuple(Row(name, (0.5, 1.0), (0, -2_000, 1_000, 0)) for name in names)
        yield {
            "scorecard": Scorecard(
                version="prior", catalogue_version="", rows=rows, bases=(("book", 60_000),)
            )
        }

    def learn_one(self, x: dict[FeatureName, Any], y: ClfTarget, w: float = 1.0) -> None:
        """Move base and bins of ``x`` towards the label (true for churn), as ``w`` examples."""
        bins = self._bins(x)
        variance = self._variance + sum(
            row[index] for row, index in zip(self._variances, bins, strict=True)
        )
        residual, shrink = step_of(self._log_odds(x, bins), variance, 1.0 if y else 0.0, weight=w)
        for row, index in enumerate(bins):
            own = self._variances[row][index]
            self._offsets[row][index] += own * residual
            self._variances[row][index] = own - own * own * shrink
            self._counts[row][index] += 1
        self._offset += self._variance * residual
        self._variance -= self._variance * self._variance * shrink
        self.examples_total += 1

    def predict_proba_one(self, x: dict[FeatureName, Any], **_: Any) -> dict[ClfTarget, float]:
        """Probability of churn (``True``) and of staying, before calibration."""
        probability = sigmoid(self.log_odds_one(x))
        return {False: 1.0 - probability, True: probability}

    def log_odds_one(self, x: Mapping[FeatureName, Any]) -> float:
        """Churn log-odds, before calibration."""
        return self._log_odds(x, self._bins(x))

    def base_points_milli(self, segment: str) -> float:
        """Learned base of a segment, not rounded."""
        card = self.scorecard.card_for(segment)
        return card.base_milli - self._offset * self._per_log_odd_milli

    def points_milli(self) -> list[list[float]]:
        """Learned points per row and bin, not rounded and not yet monotone."""
        return [
            [
                points - offset * self._per_log_odd_milli
                for points, offset in zip(row.points, offsets, strict=True)
            ]
            for row, offsets in zip(self.scorecard.rows, self._offsets, strict=True)
        ]

    def precisions(self) -> list[list[float]]:
        """How sure each bin is: one over its variance, in log-odds."""
        return [[1.0 / variance for variance in row] for row in self._variances]

    def snapshot(self) -> tuple[Any, ...]:
        """Everything learned, as plain nested tuples; `restore` reads it."""
        return (
            self.examples_total,
            self._offset,
            self._variance,
            tuple(
                (row.feature, row.edges, tuple(offsets), tuple(variances), tuple(counts))
                for row, offsets, variances, counts in zip(
                    self.scorecard.rows, self._offsets, self._variances, self._counts, strict=True
                )
            ),
        )

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        """Take over what was learned; a row whose bins have changed since stays at its prior."""
        self.examples_total, self._offset, self._variance, rows = snapshot
        known = {(name, tuple(edges)): rest for name, edges, *rest in rows}
        for index, row in enumerate(self.scorecard.rows):
            learned = known.get((row.feature, row.edges))
            if learned is not None:
                offsets, variances, counts = map(list, learned)
                self._offsets[index] = offsets
                self._variances[index] = variances
                self._counts[index] = counts

    def _bins(self, x: Mapping[FeatureName, Any]) -> list[int]:
        card = self.scorecard.card_for(x.get(SEGMENT, "book"))
        return card.bins([x.get(name) for name in self._names], self._indexes)

    def _log_odds(self, x: Mapping[FeatureName, Any], bins: list[int]) -> float:
        card = self.scorecard.card_for(x.get(SEGMENT, "book"))
        learned = self._offset + sum(
            row[index] for row, index in zip(self._offsets, bins, strict=True)
        )
        return log_odds_of(card.total(bins) / 1_000.0, self._scale) + learned

    def _variance_of(self, deviation_points: float) -> float:
        if deviation_points <= 0.0:
            msg = f"a deviation of {deviation_points} points would never learn; give one above 0"
            raise ValueError(msg)
        return float(deviation_points / points_per_log_odd(self._scale)) ** 2
