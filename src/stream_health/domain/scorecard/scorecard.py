"""The whole model: points per bin of every feature, a base per segment. Immutable and exact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from stream_health.domain.scorecard.operating_point import OperatingPoint
from stream_health.domain.scorecard.segment_card import SegmentCard
from stream_health.domain.scorecard.segments import BOOK

__all__ = ["Delta", "Row", "Scorecard", "SegmentCard"]


class Row(NamedTuple):
    """One feature: its bin edges and milli-points per bin, the unknown bin last."""

    feature: str
    edges: tuple[float, ...]
    points: tuple[int, ...]


class Delta(NamedTuple):
    """What a segment adds to the points of one row, in milli-points per bin."""

    segment: str
    feature: str
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A version of the model. Points are integer milli-points, so sums are exact.

    Attributes
    ----------
    version : str
        ``prior`` or ``m-YYYYMMDD-<content>``.
    catalogue_version : str
        Of the features it was made for; bins mean nothing in another catalogue.
    rows : tuple of Row
        One per feature, in catalogue order.
    bases : tuple of (str, int)
        Base of each segment known when the version was cut.
    deltas : tuple of Delta
        Where a segment deviates from the book.
    cut_at_ms : int or None
        End of the last day learned; ``None`` for the prior.
    examples_total : int
        Matured examples learned so far.
    likelihoods : tuple of (str, Scorecard)
        Scorecards of the targets other than churn that have one: more points, more likely.
    operating_points : tuple of OperatingPoint
        From which churn risk on accounts are flagged; tiers without one go by the policy.
    """

    version: str
    catalogue_version: str
    rows: tuple[Row, ...]
    bases: tuple[tuple[str, int], ...]
    deltas: tuple[Delta, ...] = ()
    cut_at_ms: int | None = None
    examples_total: int = 0
    likelihoods: tuple[tuple[str, "Scorecard"], ...] = ()
    operating_points: tuple[OperatingPoint, ...] = ()
    _cards: dict[str, SegmentCard] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Refuse rows whose points do not fit their edges."""
        for row in self.rows:
            if len(row.points) != len(row.edges) + 2:
                msg = (
                    f"{self.version}: {row.feature} has {len(row.edges)} edges and "
                    f"{len(row.points)} points, it needs {len(row.edges) + 2} (unknown last)"
                )
                raise ValueError(msg)
        widths = {row.feature: len(row.points) for row in self.rows}
        for delta in self.deltas:
            if widths.get(delta.feature) != len(delta.points):
                msg = (
                    f"{self.version}: the delta of {delta.segment} does not fit row {delta.feature}"
                )
                raise ValueError(msg)

    def card_for(self, segment: str) -> SegmentCard:
        """Card of a segment by name, made once; one newer than the version has the book's base."""
        card = self._cards.get(segment)
        if card is None:
            card = self._cards[segment] = self._card(segment)
        return card

    def _card(self, segment: str) -> SegmentCard:
        own = {delta.feature: delta.points for delta in self.deltas if delta.segment == segment}
        bases = dict(self.bases)
        return SegmentCard(
            version=self.version,
            segment=segment,
            base_milli=bases.get(segment, bases.get(BOOK.name, BOOK.base_points_milli)),
            points=tuple(_added(row.points, own.get(row.feature)) for row in self.rows),
            edges=tuple(row.edges for row in self.rows),
        )

    def same_points(self, other: "Scorecard") -> bool:
        """Whether both give every account the same score."""
        return (self.catalogue_version, self.rows, self.bases, self.deltas) == (
            other.catalogue_version,
            other.rows,
            other.bases,
            other.deltas,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data with a stable layout, as the ``models`` topic carries it."""
        more: dict[str, Any] = {}
        if self.likelihoods:
            more["likelihoods"] = {target: card.to_dict() for target, card in self.likelihoods}
        if self.operating_points:
            more["operating_points"] = [point._asdict() for point in self.operating_points]
        return {
            **more,
            "version": self.version,
            "catalogue_version": self.catalogue_version,
            "cut_at_ms": self.cut_at_ms,
            "examples_total": self.examples_total,
            "bases": dict(self.bases),
            "rows": [
                {"feature": row.feature, "edges": list(row.edges), "points": list(row.points)}
                for row in self.rows
            ],
            "deltas": [
                {"segment": delta.segment, "feature": delta.feature, "points": list(delta.points)}
                for delta in self.deltas
            ],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Scorecard":
        """Inverse of `to_dict`.

        Raises
        ------
        KeyError
            When a field is missing.
        ValueError
            When points do not fit their edges.
        """
        return cls(
            version=data["version"],
            catalogue_version=data["catalogue_version"],
            rows=tuple(
                Row(row["feature"], tuple(map(float, row["edges"])), tuple(row["points"]))
                for row in data["rows"]
            ),
            bases=tuple(data["bases"].items()),
            deltas=tuple(
                Delta(delta["segment"], delta["feature"], tuple(delta["points"]))
                for delta in data.get("deltas", ())
            ),
            cut_at_ms=data.get("cut_at_ms"),
            examples_total=data.get("examples_total", 0),
            likelihoods=tuple(
                (target, cls.from_dict(card))
                for target, card in data.get("likelihoods", {}).items()
            ),
            operating_points=tuple(map(OperatingPoint.of, data.get("operating_points", ()))),
        )


def _added(points: tuple[int, ...], delta: tuple[int, ...] | None) -> tuple[int, ...]:
    if delta is None:
        return points
    return tuple(mine + more for mine, more in zip(points, delta, strict=True))
