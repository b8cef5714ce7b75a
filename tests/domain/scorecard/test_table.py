"""The model as text: every bin is there, what moved is told, nothing is compared that differs."""

from dataclasses import replace

import pytest

from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy, Segment
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scorecard import Delta, Row, Scorecard
from stream_health.domain.scorecard.table import diff, table

PRIOR = prior(Policy(segments=(Segment(name="book"),)), CATALOGUE)


def learned() -> Scorecard:
    first = PRIOR.rows[0]
    moved = Row(first.feature, first.edges, (first.points[0] - 1_500, *first.points[1:]))
    return replace(
        PRIOR,
        version="m-20240131-0a1b2c3d",
        rows=(moved, *PRIOR.rows[1:]),
        bases=(("book", 78_200),),
        cut_at_ms=1_706_745_600_000,
        examples_total=12_345,
    )


def test_every_feature_is_there_with_its_meaning_and_every_bin() -> None:
    lines = table(PRIOR, PRIOR, CATALOGUE).splitlines()
    assert len([line for line in lines if line.startswith("    ")]) == 2 + sum(
        len(row.points) for row in PRIOR.rows
    )
    for feature in CATALOGUE:
        place = next(i for i, line in enumerate(lines) if line.startswith(f"{feature.name} ("))
        assert lines[place + 1].strip() == feature.meaning


def test_what_outcomes_moved_is_told_beside_the_prior() -> None:
    shown = table(learned(), PRIOR, CATALOGUE)
    assert shown.startswith(
        "model m-20240131-0a1b2c3d: learned from 12,345 examples matured before 2024-02-01\n"
    )
    moved = [line.split() for line in shown.splitlines() if line.endswith(("-1.8", "-1.5"))]
    assert moved[0] == ["base", "of", "book", "78.2", "80.0", "-1.8"]
    assert moved[1][-1] == "-1.5"


def test_lines_fit_a_terminal() -> None:
    assert max(map(len, table(learned(), PRIOR, CATALOGUE).splitlines())) <= 120


def test_a_segments_own_points_are_told() -> None:
    row = PRIOR.rows[0]
    card = replace(PRIOR, deltas=(Delta("banks", row.feature, (500,) * len(row.points)),))
    assert f"banks adds to {row.feature}: +0.5, +0.5" in table(card, PRIOR, CATALOGUE)


def test_a_difference_names_only_what_changed() -> None:
    lines = diff(PRIOR, learned()).splitlines()
    assert lines[0].startswith("from prior to m-20240131-0a1b2c3d")
    assert lines[1].split() == ["base", "of", "book", "80.0", "78.2", "-1.8"]
    assert lines[2].startswith(f"{PRIOR.rows[0].feature}: under ")
    assert len(lines) == 3


def test_equal_versions_have_no_difference() -> None:
    assert diff(PRIOR, replace(PRIOR, version="other")) == ""


def test_versions_of_different_catalogues_are_not_compared() -> None:
    other = prior(Policy(), CATALOGUE[1:])
    with pytest.raises(ValueError, match="different catalogues cannot be compared"):
        diff(PRIOR, other)
    with pytest.raises(ValueError, match="different catalogues cannot be compared"):
        table(other, PRIOR, CATALOGUE)
