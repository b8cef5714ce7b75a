"""The scorecard as a River estimator: expert points that outcomes move."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from river import base
from river.base.typing import ClfTarget, FeatureName

from stream_health.domain.features.feature import Monotone
from stream_health.domain.policy import Scale
from stream_health.domain.scorecard.scale import log_odds_of, points_per_log_odd, sigmoid
from stream_health.domain.scorecard.scorecard import Row, Scorecard
from stream_health.domain.scorecard.segments import BOOK
from stream_health.learning.card_layout import BASE, CardLayout, prior_precision
from stream_health.learning.joint_posterior import JointPosterior
from stream_health.learning.projection import nearest_in_order

SEGMENT = "segment"
"""Key of ``x`` that names the account's segment; missing means the book."""

PART_ROWS = 64
"""Rows of the precision in one part of a snapshot: a state record stays well under a megabyte."""

PENDING_MAX = 20_000
"""Examples kept before they are learned unasked: bounds the memory."""


SEGMENT_DEVIATION_POINTS = 10.0
"""How far a segment's base may be off the book's, as a standard deviation."""


class Learned(NamedTuple):
    """Points as outcomes have them, in milli-points, not rounded."""

    rows: list[list[float]]
    bases: dict[str, float]


class ScorecardClassifier(base.Classifier):
    """Online Bayesian logistic regression over the bins of a scorecard.

    Every bin has an offset in churn log-odds from the points of ``scorecard`` (the prior). What is
    believed of all offsets together is one normal (`JointPosterior`): bins that were never seen
    stay with the expert, bins seen often follow the outcomes, neighbours move together, and what
    one feature explains no other explains again. Segments deviate from the book's base as far as
    their examples say.

    ``x`` maps feature names to values; a feature that is missing or ``None`` is in its unknown bin,
    an unknown name is ignored. Examples are collected by `learn_one` and taken in together when a
    prediction is next asked for: a day of examples costs little more than one.

    Parameters
    ----------
    scorecard
        The prior.
    scale
        What its points mean; the default scale when not given.
    bin_deviation_points
        How far an expert's points may be off, as a standard deviation, above 0.
    step_deviation_points
        The same of the difference between neighbouring bins.
    base_deviation_points
        The same of the base, which has to find the book's churn rate and so is looser.
    held_rows
        Names of the rows whose points outcomes do not move; none when not given.

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
        bin_deviation_points: float = 6.0,
        step_deviation_points: float = 5.0,
        base_deviation_points: float = 20.0,
        held_rows: frozenset[str] | None = None,
    ) -> None:
        self.scorecard = scorecard
        self.scale = scale
        self.bin_deviation_points = bin_deviation_points
        self.step_deviation_points = step_deviation_points
        self.base_deviation_points = base_deviation_points
        self.held_rows = held_rows
        self._scale = scale or Scale()
        self._per_log_odd_milli = 1_000.0 * points_per_log_odd(self._scale)
        self._names = tuple(row.feature for row in scorecard.rows)
        self._indexes = range(len(scorecard.rows))
        self._layout = CardLayout(scorecard)
        self._belief = JointPosterior(
            prior_precision(
                self._layout,
                base_sd=self._log_odds_sd(base_deviation_points),
                bin_sd=self._log_odds_sd(bin_deviation_points),
                step_sd=self._log_odds_sd(step_deviation_points),
                segment_sd=self._log_odds_sd(SEGMENT_DEVIATION_POINTS),
                held=[row for row, name in enumerate(self._names) if name in (held_rows or ())],
            )
        )
        self._settled_total = 0
        self._pending: list[tuple[list[int], float, float, float]] = []

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

    @property
    def examples_total(self) -> int:
        """Examples learned so far."""
        return self._settled_total + len(self._pending)

    def learn_one(
        self, x: dict[FeatureName, Any], y: ClfTarget, w: float = 1.0, *, surge: float = 0.0
    ) -> None:
        """Take in the label of ``x`` (true for churn), as ``w`` examples.

        ``surge`` is what passed and no weight is to explain, in churn log-odds.
        """
        places, start = self._read(x)
        self._pending.append((places, start + surge, 1.0 if y else 0.0, w))
        if len(self._pending) >= PENDING_MAX:
            self._settle()

    def predict_proba_one(self, x: dict[FeatureName, Any], **_: Any) -> dict[ClfTarget, float]:
        """Probability of churn (``True``) and of staying."""
        probability = sigmoid(self.log_odds_one(x))
        return {False: 1.0 - probability, True: probability}

    def log_odds_one(self, x: Mapping[FeatureName, Any]) -> float:
        """Churn log-odds."""
        self._settle()
        places, start = self._read(x)
        return start + float(self._belief.mean[places].sum())

    def learned(self, directions: Sequence[Monotone]) -> Learned:
        """Points of every row, as near to what was learned as the declared directions allow.

        ``directions`` has one per row; the unknown bin takes no part in its row's.
        """
        self._settle()
        layout, card = self._layout, self.scorecard
        before = np.zeros(layout.total)
        for start, row in zip(layout.row_starts, card.rows, strict=True):
            before[start : start + len(row.points)] = row.points
        points = before - self._belief.mean * self._per_log_odd_milli
        chains = [
            range(start, start + width - 1)[:: 1 if direction is Monotone.UP else -1]
            for start, width, direction in zip(
                layout.row_starts, layout.widths, directions, strict=True
            )
            if direction is not Monotone.NONE
        ]
        fitted = nearest_in_order(points, self._belief.precision, chains).tolist()
        rows = [
            fitted[start : start + width]
            for start, width in zip(layout.row_starts, layout.widths, strict=True)
        ]
        bases = {
            name: card.card_for(name).base_milli
            + fitted[BASE]
            + (fitted[layout.segments[name]] if layout.segments else 0.0)
            for name, _ in card.bases
        }
        return Learned(rows, bases)

    def snapshot(self) -> tuple[Any, ...]:
        """Everything learned, as plain nested tuples; `restore` reads it.

        The precision comes apart (`precision_parts`): it is large.
        """
        self._settle()
        rows = tuple((row.feature, row.edges) for row in self.scorecard.rows)
        mean = self._belief.mean.tobytes()
        return (self._settled_total, rows, tuple(self._layout.segments), mean)

    def precision_parts(self) -> Iterator[bytes]:
        """Lower triangle of the precision, some rows at a time."""
        self._settle()
        precision = self._belief.precision
        for first in range(0, len(precision), PART_ROWS):
            rows = range(first, min(first + PART_ROWS, len(precision)))
            yield b"".join(precision[place, : place + 1].tobytes() for place in rows)

    def restore(self, snapshot: tuple[Any, ...], precision_parts: Iterable[bytes]) -> None:
        """Take over what was learned; a row whose bins have changed since stays at its prior."""
        self._settled_total, rows, segments, mean = snapshot
        old = _places_of([(name, tuple(edges)) for name, edges in rows], segments)
        new = _places_of([row[:2] for row in self.scorecard.rows], tuple(self._layout.segments))
        kept = [weight for weight in new if weight in old]
        here = np.array([new[weight] for weight in kept])
        there = np.array([old[weight] for weight in kept])
        known = np.zeros((len(old), len(old)))
        known[np.tril_indices(len(old))] = np.frombuffer(b"".join(precision_parts))
        known += np.tril(known, -1).T
        self._belief.precision[np.ix_(here, here)] = known[np.ix_(there, there)]
        self._belief.mean[here] = np.frombuffer(mean)[there]

    def _settle(self) -> None:
        """Take in what is pending."""
        if not self._pending:
            return
        places, start, labels, weights = zip(*self._pending, strict=True)
        self._pending = []
        self._settled_total += len(places)
        self._belief.learn(
            np.array(places),
            np.array(start),
            labels=np.array(labels),
            weights=np.array(weights),
        )

    def _read(self, x: Mapping[FeatureName, Any]) -> tuple[list[int], float]:
        """Weights of ``x`` and the log-odds the experts give it."""
        segment = x.get(SEGMENT, BOOK.name)
        card = self.scorecard.card_for(segment)
        bins = card.bins([x.get(name) for name in self._names], self._indexes)
        start = log_odds_of(card.total(bins) / 1_000.0, self._scale)
        return self._layout.places(bins, segment), start

    def _log_odds_sd(self, deviation_points: float) -> float:
        if deviation_points <= 0.0:
            msg = f"a deviation of {deviation_points} points would never learn; give one above 0"
            raise ValueError(msg)
        return float(deviation_points / points_per_log_odd(self._scale))


def _places_of(rows: Sequence[tuple[str, Any]], segments: Sequence[str]) -> dict[Any, int]:
    """Index of each weight by what it is of."""
    weights: list[Any] = [None]
    weights += [(name, edges, bin_) for name, edges in rows for bin_ in range(len(edges) + 2)]
    weights += segments
    return {weight: place for place, weight in enumerate(weights)}
