"""What is believed of all weights at once: a joint normal that examples sharpen.

Bins of one account go together (who is silent also uses little), so what one bin explains another
must not explain again. A step per weight cannot know that; the whole precision matrix does. Source:
Spiegelhalter & Lauritzen, *Sequential updating of conditional probabilities on directed graphical
structures*, Networks 20, 1990, taken a batch at a time: the mode of the posterior by Newton's
method, the curvature there (Laplace) added to what was known.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

_ROUNDS_MAX: Final = 30
_HALVINGS_MAX: Final = 30
_TOLERANCE: Final = 1e-6  # log-odds: far below a milli-point
_CHUNK_EXAMPLES: Final = 2_048  # bounds the memory of a batch


class JointPosterior:
    """Mean and precision (inverse covariance) of weights in log-odds.

    Parameters
    ----------
    precision
        The prior's, symmetric and positive definite; its mean is zero.

    Examples
    --------
    >>> belief = JointPosterior(np.eye(2))
    >>> belief.learn(np.array([[0, 1]]), np.zeros(1), labels=np.ones(1), weights=np.ones(1))
    >>> [round(float(one), 3) for one in belief.mean]
    [0.337, 0.337]
    """

    def __init__(self, precision: Numbers) -> None:
        self.mean: Numbers = np.zeros(len(precision))
        self.precision: Numbers = precision.copy()

    def learn(self, places: Places, start: Numbers, *, labels: Numbers, weights: Numbers) -> None:
        """Take in a batch of examples.

        Parameters
        ----------
        places
            Indexes of the weights of each example, none twice; examples x active weights.
        start
            Log-odds of each before any weight.
        labels
            0 or 1.
        weights
            How many examples each counts as, above 0.
        """
        seen, inverse = np.unique(places, return_inverse=True)
        batch = _Batch(inverse.reshape(places.shape), len(seen), start, labels, weights)
        off = np.zeros(len(self.mean))  # from the mean, to the mode of the posterior
        density = self._log_density(off, batch, seen)
        for _ in range(_ROUNDS_MAX):
            slope = -self.precision @ off
            slope[seen] += batch.slope(self.mean[seen] + off[seen])
            curved = self._with_curvature(off, batch, seen)
            step = solve(curved, slope)
            for _ in range(_HALVINGS_MAX):  # until it does not lead down
                there = self._log_density(off + step, batch, seen)
                if there >= density:
                    break
                step = step / 2.0
            else:
                break
            off, density = off + step, there
            if np.abs(step).max() <= _TOLERANCE:
                break
        self.precision = self._with_curvature(off, batch, seen)
        self.mean = self.mean + off

    def _with_curvature(self, off: Numbers, batch: "_Batch", seen: Places) -> Numbers:
        curved = self.precision.copy()
        curved[np.ix_(seen, seen)] += batch.curvature(self.mean[seen] + off[seen])
        return curved

    def _log_density(self, off: Numbers, batch: "_Batch", seen: Places) -> float:
        spread = float(off @ self.precision @ off)
        return batch.log_likelihood(self.mean[seen] + off[seen]) - 0.5 * spread


class _Batch(NamedTuple):
    """Examples over the weights that occur in them."""

    places: Places
    width: int
    start: Numbers
    labels: Numbers
    weights: Numbers

    def log_likelihood(self, mode: Numbers) -> float:
        log_odds = self._log_odds(mode)
        each = self.labels * log_odds - np.logaddexp(0.0, log_odds)
        return float(self.weights @ each)

    def slope(self, mode: Numbers) -> Numbers:
        residual = self.weights * (self.labels - _sigmoid(self._log_odds(mode)))
        spread = np.repeat(residual, self.places.shape[1])
        slope = np.zeros(self.width)
        np.add.at(slope, self.places.ravel(), spread)
        return slope

    def curvature(self, mode: Numbers) -> Numbers:
        risk = _sigmoid(self._log_odds(mode))
        root = np.sqrt(self.weights * risk * (1.0 - risk))
        total = np.zeros((self.width, self.width))
        for first in range(0, len(root), _CHUNK_EXAMPLES):
            places = self.places[first : first + _CHUNK_EXAMPLES]
            rows = np.zeros((len(places), self.width))
            some = root[first : first + _CHUNK_EXAMPLES, np.newaxis]
            np.put_along_axis(rows, places, np.broadcast_to(some, places.shape), axis=1)
            total += rows.T @ rows
        return total

    def _log_odds(self, mode: Numbers) -> Numbers:
        log_odds: Numbers = self.start + mode[self.places].sum(axis=1)
        return log_odds


def _sigmoid(log_odds: Numbers) -> Numbers:
    risk: Numbers = np.exp(-np.logaddexp(0.0, -log_odds))
    return risk


def solve(matrix: Numbers, values: Numbers) -> Numbers:
    """What the matrix makes ``values`` of."""
    return np.asarray(np.linalg.solve(matrix, values), dtype=np.float64)
