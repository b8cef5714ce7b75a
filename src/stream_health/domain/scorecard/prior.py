"""The scorecard before anything was learned: the points experts gave each bin."""

from collections.abc import Sequence

from stream_health.domain.features.feature import Feature, catalogue_version
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.scorecard import Row, Scorecard
from stream_health.domain.scorecard.segments import BOOK


def prior(policy: Policy, catalogue: Sequence[Feature], version: str = "prior") -> Scorecard:
    """Scorecard of expert points: what is served until outcomes have been learned.

    >>> prior(Policy(), ()).bases
    (('book', 80000),)
    """
    bases = {segment.name: segment.base_points_milli for segment in policy.segments}
    bases.setdefault(BOOK.name, BOOK.base_points_milli)
    return Scorecard(
        version=version,
        catalogue_version=catalogue_version(catalogue),
        rows=tuple(row_of(feature) for feature in catalogue),
        bases=tuple(bases.items()),
    )


def row_of(feature: Feature) -> Row:
    """Expert points of one feature, the unknown bin last."""
    edges = tuple(map(float, feature.edges))
    return Row(feature.name, edges, (*feature.points, feature.unknown_points))
