"""Affine calibration of churn log-odds (Platt), kept online and folded in when a version is cut."""

from typing import Any

from stream_health.domain.scorecard.scale import logit, sigmoid
from stream_health.learning.posterior import step_of

CLASS_EXAMPLES_MIN = 200
"""Fewest matured examples of each class before a calibration is believed."""

_SLOPE_VARIANCE = 0.1
_SHIFT_VARIANCE = 0.5
_MEMORY = 0.9998  # half of what is remembered is younger than 3,500 examples


class Calibration:
    """``calibrated = slope * (log_odds - centre) + shift + centre``, learned online.

    A Bayesian logistic regression in two weights. It starts as the identity and slowly forgets,
    because the model it corrects moves on. ``centre`` keeps slope and shift apart: the log-odds
    that most accounts are near to.

    Examples
    --------
    >>> calibration = Calibration(anchor_risk=0.05)
    >>> calibration.apply(-1.5)
    -1.5
    """

    def __init__(self, *, anchor_risk: float) -> None:
        self._centre = logit(anchor_risk)
        self._slope, self._shift = 1.0, 0.0
        self._slope_variance, self._shift_variance = _SLOPE_VARIANCE, _SHIFT_VARIANCE
        self._covariance = 0.0
        self._churned_total = self._stayed_total = 0

    def learn(self, log_odds: float, label: int, *, weight: float = 1.0) -> None:
        """Take in a prediction made before its label was known, as ``weight`` examples."""
        at = log_odds - self._centre
        slope_gain = self._slope_variance * at + self._covariance
        shift_gain = self._covariance * at + self._shift_variance
        variance = slope_gain * at + shift_gain
        raw = self._slope * at + self._shift + self._centre
        residual, shrink = step_of(raw, variance, float(label), weight=weight)
        self._slope += slope_gain * residual
        self._shift += shift_gain * residual
        self._slope_variance -= slope_gain * slope_gain * shrink
        self._shift_variance -= shift_gain * shift_gain * shrink
        self._covariance -= slope_gain * shift_gain * shrink
        self._forget()
        self._churned_total += label
        self._stayed_total += 1 - label

    def _forget(self) -> None:
        if self._slope_variance < _SLOPE_VARIANCE and self._shift_variance < _SHIFT_VARIANCE:
            self._slope_variance /= _MEMORY
            self._shift_variance /= _MEMORY
            self._covariance /= _MEMORY

    @property
    def affine(self) -> tuple[float, float]:
        """Slope and intercept in log-odds; the identity until there is enough to go by."""
        enough = min(self._churned_total, self._stayed_total) >= CLASS_EXAMPLES_MIN
        if not enough or self._slope <= 0.0:
            return 1.0, 0.0
        return self._slope, self._shift + self._centre * (1.0 - self._slope)

    def apply(self, log_odds: float) -> float:
        """Calibrated log-odds."""
        slope, intercept = self.affine
        return slope * log_odds + intercept

    def risk(self, log_odds: float) -> float:
        """Calibrated probability."""
        return sigmoid(self.apply(log_odds))

    def snapshot(self) -> tuple[Any, ...]:
        """State as a plain tuple."""
        return (
            self._slope,
            self._shift,
            self._slope_variance,
            self._shift_variance,
            self._covariance,
            self._churned_total,
            self._stayed_total,
        )

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        """Inverse of `snapshot`."""
        (
            self._slope,
            self._shift,
            self._slope_variance,
            self._shift_variance,
            self._covariance,
            self._churned_total,
            self._stayed_total,
        ) = snapshot
