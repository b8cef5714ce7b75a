"""The whole model as text: one line per bin, with what outcomes changed in it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from stream_health.domain.features.feature import Feature, Monotone
from stream_health.domain.scorecard.scorecard import Scorecard

_DIRECTIONS = {
    Monotone.UP: "more is better",
    Monotone.DOWN: "more is worse",
    Monotone.NONE: "no fixed direction",
}
_COLUMNS = f"    {'':26}{'points':>9}{'prior':>9}{'moved':>9}"


def table(scorecard: Scorecard, prior: Scorecard, catalogue: Sequence[Feature]) -> str:
    """Readable table of a model version beside its expert prior; points, not milli-points.

    Raises
    ------
    ValueError
        When the versions or the catalogue are not of the same features.

    Examples
    --------
    >>> from stream_health.domain.policy import Policy
    >>> from stream_health.domain.scorecard.prior import prior as prior_of
    >>> print(table(prior_of(Policy(), ()), prior_of(Policy(), ()), ()).splitlines()[0])
    model prior: expert points, nothing learned yet
    """
    names = tuple(feature.name for feature in catalogue)
    _check_same_features(names, scorecard, prior)
    lines = [_headline(scorecard), "", _COLUMNS]
    before = dict(prior.bases)
    lines += [
        _line(f"base of {segment}", points, before.get(segment))
        for segment, points in scorecard.bases
    ]
    for feature, row, expert in zip(catalogue, scorecard.rows, prior.rows, strict=True):
        lines += [
            "",
            f"{feature.name} ({feature.unit}, {feature.window}; {_DIRECTIONS[feature.monotone]})",
            f"  {feature.meaning}",
        ]
        lines += map(_line, intervals(row.edges), row.points, expert.points)
    lines += [
        f"{delta.segment} adds to {delta.feature}: "
        + ", ".join(f"{points / 1_000:+.1f}" for points in delta.points)
        for delta in scorecard.deltas
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def diff(old: Scorecard, new: Scorecard) -> str:
    """Bases and bins whose points differ between two versions; empty when none does.

    Raises
    ------
    ValueError
        When the versions are not of the same features.
    """
    _check_same_features(tuple(row.feature for row in old.rows), old, new)
    lines = list(_differences(old, new))
    if not lines:
        return ""
    head = f"{'from ' + old.version + ' to ' + new.version:56}{'old':>9}{'new':>9}{'change':>9}"
    return "\n".join([head, *lines]) + "\n"


def intervals(edges: Sequence[float]) -> list[str]:
    """How each bin is written, the unknown bin last.

    >>> intervals((1.0, 5.5))
    ['under 1', '1 to under 5.5', '5.5 and more', 'unknown']
    """
    if not edges:
        return ["any", "unknown"]
    between = [f"{low:g} to under {high:g}" for low, high in pairwise(edges)]
    return [f"under {edges[0]:g}", *between, f"{edges[-1]:g} and more", "unknown"]


def _headline(scorecard: Scorecard) -> str:
    if scorecard.cut_at_ms is None:
        return f"model {scorecard.version}: expert points, nothing learned yet"
    until = datetime.fromtimestamp(scorecard.cut_at_ms / 1_000, UTC)
    return (
        f"model {scorecard.version}: learned from {scorecard.examples_total:,} examples "
        f"matured before {until:%Y-%m-%d}"
    )


def _line(what: str, points: int, expert: int | None) -> str:
    if expert is None:
        return f"    {what:26}{points / 1_000:9.1f}{'new':>9}"
    moved = f"{(points - expert) / 1_000:+.1f}" if points != expert else ""
    return f"    {what:26}{points / 1_000:9.1f}{expert / 1_000:9.1f}{moved:>9}"


def _differences(old: Scorecard, new: Scorecard) -> Iterator[str]:
    before = dict(old.bases)
    for segment, points in new.bases:
        if points != before.get(segment, points):
            yield _change(f"base of {segment}", before[segment], points)
    for mine, other in zip(old.rows, new.rows, strict=True):
        for name, was, now in zip(intervals(mine.edges), mine.points, other.points, strict=True):
            if was != now:
                yield _change(f"{mine.feature}: {name}", was, now)


def _change(what: str, old: int, new: int) -> str:
    return f"{what:56}{old / 1_000:9.1f}{new / 1_000:9.1f}{(new - old) / 1_000:+9.1f}"


def _check_same_features(names: tuple[str, ...], one: Scorecard, other: Scorecard) -> None:
    if one.catalogue_version != other.catalogue_version or names != tuple(
        row.feature for row in one.rows
    ):
        msg = (
            f"{one.version} is of catalogue {one.catalogue_version} and {other.version} of "
            f"{other.catalogue_version}: points of different catalogues cannot be compared"
        )
        raise ValueError(msg)
