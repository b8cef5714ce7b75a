"""A scorecard as plain nested tuples: what the learner's state holds of one."""

from collections.abc import Sequence
from typing import Any

from stream_health.domain.scorecard.operating_point import OperatingPoint
from stream_health.domain.scorecard.scorecard import Delta, Row, Scorecard


def plain_of(card: Scorecard) -> tuple[Any, ...]:
    """Everything but the likelihoods, which are cards of their own."""
    return (
        card.version,
        card.catalogue_version,
        tuple(map(tuple, card.rows)),
        card.bases,
        tuple(map(tuple, card.deltas)),
        card.cut_at_ms,
        card.examples_total,
        tuple(map(tuple, card.operating_points)),
    )


def card_of(plain: Sequence[Any]) -> Scorecard:
    """Inverse of `plain_of`."""
    version, catalogue_version, rows, bases, deltas, cut_at_ms, examples_total, points = plain
    return Scorecard(
        version=version,
        catalogue_version=catalogue_version,
        rows=tuple(Row(name, tuple(edges), tuple(points)) for name, edges, points in rows),
        bases=tuple((segment, milli) for segment, milli in bases),
        deltas=tuple(Delta(segment, name, tuple(points)) for segment, name, points in deltas),
        cut_at_ms=cut_at_ms,
        examples_total=examples_total,
        operating_points=tuple(OperatingPoint(*point) for point in points),
    )
