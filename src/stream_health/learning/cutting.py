"""Cuts a version: what was learned, made monotone and rounded to milli-points."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate

from stream_health.domain.features.feature import Feature, Monotone
from stream_health.domain.policy import Scale
from stream_health.domain.scorecard.scale import MILLI, points_per_log_odd
from stream_health.domain.scorecard.scorecard import Row, Scorecard
from stream_health.learning.scorecard_classifier import ScorecardClassifier


def cut(
    model: ScorecardClassifier,
    catalogue: Sequence[Feature],
    *,
    intercept: float = 0.0,
    scale: Scale,
    cut_at_ms: int,
) -> Scorecard:
    """Scorecard of what was learned, named by the day it ends and by its content.

    ``intercept`` is added to the churn log-odds of every account.
    """
    shift_milli = intercept * MILLI * points_per_log_odd(scale)
    learned = model.learned([feature.monotone for feature in catalogue])
    rows = tuple(
        Row(feature.name, row.edges, _rounded(points, feature.monotone))
        for feature, row, points in zip(catalogue, model.scorecard.rows, learned.rows, strict=True)
    )
    bases = tuple(
        (segment, round(base_milli - shift_milli)) for segment, base_milli in learned.bases.items()
    )
    made = Scorecard(
        version="",
        catalogue_version=model.scorecard.catalogue_version,
        rows=rows,
        bases=bases,
        cut_at_ms=cut_at_ms,
        examples_total=model.examples_total,
    )
    day = datetime.fromtimestamp((cut_at_ms - 1) / 1_000, UTC)
    return replace(made, version=f"m-{day:%Y%m%d}-{content_of(made)[:8]}")


def content_of(scorecard: Scorecard) -> str:
    """Hexadecimal digits that are equal for scorecards that give the same scores."""
    points = (scorecard.catalogue_version, scorecard.rows, scorecard.bases, scorecard.deltas)
    return hashlib.sha256(repr(points).encode()).hexdigest()


def _rounded(points: list[float], monotone: Monotone) -> tuple[int, ...]:
    """Round a row; what was equal but for the last bit may not leave the declared direction."""
    known = list(map(round, points[:-1]))
    if monotone is Monotone.UP:
        known = list(accumulate(known, max))
    elif monotone is Monotone.DOWN:
        known = list(accumulate(known, min))
    return (*known, round(points[-1]))
